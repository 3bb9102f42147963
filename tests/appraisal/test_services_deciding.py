from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from malaqbiq.appraisal.errors import CycleOpen, NotAllowed, NotPossible, PeopleInTheWay
from malaqbiq.appraisal.models import Appraisee, Cycle, Decision
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.services import (
    ScoreChange,
    cycle_close,
    decision_make,
    decisions_make,
    decisions_take,
    excuse_give,
    objection_decide,
    objection_raise,
)
from malaqbiq.kernel.access import Forbidden, Role
from tests.appraisal.cast import SYSTEM, Cast, cast, opened, scored

pytestmark = pytest.mark.django_db


@pytest.fixture(name="people")
def _people() -> Cast:
    return cast()


@pytest.fixture(name="cycle")
def _cycle(people: Cast) -> Cycle:
    """Closed: three do well, dewi needs coaching, eko is excused."""
    cycle = opened(people)
    scored(people, cycle, "anto", "budi", "citra")
    scored(people, cycle, "dewi", value="35")
    excuse_give(access=SYSTEM, cycle=cycle.uid, person=people["eko"], reason="tugas belajar", giver=people["officer"])
    return cycle_close(access=SYSTEM, cycle=cycle.uid)


def made(people: Cast, cycle: Cycle, name: str, outcome: str, **parts: Any) -> Decision:
    access = people.access("secretary", Role.SECRETARY)
    given = {"access": access, "cycle": cycle.uid, "person": people[name], "outcome": Recommendation(outcome)}
    return decision_make(**{**given, **parts})


def test_recommendations_are_taken_by_a_named_person(people: Cast, cycle: Cycle) -> None:
    taken = decisions_take(access=SYSTEM, cycle=cycle.uid, decider=people["secretary"])
    assert taken.decided == 4
    assert [(left.person, str(left.why)[:8]) for left in taken.left] == [(people["eko"], "excused:")]
    rows = Decision.objects.values_list("person", "outcome", "differs", "decided_by")
    assert (people["dewi"], "extend_with_coaching", False, people["secretary"]) in rows
    with pytest.raises(NotAllowed, match="which person"):
        decisions_take(access=SYSTEM, cycle=cycle.uid)


def test_taking_them_again_decides_nothing_twice(people: Cast, cycle: Cycle) -> None:
    access = people.access("secretary", Role.SECRETARY)
    assert decisions_take(access=access, cycle=cycle.uid, people=[people["anto"]]).decided == 1
    assert decisions_take(access=access, cycle=cycle.uid).decided == 3
    assert decisions_take(access=access, cycle=cycle.uid).decided == 0


def test_appraisers_leave_their_own_people_to_another(people: Cast, cycle: Cycle) -> None:
    taken = decisions_take(access=people.access("kasubag", Role.SECRETARY), cycle=cycle.uid)
    assert taken.decided == 0
    assert len(taken.left) == 5
    with pytest.raises(PeopleInTheWay):
        made(people, cycle, "anto", "extend", access=people.access("kasubag", Role.SECRETARY))


def test_what_differs_needs_a_reason(people: Cast, cycle: Cycle) -> None:
    with pytest.raises(NotPossible, match="a reason is needed"):
        made(people, cycle, "anto", "do_not_extend")
    decision = made(people, cycle, "anto", "do_not_extend", reason="pindah domisili")
    assert (decision.differs, decision.reason, decision.outcome) == (True, "pindah domisili", "do_not_extend")
    assert not made(people, cycle, "budi", "extend").differs


def test_the_excused_are_decided_on_with_a_reason(people: Cast, cycle: Cycle) -> None:
    with pytest.raises(NotPossible, match="a reason is needed"):
        made(people, cycle, "eko", "extend")
    assert made(people, cycle, "eko", "extend", reason="masih tugas belajar").result is None
    access = people.access("secretary", Role.SECRETARY)
    assert decisions_take(access=access, cycle=cycle.uid).left == ()


def test_several_are_decided_on_alike_all_or_none(people: Cast, cycle: Cycle) -> None:
    several = {"access": people.access("secretary", Role.SECRETARY), "cycle": cycle.uid}
    outcome, reason = Recommendation.EXTEND, "tenaga masih dibutuhkan"
    made = decisions_make(**several, people=[people["eko"], people["dewi"]], outcome=outcome, reason=reason)
    assert [one.differs for one in made] == [True, True]
    several["access"] = people.access("kasubag", Role.SECRETARY)
    with pytest.raises(PeopleInTheWay) as refused:
        decisions_make(**several, people=[people["eko"], people["dewi"]], outcome=outcome, reason=reason)
    assert [one.person for one in refused.value.people] == [people["dewi"]]
    assert Decision.objects.count() == 2


def test_a_later_decision_counts_and_the_earlier_stays(people: Cast, cycle: Cycle) -> None:
    made(people, cycle, "anto", "extend")
    assert made(people, cycle, "anto", "do_not_extend", reason="mundur").version == 2
    assert Decision.objects.count() == 2
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Decision.objects.update(outcome="extend")


def test_an_objection_holds_a_decision_back_and_a_new_result_asks_for_a_new_one(people: Cast, cycle: Cycle) -> None:
    access = people.access("secretary", Role.SECRETARY)
    decisions_take(access=access, cycle=cycle.uid)
    objection = objection_raise(access=SYSTEM, cycle=cycle.uid, person=people["dewi"], reason="keliru")
    with pytest.raises(PeopleInTheWay, match="objection is not decided"):
        made(people, cycle, "dewi", "extend", reason="baik")
    changes = [ScoreChange("behaviour", 35, 80)]
    objection_decide(access=SYSTEM, objection=objection.uid, changes=changes, reason="bukti", decider=people["chair"])
    assert decisions_take(access=access, cycle=cycle.uid).decided == 1
    latest = Decision.objects.filter(person=people["dewi"]).latest("version")
    assert (latest.version, latest.outcome) == (2, "extend")


def test_nothing_is_decided_in_an_open_cycle_or_without_the_role(people: Cast, cycle: Cycle) -> None:
    with pytest.raises(Forbidden):
        made(people, cycle, "anto", "extend", access=people.access("officer", Role.SDM_OFFICER))
    with pytest.raises(CycleOpen):
        made(people, opened(people), "anto", "extend")
    with pytest.raises(Appraisee.DoesNotExist):
        made(people, cycle, "chair", "extend")
    kabupaten = people.access("secretary", Role.SECRETARY, codes=("76.01",))
    with pytest.raises(Forbidden):
        made(people, cycle, "budi", "extend", access=kabupaten)


def test_nobody_decides_on_themselves(people: Cast, cycle: Cycle) -> None:
    with pytest.raises(PeopleInTheWay, match="on themselves"):
        made(people, cycle, "anto", "extend", access=people.access("anto", Role.SECRETARY))
    taken = decisions_take(access=people.access("anto", Role.SECRETARY), cycle=cycle.uid)
    assert people["anto"] in {left.person for left in taken.left}
