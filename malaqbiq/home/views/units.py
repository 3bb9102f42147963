"""Halaman satuan kerja: what stands in one work unit on the day, gathered from all rooms."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from malaqbiq.home.selectors.roster import LISTERS
from malaqbiq.home.selectors.units import UnitFound, unit_found
from malaqbiq.ui.audience import audience
from malaqbiq.ui.pages import page
from malaqbiq.ui.panels import panels
from malaqbiq.ui.requests import PageRequest

PARTS = ("cycle", "papers", "dues")
"""What the page fetches after it stands, each a page of its own too."""


@audience(*LISTERS)
@require_safe
def work_unit(request: PageRequest, code: str) -> HttpResponse:
    """Who leads and signs, staff, posts, pay and profile on the day; the other parts follow. 404 for a foreign unit."""
    found = _found(request, code)
    filled = panels(request.access, request.day, "work_unit", found.uid)
    return page(request, "home/unit/unit.html", {"unit": found, "panels": filled, "parts": PARTS})


@audience(*LISTERS)
@require_safe
def part(request: PageRequest, code: str, part: str) -> HttpResponse:
    """One of the other parts: the way to a decree, decrees and reports, what falls due."""
    found = _found(request, code)
    if part not in PARTS:
        raise Http404
    filled = panels(request.access, request.day, f"work_unit-{part}", found.uid)
    return page(request, "home/unit/part.html", {"unit": found, "panels": filled, "part": part}, region=part)


def _found(request: PageRequest, code: str) -> UnitFound:
    try:
        return unit_found(request.access, request.day, code)
    except LookupError as error:
        raise Http404 from error
