"""Nobody acts in his own case, or in that of close family."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Conflict, Participant, Phase, Score
from malaqbiq.appointments.selectors.rounds import HANDS
from malaqbiq.appointments.selectors.scores import CANDIDATE, MEMBER, is_candidate
from malaqbiq.appointments.services.rounds import phase_locked, refuse_proposed, told
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.people.selectors import close_families, own_close_family


def refuse_own(*, access: Access, people: Collection[UUID]) -> None:
    """RoundRefused if the asker or close family of his is among some people."""
    if own_close_family(access, clock.today(settings.TIME_ZONE)) & set(people):
        raise RoundRefused(
            gettext_noop("nobody decides on themselves or on close family"),
            gettext_noop("let another officer or the Sekretaris do it"),
        )


def refuse_candidate(*, access: Access, phase: Phase) -> None:
    """RoundRefused if the asker is a candidate of the phase himself: he reads no scores, and places nobody by them."""
    if is_candidate(phase, access.person):
        raise RoundRefused(
            gettext_noop("you are a candidate of this phase yourself"),
            gettext_noop("let another officer or the Sekretaris do it"),
        )


def kin_declare(*, access: Access, phase: Phase) -> list[Conflict]:
    """Close family between members and candidates of a phase that was told since they were named: from now on a
    conflict of interest, and what the member gave is taken out; those that are new.
    """
    people = list(phase.participants.select_related("person"))
    members, candidates = ([one for one in people if one.part == part] for part in (MEMBER, CANDIDATE))
    known = set(Conflict.objects.filter(member__phase=phase).values_list("member", "candidate"))
    kin = kin_of(access=access, members=members, candidates=candidates, day=clock.today(settings.TIME_ZONE))
    made = [one for one in kin if (one.member_id, one.candidate_id) not in known]
    for one in made:
        Score.objects.filter(member=one.member, candidate=one.candidate).delete()
    return Conflict.objects.bulk_create(made)


def kin_of(
    *, access: Access, members: Sequence[Participant], candidates: Sequence[Participant], day: date
) -> list[Conflict]:
    """Conflicts of interest, not kept yet, of members with close family among candidates on a day."""
    kin = close_families(access, day, [one.person_id for one in members])
    said = {"reason": "keluarga dekat", "declared_by": access.actor, "declared_at": clock.now()}
    return [
        Conflict(member=member, candidate=candidate, **said)
        for member in members
        for candidate in candidates
        if candidate.person_id in kin[member.person_id]
    ]


@transaction.atomic
def member_stand_down(*, access: Access, phase: UUID, member: UUID, reason: str) -> Participant:
    """A member of the panel judges nobody any more, though scores were given: he left, fell ill, or can't. What he gave
    is taken out, and the others' scores are enough.

    By who runs the round, before the proposal. RoundRefused for a candidate, without a reason, and for the last who
    judges.
    """
    found = phase_locked(access=access, phase=phase, roles=HANDS, is_open=True)
    refuse_candidate(access=access, phase=found)
    refuse_proposed(found)
    one = found.participants.get(uid=member, part=MEMBER)
    if not reason.strip():
        raise RoundRefused(gettext_noop("say why the member no longer judges"))
    candidates = list(found.participants.filter(part=CANDIDATE))
    barred = Counter(Conflict.objects.filter(member__phase=found).values_list("member", flat=True))
    others = found.participants.filter(part=MEMBER).exclude(pk=one.pk)
    if not any(barred[other.pk] < len(candidates) for other in others):
        raise RoundRefused(gettext_noop("somebody must judge the candidates"))
    Score.objects.filter(member=one).delete()
    said = {"reason": reason.strip(), "declared_by": access.actor, "declared_at": clock.now()}
    Conflict.objects.bulk_create(
        [Conflict(member=one, candidate=candidate, **said) for candidate in candidates], ignore_conflicts=True
    )
    told(access=access, phase=found, action="member_stand_down", about=one.person_id)
    return one
