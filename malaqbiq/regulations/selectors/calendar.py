"""Days off."""

from __future__ import annotations

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import Period
from malaqbiq.regulations.rules.offices import ROOT
from malaqbiq.regulations.rules.rows import HolidayRow
from malaqbiq.regulations.selectors.facts import rows_between


def holidays_between(access: Access, *, period: Period, office: str = ROOT) -> list[HolidayRow]:
    """The holidays and days of collective leave of a period, in order; rules take the set of their dates."""
    rows = rows_between(access, HolidayRow, period=period, office=office)
    return sorted((row for row in rows if not row.cancelled), key=lambda row: (row.date, row.kind))
