"""What was written down by mistake is taken back: it stays a record, and counts no more."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Decision, Nominee, Proposal
from malaqbiq.appointments.selectors.rounds import HANDS, RELEASERS
from malaqbiq.appointments.services.own import refuse_candidate, refuse_own
from malaqbiq.appointments.services.rounds import phase_locked, refuse_ended, told
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.words import gettext_noop


@transaction.atomic
def decision_withdraw(*, access: Access, decision: UUID, reason: str) -> Decision:
    """A decree of appointment was recorded by mistake or mistyped: it appoints nobody any more, and may be recorded
    anew. By the officer or the Sekretaris; it stays to be read as taken back, by whom and why.

    RoundRefused without a reason, once somebody was sworn in by it, for a candidate, and in one's own case.
    """
    found = Decision.objects.select_related("phase").get(uid=decision)
    phase = phase_locked(access=access, phase=found.phase.uid, roles=HANDS, is_open=True)
    found.refresh_from_db()
    if found.withdrawn_at is not None:
        raise RoundRefused(gettext_noop("the decree was taken back already"))
    if found.appointments.filter(inauguration__isnull=False).exists():
        raise RoundRefused(
            gettext_noop("somebody was sworn in by this decree already"),
            gettext_noop("only a decree of the Sekretaris Jenderal that mends or revokes it changes that: ask for one"),
        )
    refuse_candidate(access=access, phase=phase)
    refuse_own(access=access, people=set(found.appointments.values_list("person__uid", flat=True)))
    _take_back(access, found, reason)
    told(access=access, phase=phase, action="decision_withdraw", detail={"number": found.number})
    return found


@transaction.atomic
def proposal_withdraw(*, access: Access, phase: UUID, reason: str) -> Proposal:
    """The proposal was made by mistake: panel, scores and nominees may change again, and another may be made. What it
    proposed is kept with it. By the Sekretaris, who makes proposals.

    RoundRefused without a reason, while a decree answers it, for a candidate, and for close family of a nominee.
    """
    found = phase_locked(access=access, phase=phase, roles=RELEASERS)
    refuse_ended(found)
    made = Proposal.objects.standing().filter(phase=found).first()
    if made is None:
        raise RoundRefused(gettext_noop("no proposal stands in this phase"))
    if found.decisions.standing().exists():
        raise RoundRefused(
            gettext_noop("the Sekretaris Jenderal's decree answers this proposal"),
            gettext_noop("if the decree was recorded by mistake, take it back first"),
        )
    rows = list(
        Nominee.objects.filter(seat__phase=found).order_by("seat_id", "rank").select_related("candidate", "seat")
    )
    refuse_candidate(access=access, phase=found)
    refuse_own(access=access, people={row.candidate.person_id for row in rows})
    made.nominees = _kept(rows)
    _take_back(access, made, reason, "nominees")
    told(access=access, phase=found, action="proposal_withdraw", detail={"number": made.number})
    return made


def _kept(rows: list[Nominee]) -> list[list[Json]]:
    found: dict[UUID, list[Json]] = {}
    for row in rows:
        found.setdefault(row.seat.post_id, []).append(str(row.candidate.person_id))
    return [[str(post), people] for post, people in found.items()]


def _take_back(access: Access, row: Decision | Proposal, reason: str, *also: str) -> None:
    if not reason.strip():
        raise RoundRefused(gettext_noop("say why it is taken back"))
    row.withdrawn_by, row.withdrawn_at, row.reason = access.actor, clock.now(), reason.strip()
    row.save(update_fields=["withdrawn_by", "withdrawn_at", "reason", *also])
