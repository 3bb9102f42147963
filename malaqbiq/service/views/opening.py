"""Membuka struktur: which structure is in force since when, what that brings, and saying so."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from malaqbiq.service.forms import StructureForm
from malaqbiq.service.selectors.structures import OPENERS, structure_plan
from malaqbiq.service.services import structure_open
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest


@audience(*OPENERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def opening(request: PageRequest) -> HttpResponse:
    """The choice, and once it is made (``?regime=…``) what would come of it; posted, it is opened."""
    if request.method == "POST":
        return _opened(request)
    asked = "regime" in request.GET
    first = request.GET.get("unit", "")
    form = StructureForm(request.access, request.today, request.GET if asked else None, initial={"unit": first})
    context: dict[str, object] = {"form": form}
    if asked and form.is_valid():
        with errors_told(form):
            context["plan"] = structure_plan(request.access, form.choice(), today=request.today)
    return page(request, "service/opening.html", context)


def _opened(request: PageRequest) -> HttpResponse:
    form = StructureForm(request.access, request.today, request.POST)
    if form.is_valid():
        with errors_told(form):
            done = structure_open(access=request.access, choice=form.choice(), reference=form.reference())
            told = _("All of it stood already: nothing was changed.")
            if done.decree:
                count = done.plan.opens
                told = ngettext("%(count)s post is in force.", "%(count)s posts are in force.", count) % {
                    "count": count
                }
                told += " " + _("Bring the list of employees in again: whose Jabatan is one of them gets it.")
            messages.success(request, told)
            return redirect(f"{reverse('chart')}?unit={form.cleaned_data['unit']}")
    return page(request, "service/opening.html", {"form": form}, status=422)
