"""Closing and scoring at the same time: who comes first is waited for, who comes second sees what was done."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from malaqbiq.appraisal.errors import CycleClosed, NotPossible
from malaqbiq.appraisal.models import Cycle, Decision, Result
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.services import ScoreEntry, cycle_close, decision_make, scores_enter
from tests.appraisal.cast import SYSTEM, Cast, cast, opened, scored
from tests.process import LONG_ENOUGH

pytestmark = pytest.mark.django_db(transaction=True)

A_MOMENT = 0.5


class Meanwhile(threading.Thread):
    """Something done on a connection of its own; `raised` is what it came to."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self.act = act
        self.raised: Exception | None = None

    def run(self) -> None:
        try:
            self.act()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            self.raised = error
        finally:
            connection.close()


@pytest.fixture(name="people")
def _people() -> Cast:
    return cast("anto")


@pytest.fixture(name="cycle")
def _cycle(people: Cast) -> Cycle:
    cycle = opened(people)
    scored(people, cycle)
    return cycle


def entry(people: Cast) -> ScoreEntry:
    return ScoreEntry(people["anto"], "behaviour", 100, version=1, appraiser=people["kasubag"])


def second_of_two(act: Callable[[], object]) -> Meanwhile:
    """Of two who do the same at once the second, who waited until the first was through."""
    second = Meanwhile(act)
    with transaction.atomic():
        act()
        second.start()
        second.join(A_MOMENT)
        assert second.is_alive()
    second.join(LONG_ENOUGH)
    return second


def test_of_two_who_decide_on_what_they_saw_the_second_is_refused(people: Cast, cycle: Cycle) -> None:
    cycle_close(access=SYSTEM, cycle=cycle.uid)
    given = {"access": SYSTEM, "cycle": cycle.uid, "person": people["anto"], "decider": people["secretary"]}
    outcome = Recommendation.EXTEND

    def decide() -> object:
        return decision_make(**given, outcome=outcome, reason="uji", seen="0.1")

    assert isinstance(second_of_two(decide).raised, NotPossible)
    assert Decision.objects.count() == 1


def test_of_two_who_open_a_period_at_once_the_second_is_refused(people: Cast) -> None:
    assert isinstance(second_of_two(lambda: opened(people)).raised, NotPossible)
    assert Cycle.objects.count() == 1


def test_closing_waits_for_a_score_that_is_being_entered(people: Cast, cycle: Cycle) -> None:
    closing = Meanwhile(lambda: cycle_close(access=SYSTEM, cycle=cycle.uid))
    with transaction.atomic():
        scores_enter(access=SYSTEM, cycle=cycle.uid, entries=[entry(people)])
        closing.start()
        closing.join(A_MOMENT)
        assert closing.is_alive()
    closing.join(LONG_ENOUGH)
    assert closing.raised is None
    assert Result.objects.get().components["behaviour"] == 10000


def test_a_score_that_comes_while_the_cycle_closes_is_refused(people: Cast, cycle: Cycle) -> None:
    scoring = Meanwhile(lambda: scores_enter(access=SYSTEM, cycle=cycle.uid, entries=[entry(people)]))
    with transaction.atomic():
        cycle_close(access=SYSTEM, cycle=cycle.uid)
        scoring.start()
        scoring.join(A_MOMENT)
        assert scoring.is_alive()
    scoring.join(LONG_ENOUGH)
    assert isinstance(scoring.raised, CycleClosed)
    assert Result.objects.get().components["behaviour"] == 8000


def test_of_two_who_change_a_score_at_once_the_second_is_refused(people: Cast, cycle: Cycle) -> None:
    second = Meanwhile(lambda: scores_enter(access=SYSTEM, cycle=cycle.uid, entries=[entry(people)]))
    with transaction.atomic():
        changed = ScoreEntry(people["anto"], "behaviour", 60, version=1, appraiser=people["kasubag"])
        scores_enter(access=SYSTEM, cycle=cycle.uid, entries=[changed])
        second.start()
        second.join(A_MOMENT)
    second.join(LONG_ENOUGH)
    assert "somebody else has changed this score" in str(second.raised)
