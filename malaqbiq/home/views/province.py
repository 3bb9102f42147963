"""Dasbor: how far the work units of a province are, at a glance."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from malaqbiq.home import charts
from malaqbiq.home.selectors.province import READERS, province_seen
from malaqbiq.ui.audience import audience
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest


@audience(*READERS)
@require_safe
def province(request: PageRequest) -> HttpResponse:
    """A province (``?province=``), its work units' figures as bars, and its wage line."""
    try:
        found = province_seen(request.access, request.day, request.GET.get("province", "")[:8])
    except LookupError as error:
        raise Http404 from error
    if found is None:
        return page(request, "home/province.html", {"found": None})
    span = charts.pay_span(found)
    *lines, together = charts.drawn(found, span)
    context = {
        "found": found,
        "lines": lines,
        "together": together,
        "span": span,
        "keys": charts.KEYS,
    }
    return page(request, "home/province.html", context)
