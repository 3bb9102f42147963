"""A small cast for a cycle: a province, two kabupaten, contract workers, and those who judge them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from malaqbiq.appraisal.models import Cycle
from malaqbiq.appraisal.rules.scoring import AttendanceSums
from malaqbiq.appraisal.services import (
    AttendanceEntry,
    Naming,
    ScoreEntry,
    appraisers_assign,
    attendance_enter,
    cycle_open,
    scores_enter,
)
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.periods import Period
from malaqbiq.organization.models import WorkUnit
from malaqbiq.people.models import Person
from malaqbiq.regulations.services import fact_state
from tests import builders

SYSTEM = Access.system("demo")
PERIOD = Period(date(2021, 11, 1), date(2022, 1, 1))
MONTHS = ("2021-11", "2021-12")
SERVICE_ON = date(2021, 12, 27)
YEAR = (date(2021, 1, 1), date(2021, 12, 31))
FULL = AttendanceSums(months=2, working_days=44, present=40, leave=2, sick=1)

STAFF = {"anto": "76", "budi": "76.01", "citra": "76.01", "dewi": "76.02", "eko": "76.02"}
UNIT_OF = {**STAFF, "new": "76"}
JUDGES = ("kasubag", "kabag", "officer", "secretary", "chair")
CODES = ("76", "76.01", "76.02")


@dataclass(frozen=True)
class Cast:
    """Work units by code, and people's uids by name."""

    units: dict[str, WorkUnit]
    people: dict[str, UUID]

    def __getitem__(self, name: str) -> UUID:
        return self.people[name]

    def access(self, name: str, *roles: Role, codes: tuple[str, ...] = CODES) -> Access:
        """Somebody with roles on work units."""
        return Access(f"user:{name}", {role: frozenset(codes) for role in roles}, person=self[name])


def town() -> Cast:
    """The cast, with nobody in service yet."""
    units = {code: builders.unit(code, "provinsi" if code == "76" else "kabkota") for code in CODES}
    for unit in units.values():
        builders.signed_for(unit)
    people = {name: builders.person(f"{name.title()} Uji").uid for name in (*UNIT_OF, *JUDGES)}
    return Cast(units, people)


def cast(*staff: str) -> Cast:
    """The cast, with contract staff (all of them if none is named) in service through 2021."""
    found = town()
    engage(found, *(staff or STAFF))
    return found


def engage(
    cast: Cast,
    *names: str,
    start: date = YEAR[0],
    last_day: date = YEAR[1],
    amount: int = builders.FLOOR,
    paid: bool = True,
) -> None:
    """Contracts to the end of 2021, or to another last day, as the opening tells of them; with or without pay."""
    rows = [
        builders.engaged(
            Person.objects.get(uid=cast[name]), cast.units[UNIT_OF[name]], start, last_day, amount, row=row
        )
        for row, name in enumerate(names, start=1)
    ]
    builders.opened(cast.units["76"], [entry for row in rows for entry in row[: 2 if paid else 1]])


def stated(values: Mapping[str, Json]) -> None:
    """An instrument, as an office's own fact."""
    fact_state(access=SYSTEM, office="76", table="instruments", values={"source": "ketetapan satker", **values})


def opened(cast: Cast, **parts: Any) -> Cycle:
    """An open cycle of the province, by the default instrument."""
    given = {
        "access": SYSTEM,
        "office": cast.units["76"].uid,
        "title": "Evaluasi 2021",
        "period": PERIOD,
        "service_on": SERVICE_ON,
    }
    return cycle_open(**{**given, **parts})


def named(cast: Cast, cycle: Cycle, *names: str, appraiser: str = "kasubag") -> None:
    """Appraisers of result and behaviour for the people."""
    parts = ("result", "behaviour")
    rows = [Naming(who, part, cast[appraiser]) for who in _people(cast, cycle, names) for part in parts]
    appraisers_assign(access=SYSTEM, cycle=cycle.uid, namings=rows)


def scored(cast: Cast, cycle: Cycle, *names: str, value: str = "80", appraiser: str = "kasubag") -> None:
    """Everything that the default instrument asks for, all scores alike."""
    people = _people(cast, cycle, names)
    named(cast, cycle, *names, appraiser=appraiser)
    by = cast[appraiser]
    entries = [ScoreEntry(who, "result", value, month, appraiser=by) for who in people for month in MONTHS]
    entries += [ScoreEntry(who, "behaviour", value, appraiser=by) for who in people]
    scores_enter(access=SYSTEM, cycle=cycle.uid, entries=entries)
    days = [AttendanceEntry(who, FULL) for who in people]
    attendance_enter(access=SYSTEM, cycle=cycle.uid, entries=days)


def _people(cast: Cast, cycle: Cycle, names: tuple[str, ...]) -> list[UUID]:
    """The people of the names, or everybody in the cycle."""
    if names:
        return [cast[name] for name in names]
    return list(cycle.appraisees.filter(in_service=True).values_list("person__uid", flat=True))
