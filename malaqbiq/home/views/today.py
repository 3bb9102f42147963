"""Hari Ini: the next thing to do."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from malaqbiq.ui.audience import everyone
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest


@everyone
@require_safe
def today(request: PageRequest) -> HttpResponse:
    """What is to be done, by deadline."""
    return page(request, "home/today.html")
