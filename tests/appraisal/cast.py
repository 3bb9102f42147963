"""A small cast for a cycle: a province, two kabupaten, five contract workers, and those who judge them."""

from __future__ import annotations

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
    Serving,
    appraisers_assign,
    attendance_enter,
    cycle_open,
    scores_enter,
)
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import Period
from malaqbiq.organization.models import WorkUnit
from tests.appraisal.instruments import DEFAULT
from tests.builders import person, unit

SYSTEM = Access.system("demo")
PERIOD = Period(date(2021, 11, 1), date(2022, 1, 1))
MONTHS = ("2021-11", "2021-12")
SERVICE_ON = date(2021, 12, 27)
FULL = AttendanceSums(months=2, working_days=44, present=40, leave=2, sick=1)


@dataclass(frozen=True)
class Cast:
    """Work units by code, and people's uids by name."""

    units: dict[str, WorkUnit]
    people: dict[str, UUID]

    def __getitem__(self, name: str) -> UUID:
        return self.people[name]

    def access(self, name: str, *roles: Role, codes: tuple[str, ...] = ("76", "76.01", "76.02")) -> Access:
        """Somebody with roles on work units."""
        return Access(f"user:{name}", {role: frozenset(codes) for role in roles}, person=self[name])


STAFF = {"anto": "76", "budi": "76.01", "citra": "76.01", "dewi": "76.02", "eko": "76.02"}
JUDGES = ("kasubag", "kabag", "officer", "secretary", "chair")


def cast() -> Cast:
    """The cast, with nobody in a cycle yet."""
    units = {code: unit(code, "provinsi" if code == "76" else "kabkota") for code in ("76", "76.01", "76.02")}
    return Cast(units, {name: person(f"{name.title()} Uji").uid for name in (*STAFF, *JUDGES)})


def serving(cast: Cast, *names: str, since: date | None = date(2020, 1, 1)) -> list[Serving]:
    """Staff (all if nobody is named) as service would tell it."""
    return [
        Serving(cast[name], cast.units[STAFF[name]].uid, "pramubakti", since, date(2022, 1, 1))
        for name in names or STAFF
    ]


def opened(cast: Cast, *names: str, instrument: dict[str, Any] | None = None, **parts: Any) -> Cycle:
    """An open cycle of the province."""
    given = {
        "access": SYSTEM,
        "office": cast.units["76"].uid,
        "title": "Evaluasi 2021",
        "period": PERIOD,
        "service_on": SERVICE_ON,
        "instrument": instrument or DEFAULT,
        "staff": serving(cast, *names),
    }
    return cycle_open(**{**given, **parts})


def named(cast: Cast, cycle: Cycle, *names: str, appraiser: str = "kasubag") -> None:
    """Appraisers of result and behaviour for the people."""
    rows = [Naming(cast[name], part, cast[appraiser]) for name in names or STAFF for part in ("result", "behaviour")]
    appraisers_assign(access=SYSTEM, cycle=cycle.uid, namings=rows)


def scored(cast: Cast, cycle: Cycle, *names: str, value: str = "80", appraiser: str = "kasubag") -> None:
    """Everything that the default instrument asks for, all scores alike."""
    people = [cast[name] for name in names or STAFF]
    named(cast, cycle, *names, appraiser=appraiser)
    by = cast[appraiser]
    entries = [ScoreEntry(who, "result", value, month, appraiser=by) for who in people for month in MONTHS]
    entries += [ScoreEntry(who, "behaviour", value, appraiser=by) for who in people]
    scores_enter(access=SYSTEM, cycle=cycle.uid, entries=entries)
    days = [AttendanceEntry(who, FULL) for who in people]
    attendance_enter(access=SYSTEM, cycle=cycle.uid, entries=days)
