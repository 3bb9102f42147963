"""Minimum wages: what they are on a day, and which one an office's policy asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.words import Named, Words, gettext_noop
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.offices import nearest, offices_over
from malaqbiq.regulations.rules.rows.base import Trust
from malaqbiq.regulations.rules.rows.pay import FloorLevel, WageFloorRow
from malaqbiq.regulations.rules.titles import not_found


@dataclass(frozen=True, slots=True)
class Floor:
    """A minimum wage in force: `amount` in whole rupiah (raised to the next), `exact` as the law writes it."""

    key: str
    level: FloorLevel
    region_code: str
    region_name: str
    amount: int
    exact: str
    valid_from: date | None
    valid_until: date | None
    source: str
    trust: Trust
    note: str = ""
    office: str = ""


def floor_of(row: WageFloorRow) -> Floor | Missing:
    """The floor that a row states; Missing where it is known to exist but was not found."""
    if row.amount is None:
        return Missing(row.key, _what(row.level, row.region_name, row.year), not_found(row), stated=True)
    return Floor(
        key=row.key,
        level=row.level,
        region_code=row.region_code,
        region_name=row.region_name,
        amount=row.amount,
        exact=row.amount_exact or str(row.amount),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        source=row.source,
        trust=row.trust,
        note=row.note,
        office=row.office,
    )


@dataclass(frozen=True, slots=True)
class Floors:
    """All minimum wages in force on a day, each region's own office before the national table."""

    day: date
    _by_slot: dict[str, list[WageFloorRow]] = field(default_factory=dict)

    @classmethod
    def on(cls, day: date, rows: Iterable[WageFloorRow]) -> Floors:
        """The floors that rows in force on the day state."""
        by_slot: dict[str, list[WageFloorRow]] = {}
        for row in rows:
            by_slot.setdefault(row.slot, []).append(row)
        return cls(day, by_slot)

    def of(self, level: FloorLevel, region: str) -> Floor | Missing:
        """The floor of a level for a region (a province for UMP, a kabupaten or kota for UMK)."""
        slot = f"{level.lower()}:{region}"
        row = nearest(self._by_slot.get(slot, []), offices_over(region)).get(slot)
        if row:
            return floor_of(row)
        why = Words(gettext_noop("nothing is stated for %(day)s"), {"day": self.day})
        return Missing(f"{slot}:{self.day.year}", _what(level, Named("region", region), self.day.year), why)

    def under(self, policy: FloorLevel, *, region: str, province: str) -> Floor | Missing:
        """The floor that an office's policy asks for in a region.

        UMP: the province's. UMK: the kabupaten's where one exists (known or not), else the province's.
        """
        if policy == FloorLevel.UMK and "." in region:
            found = self.of(FloorLevel.UMK, region)
            if isinstance(found, Floor) or found.stated:
                return found
        return self.of(FloorLevel.UMP, province)


def floor_steps(
    rows: Sequence[WageFloorRow], *, level: FloorLevel, region: str, period: Period
) -> list[tuple[Period, Floor | Missing]]:
    """The floors of a region over a period, a step at each day on which a row begins or ends."""
    changes = {day for row in rows for day in (row.valid_from, row.valid_until) if day}
    starts = sorted({period.start, *(day for day in changes if day in period)})
    ends: list[date | None] = [*starts[1:], period.end]
    return [
        (Period(start, end), Floors.on(start, (row for row in rows if _holds(row, start))).of(level, region))
        for start, end in zip(starts, ends, strict=True)
    ]


def _holds(row: WageFloorRow, day: date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_until is None or day < row.valid_until)


def _what(level: FloorLevel, region: str | Named, year: int) -> Words:
    return Words(
        gettext_noop("the minimum wage %(level)s of %(region)s for %(year)s"),
        {"level": level.value, "region": region, "year": year},
    )
