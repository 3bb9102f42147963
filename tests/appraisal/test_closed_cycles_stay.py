"""What a closed cycle was reckoned from stays, whoever reaches the database itself."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from malaqbiq.appraisal.models import Appraisee, Appraiser, Attendance, Cycle, Score
from malaqbiq.appraisal.services import cycle_close
from tests.appraisal.cast import SYSTEM, Cast, cast, named, opened, scored

pytestmark = pytest.mark.django_db

TAMPERING = (
    "UPDATE appraisal_score SET points = 9999",
    "DELETE FROM appraisal_score",
    "INSERT INTO appraisal_score "
    "(appraisee_id, component, part, points, appraiser_id, version, entered_at, entered_by) "
    "SELECT appraisee_id, component, 'more', points, appraiser_id, 1, entered_at, entered_by FROM appraisal_score",
    "UPDATE appraisal_appraiser SET component = 'other'",
    "DELETE FROM appraisal_appraiser",
    "UPDATE appraisal_attendance SET present = 0",
    "DELETE FROM appraisal_attendance",
    "UPDATE appraisal_appraisee SET in_service = NOT in_service",
    "UPDATE appraisal_appraisee SET told_on = NULL",
    "DELETE FROM appraisal_appraisee",
)


@pytest.fixture(name="people")
def _people() -> Cast:
    return cast("anto")


@pytest.fixture(name="cycle")
def _cycle(people: Cast) -> Cycle:
    cycle = opened(people)
    named(people, cycle)
    scored(people, cycle)
    return cycle


@pytest.mark.parametrize("statement", TAMPERING)
def test_what_a_closed_cycle_was_reckoned_from_is_not_changed(cycle: Cycle, statement: str) -> None:
    assert all(model.objects.exists() for model in (Score, Appraiser, Attendance, Appraisee))
    cycle_close(access=SYSTEM, cycle=cycle.uid)
    with pytest.raises(DatabaseError, match="never changed"):
        run(statement)


def test_a_score_is_not_moved_into_a_closed_cycle(people: Cast, cycle: Cycle) -> None:
    cycle_close(access=SYSTEM, cycle=cycle.uid)
    closed, still_open = Appraisee.objects.get(), opened(people)
    scored(people, still_open)
    with pytest.raises(DatabaseError, match="never changed"):
        run(f"UPDATE appraisal_score SET appraisee_id = {closed.pk}, part = 'x' WHERE appraisee_id <> {closed.pk}")


def test_an_open_cycle_is_worked_on(cycle: Cycle) -> None:
    assert run("UPDATE appraisal_score SET points = 5000")
    assert run("DELETE FROM appraisal_appraiser")


def run(statement: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount
