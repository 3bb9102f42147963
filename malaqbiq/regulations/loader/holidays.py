"""Public holidays and collective leave as the PyPI package `holidays` knows them; a file may say otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

from malaqbiq.regulations.loader.files import Line
from malaqbiq.regulations.rules.rows import HolidayKind, HolidayRow, Trust

YEARS = range(2019, 2036)
ESTIMATED = "(perkiraan)"
LAST_DECIDED_YEAR = 2026
"""Up to this year the package holds what the three ministers' joint decrees said; later days are its reckoning."""

_CATEGORIES = {HolidayKind.PUBLIC: "public", HolidayKind.COLLECTIVE: "government"}


def holiday_lines() -> Iterator[Line]:
    """A row for each day off of the years that the package can tell."""
    import holidays

    file = f"holidays {version('holidays')}"
    for kind, category in _CATEGORIES.items():
        days = holidays.country_holidays("ID", years=YEARS, categories=(category,), language="id")
        for day, name in sorted(days.items()):
            decided = day.year <= LAST_DECIDED_YEAR and ESTIMATED not in name
            row = HolidayRow(
                date=day,
                kind=kind,
                name=name,
                source=f"PyPI package {file}",
                trust=Trust.ONE_SOURCE if decided else Trust.DERIVED,
                note="" if decided else "reckoned: wait for the joint decree of the three ministers",
            )
            yield Line("holidays", row, file, 0)
