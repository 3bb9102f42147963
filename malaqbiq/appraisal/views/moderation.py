"""Moderasi: compare appraisers."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from malaqbiq.appraisal.charts import strips_drawn
from malaqbiq.appraisal.selectors.moderation import comparison
from malaqbiq.appraisal.selectors.progress import cycles_listed
from malaqbiq.appraisal.selectors.seen import READERS
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest


@audience(*READERS)
@require_safe
def newest(request: PageRequest) -> HttpResponse:
    """The comparison of the newest cycle, or the word that there is none."""
    found = cycles_listed(access=request.access, on=request.day).first()
    if found is not None:
        return redirect("appraisal-moderation", found.uid)
    return page(request, "appraisal/none.html", {"title": _("Moderation")})


@audience(*READERS)
@require_safe
@theirs
def moderation(request: PageRequest, cycle: UUID) -> HttpResponse:
    """How the appraisers of a cycle compare, and the people of the chosen one."""
    try:
        appraiser = UUID(request.GET.get("appraiser", ""))
    except ValueError:
        appraiser = None
    part = request.GET.get("component", "")
    found = comparison(access=request.access, cycle=cycle, component=part, appraiser=appraiser, on=request.day)
    groups = [(str(one.person), one.name, one.spread) for one in found.appraisers]
    key = found.component.key if found.component else ""
    context = {
        "found": found,
        "cycle": found.cycle,
        "drawn": strips_drawn([("", _("All together"), found.all), *groups]),
        "pick": f"?{urlencode({'component': key})}&appraiser=",
    }
    return page(request, "appraisal/moderation.html", context)
