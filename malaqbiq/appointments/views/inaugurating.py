"""A phase, its last steps: the decree that was received, and the inaugurations."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from malaqbiq.appointments.forms import DecisionForm, EventForm
from malaqbiq.appointments.models import Appointment, Phase
from malaqbiq.appointments.selectors.closing import outcomes
from malaqbiq.appointments.selectors.deciding import (
    Consequence,
    consequences,
    mark_of,
    standing_of,
    vacated,
    waiting_of,
)
from malaqbiq.appointments.selectors.mended import Mended, mended_in
from malaqbiq.appointments.selectors.phases import (
    Someone,
    appointments_of,
    by_label,
    inauguration_in,
    replaced_in,
    seat_title,
    seats_of,
    taking_part,
)
from malaqbiq.appointments.selectors.rounds import HANDS, SEERS, phase_seen
from malaqbiq.appointments.selectors.settled import told_on
from malaqbiq.appointments.services import (
    appointments_waiting,
    decision_record,
    inauguration_cancel,
    inauguration_close,
    inauguration_plan,
)
from malaqbiq.appointments.views.acts import chosen, shown, tried
from malaqbiq.appointments.views.withdrawing import received
from malaqbiq.kernel.speech import said
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.requests import PageRequest


@audience(*SEERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def decision(request: PageRequest, phase: UUID) -> HttpResponse:
    """The decree of appointment that was received; one that changes what an earlier one said is asked about first."""
    found = phase_seen(request.access, phase)
    _members, candidates = taking_part(found, told_on(found, request.day).day)
    appointed = appointments_of(found)
    mended = mended_in(appointed)
    form = _decree_form(request, found, candidates, appointed, mended)
    asked: list[Consequence] = []
    mark = ""
    if request.method == "POST" and form.is_valid():
        draft, names = form.draft(), {uid: label for label, uid in form.people.items()}
        asked = consequences(appointed, mended, draft.appointed, form.seats, names)
        mark = mark_of(asked, draft.appointed)
        if not asked or request.POST.get("sure") == mark:
            told_of = [one.row.uid for one in asked]
            with errors_told(form):
                decision_record(access=request.access, phase=phase, draft=draft, scan=form.scan(), replaces=told_of)
                messages.success(request, _("The decree is received. Nothing changes before the inauguration."))
                return redirect("phase-inauguration", phase=phase)
    replaced = replaced_in(standing_of(appointed))
    rows = [row for row in standing_of(appointed) if row.pk not in replaced]
    context = {
        "form": form,
        "asked": [said(one.words).rstrip(".") for one in asked],
        "mark": mark,
        "is_scan_lost": bool(request.FILES),
        "appointments": _appointed(appointed, mended),
        "standing": _appointed(standing_of(appointed), mended),
        "labels": list(form.people),
        "decisions": received(list(found.decisions.select_related("file")), rows),
        "is_candidate": any(one.person == request.access.person for one in candidates),
    }
    refused = _("Nothing is recorded yet: read below what this decree changes, and tick it.") if asked else ""
    return shown(request, found, "decision", context, refused, status=422 if request.method == "POST" else 200)


def _decree_form(
    request: PageRequest,
    found: Phase,
    candidates: Sequence[Someone],
    appointed: Collection[Appointment],
    mended: Mapping[int, Mended],
) -> DecisionForm:
    """The form of a decree: the first nominees stand in that of the first one, and beside the fields of a further."""
    done = {row.seat_id for row in appointed if row.inauguration_id and row.pk not in mended}
    seats = [seat for seat in seats_of(found) if seat.pk not in done]
    first = {seat.post_id: row.candidate.person_id for seat in seats for row in seat.nominees.all() if row.rank == 1}
    people = {label: one.person for label, one in by_label(candidates).items()}
    is_further = bool(standing_of(appointed))
    is_sent = request.method == "POST"
    return DecisionForm(
        [(seat.post_id, seat_title(seat)) for seat in seats],
        people,
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        first=None if is_further else first,
        hints=_hints(first, {uid: label for label, uid in people.items()}, appointed) if is_further else None,
    )


def _hints(
    first: Mapping[UUID, UUID], names: Mapping[UUID, str], appointed: Collection[Appointment]
) -> dict[UUID, str]:
    """Who was proposed for posts, and who waits for the oath to them, by uid."""
    proposed = {post: _("Proposed: %(name)s.") % {"name": names[who]} for post, who in first.items()}
    waits = {
        row.seat.post_id: _("%(name)s waits for the oath by decree %(number)s: leave it empty where that stays.")
        % {"name": row.person.full_name, "number": row.decision.number}
        for row in waiting_of(appointed)
    }
    return {post: " ".join(filter(None, (waits.get(post), proposed.get(post)))) for post in proposed | waits}


@audience(*SEERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def inauguration(request: PageRequest, phase: UUID) -> HttpResponse:
    """The inaugurations of a phase: planned, and closed with who was present."""
    found = phase_seen(request.access, phase)
    form = EventForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with errors_told(form):
            inauguration_plan(access=request.access, phase=phase, event=form.event())
            messages.success(request, _("The inauguration is planned."))
            return redirect("phase-inauguration", phase=phase)
    return _inaugurations(request, found, form, status=422 if request.method == "POST" else 200)


@audience(*HANDS)
@require_POST
@theirs
def closing(request: PageRequest, phase: UUID, uid: UUID) -> HttpResponse:
    """Close an inauguration: those marked were sworn in; or cancel what was only planned, or only reckon with the marks
    as they were changed.
    """
    found = phase_seen(request.access, phase)
    planned = inauguration_in(found, uid)
    marked = request.POST.getlist("present")
    if request.POST.get("do") == "reckon":
        return _inaugurations(request, found, EventForm(), marked=marked)

    def act() -> str:
        if request.POST.get("do") == "cancel":
            inauguration_cancel(access=request.access, inauguration=planned.uid)
            return _("What was planned is taken back.")
        present = chosen(request.POST, "present")
        inauguration_close(access=request.access, inauguration=planned.uid, present=present)
        return ngettext(
            "%(count)s official holds the post from that day.",
            "%(count)s officials hold their posts from that day.",
            len(present),
        ) % {"count": len(present)}

    refused, status = tried(request, act)
    if refused:
        return _inaugurations(request, found, EventForm(), refused, status, marked)
    return redirect("phase-inauguration", phase=phase)


def _inaugurations(
    request: PageRequest,
    found: Phase,
    form: EventForm,
    refused: str = "",
    status: int = 200,
    marked: Collection[str] | None = None,
) -> HttpResponse:
    """The page; `marked` are those marked in the form that was sent, else everybody who waits."""
    events, waiting = list(found.inaugurations.all()), appointments_waiting(found)
    held_on = next((one.held_on for one in events if not one.closed_at), None)
    appointed = appointments_of(found)
    present = {row.uid for row in waiting if marked is None or str(row.uid) in marked}
    after, others = outcomes(found, waiting, held_on, present) if held_on and waiting else ({}, [])
    context = {
        "form": form,
        "events": events,
        "is_planned": held_on is not None,
        "others": others,
        "may_make": (may := request.access.covers(found.round.office.code, *HANDS)),
        "may_mend": may and not request.is_other_day,
        "waiting": [(row, seat_title(row.seat), after.get(row.uid), row.uid in present) for row in waiting],
        "appointments": _appointed(appointed, mended := mended_in(appointed)),
        "vacated": vacated(appointed, mended, request.day),
    }
    return shown(request, found, "inauguration", context, refused, status)


def _appointed(
    rows: list[Appointment], mended: Mapping[int, Mended]
) -> list[tuple[Appointment, str, Appointment | None, Mended | None]]:
    """Each with the post, what came in its place if a later decree replaced it, and the decree that took it back after
    the oath; those by decrees that were taken back stand last.
    """
    standing = standing_of(rows)
    replaced = replaced_in(standing)
    others = [row for row in rows if row.decision.withdrawn_at is not None]
    return [(row, seat_title(row.seat), replaced.get(row.pk), mended.get(row.pk)) for row in (*standing, *others)]
