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


def dated_require(dated_on: date, *, today: date) -> None:
    """UserError for a paper that is dated after the day on which it is written down: a slip that nothing mends."""
    days_require(dated_on)
    if dated_on > today:
        words = gettext_noop("a paper can't be dated %(day)s, after today")
        raise UserError(Words(words, {"day": dated_on}), gettext_noop("look at its date again"))
