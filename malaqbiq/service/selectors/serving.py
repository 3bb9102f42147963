"""Who is in service on a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from malaqbiq.decrees.models.projection import ProjectionQuerySet, standing_on
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import DAY
from malaqbiq.people.rules import full_name
from malaqbiq.service.effects import CONTRACT_WORKERS, Status
from malaqbiq.service.models import DutyUnit, Employment, HomeUnit

P = TypeVar("P", HomeUnit, DutyUnit)

# Past Django's objects: a province has a thousand rows on every page about pay.
COLUMNS = (
    *("person__uid", "person__title_front", "person__name", "person__title_back", "person__nik", "person__nip"),
    *("status", "job_family", "home__work_unit__uid", "home__work_unit__code"),
    *("valid_from", "valid_until", "entry__uid", "origin"),
)

Known = int | None
"""What was known: up to a place of the ledger, or now (None). What an office knew at the end of a day is told by
`decrees.selectors.place_at`, which is given the office's zone: a list may hold work units of several zones."""


@dataclass(frozen=True, slots=True)
class Serving:
    """A person in service: as what, in which home unit, since and until when.

    `last_day` is the last day of a contract, None for service without an end. `entry` is the entry that says so.
    """

    person: UUID
    name: str
    nik: str | None
    nip: str | None
    status: str
    job_family: str
    work_unit: UUID
    unit_code: str
    start: date
    last_day: date | None
    entry: UUID
    origin: str


def serving(
    access: Access,
    day: date,
    *,
    statuses: Collection[Status] = CONTRACT_WORKERS,
    units: Collection[str] | None = None,
    known: Known = None,
) -> list[Serving]:
    """Everybody of the statuses in service on a day whose home unit the asker covers, by unit and name.

    `units` narrows to the codes of work units; without it all that the asker covers. One statement, whatever the
    number.
    """
    codes = units_of(access, units)
    employments = Employment.objects.as_of(day, known).filter(status__in=list(statuses))
    placed = employments.annotate(home=standing_on("person__homeunit_rows", day, known)).filter(home__isnull=False)
    if codes is not None:
        placed = placed.filter(person__in=_within(HomeUnit.objects.as_of(day, known), codes).values("person"))
    return sorted(
        map(_serving, placed.values_list(*COLUMNS)), key=lambda item: (item.unit_code, item.name, item.person)
    )


def units_of(access: Access, units: Collection[str] | None) -> frozenset[str] | None:
    """Codes of the work units that are both asked for and covered; None means all."""
    covered = access.units()
    if units is None:
        return covered
    return frozenset(units) if covered is None else covered & frozenset(units)


def _within(rows: ProjectionQuerySet[P], codes: frozenset[str] | None) -> ProjectionQuerySet[P]:
    return rows if codes is None else rows.filter(work_unit__code__in=codes)


def _serving(row: tuple[Any, ...]) -> Serving:
    person, front, name, back, nik, nip, status, family, unit, code, start, until, entry, origin = row
    return Serving(
        person=person,
        name=full_name(front, name, back),
        nik=nik,
        nip=nip,
        status=status,
        job_family=family,
        work_unit=unit,
        unit_code=code,
        start=start,
        last_day=until - DAY if until else None,
        entry=entry,
        origin=origin,
    )
