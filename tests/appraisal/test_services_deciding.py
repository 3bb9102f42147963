from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from malaqbiq.appraisal.errors import CycleOpen, NotAllowed, NotPossible, PeopleInTheWay
from malaqbiq.appraisal.models import Appraisee, Cycle, Decision
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.selectors.progress import cycle_progress
from malaqbiq.appraisal.services import (
    ScoreChange,
    cycle_close,
    decision_make,
    decisions_make,
    decisions_take,
    excuse_give,
    objection_decide,
    objection_raise,
    results_tell,
    score_moderate,
)
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.models import Activity
from malaqbiq.people.rules import Relation
from malaqbiq.people.services import family_tie_record
from tests.appraisal.cast import SERVICE_ON, SYSTEM, Cast, cast, opened, scored

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


def upheld(people: Cast, cycle: Cycle, by: Access, *, raised_by: Access | None = None) -> None:
    """Dewi objects herself (or has it recorded by another), and is raised from coaching to extending."""
    raised = objection_raise(
        access=raised_by or people.access("dewi"), cycle=cycle.uid, person=people["dewi"], reason="keliru"
    )
    changes = [ScoreChange("behaviour", 35, 80)]
    objection_decide(access=by, objection=raised.uid, changes=changes, reason="bukti absensi lengkap")


def test_the_only_decider_upholds_an_objection_and_decides_anew(people: Cast, cycle: Cycle) -> None:
    access = people.access("secretary", Role.SECRETARY)
    decisions_take(access=access, cycle=cycle.uid)
    upheld(people, cycle, access)
    assert decisions_take(access=access, cycle=cycle.uid).decided == 1
    latest = Decision.objects.filter(person=people["dewi"]).latest("version")
    assert (latest.outcome, latest.differs, latest.reason) == ("extend", False, "bukti absensi lengkap")
    told = Activity.objects.get(action="appraisal.decide_own_ruling")
    objection = str(latest.appraisee.objections.get().uid)
    assert (told.actor, told.subject_uid, told.unit_code) == ("user:secretary", people["dewi"], "76.02")
    assert told.detail == {"cycle": str(cycle.uid), "differs": False, "objection": objection}


def test_one_by_one_the_only_decider_gives_a_reason_for_what_differs(people: Cast, cycle: Cycle) -> None:
    access = people.access("secretary", Role.SECRETARY)
    upheld(people, cycle, access)
    with pytest.raises(NotPossible, match="a reason is needed"):
        made(people, cycle, "dewi", "do_not_extend")
    assert made(people, cycle, "dewi", "do_not_extend", reason="mundur").reason == "mundur"
    assert made(people, cycle, "dewi", "extend").reason == "bukti absensi lengkap"
    assert made(people, cycle, "anto", "extend").reason == ""
    acts = Activity.objects.filter(action__startswith="appraisal.decide").order_by("pk")
    assert [act.action.rpartition(".")[2] for act in acts] == [
        *("decide_objection", "decide_own_ruling", "decide_own_ruling", "decide")
    ]


def test_what_was_upheld_before_closing_is_decided_by_the_same(people: Cast) -> None:
    cycle = opened(people)
    scored(people, cycle, "anto", "budi", "citra", "eko")
    scored(people, cycle, "dewi", value="35")
    results_tell(access=SYSTEM, cycle=cycle.uid)
    access = people.access("secretary", Role.SECRETARY)
    upheld(people, cycle, access)
    cycle_close(access=SYSTEM, cycle=cycle.uid)
    assert decisions_take(access=access, cycle=cycle.uid).left == ()
    assert Activity.objects.get(action="appraisal.decide_own_ruling").subject_uid == people["dewi"]


def test_who_recorded_an_objection_and_upheld_it_leaves_the_decision_to_another(people: Cast, cycle: Cycle) -> None:
    access = people.access("secretary", Role.SECRETARY)
    upheld(people, cycle, access, raised_by=access)
    taken = decisions_take(access=access, cycle=cycle.uid)
    assert [str(left.why)[:30] for left in taken.left if left.person == people["dewi"]] == [
        "who recorded an objection of t"
    ]
    with pytest.raises(PeopleInTheWay, match="recorded an objection"):
        made(people, cycle, "dewi", "extend")
    assert made(people, cycle, "dewi", "extend", access=people.access("chair", Role.SECRETARY)).version == 1
    assert not Activity.objects.filter(action="appraisal.decide_own_ruling").exists()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("kasubag", "an appraiser of this person"),
        ("dewi", "on themselves"),
        ("chair", "on close family"),
        ("kabag", "who moderated"),
    ],
)
def test_an_upheld_objection_opens_no_door_to_those_who_are_barred(people: Cast, name: str, why: str) -> None:
    cycle = opened(people)
    scored(people, cycle, "anto", "budi", "citra", "eko", "dewi")
    moderator = people.access("kabag", Role.SECRETARY)
    change = ScoreChange("behaviour", 80, 35)
    score_moderate(access=moderator, cycle=cycle.uid, person=people["dewi"], change=change, reason="selaras")
    cycle_close(access=SYSTEM, cycle=cycle.uid)
    kin = {"person": people["chair"], "kin": people["dewi"], "source": "kartu keluarga"}
    family_tie_record(access=SYSTEM, day=SERVICE_ON, relation=Relation.SIBLING, **kin)
    upheld(people, cycle, people.access("secretary", Role.SECRETARY))
    access = people.access(name, Role.SECRETARY)
    with pytest.raises(PeopleInTheWay, match=why):
        made(people, cycle, "dewi", "extend", access=access)
    assert people["dewi"] in {left.person for left in decisions_take(access=access, cycle=cycle.uid).left}


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


def test_whom_taking_would_leave_is_told_beforehand_with_the_same_reasons(people: Cast, cycle: Cycle) -> None:
    ties = (("secretary", Relation.SPOUSE, "anto"), ("kabag", Relation.PARENT, "secretary"))
    for person, relation, kin in (*ties, ("kabag", Relation.PARENT, "citra")):
        tie = {"person": people[person], "kin": people[kin], "source": "kartu keluarga"}
        family_tie_record(access=SYSTEM, day=SERVICE_ON, relation=relation, **tie)
    for name in ("secretary", "kasubag", "chair"):
        access = people.access(name, Role.SECRETARY)
        before = cycle_progress(access=access, cycle=cycle.uid, on=clock.today(cycle.office.zone)).taking
        taken = decisions_take(access=access, cycle=cycle.uid)
        assert before.count == taken.decided, name
        assert {one.person: str(one.why) for one in before.left} == {one.person: str(one.why) for one in taken.left}
    assert before.count > 0
