from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from malaqbiq.appraisal.errors import NotAllowed, NotPossible, Stale
from malaqbiq.appraisal.models import Adjustment, Appraisee, Cycle, Excuse, Objection, Result, Score
from malaqbiq.appraisal.services import (
    ScoreChange,
    cycle_close,
    excuse_give,
    excuse_withdraw,
    objection_decide,
    objection_raise,
    results_tell,
    score_moderate,
)
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Forbidden, Role
from malaqbiq.kernel.periods import DAY
from malaqbiq.people.rules import Relation
from malaqbiq.people.services import family_tie_record
from malaqbiq.regulations.services import fact_state
from tests.appraisal.cast import SERVICE_ON, SYSTEM, Cast, cast, opened, scored
from tests.builders import noon

pytestmark = pytest.mark.django_db

TOLD = date(2022, 1, 3)


@pytest.fixture(name="people")
def _people() -> Cast:
    return cast("anto")


@pytest.fixture(name="cycle")
def _cycle(people: Cast) -> Cycle:
    cycle = opened(people)
    scored(people, cycle)
    return cycle


def moderated(people: Cast, cycle: Cycle, by: str = "kabag", seen: Any = 80, to: Any = 70, **parts: Any) -> Adjustment:
    given = {
        "access": people.access(by, Role.SECRETARY),
        "cycle": cycle.uid,
        "person": people["anto"],
        "change": ScoreChange("behaviour", seen, to),
        "reason": "menyamakan ukuran antar satker",
    }
    return score_moderate(**{**given, **parts})


def objected(people: Cast, cycle: Cycle, on: date = TOLD, **parts: Any) -> Objection:
    given = {"access": SYSTEM, "cycle": cycle.uid, "person": people["anto"], "reason": "nilai Desember keliru"}
    with clock.standing_at(noon(on)):
        return objection_raise(**{**given, **parts})


def told(cycle: Cycle) -> None:
    with clock.standing_at(noon(TOLD)):
        results_tell(access=SYSTEM, cycle=cycle.uid)


def closed(cycle: Cycle) -> None:
    with clock.standing_at(noon(TOLD)):
        cycle_close(access=SYSTEM, cycle=cycle.uid)


def decided(people: Cast, objection: Objection, by: str = "chair", *changes: ScoreChange) -> Objection:
    return objection_decide(
        access=people.access(by, Role.SECRETARY), objection=objection.uid, changes=changes, reason="sesuai bukti"
    )


def test_moderation_keeps_what_was_entered(people: Cast, cycle: Cycle) -> None:
    adjustment = moderated(people, cycle)
    assert (adjustment.from_points, adjustment.to_points, adjustment.by_id) == (8000, 7000, people["kabag"])
    assert Score.objects.get(component="behaviour").points == 8000
    closed(cycle)
    assert Result.objects.get().components["behaviour"] == 7000


def test_a_second_moderation_starts_from_the_first(people: Cast, cycle: Cycle) -> None:
    moderated(people, cycle)
    with pytest.raises(Stale):
        moderated(people, cycle)
    moderated(people, cycle, seen="70,00", to="72.5")
    assert Adjustment.objects.count() == 2


@pytest.mark.parametrize("by", ["kasubag", "anto"])
def test_an_appraiser_or_oneself_does_not_moderate(people: Cast, cycle: Cycle, by: str) -> None:
    with pytest.raises(NotAllowed):
        moderated(people, cycle, by=by)


def test_moderation_gives_a_reason_and_a_score_that_is_there(people: Cast, cycle: Cycle) -> None:
    with pytest.raises(NotPossible, match="a reason is needed"):
        moderated(people, cycle, reason="  ")
    with pytest.raises(NotPossible, match="no component charm"):
        moderated(people, cycle, change=ScoreChange("charm", 80, 70))
    other = opened(people, service_on=SERVICE_ON - DAY)
    with pytest.raises(NotPossible, match="0 of 1 scores"):
        moderated(people, other)


def test_moderation_outside_the_own_work_units_finds_nobody(people: Cast, cycle: Cycle) -> None:
    with pytest.raises(Appraisee.DoesNotExist):
        moderated(people, cycle, access=people.access("kabag", Role.SECRETARY, codes=("76.01",)))
    with pytest.raises(Forbidden):
        moderated(people, cycle, access=people.access("kabag", Role.APPRAISER))


def test_an_adjustment_is_never_rewritten(people: Cast, cycle: Cycle) -> None:
    moderated(people, cycle)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE appraisal_adjustment SET to_points = 10000")


def test_an_excuse_is_written_once_and_may_be_withdrawn(people: Cast, cycle: Cycle) -> None:
    give: dict[str, Any] = {"access": people.access("officer", Role.SDM_OFFICER), "cycle": cycle.uid}
    file = uuid4()
    excuse = excuse_give(**give, person=people["anto"], reason="cuti", file=file)
    assert (excuse.by_id, excuse.file_uid) == (people["officer"], file)
    with pytest.raises(NotPossible, match="excused already"):
        excuse_give(**give, person=people["anto"], reason="cuti")
    excuse_withdraw(**give, person=people["anto"])
    with pytest.raises(Excuse.DoesNotExist):
        excuse_withdraw(**give, person=people["anto"])
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Excuse.objects.update(reason="lain")


def test_nobody_excuses_themselves(people: Cast, cycle: Cycle) -> None:
    own = people.access("anto", Role.SDM_OFFICER)
    with pytest.raises(NotAllowed):
        excuse_give(access=own, cycle=cycle.uid, person=people["anto"], reason="cuti")
    with pytest.raises(NotAllowed, match="which person"):
        excuse_give(access=SYSTEM, cycle=cycle.uid, person=people["anto"], reason="cuti")


def test_who_does_not_excuse_somebody_does_not_withdraw_the_excuse_either(people: Cast, cycle: Cycle) -> None:
    given = {"cycle": cycle.uid, "person": people["anto"]}
    excuse_give(access=people.access("officer", Role.SDM_OFFICER), reason="cuti", **given)
    kin = {"person": people["anto"], "kin": people["secretary"], "relation": Relation.SPOUSE}
    family_tie_record(access=SYSTEM, day=TOLD, source="Kartu Keluarga", **kin)
    for name in ("anto", "secretary"):
        with pytest.raises(NotAllowed, match=r"themselves|close family"):
            excuse_withdraw(access=people.access(name, Role.SDM_OFFICER), **given)
    excuse_withdraw(access=people.access("officer", Role.SDM_OFFICER), **given)


def test_an_objection_is_in_time_for_three_working_days(people: Cast, cycle: Cycle) -> None:
    told(cycle)
    with pytest.raises(NotPossible, match="last day for an objection was 2022-01-06"):
        objected(people, cycle, date(2022, 1, 7))
    late_paper = objected(people, cycle, date(2022, 1, 10), raised_on=date(2022, 1, 6))
    assert (late_paper.last_day, late_paper.recorded_by) == (date(2022, 1, 6), "system:demo")


def test_nobody_dates_back_an_objection_of_their_own(people: Cast, cycle: Cycle) -> None:
    told(cycle)
    late, last_day = date(2022, 1, 10), date(2022, 1, 6)
    for roles in ((), (Role.SDM_OFFICER,)):
        with pytest.raises(NotAllowed, match="dates back"):
            objected(people, cycle, late, access=people.access("anto", *roles), raised_on=last_day)
    assert objected(people, cycle, last_day, access=people.access("anto"), raised_on=last_day).raised_on == last_day


def test_an_officer_records_a_late_paper_but_not_that_of_close_family(people: Cast, cycle: Cycle) -> None:
    told(cycle)
    late = {"on": date(2022, 1, 10), "raised_on": date(2022, 1, 6), "access": people.access("budi", Role.SDM_OFFICER)}
    kin = {"person": people["anto"], "relation": Relation.SIBLING, "kin": people["budi"], "source": "kartu keluarga"}
    family_tie_record(access=SYSTEM, day=TOLD, **kin)
    with pytest.raises(NotAllowed, match="dates back"):
        objected(people, cycle, **late)
    late["access"] = people.access("kabag", Role.SDM_OFFICER)
    assert objected(people, cycle, **late).recorded_by == "user:kabag"


def test_holidays_give_more_time_to_object(people: Cast, cycle: Cycle) -> None:
    told(cycle)
    day = {"date": "2022-01-05", "kind": "public", "name": "Hari uji", "source": "SKB"}
    day |= {"valid_from": "2022-01-05", "valid_through": "2022-01-05"}
    fact_state(access=SYSTEM, office="76", table="holidays", values=day)
    assert objected(people, cycle, date(2022, 1, 7)).last_day == date(2022, 1, 7)


def test_close_family_neither_moderates_nor_decides(people: Cast, cycle: Cycle) -> None:
    for name in ("kabag", "chair"):
        family_tie_record(
            access=SYSTEM,
            day=TOLD,
            person=people[name],
            relation=Relation.SIBLING,
            kin=people["anto"],
            source="kartu keluarga",
        )
    with pytest.raises(NotAllowed, match="close family"):
        moderated(people, cycle)
    told(cycle)
    objection = objected(people, cycle)
    with pytest.raises(NotAllowed, match="close family"):
        decided(people, objection)


def test_an_objection_needs_a_result_and_a_day_that_was(people: Cast, cycle: Cycle) -> None:
    with pytest.raises(NotPossible, match="no result yet"):
        objected(people, cycle)
    told(cycle)
    for day in (date(2022, 1, 2), date(2022, 1, 4)):
        with pytest.raises(NotPossible, match="from the telling"):
            objected(people, cycle, raised_on=day)
    objected(people, cycle)
    with pytest.raises(NotPossible, match="open already"):
        objected(people, cycle)


def test_a_result_is_not_objected_to_again_once_that_was_rejected_but_anew_once_it_changed(
    people: Cast, cycle: Cycle
) -> None:
    told(cycle)
    upheld = decided(people, objected(people, cycle), "chair", ScoreChange("behaviour", 80, 90))
    assert upheld.state == "upheld"
    assert decided(people, objected(people, cycle)).state == "rejected"
    for access in (SYSTEM, people.access("anto")):
        with pytest.raises(NotPossible, match=r"rejected on .* objected to once .Malaqbiq's own default"):
            objected(people, cycle, access=access)


def test_oneself_objects_without_any_role_and_nobody_else_does(people: Cast, cycle: Cycle) -> None:
    told(cycle)
    with pytest.raises(Forbidden):
        objected(people, cycle, access=people.access("budi", Role.STAFF))
    with pytest.raises(Appraisee.DoesNotExist):
        objected(people, cycle, access=people.access("budi"))
    assert objected(people, cycle, access=people.access("anto")).recorded_by == "user:anto"


@pytest.mark.parametrize("by", ["anto", "kasubag", "kabag"])
def test_an_objection_is_decided_by_somebody_who_had_no_part(people: Cast, cycle: Cycle, by: str) -> None:
    moderated(people, cycle)
    told(cycle)
    objection = objected(people, cycle)
    with pytest.raises(NotAllowed):
        decided(people, objection, by)
    assert decided(people, objection).state == "rejected"
    with pytest.raises(NotPossible, match="decided already"):
        decided(people, objection)


def test_an_objection_is_decided_over_the_cycles_office(people: Cast, cycle: Cycle) -> None:
    told(cycle)
    objection = objected(people, cycle)
    with pytest.raises(Appraisee.DoesNotExist):
        objection_decide(
            access=people.access("chair", Role.SECRETARY, codes=("76.01",)),
            objection=objection.uid,
            changes=[],
            reason="tidak terbukti",
        )


def test_an_upheld_objection_changes_the_score_before_closing(people: Cast, cycle: Cycle) -> None:
    told(cycle)
    objection = decided(people, objected(people, cycle), "chair", ScoreChange("behaviour", 80, 90))
    assert (objection.state, objection.decision) == ("upheld", "sesuai bukti")
    closed(cycle)
    result = Result.objects.get()
    assert (result.version, result.components["behaviour"]) == (1, 9000)


def test_after_closing_an_objection_makes_a_new_version_of_the_result(people: Cast, cycle: Cycle) -> None:
    closed(cycle)
    objection = objected(people, cycle)
    decided(people, objection, "chair", ScoreChange("result", 80, "40"), ScoreChange("behaviour", 80, "40.5"))
    first, second = Result.objects.order_by("version")
    assert (str(first.score), first.recommendation) == ("85.32", "extend")
    assert (str(second.score), second.recommendation) == ("57.47", "extend_with_coaching")
    assert (second.version, second.objection_id) == (2, objection.uid)


def test_a_rejected_objection_leaves_the_result(people: Cast, cycle: Cycle) -> None:
    closed(cycle)
    decided(people, objected(people, cycle))
    assert Result.objects.count() == 1


def test_a_decided_objection_is_never_rewritten(people: Cast, cycle: Cycle) -> None:
    closed(cycle)
    decided(people, objected(people, cycle))
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Objection.objects.update(state="open", decided_by=None, decided_at=None, decision="")


def test_the_database_refuses_an_objection_decided_by_oneself(people: Cast, cycle: Cycle) -> None:
    told(cycle)
    objection = objected(people, cycle)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=objection.pk).update(
            state="upheld", decided_by=people["anto"], decided_at=clock.now(), decision="ya"
        )
