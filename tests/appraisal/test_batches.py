"""Statements grow with batches, not with people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from malaqbiq.appraisal.services import cycle_close, cycle_draft_decrees, decisions_take, results_tell
from malaqbiq.kernel.periods import DAY, Period
from malaqbiq.people.models import Person
from tests import builders
from tests.appraisal.cast import SERVICE_ON, SYSTEM, YEAR, opened, scored, town

NEXT = Period.through(date(2022, 1, 1), date(2022, 12, 31))

pytestmark = pytest.mark.django_db


def statements(act: Callable[[], object]) -> int:
    """How many statements something takes."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def counted(count: int) -> dict[str, int]:
    """The statements of each step of a cycle, with so many people more in service."""
    people = town()
    staff = Person.objects.bulk_create([Person(name=f"Orang Uji {number}") for number in range(count)])
    where = people.units["76"]
    rows = (builders.engaged(who, where, *YEAR, row=row) for row, who in enumerate(staff, start=1))
    builders.opened(where, [entry for row in rows for entry in row])
    found = {"open": statements(lambda: opened(people, service_on=SERVICE_ON - count * DAY))}
    cycle = opened(people)
    found["score"] = statements(lambda: scored(people, cycle))
    found["tell"] = statements(lambda: results_tell(access=SYSTEM, cycle=cycle.uid))
    found["close"] = statements(lambda: cycle_close(access=SYSTEM, cycle=cycle.uid))
    secretary = people["secretary"]
    found["decide"] = statements(lambda: decisions_take(access=SYSTEM, cycle=cycle.uid, decider=secretary))
    found["draft"] = statements(lambda: cycle_draft_decrees(access=SYSTEM, cycle=cycle.uid, term=NEXT))
    return found


def test_four_times_the_people_take_the_same_statements() -> None:
    few = counted(8)
    assert counted(24) == few
