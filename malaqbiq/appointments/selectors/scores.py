"""What the panel of a phase gave: hidden until all members have given all they are to give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from malaqbiq.appointments.models import Conflict, Criterion, Participant, Phase, Score, ScoreChange
from malaqbiq.appointments.rules.ranking import Ranked, ranked
from malaqbiq.kernel.reading import once

MEMBER, CANDIDATE = Participant.Part.MEMBER, Participant.Part.CANDIDATE


@dataclass(frozen=True, slots=True)
class Progress:
    """How many scores a member is to give in a phase, and has given."""

    member: Participant
    wanted: int
    given: int

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to give."""
        return self.given >= self.wanted


def phases_scored(phases: Collection[int]) -> set[int]:
    """Of phases (by key) those in which every member has given every score, and there is something to give. One
    statement.
    """
    return {phase for phase, members in panels_progress(phases).items() if is_whole(members)}


def panels_progress(phases: Collection[int]) -> dict[int, list[Progress]]:
    """How far the members of the panels of phases (by key) are. One statement."""
    found: defaultdict[int, list[Progress]] = defaultdict(list)
    for one in _progress(Participant.objects.filter(phase__in=phases)):
        found[one.member.phase_id].append(one)
    return found


def is_whole(members: Sequence[Progress]) -> bool:
    """Whether every member has given every score, and there is something to give."""
    return any(one.wanted for one in members) and all(one.is_done for one in members)


@once
def scoring_progress(phase: Phase) -> list[Progress]:
    """How far each member of a phase's panel is. One statement."""
    return _progress(Participant.objects.filter(phase=phase).select_related("person"))


def ranking(phase: Phase) -> list[Ranked[UUID]]:
    """The candidates of a phase with their box and place; empty until all members have given all their scores."""
    if not is_whole(scoring_progress(phase)):
        return []
    points: defaultdict[UUID, list[tuple[str, int, int]]] = defaultdict(list)
    rows = Score.objects.filter(candidate__phase=phase)
    told = rows.values_list("candidate__person__uid", "criterion__axis", "criterion__weight", "points")
    for person, axis, weight, mark in told:
        points[person].append((axis, weight, mark))
    return ranked(points)


def own_scores(member: Participant) -> dict[tuple[int, int], int]:
    """What a member has given himself, by candidate and criterion (keys)."""
    rows = member.scores_given.values_list("candidate", "criterion", "points")
    return {(candidate, criterion): points for candidate, criterion, points in rows}


def scores_changed(phase: Phase) -> list[ScoreChange]:
    """What members changed once all could read each other's scores, the latest first. One statement."""
    rows = ScoreChange.objects.filter(member__phase=phase).order_by("-pk")
    return list(rows.select_related("member__person", "candidate__person", "criterion"))


def member_of(phase: Phase, person: UUID | None) -> Participant | None:
    """The member of a phase's panel who is this person."""
    return phase.participants.filter(part=MEMBER, person__uid=person).first() if person else None


def is_candidate(phase: Phase, person: UUID | None) -> bool:
    """Whether somebody is a candidate of a phase: then he reads none of its scores."""
    return person is not None and phase.participants.filter(part=CANDIDATE, person__uid=person).exists()


def _progress(participants: QuerySet[Participant]) -> list[Progress]:
    """How far the members among participants are: each scores every candidate he may judge, by every criterion."""
    same = {"phase": OuterRef("phase")}
    mine = {"member": OuterRef("pk")}
    members = participants.filter(part=MEMBER).annotate(
        candidates=_many(Participant.objects.filter(part=CANDIDATE, **same), "phase"),
        criteria=_many(Criterion.objects.filter(**same), "phase"),
        barred=_many(Conflict.objects.filter(**mine), "member"),
        given=_many(Score.objects.filter(**mine), "member"),
    )
    return [Progress(one, (one.candidates - one.barred) * one.criteria, one.given) for one in members]


def _many(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(counted), 0)
