"""Who is told that a monthly report is asked for, and that one was returned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from malaqbiq.accounts.models import Notice
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.reports.services.telling import reports_ask
from tests import builders as make
from tests.pages import signed_in
from tests.reports import office
from tests.reports.office import KABUPATEN, TODAY, reviewed, sent

pytestmark = pytest.mark.django_db

WORKER = Access.system("worker")
MARCH = date(2022, 3, 2)


@pytest.fixture(autouse=True)
def _february() -> Iterator[None]:
    with clock.standing_at(make.noon(TODAY)):
        office.serving("Anto", office.town()["76.01"])
        yield


def unread(name: str) -> list[str]:
    return list(Notice.objects.filter(user__username=name, read_at__isnull=True).values_list("kind", flat=True))


def test_a_returned_report_is_told_to_the_units_officer_and_sending_it_again_ends_that() -> None:
    officer = signed_in(Role.SDM_OFFICER, "76.01", username="kab")
    signed_in(Role.SDM_OFFICER, "76", username="prov")
    reviewed(sent("76.01", access=KABUPATEN), "returned")
    assert (unread("kab"), unread("prov")) == (["reports.returned"], [])
    page = officer.get("/notices").content.decode()
    assert "The report on January 2022 was returned to be mended: KPU 76.01" in page
    sent("76.01", access=KABUPATEN)
    assert unread("kab") == []


def test_once_a_month_the_missing_report_is_asked_for_of_each_unit_that_owes_it() -> None:
    signed_in(Role.SDM_OFFICER, "76.01", username="kab")
    signed_in(Role.SDM_OFFICER, "76.02", username="nobody serves there")
    # The office began in February: of January no report is owed.
    assert reports_ask(access=WORKER) == 0
    with clock.standing_at(make.noon(MARCH)):
        assert (reports_ask(access=WORKER), reports_ask(access=WORKER)) == (1, 0)
        assert len(unread("kab")) == 1 and unread("nobody serves there") == []
        sent("76.01", month=date(2022, 2, 1), access=KABUPATEN)
        assert unread("kab") == []
    with pytest.raises(Forbidden):
        reports_ask(access=KABUPATEN)


def test_who_sent_the_last_months_report_is_not_asked_for_it() -> None:
    signed_in(Role.SDM_OFFICER, "76.01", username="kab")
    with clock.standing_at(make.noon(MARCH)):
        sent("76.01", month=date(2022, 2, 1), access=KABUPATEN)
        assert reports_ask(access=WORKER) == 0
    assert unread("kab") == []
