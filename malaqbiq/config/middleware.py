"""What happens around every request."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from malaqbiq.accounts.selectors import access_for
from malaqbiq.kernel import clock
from malaqbiq.kernel.installation import installation_found, standing_clock
from malaqbiq.kernel.periods import EARLIEST, LATEST
from malaqbiq.kernel.reading import reading_once
from malaqbiq.ui.audience import audience_of
from malaqbiq.ui.pages import page

GetResponse = Callable[[HttpRequest], HttpResponseBase]


SAFE = frozenset({"GET", "HEAD"})
"""Requests that change nothing that a page reads."""


def language_middleware(get_response: GetResponse) -> GetResponse:
    """Answer in the language that the reader chose here, else in the installation's; a browser's wish is no choice."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def installation_middleware(get_response: GetResponse) -> GetResponse:
    """Let the clock stand where a demo's does; without a database that is set up only /health answers."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path == "/health":
            return get_response(request)
        # A page that only reads reads the same law once, and whose installation it is.
        with reading_once() if request.method in SAFE else nullcontext():
            try:
                installation = installation_found()
            except DatabaseError:
                installation = None
            if installation is None:
                return HttpResponse(f"Malaqbiq: {_('run: malaqbiq init')}\n", status=503, content_type="text/plain")
            with standing_clock(installation):
                return get_response(request)

    return middleware


NUL = "%00"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def text_middleware(get_response: GetResponse) -> GetResponse:
    """Leave NUL, which PostgreSQL holds in no text, out of what an address asks; with it in its path it isn't there."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path:
            raise Http404
        request.META["QUERY_STRING"] = _without_nul(request.META.get("QUERY_STRING", ""))
        return get_response(request)

    return middleware


GUARDED_BY_ITSELF = ("allauth.", "django.views.i18n")
"""Modules of other makers whose views look after themselves: signing in, the choice of a language."""

WITH_A_TEMPORARY_PASSWORD = frozenset({"account_change_password", "account_logout", "set_language"})
"""Names of the routes that are open to somebody who must choose a password first, besides public ones."""


class AudienceMiddleware:
    """Let only those to a view whom it is for. A view that says nothing is for nobody, and to others it isn't there."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Leave the rest to `process_view`, which knows the view."""
        return self.get_response(request)

    def process_view(self, request: Any, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponseBase | None:
        """None lets through; who has not signed in is led to it, who has but isn't meant finds nothing (Http404)."""
        audience = audience_of(view)
        by_itself = view.__module__.startswith(GUARDED_BY_ITSELF)
        if audience is None and not by_itself:
            raise Http404
        if audience is not None and audience.public:
            return None
        if request.user.is_authenticated:
            if request.user.password_is_temporary and request.resolver_match.url_name not in WITH_A_TEMPORARY_PASSWORD:
                return redirect("account_change_password")
            asker_known(request)
        if audience is None:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not audience.includes(request.access):
            raise Http404
        if request.is_other_day and request.method not in SAFE:
            return page(request, "ui/other_day.html", {}, status=HTTPStatus.CONFLICT)
        return None


def _without_nul(query: str) -> str:
    # Again and again: what is left out can leave another behind, as of "%%0000".
    while NUL in query:
        query = query.replace(NUL, "")
    return query


def asker_known(request: Any) -> None:
    """Say on the request of somebody who has signed in who asks, and of which day (see `ui.requests.PageRequest`)."""
    request.today = clock.today(settings.TIME_ZONE)
    request.day = day_of(request.GET.get("as_of", ""), request.today)
    request.is_other_day = request.day != request.today
    request.access = access_for(request.user, request.today)


def day_of(text: str, today: date) -> date:
    """The day that an address names, today if it names none that can be asked about."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today
    return day if EARLIEST <= day <= LATEST else today
