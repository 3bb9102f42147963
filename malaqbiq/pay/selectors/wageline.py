"""The floors of a region over the years, and the lowest pay of a work unit in each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import Period
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.selectors import unit_profile, unit_tree
from malaqbiq.pay.rules.months import PaidSpan
from malaqbiq.pay.rules.wageline import Picture, WageYear, picture
from malaqbiq.pay.selectors.limits import province_on
from malaqbiq.pay.selectors.seen import unit_read
from malaqbiq.pay.selectors.spans import spans_of
from malaqbiq.regulations.rules.floors import Floors
from malaqbiq.regulations.rules.rows import FloorLevel, WageFloorRow
from malaqbiq.regulations.selectors import wage_floor_rows

FIRST_YEAR = 2020
"""The first year for which the law table has minimum wages."""


@dataclass(frozen=True, slots=True)
class WageLine:
    """A work unit's wage line: its years and their picture (None: nothing is known)."""

    unit: WorkUnit
    years: tuple[WageYear, ...]
    picture: Picture | None


def wage_line(access: Access, day: date, *, unit: str) -> WageLine:
    """The wage line of a work unit whose pay the asker may read, from 2020 to the last year that the law table knows.

    The floor is the one that the unit's policy names on each year's first day; pay is that of the year's last day, of
    `day` in its own year, and none after it. WorkUnit.DoesNotExist for a unit whose pay the asker may not read.
    """
    found = unit_read(access, unit)
    province = province_on(unit_tree(access, day=day), unit)
    profile = unit_profile(access, unit=unit, year=day.year)
    policy = FloorLevel(profile.floor_policy if profile else FloorLevel.UMP)
    rows = wage_floor_rows(access, region=unit, province=province)
    spans = [span for own in spans_of(found.uid, None).values() for span in own if span.unit == found.uid]
    last = max((row.year for row in rows), default=day.year)
    years = tuple(
        _year(rows, spans, found, policy, province, date(year, 1, 1), day)
        for year in range(FIRST_YEAR, max(last, day.year) + 1)
    )
    return WageLine(found, years, picture(years))


def _year(
    rows: Iterable[WageFloorRow],
    spans: Iterable[PaidSpan],
    unit: WorkUnit,
    policy: FloorLevel,
    province: str,
    start: date,
    day: date,
) -> WageYear:
    holding = [row for row in rows if start in Period(row.valid_from or date.min, row.valid_until)]
    floor = Floors.on(start, holding).under(policy, region=unit.code, province=province)
    paid_on = min(date(start.year, 12, 31), day) if start <= day else None
    lowest = min((span.amount for span in spans if paid_on and paid_on in span.period), default=None)
    return WageYear(start.year, floor, paid_on if lowest else None, lowest)
