"""What may be chosen when a cycle is opened."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from malaqbiq.appraisal.selectors.seen import KEEPERS
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import DAY
from malaqbiq.organization.selectors import units_on
from malaqbiq.regulations.selectors import instruments


class Choices(TypedDict):
    """Work units by uid and instruments by name, each with what it is called."""

    offices: list[tuple[str, str]]
    instruments: list[tuple[str, str]]


def opening_choices(*, access: Access, day: date) -> Choices:
    """The work units whose cycles the asker keeps, and the instruments that the law table has on the day."""
    offices = [
        (str(unit.uid), f"{unit.code} · {unit.name}")
        for unit in units_on(access, day=day)
        if access.covers(unit.code, *KEEPERS)
    ]
    rows = {row.instrument: row for row in instruments(access, day=day)}
    return {"offices": offices, "instruments": [(name, _titled(row.title, row.label)) for name, row in rows.items()]}


def opening_proposed(*, day: date) -> dict[str, date | str]:
    """The months of the year that are over (in January those of the year before), and today for who is in service."""
    last = day.replace(day=1) - DAY
    return {"first_day": date(last.year, 1, 1), "last_day": last, "service_on": day, "instrument": "malaqbiq"}


def _titled(title: str, label: str) -> str:
    return f"{title} ({label})" if label else title
