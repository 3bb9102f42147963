"""What structures say, what becomes of their units, and work units as the data names them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TypeVar

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.words import Named, Words, gettext_noop
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.offices import ROOT, nearest, offices_over
from malaqbiq.regulations.rules.rows import (
    ParentRow,
    RegimeRow,
    RegionNameRow,
    Row,
    StructureRow,
    TransitionRow,
    UnitTypeRow,
    WorkUnitRow,
)
from malaqbiq.regulations.selectors.facts import fact_rows, rows_for

R = TypeVar("R", bound=Row)


def regimes(access: Access, *, office: str = ROOT) -> list[RegimeRow]:
    """The regulations that set structures, the oldest first."""
    return sorted(rows_for(access, RegimeRow, office=office), key=lambda row: row.ordinal)


def structure(
    access: Access, *, regime: str, tier: str, typology: str = "", office: str = ROOT
) -> list[StructureRow] | Missing:
    """The units of a regime's structure for a tier (provinsi, kabkota) and type, in order of their codes.

    Missing if the regime has no such structure; its types are named.
    """
    units = rows_for(access, StructureRow, office=office, about=f"structure:{regime}:")
    tiered = [row for row in units if row.tier == tier]
    found = sorted((row for row in tiered if row.type == typology), key=lambda row: row.unit_code)
    if found:
        return found
    types = ", ".join(sorted({row.type or "-" for row in tiered})) or "-"
    return Missing(
        f"structure:{regime}:{tier}:{typology}",
        Words(gettext_noop("the structure %(regime)s for %(tier)s"), {"regime": Named("regime", regime), "tier": tier}),
        Words(gettext_noop("type %(type)s is not one of: %(types)s"), {"type": typology or "-", "types": types}),
    )


def structure_types(access: Access, *, office: str = ROOT) -> list[str]:
    """The types that any structure knows, in order."""
    return sorted({row.type for row in rows_for(access, StructureRow, office=office) if row.type})


def tier_types(access: Access, *, regime: str, tiers: Collection[str]) -> list[str]:
    """The types that a regime's structures have for any of these tiers, in order, whichever office states them."""
    rows = fact_rows(access, StructureRow, about=f"structure:{regime}:")
    return sorted({row.type for row in rows if row.type and row.tier in tiers})


def unit_type(access: Access, *, regime: str, code: str) -> str | Missing:
    """Which type of a regime's structure a work unit has; Missing where that was not found."""
    slot = f"unit-type:{regime}:{code}"
    found = rows_for(access, UnitTypeRow, office=code, slot=slot)
    if found:
        return found[-1].type
    return Missing(
        slot,
        Words(
            gettext_noop("the type of %(code)s under %(regime)s"),
            {"code": Named("work_unit", code), "regime": Named("regime", regime)},
        ),
        Words(gettext_noop("it was not found: name the type")),
    )


def transition(access: Access, *, old_regime: str, new_regime: str, office: str = ROOT) -> list[TransitionRow]:
    """What becomes of each unit when one regime follows another; empty if nothing is stated."""
    rows = rows_for(access, TransitionRow, office=office, about=f"transition:{old_regime}:")
    return sorted((row for row in rows if row.new_regime == new_regime), key=lambda row: (row.old_unit, row.new_unit))


def region_names(access: Access, *, day: date) -> dict[str, str]:
    """What people write for regions, in small letters, and the words of the regions' names that each stands for.

    What an office of the asker's states counts before what the files say.
    """
    rows = fact_rows(access, RegionNameRow, day=day)
    return {row.written.casefold(): row.stands_for.casefold() for row in rows}


def work_unit_rows(access: Access) -> list[WorkUnitRow]:
    """The work units of all days, each as its own office states it, else as the national files do."""
    return _by_own_office(fact_rows(access, WorkUnitRow))


def parent_rows(access: Access) -> list[ParentRow]:
    """Under which other work unit each stands, of all days."""
    return _by_own_office(fact_rows(access, ParentRow))


def _by_own_office(rows: list[R]) -> list[R]:
    by_key: dict[str, list[R]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    return [
        found
        for group in by_key.values()
        for found in nearest(group, offices_over(group[0].slot.rpartition(":")[2])).values()
    ]
