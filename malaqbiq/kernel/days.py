"""Days that somebody names, held to those that can be meant."""

from __future__ import annotations

from datetime import date

from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.periods import EARLIEST, LATEST
from malaqbiq.kernel.words import Words, gettext_noop


def days_require(*days: date | None) -> None:
    """UserError, naming the first day that no office can mean; a day that wasn't given is none.

    Asked by services before anything is reckoned from a day: the calendar of the machine ends too.
    """
    for day in days:
        if day is not None and not EARLIEST <= day <= LATEST:
            words = gettext_noop("%(day)s can't be: expected between %(first)s and %(last)s")
            raise UserError(
                Words(words, {"day": day, "first": EARLIEST, "last": LATEST}),
                gettext_noop("check the year"),
            )
