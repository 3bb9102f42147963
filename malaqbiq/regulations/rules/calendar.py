"""Working days: Monday to Friday but for holidays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from malaqbiq.kernel.periods import DAY, Period

SATURDAY = 5


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Whether an office works on the day."""
    return day.weekday() < SATURDAY and day not in holidays


def working_days(start: date, n: int, holidays: Collection[date]) -> date:
    """The `n`-th working day after `start`, which itself is not counted; ValueError unless `n` is at least 1."""
    if n < 1:
        raise ValueError("working days are counted from 1")
    day = start
    for _ in range(n):
        day += DAY
        while not is_working_day(day, holidays):
            day += DAY
    return day


def working_days_in(period: Period, holidays: Collection[date]) -> int:
    """How many working days a closed period has; ValueError for an open one."""
    if period.end is None:
        raise ValueError("an open period has no number of days")
    days = (date.fromordinal(ordinal) for ordinal in range(period.start.toordinal(), period.end.toordinal()))
    return sum(is_working_day(day, holidays) for day in days)
