"""A phase, step by step: who takes part, scores, the proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.forms import ProposalForm
from malaqbiq.appointments.labels import AXES, BOXES, SEATINGS
from malaqbiq.appointments.models import Phase
from malaqbiq.appointments.selectors.assignment import placed_by
from malaqbiq.appointments.selectors.phases import (
    Someone,
    by_label,
    is_being_scored,
    is_closed,
    proposal_of,
    seat_title,
    seats_of,
    servants_found,
    taking_part,
)
from malaqbiq.appointments.selectors.rounds import HANDS, RELEASERS, SEERS, phase_seen
from malaqbiq.appointments.selectors.scores import member_of, ranking, scores_changed, scoring_progress
from malaqbiq.appointments.selectors.settled import told_on
from malaqbiq.appointments.services import (
    Nominated,
    conflict_declare,
    member_name,
    member_stand_down,
    nominees_set,
    participant_remove,
    proposal_make,
    scores_give,
)
from malaqbiq.appointments.services.eligible import firsts_against
from malaqbiq.appointments.views.acts import LONGEST, Act, chosen, shown, tried
from malaqbiq.appointments.views.sheet import given, sheet_of
from malaqbiq.appointments.views.withdrawing import proposals_told
from malaqbiq.kernel.speech import said
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.requests import PageRequest, text_typed

MOST_TYPED = 120
"""Characters of a proposal's number."""
MOST_TOLD = 3
"""Of what stands against nominees, so many sentences are told at once."""


@audience(*SEERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def people(request: PageRequest, phase: UUID) -> HttpResponse:
    """The panel; PNS are looked for by name."""
    found = phase_seen(request.access, phase)

    def act() -> str:
        seating = text_typed(request.POST, "seating", LONGEST)
        for person in chosen(request.POST, "person"):
            member_name(access=request.access, phase=phase, person=person, seating=seating)
        return _("The panel is named.")

    refused, status = tried(request, act) if request.method == "POST" else ("", 200)
    if request.method == "POST" and not refused:
        return redirect("phase", phase=phase)
    text = (request.GET.get("q") or text_typed(request.POST, "q", 60)).strip()[:60]
    told = told_on(found, request.day)
    members, candidates = taking_part(found, told.day)
    context = {
        "told": told,
        "is_settled": is_being_scored(found),
        "made": proposal_of(found),
        "members": [(one, SEATINGS[one.participant.seating]) for one in members if one.participant],  # type: ignore[index]
        "candidates": candidates,
        "is_candidate": any(one.person == request.access.person for one in candidates),
        "q": text,
        "matches": servants_found(request.access, found, request.day, text=text) if text else [],
        "seatings": SEATINGS,
    }
    return shown(request, found, "people", context, refused, status)


@audience(*HANDS)
@require_POST
@theirs
def removal(request: PageRequest, phase: UUID, uid: UUID) -> HttpResponse:
    """Somebody takes no part after all; once scores were given, a member judges nobody any more."""
    found = phase_seen(request.access, phase)

    def act() -> str:
        if is_being_scored(found):
            reason = text_typed(request.POST, "reason", LONGEST)
            member_stand_down(access=request.access, phase=phase, member=uid, reason=reason)
            return _("Written down: this member judges nobody any more.")
        participant_remove(access=request.access, phase=phase, participant=uid)
        return _("Taken off.")

    return _after(request, found, act, "phase")


@audience(*SEERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def scores(request: PageRequest, phase: UUID) -> HttpResponse:
    """A member's own sheet; how far the others are; and, once all scores are in, the ranking and the nine boxes."""
    found = phase_seen(request.access, phase)

    def act() -> str:
        kept = list(given(request.POST))
        if not kept:
            return _("Nothing was typed.")
        scores_give(access=request.access, phase=phase, given=kept, reason=text_typed(request.POST, "reason", LONGEST))
        return ngettext("%(count)s score is kept.", "%(count)s scores are kept.", len(kept)) % {"count": len(kept)}

    refused, status = tried(request, act) if request.method == "POST" else ("", 200)
    if request.method == "POST" and not refused:
        part = request.POST.get("go") or request.POST.get("at", "")
        query = f"?at={part}" if part.isascii() and part.isdigit() else ""
        return redirect(f"{reverse('phase-scores', args=[phase])}{query}#sheet")
    told = told_on(found, request.day)
    members, candidates = taking_part(found, told.day)
    member = next((one.participant for one in members if one.person == request.access.person), None)
    criteria, at = list(found.criteria.all()), request.POST.get("at", request.GET.get("at", ""))
    names = {one.person: one for one in candidates}
    is_own = request.access.person in names
    ranked = [] if is_own else [(row, names[row.who]) for row in ranking(found) if row.who in names]
    context = {
        "told": told,
        "member": member,
        "criteria": [(one, AXES[one.axis]) for one in criteria],  # type: ignore[index]
        "sheet": sheet_of(member, candidates, criteria, at, request.POST if refused else None) if member else None,
        "progress": scoring_progress(found),
        "ranking": ranked,
        "boxes": _boxes(ranked),
        "made": proposal_of(found),
        "changes": scores_changed(found) if ranked else [],
        "is_candidate": is_own,
        "reason": text_typed(request.POST, "reason", LONGEST),
    }
    return shown(request, found, "scores", context, refused, status)


@audience(*SEERS)
@require_POST
@theirs
def conflict(request: PageRequest, phase: UUID) -> HttpResponse:
    """A member declares that he doesn't judge a candidate."""
    found = phase_seen(request.access, phase)
    member = member_of(found, request.access.person)

    def act() -> str:
        (candidate,) = chosen(request.POST, "candidate")
        if member is None:
            raise RoundRefused(gettext_noop("only a member of the panel declares it"))
        reason = text_typed(request.POST, "reason", LONGEST)
        conflict_declare(access=request.access, phase=phase, member=member.uid, candidate=candidate, reason=reason)
        return _("Written down: you don't judge this candidate.")

    return _after(request, found, act, "phase-scores")


@audience(*SEERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def proposal(request: PageRequest, phase: UUID) -> HttpResponse:
    """Up to three nominees a post, and the proposal to the Sekretaris Jenderal, whose button keeps them first."""
    found = phase_seen(request.access, phase)
    proposing = request.POST.get("do") == "propose"
    form = ProposalForm(request.POST if proposing else None, initial=_begun(request))

    def act() -> str:
        typed = [_nominated(request.POST, seat.post_id, named) for seat in seats]
        return _proposed(request, found, form, typed) if proposing else _nominees_kept(request, found, typed)

    told = told_on(found, request.day)
    every = seats_of(found, told.day)
    seats = [seat for seat in every if not is_closed(seat)]
    _members, candidates = taking_part(found, told.day)
    is_own = any(one.person == request.access.person for one in candidates)
    is_ranked, ranked = _places(found, is_own=is_own)
    by_name = by_label(sorted(candidates, key=lambda one: ranked.get(one.person, len(candidates))))
    named = {label: one.participant.uid for label, one in by_name.items() if one.participant}
    refused, status = tried(request, act) if request.method == "POST" else ("", 200)
    if request.method == "POST" and not refused:
        return redirect(f"{reverse('phase-proposal', args=[phase])}{'' if proposing else _going_on(request)}")
    typed = request.POST if refused and _has_table(request.POST) and not proposal_of(found) else None
    called, best = {uid: label for label, uid in named.items()}, {} if is_own else _advised(found, by_name)
    about = {label: (one, ranked.get(one.person)) for label, one in by_name.items()}
    context = {
        "told": told,
        **proposals_told(request, found, candidates, every),
        "is_advised": bool(best),
        "is_ranked": is_ranked,
        "is_candidate": is_own,
        "labels": list(named),
        "seats": [(one, seat_title(one), _ranks(one, called, about, typed), best.get(one.post_id)) for one in seats],
        "form": form,
        "may_propose": not request.is_other_day and request.access.covers(found.round.office.code, *RELEASERS),
    }
    return shown(request, found, "proposal", context, refused, status)


def _begun(request: PageRequest) -> dict[str, Any]:
    """The proposal's number and date as they were typed before the nominees were kept; else today."""
    typed = {name: text for name in ProposalForm.base_fields if (text := _typed_for(request, name))}
    return {"dated_on": request.today, **typed}


def _typed_for(request: PageRequest, name: str) -> str:
    return text_typed(request.POST if request.method == "POST" else request.GET, name, MOST_TYPED)


def _going_on(request: PageRequest) -> str:
    """What a page's address has so that the number and date that were begun stand there still."""
    number = _typed_for(request, "number")
    return f"?{urlencode({'number': number, 'dated_on': _typed_for(request, 'dated_on')})}" if number else ""


def _has_table(posted: QueryDict) -> bool:
    """Whether the table of nominees was sent: who may only propose is shown it to read."""
    return any(name.startswith("seat.") for name in posted)


def _proposed(request: PageRequest, found: Phase, form: ProposalForm, typed: Sequence[Nominated]) -> str:
    """Keep the nominees as they were typed, and propose them: both, or neither."""
    if not form.is_valid():
        raise RoundRefused(gettext_noop("the proposal needs a number and a date"))
    nominated = typed if _has_table(request.POST) else ()
    proposal_make(access=request.access, phase=found.uid, nominated=nominated, **form.cleaned_data)
    return _("The proposal is made: what it follows from stays.")


def _places(found: Phase, *, is_own: bool) -> tuple[bool, dict[UUID, int]]:
    """Whether candidates are ranked, and the places, which no candidate is shown."""
    ranked = {row.who: row.place for row in ranking(found)}
    return bool(ranked), {} if is_own else ranked


def _after(request: PageRequest, found: Phase, act: Act, route: str) -> HttpResponse:
    refused, _status = tried(request, act)
    if refused:
        messages.error(request, refused)
    return redirect(route, phase=found.uid)


def _advised(phase: Phase, people: Mapping[str, Someone]) -> dict[UUID, str]:
    """What the one is called whom the best assignment places, by post."""
    names = {one.person: label for label, one in people.items()}
    return {post: names.get(who, "") for post, who in placed_by(phase).items()}


def _nominees_kept(request: PageRequest, found: Phase, nominated: Sequence[Nominated]) -> str:
    """Keep them, and warn of what stands against those who are first."""
    nominees_set(access=request.access, phase=found.uid, nominated=nominated)
    for words in list(firsts_against(access=request.access, phase=found, day=request.today).values())[:MOST_TOLD]:
        messages.warning(request, said(words))
    return _("The nominees are kept.")


def _nominated(posted: QueryDict, post: UUID, named: Mapping[str, UUID]) -> Nominated:
    """The nominees typed for a post, by what candidates are called; RoundRefused for a name that is none's."""
    typed = [text.strip() for text in posted.getlist(f"seat.{post}") if text.strip()]
    if unknown := [text for text in typed if text not in named]:
        words = gettext_noop("no candidate of this phase is called %(name)s: choose from the list")
        raise RoundRefused(Words(words, {"name": unknown[0]}))
    return Nominated(post, [named[text] for text in typed], text_typed(posted, f"reason.{post}", LONGEST))


About = tuple[Someone, int | None]
"""A candidate and his place in the ranking."""


def _ranks(
    seat: Any, called: Mapping[UUID, str], about: Mapping[str, About], typed: QueryDict | None
) -> tuple[list[tuple[str, About | None]], str]:
    """Who is chosen in a post's three places, with what is known of him, and the reason; as it was typed where that was
    refused.
    """
    if typed is not None:
        chosen, reason = typed.getlist(f"seat.{seat.post_id}"), typed.get(f"reason.{seat.post_id}", "")
    else:
        chosen, reason = [called[row.candidate.uid] for row in seat.nominees.all()], seat.reason
    return [(name, about.get(name)) for name in [*chosen, "", "", ""][:3]], reason


def _boxes(ranked: list[tuple[Any, Any]]) -> list[list[tuple[int, Any, list[str]]]]:
    """The nine boxes as rows from the highest performance down, each with what it says and who is in it."""
    inside: dict[int, list[str]] = {}
    for row, one in ranked:
        inside.setdefault(row.box, []).append(one.name)
    return [[(box, BOXES[box], inside.get(box, [])) for box in line] for line in ((4, 7, 9), (2, 5, 8), (1, 3, 6))]
