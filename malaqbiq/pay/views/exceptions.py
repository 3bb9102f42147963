"""Exceptions from floor and ceiling: one proposes, another approves."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from malaqbiq.kernel.access import Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import sentence
from malaqbiq.pay.forms import LIMITS, ExceptionForm
from malaqbiq.pay.selectors.exceptions import exceptions_seen
from malaqbiq.pay.selectors.seen import READERS
from malaqbiq.pay.services import exception_approve, exception_propose
from malaqbiq.people.selectors import person_visible
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.templatetags.ui import long_day


@audience(*READERS)
@require_safe
def exceptions(request: PageRequest) -> HttpResponse:
    """All exceptions that may still be used; who may approve one does it here."""
    found = [(one, LIMITS[one.held.limit]) for one in exceptions_seen(request.access, request.day)]
    waiting = [item for item in found if not item[0].held.approved_by]
    approved = [item for item in found if item[0].held.approved_by]
    return page(request, "pay/exceptions.html", {"waiting": waiting, "approved": approved})


@audience(Role.SDM_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def propose(request: PageRequest, person: UUID) -> HttpResponse:
    """Propose an exception for somebody."""
    who = person_visible(request.access, request.today, person, Role.SDM_OFFICER)
    form = ExceptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_told(form):
            exception_propose(access=request.access, person=person, **form.cleaned_data)
            messages.success(request, _("Proposed. It counts once another has approved it and a decree names it."))
            return redirect("pay-exceptions")
    return page(request, "pay/exception.html", {"form": form, "who": who})


@audience(Role.SECRETARY)
@require_POST
@theirs
def approval(request: PageRequest, uid: UUID) -> HttpResponse:
    """Approve what another has proposed."""
    try:
        found = exception_approve(access=request.access, exception=uid)
    except UserError as error:
        messages.error(request, sentence(error))
    else:
        text = _("Approved until %(day)s. A decree that sets the pay may name it now.")
        messages.success(request, text % {"day": long_day(found.last_day)})
    return redirect("pay-exceptions")
