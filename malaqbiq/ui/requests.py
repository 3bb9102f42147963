"""What every view of an office's page is given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from malaqbiq.kernel.access import Access


class PageRequest(HttpRequest):
    """A request that was let through: by whom, and of which day it asks.

    `today` is the clock's day; `day` is the day of the question, today unless the address names another by ``as_of``.
    """

    access: Access
    today: date
    day: date
    htmx: HtmxDetails

    @property
    def is_other_day(self) -> bool:
        """Whether the page shows another day than today: nothing is written then."""
        return self.day != self.today


def text_typed(posted: Mapping[str, str], name: str, most: int) -> str:
    """The text in a field that no form reads: at most so many characters, no NUL, which PostgreSQL holds in no text."""
    return posted.get(name, "").replace("\0", "")[:most]


def version_quoted(request: HttpRequest) -> int:
    """The version of what a form was filled in on; 0, which nothing has, where none is quoted."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
