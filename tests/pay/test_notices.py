"""Who is told of an exception of pay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from malaqbiq.accounts.models import Notice, User
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.pay.services import exception_approve, exception_propose
from tests import builders as make
from tests.pages import signed_in
from tests.pay import payroll

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _january() -> Iterator[None]:
    with clock.standing_at(make.noon(date(2022, 1, 11))):
        yield


def unread(name: str) -> list[str]:
    return list(Notice.objects.filter(user__username=name, read_at__isnull=True).values_list("kind", flat=True))


def test_who_may_approve_an_exception_is_told_and_then_who_proposed_it() -> None:
    who = make.person("Anto Uji")
    payroll.opened_low(who, make.unit())
    make.unit("73")
    secretary = signed_in(Role.SECRETARY, "76", username="sekretaris")
    signed_in(Role.SECRETARY, "73", username="foreign")
    officer = signed_in(Role.SDM_OFFICER, "76", username="sdm")
    access = Access(str(User.objects.get(username="sdm").uid), everything=True)
    last_day = date(2022, 3, 31)
    found = exception_propose(access=access, person=who.uid, limit="floor", reason="DIPA", last_day=last_day)
    assert (unread("sekretaris"), unread("foreign")) == (["pay.exception_proposed"], [])
    assert "An exception of pay waits for your approval: Anto Uji" in secretary.get("/notices").content.decode()
    exception_approve(access=make.SECRETARY, exception=found.uid)
    assert (unread("sekretaris"), unread("sdm")) == ([], ["pay.exception_approved"])
    assert officer.get("/notices").content.decode().count("Anto Uji") >= 1
