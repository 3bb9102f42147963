"""Wage floors, pay ceilings, rules of pay, social insurance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.ceilings import SBM_OR_MINIMUM_WAGE, Ceiling, Ceilings
from malaqbiq.regulations.rules.floors import Floor, Floors, floor_steps
from malaqbiq.regulations.rules.offices import ROOT, nearest, offices_over
from malaqbiq.regulations.rules.rows import (
    ContributionCeilingRow,
    ContributionRow,
    FloorLevel,
    JobFamilyRow,
    PayCeilingRow,
    PayRuleRow,
    WageFloorRow,
)
from malaqbiq.regulations.selectors.facts import fact_rows, rows_for, rows_of_tables


def wage_floor(access: Access, *, level: FloorLevel, region: str, day: date) -> Floor | Missing:
    """The minimum wage of a province (UMP) or kabupaten/kota (UMK), by Kemendagri's code, that is in force on a day.

    Missing, by name, where the figure was not found or nothing is stated.
    """
    rows = fact_rows(access, WageFloorRow, day=day, slot=f"{level.lower()}:{region}")
    return Floors.on(day, rows).of(level, region)


def wage_floors(access: Access, *, day: date) -> Floors:
    """All minimum wages in force on a day, in one query: ask it with `of(level, region)` or `under(policy, ...)`."""
    return Floors.on(day, fact_rows(access, WageFloorRow, day=day))


def wage_floor_rows(access: Access, *, region: str, province: str) -> list[WageFloorRow]:
    """What is said of a region's UMK and its province's UMP on all days, in one query."""
    return fact_rows(access, WageFloorRow, slots=(f"ump:{province}", f"umk:{region}"))


def wage_floor_steps(
    access: Access, *, level: FloorLevel, region: str, period: Period
) -> list[tuple[Period, Floor | Missing]]:
    """The minimum wages of a region over a period, in order, each with its days; Missing on days without one."""
    rows = fact_rows(access, WageFloorRow, slot=f"{level.lower()}:{region}")
    return floor_steps(rows, level=level, region=region, period=period)


def pay_ceiling(
    access: Access, *, family: str, province: str, day: date, floor: Floor | Missing | None = None
) -> Ceiling | Missing:
    """How much a job family may be paid at most a month in a province: the SBM, or the minimum wage if that is higher.

    Missing, by name, where the SBM does not cover the family or its figure was not found.
    """
    return pay_ceilings(access, day=day).of(family, province, floor)


def pay_ceilings(access: Access, *, day: date) -> Ceilings:
    """All pay ceilings in force on a day, in three queries."""
    return Ceilings.on(
        day,
        families=job_families(access, day=day),
        rows=fact_rows(access, PayCeilingRow, day=day),
        wage_lifts=isinstance(pay_rule(access, rule=SBM_OR_MINIMUM_WAGE, day=day), PayRuleRow),
    )


def floors_and_ceilings(access: Access, *, day: date) -> tuple[Floors, Ceilings]:
    """What `wage_floors` and `pay_ceilings` give, in one query for both."""
    found = rows_of_tables(access, WageFloorRow, PayCeilingRow, JobFamilyRow, PayRuleRow, day=day)
    rules = nearest(found[PayRuleRow], offices_over(ROOT))
    families = nearest(found[JobFamilyRow], offices_over(ROOT)).values()
    floors = Floors.on(day, cast("list[WageFloorRow]", found[WageFloorRow]))
    ceilings = Ceilings.on(
        day,
        families=cast("list[JobFamilyRow]", list(families)),
        rows=cast("list[PayCeilingRow]", found[PayCeilingRow]),
        wage_lifts=f"pay-rule:{SBM_OR_MINIMUM_WAGE}" in rules,
    )
    return floors, ceilings


def job_families(access: Access, *, day: date, office: str = ROOT) -> list[JobFamilyRow]:
    """The job families of contract staff."""
    return rows_for(access, JobFamilyRow, office=office, day=day)


def pay_rule(access: Access, *, rule: str, day: date, office: str = ROOT) -> PayRuleRow | Missing:
    """A rule of pay in force on a day, such as ``months-budgeted`` with its figure."""
    found = rows_for(access, PayRuleRow, office=office, day=day, slot=f"pay-rule:{rule}")
    if found:
        return found[0]
    what = Words(gettext_noop("the rule of pay %(rule)s"), {"rule": rule})
    return Missing(f"pay-rule:{rule}", what, Words(gettext_noop("nothing is stated for %(day)s"), {"day": day}))


def contribution_rates(access: Access, *, day: date, office: str = ROOT) -> Mapping[str, ContributionRow]:
    """What employer and worker pay for social insurance, in percent as text, by programme.

    ``kesehatan``, ``jkk-I`` to ``jkk-V`` by risk group (an office's work is I), ``jkm``, ``jht``, ``jp``.
    """
    return {row.slot.partition(":")[2]: row for row in rows_for(access, ContributionRow, office=office, day=day)}


def contribution_ceiling(access: Access, *, programme: str, day: date, office: str = ROOT) -> int | Missing:
    """The monthly wage in rupiah up to which a programme's percentage counts; Missing where it was not found."""
    slot = f"bpjs-ceiling:{programme}"
    found = rows_for(access, ContributionCeilingRow, office=office, day=day, slot=slot)
    if found:
        return found[0].amount
    what = Words(gettext_noop("the wage ceiling of %(programme)s"), {"programme": programme})
    return Missing(slot, what, Words(gettext_noop("nothing is stated for %(day)s"), {"day": day}))
