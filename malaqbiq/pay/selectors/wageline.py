"""The floors of a region over the years, and the lowest pay of a work unit or of a province's in each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import FilteredRelation, Min, Q

from malaqbiq.decrees.selectors.ledger import follows_ledger
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import Period
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.selectors import unit_profile, unit_tree
from malaqbiq.pay.rules.wageline import Picture, WageYear, picture
from malaqbiq.pay.selectors.limits import province_on
from malaqbiq.pay.selectors.seen import READERS, unit_read
from malaqbiq.regulations.rules.floors import Floors
from malaqbiq.regulations.rules.rows import FloorLevel, WageFloorRow
from malaqbiq.regulations.selectors import wage_floor_rows
from malaqbiq.service.effects import CONTRACT_WORKERS
from malaqbiq.service.models import HomeUnit

FIRST_YEAR = 2020
"""The first year for which the law table has minimum wages."""
LINES_KEPT = 64
"""Of so many groups of work units a process keeps the lowest pay over the years."""


@dataclass(frozen=True, slots=True)
class WageLine:
    """The wage line of a work unit, or of a province with all below it: its years and their picture (None: nothing is
    known). `paid` says whether the asker was told what is paid.
    """

    code: str
    name: str
    is_province: bool
    years: tuple[WageYear, ...]
    picture: Picture | None
    paid: bool = True

    @property
    def missing(self) -> list[int]:
        """The years whose floor is not known."""
        return [one.year for one in self.years if one.amount is None]


def wage_line(access: Access, day: date, *, unit: str) -> WageLine:
    """The wage line of a work unit whose pay the asker may read, from 2020 to the last year that the law table knows.

    The floor is the one that the unit's policy names on each year's first day; pay is that of the year's last day, of
    `day` in its own year, and none after it. With a stop behind its code (``76.``) it is that of a province with all
    below it, see `province_line`. WorkUnit.DoesNotExist where the asker may not read the pay.
    """
    tree = unit_tree(access, day=day)
    if unit.endswith("."):
        code, read = unit[:-1], access.units(*READERS)
        if code not in tree or tree.province_of(code) != code:
            raise WorkUnit.DoesNotExist
        below = tree.below(code) if read is None else tree.below(code) & read
        if not below:
            raise WorkUnit.DoesNotExist
        return province_line(access, day, province=code, units=below)
    found, province = unit_read(access, unit), province_on(tree, unit)
    profile = unit_profile(access, unit=unit, year=day.year)
    policy = FloorLevel(profile.floor_policy if profile else FloorLevel.UMP)
    rows = wage_floor_rows(access, region=unit, province=province)
    years = _years(rows, day, [unit], region=unit, province=province, policy=policy)
    return WageLine(unit, found.name, False, years, picture(years))


def province_line(access: Access, day: date, *, province: str, units: Collection[str]) -> WageLine:
    """The UMP of a province over the years beside the lowest pay in some of its work units (codes; none: no pay).

    Two statements. The caller has found that the asker may read what is paid in the units. A unit whose policy is
    its UMK has another floor: its own line tells.
    """
    tree = unit_tree(access, day=day)
    region = province_on(tree, province)
    rows = wage_floor_rows(access, region=region, province=region)
    years = _years(rows, day, units, region=region, province=region, policy=FloorLevel.UMP)
    name = tree.names.get(province, province)
    return WageLine(province, name, True, years, picture(years), paid=bool(units))


def _years(
    rows: Iterable[WageFloorRow], day: date, units: Collection[str], *, region: str, province: str, policy: FloorLevel
) -> tuple[WageYear, ...]:
    rows = list(rows)
    last = max((row.year for row in rows), default=day.year)
    starts = [date(year, 1, 1) for year in range(FIRST_YEAR, max(last, day.year) + 1)]
    paid_on = {start: min(date(start.year, 12, 31), day) for start in starts if start <= day}
    lowest = _lowest(frozenset(units), frozenset(paid_on.values())) if units else {}
    found = []
    for start in starts:
        holding = [row for row in rows if start in Period(row.valid_from or date.min, row.valid_until)]
        floor = Floors.on(start, holding).under(policy, region=region, province=province)
        on = paid_on.get(start)
        amount = lowest.get(on) if on else None
        found.append(WageYear(start.year, floor, on if amount else None, amount))
    return tuple(found)


@follows_ledger(LINES_KEPT)
def _lowest(units: frozenset[str], days: frozenset[date]) -> Mapping[date, int | None]:
    """The lowest pay a month of contract staff with a home in the units on each day, as known now.

    One statement, none while the ledger stands where it stood.
    """
    terms = Q(person__payterm_rows__known_until__isnull=True)
    jobs = Q(person__employment_rows__known_until__isnull=True, person__employment_rows__status__in=CONTRACT_WORKERS)
    homes = HomeUnit.objects.known().filter(work_unit__code__in=units)
    joined = homes.annotate(
        term=FilteredRelation("person__payterm_rows", condition=terms),
        job=FilteredRelation("person__employment_rows", condition=jobs),
    )
    lowest = {f"on_{day:%Y%m%d}": Min("term__monthly_amount", filter=_standing(day)) for day in days}
    found = joined.aggregate(**lowest)
    return {day: found[f"on_{day:%Y%m%d}"] for day in days}


def _standing(day: date) -> Q:
    """Home, term and contract all stand on the day."""
    found = Q()
    for relation in ("", "term__", "job__"):
        open_ended = Q(**{f"{relation}valid_until__isnull": True}) | Q(**{f"{relation}valid_until__gt": day})
        found &= open_ended & Q(**{f"{relation}valid_from__lte": day})
    return found
