"""Ingatkan: a ready text, to be sent by who reads it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from malaqbiq.kernel.access import Role
from malaqbiq.people.selectors import people_visible
from malaqbiq.people.services import person_reveal
from malaqbiq.ui.audience import everyone, theirs
from malaqbiq.ui.pages import page
from malaqbiq.ui.reminders import reminder_kind, text_of
from malaqbiq.ui.requests import PageRequest

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@theirs
def remind(request: PageRequest, kind: str) -> HttpResponse:
    """A reminder's text, in Indonesian unless English is asked for. A POST shows the reader's phone, and is logged."""
    found = reminder_kind(kind, request.access)
    if found is None:
        raise Http404
    language = "en" if request.GET.get("language") == "en" else "id"
    with translation.override(language):
        reminder = found.compose(request.access, request.day, request.GET)
        text = text_of(reminder, settings.BASE_URL) if reminder else ""
    context: dict[str, Any] = {"text": text, "text_language": language, "languages": _languages(request, language)}
    context |= {"title": found.title, "each": reminder.each if reminder else ()}
    if reminder and reminder.person and _may_reveal(request, reminder.person):
        context["may_reveal"] = True
        if request.method == "POST":
            context["phone"] = _phone(request, reminder.person)
            context["is_revealed"] = True
    return page(request, "home/remind.html", context, region="drawer-body")


def _languages(request: PageRequest, chosen: str) -> list[tuple[str, str, str, bool]]:
    """Code, name and address of each language, and whether it is the chosen one."""
    found = []
    for code, name in LANGUAGES.items():
        params = request.GET.copy()
        params["language"] = code
        found.append((code, name, f"{request.path}?{params.urlencode()}", code == chosen))
    return found


def _may_reveal(request: PageRequest, person: UUID) -> bool:
    return people_visible(request.access, request.today, Role.SDM_OFFICER).filter(uid=person).exists()


def _phone(request: PageRequest, person: UUID) -> str:
    """The number as wa.me wants it: digits only."""
    shown = person_reveal(access=request.access, day=request.today, uid=person, secrets=["phone"])
    return "".join(filter(str.isdigit, shown["phone"]))
