"""SAYA: my result, my objection, and until when I may object."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from malaqbiq.appraisal.forms import ObjectionForm
from malaqbiq.appraisal.selectors.persons import own_appraisal, own_appraisals
from malaqbiq.appraisal.services import own_objection_raise, result_read
from malaqbiq.appraisal.views.answers import failures_told
from malaqbiq.ui.audience import everyone, theirs
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest


@everyone
@require_safe
def mine(request: PageRequest) -> HttpResponse:
    """One's own results: the newest in full, the others by name."""
    rows = own_appraisals(access=request.access)
    if rows:
        return _own_page(request, rows[0].cycle.uid)
    return page(request, "appraisal/mine.html", {"rows": ()})


@everyone
@require_safe
@theirs
def mine_in(request: PageRequest, cycle: UUID) -> HttpResponse:
    """One's own result in a cycle."""
    return _own_page(request, cycle)


def _own_page(request: PageRequest, cycle: UUID, form: ObjectionForm | None = None) -> HttpResponse:
    found = own_appraisal(access=request.access, cycle=cycle)
    rows = own_appraisals(access=request.access)
    context = {"one": found, "rows": rows, "form": form or ObjectionForm(), "shown": cycle}
    return page(request, "appraisal/mine.html", context, status=422 if form else 200)


@everyone
@require_POST
@theirs
def reading(request: PageRequest, cycle: UUID) -> HttpResponse:
    """Say that one has read one's result."""
    with failures_told(request):
        result_read(access=request.access, cycle=cycle)
    return redirect("appraisal-mine-in", cycle)


@everyone
@require_POST
@theirs
def own_objection(request: PageRequest, cycle: UUID) -> HttpResponse:
    """Object to one's own result."""
    form = ObjectionForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        with errors_told(form):
            own_objection_raise(access=request.access, cycle=cycle, reason=reason)
            messages.success(request, _("Your objection is recorded. It is decided before the period is closed."))
            return redirect("appraisal-mine-in", cycle)
    return _own_page(request, cycle, form)
