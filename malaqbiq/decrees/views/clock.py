"""The computer's clock: somebody says what day it is, where the ledger and the clock don't fit."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from malaqbiq.decrees.forms import ClockForm
from malaqbiq.decrees.selectors.ledger import last_recorded
from malaqbiq.decrees.services.clocks import clock_confirm
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import sentence
from malaqbiq.ui.audience import audience
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest


@audience(Role.SDM_OFFICER, Role.SECRETARY)
@require_http_methods(["GET", "HEAD", "POST"])
def clock_page(request: PageRequest) -> HttpResponse:
    """What the clock says and when the last decree was recorded; the asker says what day it is."""
    form = ClockForm(request.POST or None)
    if form.is_valid():
        try:
            clock_confirm(access=request.access, day=form.cleaned_data["day"])
        except UserError as error:
            form.add_error("day", sentence(error))
        else:
            messages.success(request, _("Written down: the clock is right."))
            return redirect("decrees")
    facts = {"form": form, "now": clock.now(), "last": last_recorded()}
    return page(request, "decrees/clock.html", facts, status=422 if form.errors else 200)
