"""What was written down by mistake is taken back: a decree of appointment, a proposal."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from malaqbiq.accounts.selectors import actor_names
from malaqbiq.appointments.models import Appointment, Decision, Phase, Proposal, Seat
from malaqbiq.appointments.selectors.phases import Someone, decision_in, is_closed, proposals_of, seat_title
from malaqbiq.appointments.selectors.rounds import HANDS, RELEASERS, phase_seen
from malaqbiq.appointments.services import decision_withdraw, proposal_withdraw
from malaqbiq.appointments.views.acts import LONGEST, Act, tried
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.requests import PageRequest, text_typed


@audience(*HANDS)
@require_POST
@theirs
def decision(request: PageRequest, phase: UUID, uid: UUID) -> HttpResponse:
    """A decree of appointment that was recorded by mistake appoints nobody any more."""
    found = decision_in(phase_seen(request.access, phase), uid)

    def act() -> str:
        decision_withdraw(access=request.access, decision=found.uid, reason=_reason(request))
        return _("The decree is taken back: it appoints nobody any more, and may be recorded anew.")

    return _done(request, act, "phase-decision", phase)


@audience(*RELEASERS)
@require_POST
@theirs
def proposal(request: PageRequest, phase: UUID) -> HttpResponse:
    """A proposal that was made by mistake is none any more."""
    phase_seen(request.access, phase)

    def act() -> str:
        proposal_withdraw(access=request.access, phase=phase, reason=_reason(request))
        return _("The proposal is taken back: what it followed from may change again.")

    return _done(request, act, "phase-proposal", phase)


def _reason(request: PageRequest) -> str:
    return text_typed(request.POST, "reason", LONGEST)


def _done(request: PageRequest, act: Act, route: str, phase: UUID) -> HttpResponse:
    refused, _status = tried(request, act)
    if refused:
        messages.error(request, refused)
    return redirect(route, phase=phase)


@dataclass(frozen=True, slots=True)
class Received:
    """A decree of appointment on the page: whether a later one replaced all of it, whether somebody was sworn in by it,
    and who took it back.
    """

    decision: Decision
    is_replaced: bool
    is_sworn: bool
    by: str


def received(decisions: Collection[Decision], rows: Collection[Appointment]) -> list[Received]:
    """The decrees of a phase, of whose appointments `rows` are those that no later one replaced. One statement where
    some were taken back.
    """
    names = actor_names({one.withdrawn_by for one in decisions if one.withdrawn_by})
    standing = {row.decision_id for row in rows}
    sworn = {row.decision_id for row in rows if row.inauguration_id}
    return [
        Received(
            one,
            one.withdrawn_at is None and one.pk not in standing,
            one.pk in sworn,
            names.get(one.withdrawn_by, ""),
        )
        for one in decisions
    ]


def taken_back(
    proposals: Collection[Proposal], people: Collection[Someone], seats: Collection[Seat]
) -> list[tuple[Proposal, list[tuple[str, list[str]]]]]:
    """Proposals that were taken back, each with what it proposed: post and names."""
    called = {str(one.person): one.name for one in people}
    posts = {str(seat.post_id): seat_title(seat) for seat in seats}
    return [
        (one, [(posts.get(post, ""), [called.get(who, "–") for who in everybody]) for post, everybody in one.nominees])
        for one in proposals
    ]


def proposals_told(
    request: PageRequest, found: Phase, candidates: Sequence[Someone], seats: Sequence[Seat]
) -> dict[str, Any]:
    """The proposal that stands, those taken back, the decree that answers it, whether the asker may take back, and
    which posts are in force no more.
    """
    proposals = proposals_of(found)
    made = next((one for one in proposals if not one.withdrawn_at), None)
    answered = made.answered if made else None
    is_his = request.access.covers(found.round.office.code, *RELEASERS)
    is_under_way = found.inaugurated_on is None and not found.round.ended and not request.is_other_day
    return {
        "made": made,
        "closed": [seat_title(seat) for seat in seats if is_closed(seat)],
        "taken_back": taken_back([one for one in proposals if one.withdrawn_at], candidates, seats),
        "answered": answered,
        "may_take_back": answered is None and is_under_way and is_his,
    }
