"""What happens around every request."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from malaqbiq.kernel.installation import standing_clock
from malaqbiq.kernel.models import Installation

GetResponse = Callable[[HttpRequest], HttpResponseBase]


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
        try:
            installation = Installation.objects.first()
        except DatabaseError:
            installation = None
        if installation is None:
            return HttpResponse(f"Malaqbiq: {_('run: malaqbiq init')}\n", status=503, content_type="text/plain")
        with standing_clock(installation):
            return get_response(request)

    return middleware
