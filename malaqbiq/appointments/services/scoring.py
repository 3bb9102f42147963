"""What the members of a panel give, and what they change once all can be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Criterion, Participant, Phase, Score, ScoreChange
from malaqbiq.appointments.selectors.scores import CANDIDATE, is_whole, member_of, panels_progress
from malaqbiq.appointments.services.own import kin_declare
from malaqbiq.appointments.services.rounds import phase_locked, refuse_proposed, told
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.words import Words, gettext_noop

FULL = 100


@dataclass(frozen=True, slots=True)
class ScoreGiven:
    """What a member gives a candidate (uid) for a criterion (its key), 0 to 100."""

    candidate: UUID
    criterion: str
    points: int


@transaction.atomic
def scores_give(*, access: Access, phase: UUID, given: Sequence[ScoreGiven], reason: str = "") -> int:
    """A member gives or changes his own scores, until the proposal is made; how many.

    Once all members have given theirs, each can read the others': from then on a change needs a reason, and stands for
    all to see. RoundRefused without one, for who is no member, for a candidate with whom he has a conflict of interest,
    and for points out of range.
    """
    found = phase_locked(access=access, phase=phase, roles=tuple(Role), is_open=True)
    refuse_proposed(found)
    member = member_of(found, access.person)
    if member is None:
        raise RoundRefused(gettext_noop("only a member of the panel gives scores"))
    kin_declare(access=access, phase=found)
    marks = _marks(found, member, given)
    there = {(score.candidate_id, score.criterion_id): score for score in member.scores_given.all()}
    changed = [(there[key], points) for key, points in marks.items() if key in there and there[key].points != points]
    seen = bool(changed) and is_whole(panels_progress([found.pk]).get(found.pk, []))
    if seen:
        _changes_keep(access, changed, " ".join(reason.split()))
    now = clock.now()
    for score, points in changed:
        score.points, score.given_at = points, now
    new = [
        Score(member=member, candidate_id=candidate, criterion_id=criterion, points=points, given_at=now)
        for (candidate, criterion), points in marks.items()
        if (candidate, criterion) not in there
    ]
    Score.objects.bulk_create(new)
    Score.objects.bulk_update([score for score, _points in changed], ["points", "given_at"])
    told(access=access, phase=found, action="scores_change" if seen else "scores_give", detail={"scores": len(given)})
    return len(given)


def _marks(phase: Phase, member: Participant, given: Iterable[ScoreGiven]) -> dict[tuple[int, int], int]:
    """What is given, by candidate and criterion (keys), if the member may give it."""
    candidates = {one.uid: one for one in phase.participants.filter(part=CANDIDATE)}
    criteria: dict[str, Criterion] = {one.key: one for one in phase.criteria.all()}
    barred = set(member.conflicts.values_list("candidate__uid", flat=True))
    for one in given:
        if one.candidate not in candidates or one.criterion not in criteria:
            raise RoundRefused(gettext_noop("there is no such candidate or criterion in this phase"))
        if one.candidate in barred:
            raise RoundRefused(gettext_noop("you have declared a conflict of interest with this candidate"))
        if not 0 <= one.points <= FULL:
            raise RoundRefused(Words(gettext_noop("%(points)s is not between 0 and 100"), {"points": one.points}))
    return {(candidates[one.candidate].pk, criteria[one.criterion].pk): one.points for one in given}


def _changes_keep(access: Access, changed: Iterable[tuple[Score, int]], reason: str) -> None:
    if not reason:
        raise RoundRefused(
            gettext_noop("all scores are in, and you can read the others'"),
            gettext_noop("say why you change yours: it stands on this page for all to see"),
        )
    at = {"reason": reason, "changed_by": access.actor, "changed_at": clock.now()}
    ScoreChange.objects.bulk_create(
        ScoreChange(
            member_id=score.member_id,
            candidate_id=score.candidate_id,
            criterion_id=score.criterion_id,
            from_points=score.points,
            to_points=points,
            **at,
        )
        for score, points in changed
    )
