"""Issued decrees with papers, for tests of documents: a province, a kabupaten or two, and made-up people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from malaqbiq.decrees.models import Decree
from malaqbiq.organization.models import WorkUnit
from malaqbiq.people.models import Person
from tests import builders as make

NEW_YEAR, LAST_DAY, DECREED = date(2022, 1, 1), date(2022, 12, 31), date(2022, 1, 11)
NAMES = {"76": "KPU Provinsi Sulawesi Barat", "76.05": "KPU Kabupaten Majene", "76.02": "KPU Kabupaten Mamuju"}


def place(code: str) -> WorkUnit:
    """A work unit under its real name."""
    unit = make.unit(code, "kabkota" if "." in code else "provinsi")
    unit.name, unit.seat, unit.region_name = NAMES[code], "Mamuju", NAMES[code].removeprefix("KPU ")
    unit.save()
    return unit


def decreed(codes: Sequence[str] = ("76.05", "76.05", "76.02"), names: Sequence[str] = ()) -> Decree:
    """An issued decree of the province with a line for each code, in the units of those codes."""
    office, entries = place("76"), []
    for row, code in enumerate(codes, start=1):
        who = Person.objects.create(name=names[row - 1] if names else f"Orang {row}", nik=f"760201{row:010d}")
        entries += make.engaged(who, place(code), NEW_YEAR, LAST_DAY, row=row)
    return make.issued(office, entries, DECREED)
