"""The time of the opening ends with as many people as somebody looked at, and not with nobody unasked."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from malaqbiq.decrees.models import Ledger
from malaqbiq.decrees.services import opening_lock
from malaqbiq.decrees.services.recording import Locked
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.errors import UserError
from tests import builders as make
from tests.process import LONG_ENOUGH

SYSTEM = Access.system("cli")
START, LAST = date(2022, 1, 1), date(2022, 12, 31)


def told_of(name: str = "Sitti Aminah") -> None:
    unit = make.unit("76.01", "kabkota")
    make.opened(unit, make.engaged(make.person(name), unit, START, LAST))


@pytest.mark.django_db
def test_an_opening_that_tells_of_nobody_is_locked_only_if_that_is_meant() -> None:
    with pytest.raises(UserError, match="tells of nobody yet"):
        opening_lock(access=SYSTEM)
    assert opening_lock(access=SYSTEM, empty=True) == Locked(0)
    assert opening_lock(access=SYSTEM) is None


@pytest.mark.django_db
def test_somebody_agrees_to_a_number_of_people() -> None:
    told_of()
    with pytest.raises(UserError, match="has come to hold 1 people meanwhile"):
        opening_lock(access=SYSTEM, agreed=0, empty=True)
    assert not Ledger.objects.filter(opening_locked_at__isnull=False).exists()
    assert opening_lock(access=SYSTEM, agreed=1) == Locked(1)


@pytest.mark.django_db(transaction=True)
def test_a_list_that_is_being_taken_in_is_waited_for_and_counted() -> None:
    found: list[Locked | None] = []

    def locks() -> None:
        found.append(opening_lock(access=SYSTEM))
        connection.close()

    with transaction.atomic():
        told_of()
        thread = threading.Thread(target=locks)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(LONG_ENOUGH)
    assert found == [Locked(1)]
