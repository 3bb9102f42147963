"""How much contract staff may be paid at most: the state cost standard (SBM), or a minimum wage above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from malaqbiq.kernel.words import Named, Words, gettext_noop
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.floors import Floor
from malaqbiq.regulations.rules.offices import nearest, offices_over
from malaqbiq.regulations.rules.rows.base import Trust
from malaqbiq.regulations.rules.rows.pay import JobFamilyRow, PayCeilingRow
from malaqbiq.regulations.rules.titles import not_found

SBM_OR_MINIMUM_WAGE = "sbm-or-minimum-wage"
"""The rule of pay that lets the minimum wage lift the ceiling."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A ceiling in whole rupiah a month. `by_floor` is the key of the minimum wage that lifts it above the SBM."""

    key: str
    amount: int
    sbm: int
    source: str
    trust: Trust
    by_floor: str = ""


def ceiling_of(row: PayCeilingRow, floor: Floor | Missing | None, *, wage_lifts: bool) -> Ceiling | Missing:
    """The ceiling that the SBM row and the minimum wage give; Missing where the SBM's figure was not found."""
    if row.amount is None:
        return Missing(row.key, _what(row.group, row.province_code, row.year), not_found(row), stated=True)
    if wage_lifts and isinstance(floor, Floor) and floor.amount > row.amount:
        return Ceiling(row.key, floor.amount, row.amount, row.source, row.trust, floor.key)
    return Ceiling(row.key, row.amount, row.amount, row.source, row.trust)


@dataclass(frozen=True, slots=True)
class Ceilings:
    """All pay ceilings in force on a day."""

    day: date
    wage_lifts: bool
    _families: Mapping[str, JobFamilyRow] = field(default_factory=dict)
    _rows: tuple[PayCeilingRow, ...] = ()

    @classmethod
    def on(
        cls, day: date, *, families: Iterable[JobFamilyRow], rows: Iterable[PayCeilingRow], wage_lifts: bool
    ) -> Ceilings:
        """The ceilings that rows in force on the day state."""
        return cls(day, wage_lifts, {row.family: row for row in families}, tuple(rows))

    def of(self, family: str, province: str, floor: Floor | Missing | None = None) -> Ceiling | Missing:
        """The ceiling for a job family in a province, given the minimum wage that may lift it."""
        row = self._families.get(family)
        group = row.ceiling_group if row else ""
        if not group:
            why = Words(
                gettext_noop("the state cost standard is not known to cover %(family)s"), {"family": _job(family)}
            )
            return Missing(f"sbm:{family}:{province}", _what(family, province, self.day.year), why)
        slot = f"sbm:{group}:{province}"
        found = nearest((row for row in self._rows if row.slot == slot), offices_over(province)).get(slot)
        if found:
            return ceiling_of(found, floor, wage_lifts=self.wage_lifts)
        why = Words(gettext_noop("nothing is stated for %(day)s"), {"day": self.day})
        return Missing(f"{slot}:{self.day.year}", _what(group, province, self.day.year), why)


def _what(group: str, province: str, year: int) -> Words:
    return Words(
        gettext_noop("the state cost standard (SBM) for %(group)s in %(province)s for %(year)s"),
        {"group": _job(group), "province": Named("region", province), "year": year},
    )


def _job(code: str) -> Named | Words:
    """A family of jobs, or a group of them."""
    return Named("job_group", code) if code else Words(gettext_noop("a job that isn't known"))
