"""What decrees say about one person, in order, with what became of each entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.registry import book
from malaqbiq.decrees.rules.effects import Act, Fact
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.rules.timeline import Origin


@dataclass(frozen=True, slots=True)
class Told:
    """An entry about a person, as its decree says it; `unit` is whose part of the decree it stands in.

    `effect` names what it does; of one that only takes another out (`mending`) it is the other's. `ended_on` is the day
    from which a later entry took it out, by `ended_by` (a number); `is_undone` whether nothing of it is left.
    """

    uid: UUID
    decree: Decree
    unit_code: str
    unit: UUID
    unit_name: str
    effect: str
    effective_on: date
    facts: tuple[Fact, ...]
    mending: str
    ended_on: date | None
    ended_how: str
    ended_by: str

    @property
    def is_undone(self) -> bool:
        """Whether it was taken out from its own day on."""
        return self.ended_on is not None and self.ended_on <= self.effective_on


def entries_about(person: UUID) -> list[Told]:
    """All issued entries about a person, the latest day first. One statement.

    The caller has found that the asker may read this person's decrees: whole, whichever work unit's part they stand in.
    """
    entries = Entry.objects.filter(person__uid=person, place__isnull=False).select_related(
        "decree__office", "work_unit"
    )
    rows = list(entries.order_by("-effective_on", "-place", "-ordinal"))
    menders = {row.mends_id: row for row in sorted(rows, key=lambda row: (row.place or 0, row.ordinal)) if row.mends_id}
    return [_told(row, menders.get(row.uid)) for row in rows]


def _told(row: Entry, mender: Entry | None) -> Told:
    return Told(
        uid=row.uid,
        decree=row.decree,
        unit_code=row.work_unit.code,
        unit=row.work_unit.uid,
        unit_name=row.work_unit.name,
        effect=row.effect,
        effective_on=row.effective_on,
        facts=() if row.mending in {Mending.REVOCATION, Mending.ANNULMENT} else _facts(row),
        mending=row.mending,
        ended_on=None if mender is None else _ended_on(row, mender),
        ended_how=mender.mending if mender else "",
        ended_by=mender.decree.number if mender else "",
    )


def _ended_on(row: Entry, mender: Entry) -> date:
    """A revocation takes out from its own day, an annulment or a correction from the entry's."""
    return mender.effective_on if mender.mending == Mending.REVOCATION else row.effective_on


def _facts(row: Entry) -> tuple[Fact, ...]:
    effect = book().effect(row.effect)
    act: Act[Any] = Act(
        entry=row.uid,
        effect=row.effect,
        payload=effect.read(row.effect_version, row.payload),
        effective_on=row.effective_on,
        rank=(row.place or 0, row.ordinal),
        origin=Origin(row.decree.origin),
    )
    named = [Fact("work_unit", str(unit)) for unit in effect.units_named(act.payload)]
    told = effect.describe(act)
    return (*told, *(fact for fact in named if fact.key not in {one.key for one in told}))
