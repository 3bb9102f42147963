"""Who is in service on a day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import F

from malaqbiq.decrees.models.projection import ProjectionQuerySet, standing_on
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import DAY
from malaqbiq.service.effects import CONTRACT_WORKERS, Status
from malaqbiq.service.models import DutyUnit, Employment, HomeUnit

P = TypeVar("P", HomeUnit, DutyUnit)

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
    employments = Employment.objects.as_of(day, known).filter(status__in=list(statuses)).select_related("person")
    placed = employments.annotate(home=standing_on("person__homeunit_rows", day, known)).filter(home__isnull=False)
    if codes is not None:
        placed = placed.filter(person__in=_within(HomeUnit.objects.as_of(day, known), codes).values("person"))
    found = placed.annotate(unit=F("home__work_unit__uid"), unit_code=F("home__work_unit__code"))
    return sorted(map(_serving, found), key=lambda item: (item.unit_code, item.name, item.person))


def units_of(access: Access, units: Collection[str] | None) -> frozenset[str] | None:
    """Codes of the work units that are both asked for and covered; None means all."""
    covered = access.units()
    if units is None:
        return covered
    return frozenset(units) if covered is None else covered & frozenset(units)


def _within(rows: ProjectionQuerySet[P], codes: frozenset[str] | None) -> ProjectionQuerySet[P]:
    return rows if codes is None else rows.filter(work_unit__code__in=codes)


def _serving(row: Any) -> Serving:
    return Serving(
        person=row.person_id,
        name=row.person.full_name,
        nik=row.person.nik,
        nip=row.person.nip,
        status=row.status,
        job_family=row.job_family,
        work_unit=row.unit,
        unit_code=row.unit_code,
        start=row.valid_from,
        last_day=row.valid_until - DAY if row.valid_until else None,
        entry=row.entry_id,
        origin=row.origin,
    )
