"""After the oath: the decree that takes an appointment back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from malaqbiq.appointments.forms import MendingForm
from malaqbiq.appointments.models import Appointment, Inauguration, Phase
from malaqbiq.appointments.selectors.hindering import later_than
from malaqbiq.appointments.selectors.mended import file_of, mended_in, undone_by
from malaqbiq.appointments.selectors.papers import sworn_at
from malaqbiq.appointments.selectors.phases import inauguration_in, seat_title
from malaqbiq.appointments.selectors.rounds import HANDS, phase_seen
from malaqbiq.appointments.selectors.scores import is_candidate
from malaqbiq.appointments.services import appointment_mend, mending_file_attach
from malaqbiq.appointments.views.acts import shown
from malaqbiq.appointments.views.papers import filed, sent_file
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.requests import PageRequest


@audience(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def mending(request: PageRequest, phase: UUID, uid: UUID, appointment: UUID) -> HttpResponse:
    """One sworn-in person's appointment: what comes of a revocation or annulment, and the decree that says it."""
    found = phase_seen(request.access, phase)
    event, row = _sworn(found, uid, appointment)
    is_sent = request.method == "POST"
    sent = (request.POST, request.FILES) if is_sent else ()
    form = MendingForm(*sent, appointed_on=row.decision.decided_on)
    if is_sent and form.is_valid():
        with errors_told(form):
            decree = appointment_mend(access=request.access, appointment=row.uid, draft=form.draft(), scan=form.scan())
            messages.success(request, _("The decree is recorded: %(number)s.") % {"number": decree.number})
            return redirect("phase-inauguration", phase=phase)
    is_sworn = row.inauguration_id is not None
    undone = undone_by(row, request.today) if is_sworn else None
    context = {
        "event": event,
        "row": row,
        "title": seat_title(row.seat),
        "mended": mended_in([row]).get(row.pk),
        "is_sworn": is_sworn,
        "undone": undone,
        "later": later_than(request.access, row, undone) if undone else [],
        "is_candidate": is_candidate(found, request.access.person),
        "form": form,
    }
    return shown(request, found, "mending", context | {"file": file_of(row)}, status=422 if is_sent else 200)


@audience(*HANDS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def scan(request: PageRequest, phase: UUID, uid: UUID, appointment: UUID) -> HttpResponse:
    """The scan of the decree that took an appointment back; posted, it is attached."""
    _event, row = _sworn(phase_seen(request.access, phase), uid, appointment)

    def act() -> str:
        content, name = sent_file(request)
        mending_file_attach(access=request.access, appointment=row.uid, content=content, name=name)
        return _("The file is attached.")

    back = redirect("appointment-mending", phase=phase, uid=uid, appointment=appointment)
    return filed(request, file_of(row), act, back)


def _sworn(phase: Phase, uid: UUID, appointment: UUID) -> tuple[Inauguration, Appointment]:
    """Somebody's appointment at an inauguration; 404 for who isn't among those appointed to it."""
    event = inauguration_in(phase, uid)
    row = next((one for one in sworn_at(event) if one.uid == appointment), None)
    if row is None:
        raise Http404
    return event, row
