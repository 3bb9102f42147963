"""What the panel of a phase gave: hidden until all members have given all they are to give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from malaqbiq.appointments.models import Conflict, Criterion, Participant, Phase, Score
from malaqbiq.appointments.rules.ranking import Ranked, ranked

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
    """Of phases (by key) those in which every member has given every score, and there is something to give. Four
    statements.
    """
    parts: defaultdict[int, dict[str, int]] = defaultdict(dict)
    counted = Participant.objects.filter(phase__in=phases).order_by().values("phase", "part")
    for phase, part, many in counted.annotate(many=Count("pk")).values_list("phase", "part", "many"):
        parts[phase][part] = many
    criteria = _by_phase(Criterion.objects.filter(phase__in=phases), "phase")
    conflicts = _by_phase(Conflict.objects.filter(member__phase__in=phases), "member__phase")
    scores = _by_phase(Score.objects.filter(member__phase__in=phases), "member__phase")
    done = set()
    for phase in phases:
        pairs = parts[phase].get(MEMBER, 0) * parts[phase].get(CANDIDATE, 0) - conflicts.get(phase, 0)
        wanted = pairs * criteria.get(phase, 0)
        if wanted and scores.get(phase, 0) >= wanted:
            done.add(phase)
    return done


def scoring_progress(phase: Phase) -> list[Progress]:
    """How far each member of a phase's panel is. Five statements."""
    members = list(phase.participants.filter(part=MEMBER).select_related("person"))
    candidates = phase.participants.filter(part=CANDIDATE).count()
    criteria = phase.criteria.count()
    conflicts = _by_phase(Conflict.objects.filter(member__in=members), "member")
    given = _by_phase(Score.objects.filter(member__in=members), "member")
    return [Progress(one, (candidates - conflicts.get(one.pk, 0)) * criteria, given.get(one.pk, 0)) for one in members]


def ranking(phase: Phase) -> list[Ranked[UUID]]:
    """The candidates of a phase with their box and place; empty until all members have given all their scores."""
    if phase.pk not in phases_scored([phase.pk]):
        return []
    weights = {one.pk: (one.axis, one.weight) for one in phase.criteria.all()}
    points: defaultdict[UUID, list[tuple[str, int, int]]] = defaultdict(list)
    rows = Score.objects.filter(candidate__phase=phase).values_list("candidate__person__uid", "criterion", "points")
    for person, criterion, given in rows:
        points[person].append((*weights[criterion], given))
    return ranked(points)


def own_scores(member: Participant) -> dict[tuple[int, int], int]:
    """What a member has given himself, by candidate and criterion (keys)."""
    rows = member.scores_given.values_list("candidate", "criterion", "points")
    return {(candidate, criterion): points for candidate, criterion, points in rows}


def member_of(phase: Phase, person: UUID | None) -> Participant | None:
    """The member of a phase's panel who is this person."""
    return phase.participants.filter(part=MEMBER, person__uid=person).first() if person else None


def _by_phase(rows: object, by: str) -> Mapping[int, int]:
    counted = rows.order_by().values(by).annotate(many=Count("pk"))  # type: ignore[attr-defined]
    return dict(counted.values_list(by, "many"))
