"""Periods of days.

Inside the house a period is half open: its end is the first day that no longer belongs to it. Papers and people name
the last day, which `last_day` gives and `Period.through` takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
EARLIEST, LATEST = date(1945, 8, 17), date(2199, 12, 31)
"""Between which days an office may ask or write something down; what lies beyond is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` up to, not including, `end`; without an end, open."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"a period must end after it starts: {self.start} to {self.end}")

    @classmethod
    def through(cls, start: date, last_day: date | None) -> Period:
        """The period from its first to its last day, both counted ("s.d.")."""
        return cls(start, None if last_day is None else last_day + DAY)

    @property
    def last_day(self) -> date | None:
        """The last day that belongs to the period, or None while it is open."""
        return None if self.end is None else self.end - DAY

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def intersection(self, other: Period) -> Period | None:
        """The days that both hold, or None."""
        start, end = max(self.start, other.start), self.end
        if end is None or (other.end is not None and other.end < end):
            end = other.end
        return None if end is not None and end <= start else Period(start, end)


def month(year: int, number: int) -> Period:
    """A calendar month."""
    return Period(date(year, number, 1), date(year + number // 12, number % 12 + 1, 1))
