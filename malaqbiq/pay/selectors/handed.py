"""Whom decrees hand on to the month's pay, and to which units and month."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.kernel.access import Access
from malaqbiq.pay.selectors.seen import READERS


@dataclass(frozen=True, slots=True)
class HandedOn:
    """The people of some decrees in units whose pay the asker reads, these units' codes in order, and the first TMT."""

    people: frozenset[UUID]
    units: tuple[str, ...]
    since: date | None

    def unit_after(self, code: str) -> str:
        """The code of the next unit; empty after the last."""
        return next((unit for unit in self.units if unit > code), "")


def handed_on(access: Access, decrees: Collection[Decree]) -> HandedOn:
    """Whom decrees that the asker may read are about. One statement."""
    entries: QuerySet[Any, Any] = Entry.objects.filter(decree__in=decrees, person__isnull=False).order_by()
    codes = access.units(*READERS)
    if codes is not None:
        entries = entries.filter(work_unit__code__in=codes)
    rows: list[tuple[UUID, str, date]] = list(
        entries.values_list("person", "work_unit__code", "effective_on").distinct()
    )
    return HandedOn(
        people=frozenset(person for person, _unit, _day in rows),
        units=tuple(sorted({unit for _person, unit, _day in rows})),
        since=min((day for _person, _unit, day in rows), default=None),
    )
