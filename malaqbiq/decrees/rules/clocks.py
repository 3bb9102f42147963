"""Whether the machine's clock can be believed: an own decree bears its day, and the ledger its moment, for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from malaqbiq.kernel.words import Words, gettext_noop

FAR = timedelta(days=400)
"""How far the clock may be after the last decree: who only extends contracts decrees once a year, in January."""

BEHIND = gettext_noop(
    "the computer's clock says %(today)s, but the last decree was recorded on %(last)s: the clock seems to be behind"
)
AHEAD = gettext_noop(
    "the computer's clock says %(today)s, but the last decree was recorded on %(last)s: the clock seems to be ahead"
)


@dataclass(frozen=True, slots=True)
class Believed:
    """What the clock is compared with: the last decree's day, and the day that somebody said it was.

    `since`: it was said after that decree was recorded.
    """

    last: date
    confirmed: date | None = None
    since: bool = False


def clock_fault(today: date, believed: Believed, *, ahead: bool = True) -> Words | None:
    """What speaks against the clock's day, if anything; `ahead`: a day far after the last one does too.

    A day that somebody confirmed since the last decree takes its place: that decree's own day may be the wrong one.
    """
    confirmed = believed.confirmed
    first = confirmed if confirmed and believed.since else believed.last
    latest = max(filter(None, (first, confirmed)))
    words = {"today": today, "last": believed.last}
    if today < first:
        return Words(BEHIND, words)
    return Words(AHEAD, words) if ahead and today > latest + FAR else None
