"""When the working life of a civil servant comes to its next step: promotion and pension."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from malaqbiq.kernel.periods import month

FIRST_MONTHS = 24
"""How far the next period of promotion is looked for: in two years there is one, or none is said."""


def years_after(day: date, years: int) -> date:
    """The same day some years later; of 29 February the first of March where that year has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def months_after(day: date, months: int) -> date:
    """The first day of the month that comes so many months after a day's."""
    place = day.year * 12 + day.month - 1 + months
    return month(place // 12, place % 12 + 1).start


def retirement_day(birth: date, age: int, months: int) -> date:
    """From which day on somebody is retired: the first of a month, `months` after the one in which the age is reached.

    By month alone, so it doesn't matter that somebody was born on 29 February. UU 20/2023 art. 55 for the age.
    """
    return months_after(birth.replace(day=1, year=birth.year + age), months)


def promotion_day(since: date, years: int, months: Callable[[date], frozenset[int]]) -> date | None:
    """The first period of promotion once somebody has held a rank for some years; None where no period is said.

    `months` tells the months of the periods that are in force on a day. PP 99/2000 jo. PP 12/2002; Peraturan BKN 4/2023
    and 4/2025 for the periods.
    """
    ready = years_after(since, years)
    first = ready if ready.day == 1 else months_after(ready, 1)
    days = (months_after(first, ahead) for ahead in range(FIRST_MONTHS))
    return next((day for day in days if day.month in months(day)), None)
