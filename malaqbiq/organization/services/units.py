"""Work units and their tree, from the facts in regulations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json
from malaqbiq.organization.models import Parentage, WorkUnit
from malaqbiq.organization.rules.tree import ROOT
from malaqbiq.regulations.rules.rows import ParentRow, WorkUnitRow
from malaqbiq.regulations.selectors import parent_rows, work_unit_rows
from malaqbiq.regulations.services import fact_state

FIELDS = ("level", "name", "region_name", "seat", "zone", "exists_from", "exists_until")
BATCH = 500

Place = tuple[str, date | None, date | None]


@dataclass(frozen=True, slots=True)
class Seeded:
    """What seeding changed, in numbers of work units."""

    added: int
    changed: int
    moved: int


@transaction.atomic
def work_units_seed(*, access: Access) -> Seeded:
    """Bring work units and their tree to what regulations say; a second run changes nothing. None is deleted."""
    access.require(ROOT, Role.ADMINISTRATOR)
    return _seed(access)


@transaction.atomic
def work_unit_state(*, access: Access, code: str, values: Mapping[str, Json]) -> WorkUnit:
    """State of a work unit what its own office knows better (seat, name, zone), for good: a reload keeps it.

    UserError says what is wrong with the values.
    """
    access.require(code, Role.ADMINISTRATOR)
    unit = WorkUnit.objects.get(code=code)
    known: dict[str, Json] = {"code": unit.code, "level": unit.level, "name": unit.name, "zone": unit.zone}
    known |= {"region_name": unit.region_name, "seat": unit.seat, "source": f"stated by {unit.name}"}
    row = next((row for row in work_unit_rows(access) if row.code == code), None)
    dated = row.model_dump(mode="json", include={"valid_from", "valid_through"}, exclude_none=True) if row else {}
    fact_state(access=access, office=code, table="work_units", values={**known, **dated, **values})
    _seed(access)
    return WorkUnit.objects.get(code=code)


def _seed(access: Access) -> Seeded:
    # What every office states counts, whoever asks: else a kabupaten's edit would undo its neighbour's.
    house = Access.system("organization")
    rows = sorted(work_unit_rows(house), key=lambda row: row.code)
    # Locked, so that two seedings at once don't both add a unit.
    present = {unit.code: unit for unit in WorkUnit.objects.select_for_update()}
    added = [WorkUnit(code=row.code, **_values(row)) for row in rows if row.code not in present]
    WorkUnit.objects.bulk_create(added, batch_size=BATCH)
    changed = [unit for row in rows if (unit := present.get(row.code)) and _changed(unit, row)]
    WorkUnit.objects.bulk_update(changed, FIELDS, batch_size=BATCH)
    moved = _seed_tree(parent_rows(house), present | {unit.code: unit for unit in added})
    seeded = Seeded(len(added), len(changed), moved)
    if seeded != Seeded(0, 0, 0):
        detail: dict[str, Json] = {"added": seeded.added, "changed": seeded.changed, "moved": seeded.moved}
        activity_record(access=access, action="organization.seed", detail=detail)
    return seeded


def _values(row: WorkUnitRow) -> dict[str, object]:
    return {
        "level": row.level.value,
        "name": row.name,
        "region_name": row.region_name,
        "seat": row.seat,
        "zone": row.zone,
        "exists_from": row.valid_from,
        "exists_until": row.valid_until,
    }


def _changed(unit: WorkUnit, row: WorkUnitRow) -> bool:
    values = _values(row)
    if all(getattr(unit, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(unit, name, value)
    return True


def _seed_tree(rows: Sequence[ParentRow], units: Mapping[str, WorkUnit]) -> int:
    wanted: dict[str, set[Place]] = {}
    for row in rows:
        wanted.setdefault(row.code, set()).add((row.parent, row.valid_from, row.valid_until))
    present: dict[str, set[Place]] = {}
    fields = ("unit__code", "parent__code", "valid_from", "valid_until")
    for code, parent, start, end in Parentage.objects.values_list(*fields):
        present.setdefault(code, set()).add((parent, start, end))
    moved = sorted(code for code, places in wanted.items() if present.get(code) != places)
    Parentage.objects.filter(unit__in=[units[code].uid for code in moved if code in present]).delete()
    Parentage.objects.bulk_create(
        (
            Parentage(unit=units[code], parent=units[parent], valid_from=start, valid_until=end)
            for code in moved
            for parent, start, end in sorted(wanted[code], key=lambda place: place[1] or date.min)
        ),
        batch_size=BATCH,
    )
    return len(moved)
