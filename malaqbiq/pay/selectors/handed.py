"""Whom decrees hand on to the month's pay, and to which units and month."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.selectors.decrees import decrees_visible
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


def handed_on(access: Access, decrees: Collection[UUID]) -> HandedOn:
    """Whom decrees (uids) are about. One statement. Decree.DoesNotExist if the asker may not read one of them."""
    seen = decrees_visible(access).filter(uid__in=decrees).order_by()
    told = Entry.objects.filter(decree__in=seen.values("pk")).order_by()
    columns = ("decree__uid", "person", "work_unit__code", "effective_on")
    entries: list[tuple[UUID, UUID | None, str, date]] = list(told.values_list(*columns).distinct())
    if {decree for decree, *_ in entries} < set(decrees):
        raise Decree.DoesNotExist
    codes = access.units(*READERS)
    rows = [(who, unit, day) for _, who, unit, day in entries if who and (codes is None or unit in codes)]
    return HandedOn(
        people=frozenset(person for person, _unit, _day in rows),
        units=tuple(sorted({unit for _person, unit, _day in rows})),
        since=min((day for _person, _unit, day in rows), default=None),
    )
