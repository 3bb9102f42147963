from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.appraisal.models import Cycle
from malaqbiq.appraisal.selectors import (
    appraisees_seen,
    coverage,
    cycle_seen,
    cycles_seen,
    decisions_standing,
    results_standing,
    unfinished,
)
from malaqbiq.appraisal.selectors.namings import namings_of
from malaqbiq.appraisal.services import (
    ScoreChange,
    cycle_close,
    decisions_take,
    excuse_give,
    objection_decide,
    objection_raise,
)
from malaqbiq.decrees.services.drafting import EntryDraft
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.service.effects import EngagedV1, Status
from tests import builders
from tests.appraisal.cast import SYSTEM, Cast, cast, opened, scored
from tests.builders import noon

pytestmark = pytest.mark.django_db

OPENED, ENTERED, CLOSED, OBJECTED = (date(2021, 12, day) for day in (20, 27, 29, 30))
LONG_BEFORE = date(2021, 1, 1)


@pytest.fixture(name="people")
def _people() -> Cast:
    return cast()


@pytest.fixture(name="cycle")
def _cycle(people: Cast) -> Cycle:
    with clock.standing_at(noon(OPENED)):
        cycle = opened(people)
    with clock.standing_at(noon(ENTERED)):
        scored(people, cycle, "anto", "budi", "dewi")
        excuse_give(access=SYSTEM, cycle=cycle.uid, person=people["eko"], reason="cuti", giver=people["officer"])
    return cycle


def names(people: Cast, access: Access, cycle: Cycle) -> set[str]:
    uids = {row.person_id for row in appraisees_seen(access=access, cycle=cycle, on=CLOSED)}
    return {name for name, uid in people.people.items() if uid in uids}


def test_each_role_sees_its_own_work_units_only(people: Cast, cycle: Cycle) -> None:
    assert len(names(people, people.access("officer", Role.SDM_OFFICER), cycle)) == 5
    mamuju = people.access("officer", Role.SDM_OFFICER, codes=("76.01",))
    assert names(people, mamuju, cycle) == {"budi", "citra"}
    assert names(people, people.access("chair", Role.COMMISSIONER), cycle) == set()
    assert names(people, Access("user:nobody"), cycle) == set()


def test_appraisers_see_whom_they_appraise_and_staff_themselves(people: Cast, cycle: Cycle) -> None:
    assert names(people, people.access("kasubag"), cycle) == {"anto", "budi", "dewi"}
    assert names(people, people.access("citra", Role.STAFF), cycle) == {"citra"}


def test_a_cycle_of_which_nothing_is_seen_is_not_there(people: Cast, cycle: Cycle) -> None:
    assert list(cycles_seen(access=people.access("citra", Role.STAFF), on=CLOSED)) == [cycle]
    assert not cycles_seen(access=people.access("chair", Role.COMMISSIONER), on=CLOSED)
    with pytest.raises(Cycle.DoesNotExist):
        cycle_seen(access=people.access("officer", Role.SDM_OFFICER, codes=("73",)), cycle=cycle.uid)


def test_before_it_was_opened_there_was_no_cycle(people: Cast, cycle: Cycle) -> None:
    assert not cycles_seen(access=SYSTEM, on=LONG_BEFORE)
    assert not appraisees_seen(access=SYSTEM, cycle=cycle, on=LONG_BEFORE)


def test_coverage_counts_each_work_unit(people: Cast, cycle: Cycle) -> None:
    found = coverage(access=SYSTEM, cycle=cycle, on=ENTERED)
    counts = {code: (u.to_appraise, u.scored, u.excused, u.missing) for code, u in found.items()}
    assert counts == {"76": (1, 1, 0, 0), "76.01": (2, 1, 0, 1), "76.02": (2, 1, 1, 0)}
    assert dict(found["76.01"].components) == {"attendance": 1, "result": 1, "behaviour": 1}
    seen = coverage(access=people.access("officer", Role.AUDITOR, codes=("76.02",)), cycle=cycle, on=ENTERED)
    assert list(seen) == ["76.02"]


def test_coverage_of_an_earlier_day_counts_what_was_there(people: Cast, cycle: Cycle) -> None:
    found = coverage(access=SYSTEM, cycle=cycle, on=OPENED)
    assert [unit.missing for unit in found.values()] == [1, 2, 2]


def test_who_keeps_a_cycle_open_is_named(people: Cast, cycle: Cycle) -> None:
    assert [one.person for one in unfinished(access=SYSTEM, cycle=cycle, on=ENTERED)] == [people["citra"]]
    assert len(unfinished(access=SYSTEM, cycle=cycle, on=OPENED)) == 5


def test_coverage_takes_the_same_statements_however_many_people(
    people: Cast, cycle: Cycle, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        coverage(access=SYSTEM, cycle=cycle, on=ENTERED)


def standing_counts(cycle: Cycle, on: date) -> tuple[int, int]:
    """How many are decided on, and how many are to be decided on anew."""
    units = coverage(access=SYSTEM, cycle=cycle, on=on).values()
    return sum(unit.decided for unit in units), sum(unit.anew for unit in units)


def test_results_and_decisions_are_those_that_stood_on_the_day(people: Cast, cycle: Cycle) -> None:
    with clock.standing_at(noon(CLOSED)):
        scored(people, cycle, "citra")
        cycle_close(access=SYSTEM, cycle=cycle.uid)
        decisions_take(access=SYSTEM, cycle=cycle.uid, decider=people["secretary"])
    with clock.standing_at(noon(OBJECTED)):
        objection = objection_raise(access=SYSTEM, cycle=cycle.uid, person=people["anto"], reason="keliru")
        changes = [ScoreChange("result", 80, 100)]
        objection_decide(access=SYSTEM, objection=objection.uid, changes=changes, reason="ya", decider=people["chair"])
        assert standing_counts(cycle, OBJECTED) == (3, 1)
        decisions_take(access=SYSTEM, cycle=cycle.uid, decider=people["secretary"])
    assert [standing_counts(cycle, day) for day in (ENTERED, CLOSED, OBJECTED)] == [(0, 0), (4, 0), (4, 0)]
    for day, versions in ((ENTERED, []), (CLOSED, [1, 1, 1, 1]), (OBJECTED, [2, 1, 1, 1])):
        results = results_standing(access=SYSTEM, cycle=cycle, on=day)
        decisions = decisions_standing(access=SYSTEM, cycle=cycle, on=day)
        assert [row.version for row in results] == versions
        assert [row.version for row in decisions] == versions
    mamuju = people.access("officer", Role.SDM_OFFICER, codes=("76.01",))
    assert results_standing(access=mamuju, cycle=cycle, on=OBJECTED).count() == 2


def test_a_kabupaten_is_offered_its_own_people_as_appraisers_only(people: Cast) -> None:
    cycle = opened(people)
    rows = (("kabag", "76"), ("kasubag", "76.01"))
    builders.opened(
        people.units["76"],
        [
            EntryDraft(
                "service.engaged",
                LONG_BEFORE,
                people.units[code].uid,
                EngagedV1(status=Status.PNS, job_family="", work_unit=people.units[code].uid),
                person=people[name],
                row=row,
            )
            for row, (name, code) in enumerate(rows, start=1)
        ],
    )
    offered = {
        code: {
            item.uid
            for item in namings_of(
                access=people.access("officer", Role.SDM_OFFICER, codes=codes),
                cycle=cycle.uid,
                unit="76.01",
                on=ENTERED,
            ).candidates
        }
        for code, codes in (("76", ("76", "76.01")), ("76.01", ("76.01",)))
    }
    assert offered == {"76": {people["kabag"], people["kasubag"]}, "76.01": {people["kasubag"]}}
