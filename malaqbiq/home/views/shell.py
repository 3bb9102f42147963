"""Pages that belong to the house as a whole: finding, help, and all that pages are made of."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from malaqbiq.ui.audience import everyone
from malaqbiq.ui.finding import find
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest


@everyone
@require_safe
def found(request: PageRequest) -> HttpResponse:
    """What answers to a text, among people, decrees and work units that the asker may see."""
    text = request.GET.get("q", "")[:100]
    kinds = find(request.access, request.day, text)
    return page(request, "home/found.html", {"text": text, "kinds": kinds}, region="found")


@everyone
@require_safe
def help_page(request: PageRequest) -> HttpResponse:
    """What the pages are for and which keys there are."""
    return page(request, "home/help.html")
