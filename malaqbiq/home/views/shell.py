"""Pages that belong to the house as a whole: finding, help, and all that pages are made of."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from malaqbiq.home.guide import guide_in
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
    """The user guide, by task, in the language of the page: the reader's own tasks first."""
    roles = [role for role, units in request.access.roles.items() if units]
    return page(request, "home/help.html", {"parts": guide_in(get_language() or "").told_to(roles)})
