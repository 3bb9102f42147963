"""After the oath: the decree that takes an appointment back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from malaqbiq.appointments.forms import MendingForm
from malaqbiq.appointments.selectors.mended import mended_in, undone_by
from malaqbiq.appointments.selectors.papers import sworn_at
from malaqbiq.appointments.selectors.phases import inauguration_in, seat_title
from malaqbiq.appointments.selectors.rounds import HANDS, phase_seen
from malaqbiq.appointments.selectors.scores import is_candidate
from malaqbiq.appointments.services import appointment_mend
from malaqbiq.appointments.views.acts import shown
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.requests import PageRequest


@audience(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def mending(request: PageRequest, phase: UUID, uid: UUID, appointment: UUID) -> HttpResponse:
    """One sworn-in person's appointment: what comes of a revocation or annulment, and the decree that says it."""
    found = phase_seen(request.access, phase)
    event = inauguration_in(found, uid)
    row = next((one for one in sworn_at(event) if one.uid == appointment), None)
    if row is None:
        raise Http404
    form = MendingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with errors_told(form):
            decree = appointment_mend(access=request.access, appointment=row.uid, draft=form.draft())
            messages.success(request, _("The decree is recorded: %(number)s.") % {"number": decree.number})
            return redirect("phase-inauguration", phase=phase)
    is_sworn = row.inauguration_id is not None
    context = {
        "event": event,
        "row": row,
        "title": seat_title(row.seat),
        "mended": mended_in([row]).get(row.pk),
        "is_sworn": is_sworn,
        "undone": undone_by(row) if is_sworn else None,
        "is_candidate": is_candidate(found, request.access.person),
        "form": form,
    }
    return shown(request, found, "mending", context, status=422 if request.method == "POST" else 200)
