"""What the database itself refuses, whoever asks: what a ranking, a proposal or a recorded structure follows from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from django.db import IntegrityError, connection, transaction

from malaqbiq.appointments.models import (
    Appointment,
    ChangePair,
    ChangeUnit,
    Conflict,
    Criterion,
    Decision,
    Inauguration,
    Nominee,
    Participant,
    Phase,
    Round,
    Score,
    Seat,
)
from malaqbiq.appointments.services import (
    ScoreGiven,
    candidates_name,
    conflict_declare,
    member_name,
    phase_open,
    scores_give,
)
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.people.models import Person
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_rounds import TODAY, _january, begun, holders, kabag, phases, servant

__all__ = ["_january", "holders"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def phase(holders: Mapping[str, Person]) -> Phase:
    """The first phase, open, scored by a member who declared a conflict of interest with one candidate."""
    found = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=found.uid)
    chair = servant("Ketua Tim")
    member = member_name(access=OFFICER, phase=found.uid, person=chair.uid, seating="chair")
    people = [who.uid for who in kabag(holders).values()]
    one, *others = candidates_name(access=OFFICER, phase=found.uid, people=people)
    access = Access("system:chair", {Role.APPRAISER: frozenset({"76"})}, person=chair.uid)
    said = {"member": member.uid, "candidate": one.uid, "reason": "rekan usaha"}
    conflict_declare(access=access, phase=found.uid, **said)
    given = [ScoreGiven(other.uid, each.key, 80) for other in others for each in found.criteria.all()]
    scores_give(access=access, phase=found.uid, given=given)
    found.refresh_from_db()
    return found


def test_what_a_ranking_follows_from_stays(phase: Phase) -> None:
    def again(key: str) -> Criterion:
        facts = {"title": "x", "axis": "potential", "weight": 5}
        return Criterion.objects.create(phase=phase, key=key, **facts)

    refused(
        lambda: phase.criteria.update(weight=1),
        lambda: phase.criteria.all().delete(),
        lambda: again("baru"),
        lambda: Conflict.objects.all().delete(),
    )


def test_a_round_and_its_open_phases_stay_what_they_are(phase: Phase) -> None:
    seat = phase.seats.select_related("post").first()
    assert seat is not None
    refused(
        lambda: Round.objects.update(title="lain"),
        lambda: Round.objects.all().delete(),
        lambda: Seat.objects.create(round=phase.round, phase=phase, post=seat.post),
        lambda: Phase.objects.filter(pk=phase.pk).update(inaugurated_on=TODAY),
    )


def test_a_decree_appoints_in_its_own_phase_and_an_inauguration_is_planned_first(phase: Phase) -> None:
    other = Seat.objects.exclude(phase=phase).select_related("phase").first()
    assert other is not None
    received = {"received_by": "x", "received_at": clock.now()}
    decision = Decision.objects.create(phase=phase, authority="SJ", number="1", decided_on=TODAY, **received)
    who = servant("Orang Lain")
    event = {"held_on": TODAY, "place": "x", "led_by": "x", "witnesses": ["a", "b"], "planned_by": "x"}
    closed = {"closed_by": "x", "closed_at": clock.now(), "planned_at": clock.now()}
    refused(
        lambda: Appointment.objects.create(decision=decision, seat=other, person=who),
        lambda: Inauguration.objects.create(phase=phase, **event, **closed),
    )


def test_members_judge_and_candidates_are_judged_in_their_own_phase(phase: Phase) -> None:
    member = Participant.objects.get(phase=phase, part="member")
    candidates = Participant.objects.filter(phase=phase, part="candidate")
    one, seat, criterion = candidates[0], phase.seats.first(), phase.criteria.first()
    other = Seat.objects.exclude(phase=phase).first()
    given = {"criterion": criterion, "points": 100, "given_at": clock.now()}
    declared = {"reason": "x", "declared_by": "x", "declared_at": clock.now()}
    refused(
        lambda: Score.objects.create(member=member, candidate=member, **given),
        lambda: Score.objects.create(member=one, candidate=one, **given),
        lambda: Score.objects.update(candidate=member),
        lambda: Conflict.objects.create(member=one, candidate=member, **declared),
        lambda: Nominee.objects.create(seat=seat, candidate=member, rank=1),
        lambda: Nominee.objects.create(seat=other, candidate=one, rank=1),
        lambda: candidates.filter(pk=one.pk).update(part="member", seating="member"),
        lambda: candidates.filter(pk=one.pk).update(person=servant("Orang Lain").uid),
    )
    Nominee.objects.create(seat=seat, candidate=one, rank=1)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("table", ["conflict", "petikan", "change", "changeunit", "changepair"])
def test_no_record_is_emptied_at_a_stroke(phase: Phase, table: str) -> None:
    connection.check_constraints()
    refused(lambda: connection.cursor().execute(f"TRUNCATE appointments_{table} CASCADE"))


def test_a_recorded_structure_tells_what_it_did(phase: Phase) -> None:
    unit, pair = ChangeUnit.objects.first(), ChangePair.objects.first()
    assert unit is not None and pair is not None
    refused(
        lambda: ChangeUnit.objects.all().delete(),
        lambda: ChangePair.objects.update(carries=True),
        lambda: ChangePair.objects.create(change=pair.change, old="x", new="y"),
        lambda: type(unit.change).objects.update(since=TODAY),
    )


def refused(*acts: Callable[[], object]) -> None:
    for act in acts:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
