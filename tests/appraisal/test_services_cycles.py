from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from malaqbiq.appraisal.errors import CycleClosed, EntriesRefused, NotPossible, PeopleInTheWay, ResultTold
from malaqbiq.appraisal.models import Appraisee, Cycle, Result
from malaqbiq.appraisal.rules.instrument import InstrumentRefused
from malaqbiq.appraisal.services import (
    ScoreChange,
    ScoreEntry,
    cycle_close,
    cycle_refresh,
    excuse_give,
    results_tell,
    score_moderate,
    scores_enter,
)
from malaqbiq.kernel.access import Forbidden, Role
from malaqbiq.kernel.models import Activity
from malaqbiq.kernel.periods import Period
from malaqbiq.organization.models import WorkUnit
from tests.appraisal.cast import SYSTEM, Cast, cast, opened, scored, serving
from tests.appraisal.instruments import DEFAULT

pytestmark = pytest.mark.django_db


@pytest.fixture(name="people")
def _people() -> Cast:
    return cast()


def test_opening_takes_everybody_in_service_and_a_copy_of_the_instrument(people: Cast) -> None:
    cycle = opened(people)
    assert cycle.appraisees.count() == 5
    assert (cycle.instrument, cycle.instrument_key) == (DEFAULT, "malaqbiq-default")
    assert cycle.rules.component("result") is not None
    assert Activity.objects.get(action="appraisal.open").detail["staff"] == 5


def test_opening_needs_a_role_on_the_office(people: Cast) -> None:
    with pytest.raises(WorkUnit.DoesNotExist):
        opened(people, access=people.access("officer", Role.SDM_OFFICER, codes=("76.01",)))
    with pytest.raises(Forbidden):
        opened(people, access=people.access("officer", Role.AUDITOR))


def test_what_is_no_instrument_opens_nothing(people: Cast) -> None:
    with pytest.raises(InstrumentRefused):
        opened(people, instrument={**DEFAULT, "components": []})
    assert not Cycle.objects.exists()


def test_a_period_without_an_end_opens_nothing(people: Cast) -> None:
    with pytest.raises(NotPossible, match="no end"):
        opened(people, period=Period(date(2021, 1, 1)))


def test_nobody_is_appraised_twice_in_a_cycle(people: Cast) -> None:
    with pytest.raises(NotPossible, match="more than once"):
        opened(people, "anto", "anto")


def test_refreshing_follows_what_service_says_now(people: Cast) -> None:
    cycle = opened(people, "anto", "budi")
    assert cycle_refresh(access=SYSTEM, cycle=cycle.uid, staff=serving(people, "anto", "citra")) == 2
    states = dict(cycle.appraisees.values_list("person", "in_service"))
    assert states == {people["anto"]: True, people["budi"]: False, people["citra"]: True}
    assert cycle_refresh(access=SYSTEM, cycle=cycle.uid, staff=serving(people, "anto", "citra")) == 0
    assert cycle_refresh(access=SYSTEM, cycle=cycle.uid, staff=serving(people)) == 3


def test_closing_freezes_a_result_for_everybody(people: Cast) -> None:
    cycle = opened(people)
    scored(people, cycle)
    closed = cycle_close(access=SYSTEM, cycle=cycle.uid, staff=serving(people))
    assert (closed.state, closed.closed_by) == ("closed", "system:demo")
    result = Result.objects.get(appraisee__person=people["anto"])
    assert str(result.score) == "85.32"  # 0.30 x 97.73 + 0.70 x 80
    assert (result.verdict, result.recommendation, result.version) == ("baik", "extend", 1)
    assert result.components == {"attendance": 9773, "result": 8000, "behaviour": 8000}
    assert Result.objects.count() == 5
    assert not Appraisee.objects.filter(told_on__isnull=True).exists()


def test_closing_names_everybody_without_result_or_excuse(people: Cast) -> None:
    cycle = opened(people, "anto", "budi", "citra", "dewi")
    scored(people, cycle, "anto")
    excuse_give(access=SYSTEM, cycle=cycle.uid, person=people["budi"], reason="cuti melahirkan", giver=people["chair"])
    with pytest.raises(PeopleInTheWay) as refused:
        cycle_close(access=SYSTEM, cycle=cycle.uid, staff=serving(people))
    named = {one.person: str(one.why) for one in refused.value.people}
    assert set(named) == {people["citra"], people["dewi"], people["eko"]}
    assert named[people["eko"]] == "in service, but not in the cycle"
    assert named[people["citra"]].endswith("missing: attendance, result, behaviour")
    assert not Result.objects.exists()


def test_who_was_not_in_service_keeps_no_cycle_open(people: Cast) -> None:
    cycle = opened(people, "anto", "budi")
    scored(people, cycle, "anto")
    cycle_refresh(access=SYSTEM, cycle=cycle.uid, staff=serving(people, "anto"))
    cycle_close(access=SYSTEM, cycle=cycle.uid)
    assert Result.objects.get().appraisee.person_id == people["anto"]


def test_the_excused_get_no_result(people: Cast) -> None:
    cycle = opened(people, "anto")
    scored(people, cycle, "anto")
    excuse_give(access=SYSTEM, cycle=cycle.uid, person=people["anto"], reason="sakit lama", giver=people["chair"])
    cycle_close(access=SYSTEM, cycle=cycle.uid)
    assert not Result.objects.exists()


def test_a_closed_cycle_takes_nothing_more(people: Cast) -> None:
    cycle = opened(people, "anto")
    scored(people, cycle, "anto")
    cycle_close(access=SYSTEM, cycle=cycle.uid)
    with pytest.raises(CycleClosed):
        cycle_close(access=SYSTEM, cycle=cycle.uid)
    with pytest.raises(CycleClosed):
        scored(people, cycle, "anto")
    with pytest.raises(CycleClosed):
        cycle_refresh(access=SYSTEM, cycle=cycle.uid, staff=serving(people))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE appraisal_result SET points = 10000",
        "DELETE FROM appraisal_result",
        "UPDATE appraisal_cycle SET state = 'open', closed_at = NULL, closed_by = ''",
        "UPDATE appraisal_cycle SET instrument_key = 'x'",
    ],
)
def test_the_database_itself_refuses_to_change_what_is_closed(people: Cast, statement: str) -> None:
    cycle = opened(people, "anto")
    scored(people, cycle, "anto")
    cycle_close(access=SYSTEM, cycle=cycle.uid)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_once_a_result_is_told_scores_stand(people: Cast) -> None:
    cycle = opened(people, "anto", "budi")
    scored(people, cycle, "anto")
    assert results_tell(access=SYSTEM, cycle=cycle.uid) == 1
    entry = ScoreEntry(people["anto"], "behaviour", 90, version=1, appraiser=people["kasubag"])
    with pytest.raises(EntriesRefused, match="was told already"):
        scores_enter(access=SYSTEM, cycle=cycle.uid, entries=[entry])
    with pytest.raises(ResultTold):
        score_moderate(
            access=SYSTEM,
            cycle=cycle.uid,
            person=people["anto"],
            change=ScoreChange("behaviour", 80, 90),
            reason="terlambat",
            moderator=people["kabag"],
        )
