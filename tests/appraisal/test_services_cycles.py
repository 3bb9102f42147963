from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from malaqbiq.appraisal.errors import CycleClosed, EntriesRefused, NotPossible, PeopleInTheWay, ResultTold
from malaqbiq.appraisal.models import Appraisee, Cycle, Result
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
from malaqbiq.decrees.models import Entry
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.kernel.access import Forbidden, Role
from malaqbiq.kernel.models import Activity
from malaqbiq.kernel.periods import Period
from malaqbiq.organization.models import WorkUnit
from malaqbiq.people.models import Person
from tests import builders
from tests.appraisal.cast import STAFF, SYSTEM, Cast, engage, opened, scored, stated, town
from tests.appraisal.instruments import DEFAULT

pytestmark = pytest.mark.django_db


@pytest.fixture(name="people")
def _people() -> Cast:
    """The cast with nobody in service yet."""
    return town()


def annul(people: Cast, name: str) -> None:
    """Take back the contract of somebody who was never in service."""
    entries = Entry.objects.filter(person=people[name], mends__isnull=True)
    rows = [builders.mending(entry, Mending.ANNULMENT, entry.effective_on) for entry in entries]
    builders.opened(people.units["76"], rows)


def test_opening_takes_everybody_in_service_and_a_copy_of_the_instrument(people: Cast) -> None:
    engage(people, *STAFF)
    cycle = opened(people)
    assert cycle.appraisees.count() == 5
    assert cycle.instrument_key == "instrument:malaqbiq:1"
    assert cycle.instrument["label"] == "bawaan Malaqbiq, bukan ketentuan KPU"
    stated({**DEFAULT, "objection_days": 5})
    assert Cycle.objects.get().rules.objection_days == 3
    row = cycle.appraisees.get(person=people["budi"])
    assert (row.work_unit.code, row.job_family, row.since, row.contract_end) == (
        "76.01",
        "pramubakti",
        date(2021, 1, 1),
        date(2022, 1, 1),
    )
    assert Activity.objects.get(action="appraisal.open").detail["staff"] == 5


def test_service_without_a_break_counts_from_its_first_contract(people: Cast) -> None:
    who, where = Person.objects.get(uid=people["anto"]), people.units["76"]
    for year in (2018, 2020):
        builders.opened(where, builders.engaged(who, where, date(year, 1, 1), date(year, 12, 31)))
    engage(people, "anto")
    assert opened(people).appraisees.get().since == date(2020, 1, 1)


def test_a_kabupatens_cycle_takes_its_own_staff_only(people: Cast) -> None:
    engage(people, *STAFF)
    cycle = opened(people, office=people.units["76.01"].uid)
    assert set(cycle.appraisees.values_list("work_unit__code", flat=True)) == {"76.01"}


def test_opening_needs_a_role_on_the_office(people: Cast) -> None:
    with pytest.raises(WorkUnit.DoesNotExist):
        opened(people, access=people.access("officer", Role.SDM_OFFICER, codes=("76.01",)))
    with pytest.raises(Forbidden):
        opened(people, access=people.access("officer", Role.AUDITOR))


def test_a_period_that_is_opened_twice_is_one(people: Cast) -> None:
    cycle = opened(people)
    with pytest.raises(NotPossible, match=r"Evaluasi 2021.* is open already"):
        opened(people, title="Evaluasi lagi")
    assert list(Cycle.objects.all()) == [cycle]
    cycle_close(access=SYSTEM, cycle=cycle.uid)
    assert opened(people) != cycle


def test_an_unknown_instrument_or_a_period_without_an_end_opens_nothing(people: Cast) -> None:
    with pytest.raises(NotPossible, match="the instrument charm: nothing is stated"):
        opened(people, instrument="charm")
    with pytest.raises(NotPossible, match="no end"):
        opened(people, period=Period(date(2021, 1, 1)))
    assert not Cycle.objects.exists()


def test_refreshing_follows_what_service_says_now(people: Cast) -> None:
    engage(people, "anto", "budi")
    cycle = opened(people)
    assert cycle_refresh(access=SYSTEM, cycle=cycle.uid) == 0
    engage(people, "citra")
    annul(people, "budi")
    assert cycle_refresh(access=SYSTEM, cycle=cycle.uid) == 2
    states = dict(cycle.appraisees.values_list("person", "in_service"))
    assert states == {people["anto"]: True, people["budi"]: False, people["citra"]: True}
    engage(people, "budi", start=date(2021, 12, 1))
    assert cycle_refresh(access=SYSTEM, cycle=cycle.uid) == 1
    row = cycle.appraisees.get(person=people["budi"])
    assert (row.in_service, row.since) == (True, date(2021, 12, 1))


def test_closing_freezes_a_result_for_everybody(people: Cast) -> None:
    engage(people, *STAFF)
    cycle = opened(people)
    scored(people, cycle)
    closed = cycle_close(access=SYSTEM, cycle=cycle.uid)
    assert (closed.state, closed.closed_by) == ("closed", "system:demo")
    result = Result.objects.get(appraisee__person=people["anto"])
    assert str(result.score) == "85.32"  # 0.30 x 97.73 + 0.70 x 80
    assert (result.verdict, result.recommendation, result.version) == ("good", "extend", 1)
    assert result.components == {"attendance": 9773, "result": 8000, "behaviour": 8000}
    assert Result.objects.count() == 5
    assert not Appraisee.objects.filter(told_on__isnull=True).exists()


def test_closing_names_everybody_without_result_or_excuse(people: Cast) -> None:
    engage(people, "anto", "budi", "citra", "dewi")
    cycle = opened(people)
    engage(people, "eko")
    scored(people, cycle, "anto")
    excuse_give(access=SYSTEM, cycle=cycle.uid, person=people["budi"], reason="cuti melahirkan", giver=people["chair"])
    with pytest.raises(PeopleInTheWay) as refused:
        cycle_close(access=SYSTEM, cycle=cycle.uid)
    named = {one.person: str(one.why) for one in refused.value.people}
    assert set(named) == {people["citra"], people["dewi"], people["eko"]}
    assert named[people["eko"]] == "in service, but not in the cycle"
    assert named[people["citra"]].endswith("missing: attendance, result, behaviour")
    assert not Result.objects.exists()


def test_who_was_not_in_service_keeps_no_cycle_open(people: Cast) -> None:
    engage(people, "anto", "budi")
    cycle = opened(people)
    scored(people, cycle, "anto")
    annul(people, "budi")
    cycle_refresh(access=SYSTEM, cycle=cycle.uid)
    cycle_close(access=SYSTEM, cycle=cycle.uid)
    assert Result.objects.get().appraisee.person_id == people["anto"]


def test_the_excused_get_no_result(people: Cast) -> None:
    engage(people, "anto")
    cycle = opened(people)
    scored(people, cycle, "anto")
    excuse_give(access=SYSTEM, cycle=cycle.uid, person=people["anto"], reason="sakit lama", giver=people["chair"])
    cycle_close(access=SYSTEM, cycle=cycle.uid)
    assert not Result.objects.exists()


def test_a_closed_cycle_takes_nothing_more(people: Cast) -> None:
    engage(people, "anto")
    cycle = opened(people)
    scored(people, cycle, "anto")
    cycle_close(access=SYSTEM, cycle=cycle.uid)
    with pytest.raises(CycleClosed):
        cycle_close(access=SYSTEM, cycle=cycle.uid)
    with pytest.raises(CycleClosed):
        scored(people, cycle, "anto")
    with pytest.raises(CycleClosed):
        cycle_refresh(access=SYSTEM, cycle=cycle.uid)


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
    engage(people, "anto")
    cycle = opened(people)
    scored(people, cycle, "anto")
    cycle_close(access=SYSTEM, cycle=cycle.uid)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_once_a_result_is_told_scores_stand(people: Cast) -> None:
    engage(people, "anto", "budi")
    cycle = opened(people)
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
