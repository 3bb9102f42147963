"""Which premiums work units pay in a month, at which rates and bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import UnitProfile
from malaqbiq.organization.rules.tree import Tree
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.pay.rules.premiums import CAPPED, FLOORED, Programme
from malaqbiq.pay.selectors.limits import province_on
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.floors import Floor, Floors
from malaqbiq.regulations.rules.offices import nearest, offices_over
from malaqbiq.regulations.rules.rows import ContributionCeilingRow, ContributionRow, FloorLevel, WageFloorRow
from malaqbiq.regulations.selectors.facts import rows_of_tables

PROGRAMMES_NOT_SAID = gettext_noop(
    "which BPJS programmes %(unit)s buys in %(year)s has not been said: no premiums are counted"
)


@dataclass(slots=True)
class PremiumLaw:
    """Rates, ceilings and minimum wages of one day: read once, then asked for each work unit."""

    floors: Floors
    tree: Tree
    rates: Sequence[ContributionRow]
    ceilings: Sequence[ContributionCeilingRow]

    def programmes(self, unit_code: str, bought: Sequence[str]) -> tuple[Programme, ...]:
        """The programmes that a work unit buys, with its rates and bounds."""
        offices = offices_over(unit_code)
        rates = {slot.partition(":")[2]: row.employer for slot, row in nearest(self.rates, offices).items()}
        ceilings = {slot.partition(":")[2]: row.amount for slot, row in nearest(self.ceilings, offices).items()}
        return tuple(self._programme(unit_code, key, rates.get(key), ceilings.get(key)) for key in bought)

    def _programme(self, unit_code: str, key: str, percent: str | None, ceiling: int | None) -> Programme:
        missing: list[Missing] = []
        lower = None
        if key in FLOORED:
            wage = self.floors.under(FloorLevel.UMK, region=unit_code, province=province_on(self.tree, unit_code))
            lower = wage.amount if isinstance(wage, Floor) else None
            missing += [wage] if isinstance(wage, Missing) else []
        if key in CAPPED and ceiling is None:
            missing.append(_no_ceiling(key, self.floors.day.year))
        if percent is None:
            missing.append(_no_rate(key))
        return Programme(key, percent, lower, ceiling, tuple(missing))


def premium_law(access: Access, of: Period) -> PremiumLaw:
    """The law on premiums on a month's first day."""
    found = rows_of_tables(access, WageFloorRow, ContributionRow, ContributionCeilingRow, day=of.start)
    return PremiumLaw(
        floors=Floors.on(of.start, cast("list[WageFloorRow]", found[WageFloorRow])),
        tree=unit_tree(access, day=of.start),
        rates=cast("list[ContributionRow]", found[ContributionRow]),
        ceilings=cast("list[ContributionCeilingRow]", found[ContributionCeilingRow]),
    )


def _no_ceiling(key: str, year: int) -> Missing:
    what = Words(
        gettext_noop("the wage ceiling of %(programme)s in %(year)s"), {"programme": key.upper(), "year": year}
    )
    return Missing(f"bpjs-ceiling:{key}", what, Words(gettext_noop("its figure was not found")))


def _no_rate(key: str) -> Missing:
    what = Words(gettext_noop("the employer's rate of %(programme)s"), {"programme": key.upper()})
    return Missing(f"bpjs:{key}", what, Words(gettext_noop("its figure was not found")))


@dataclass(slots=True)
class PremiumTables:
    """The programmes of one work unit by month, each month looked up once; `profiles` are the unit's by year."""

    access: Access
    unit_code: str
    profiles: Mapping[int, UnitProfile]
    _months: dict[Period, tuple[Programme, ...] | None] = field(default_factory=dict)

    def of(self, of: Period) -> tuple[Programme, ...]:
        """The programmes that the unit buys in a month's budget year; none where it has not said which."""
        return self._programmes(of) or ()

    def is_said(self, of: Period) -> bool:
        """Whether the unit has said which programmes it buys in the month's year (it may be none)."""
        return self._programmes(of) is not None

    def missing(self) -> Iterator[Missing]:
        """What was looked for and is not known, once each."""
        programmes = (item for found in self._months.values() for item in found or ())
        return iter({missing.key: missing for item in programmes for missing in item.missing}.values())

    def _programmes(self, of: Period) -> tuple[Programme, ...] | None:
        if of not in self._months:
            self._months[of] = self._look_up(of)
        return self._months[of]

    def _look_up(self, of: Period) -> tuple[Programme, ...] | None:
        profile = self.profiles.get(of.start.year)
        bought: list[str] | None = profile.programmes if profile else None
        if not bought:
            return None if bought is None else ()
        return premium_law(self.access, of).programmes(self.unit_code, bought)
