"""Keberatan: decide on what staff object to, before the period can be closed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from malaqbiq.appraisal.forms import RulingForm
from malaqbiq.appraisal.listing import objections_table
from malaqbiq.appraisal.models import Cycle, Objection
from malaqbiq.appraisal.selectors.objections import objection_seen, objections_seen
from malaqbiq.appraisal.selectors.persons import person_appraised
from malaqbiq.appraisal.selectors.seen import READERS
from malaqbiq.appraisal.selectors.unsettled import what_follows
from malaqbiq.appraisal.services import ScoreChange, objection_decide
from malaqbiq.kernel.access import Role
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import dated, workbook_response
from malaqbiq.ui.views import opens_as_kept


@audience(*READERS)
@require_safe
@opens_as_kept
def objections(request: PageRequest) -> HttpResponse:
    """All objections that the asker sees, those that wait first."""
    found = objections_table(request.GET, objections_seen(access=request.access, on=request.day))
    if request.GET.get("format") == "xlsx":
        return workbook_response(dated(_("Objections"), request.day), _("Objections"), found)
    return page(request, "appraisal/objections.html", {"table": found}, region="list")


@audience(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def objection(request: PageRequest, objection: UUID) -> HttpResponse:
    """One objection with what it is about; the Sekretaris over the period's office decides on it."""
    found = objection_seen(access=request.access, objection=objection)
    cycle = found.appraisee.cycle
    one = person_appraised(access=request.access, cycle=cycle.uid, person=found.person_id, on=request.today)
    form = RulingForm(request.POST or None, components=one.components)
    if request.method == "POST" and form.is_valid():
        changes = [ScoreChange(*change) for change in form.changes()]
        reason = form.cleaned_data["reason"]
        with errors_told(form):
            objection_decide(access=request.access, objection=objection, changes=changes, reason=reason)
            messages.success(request, _("The objection is decided."))
            return redirect("appraisal-objection", objection)
    decides = request.access.covers(cycle.office.code, Role.SECRETARY)
    context = {"objection": found, "one": one, "cycle": cycle, "form": form, "decides": decides, "rows": form.rows()}
    context["others"] = [row for row in one.objections if row.uid != found.uid]
    if found.state != Objection.State.OPEN:
        rows = ((part.component, row) for part in one.components for row in part.adjustments)
        context["changed"] = [(part, row) for part, row in rows if row.objection_id == found.uid]
    if found.state == Objection.State.UPHELD and cycle.state == Cycle.State.CLOSED:
        context["decided"], context["carried"] = what_follows(cycle=cycle, person=found.person_id)
    return page(request, "appraisal/objection.html", context, region="drawer-body", status=422 if form.errors else 200)
