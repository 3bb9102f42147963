"""Facts as rows of their table: on a day, for a work unit, or all that was ever said under a key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, TypeVar, cast

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.basis import remembered
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.reading import is_reading_once, once
from malaqbiq.regulations.models import Fact, FactQuerySet
from malaqbiq.regulations.rules.offices import NATIONAL, nearest, offices_over
from malaqbiq.regulations.rules.rows import TABLES, Row
from malaqbiq.regulations.rules.rows.places import ParentRow, WorkUnitRow

R = TypeVar("R", bound=Row)

_NAMES: dict[type[Row], str] = {model: name for name, model in TABLES.items()}


@dataclass(frozen=True, slots=True)
class Version:
    """What was once said under a key: the row, where it came from, and from when until when it was what is known."""

    row: Row
    file: str
    edited_by: str
    loaded_at: datetime
    superseded_at: datetime | None
    pk: int


@once
def fact_rows(
    access: Access,
    model: type[R],
    *,
    day: date | None = None,
    slot: str = "",
    about: str = "",
    slots: tuple[str, ...] = (),
) -> list[R]:
    """Every row of a table that counts for somebody whom the asker may see, national ones first.

    Of all days, or of those that hold on `day`; of one slot, of several, or of slots that begin with `about`.
    """
    if is_reading_once():
        asked = _Asked(day, slot, about, slots)
        return [cast("R", fact.row) for fact in _current(model) if asked.takes(fact) and _seen(access, fact.row.office)]
    facts = Fact.objects.current().filter(table=_NAMES[model])
    if day:
        facts = facts.on(day)
    if slot:
        facts = facts.filter(slot=slot)
    if slots:
        facts = facts.filter(slot__in=slots)
    if about:
        facts = facts.filter(slot__startswith=about)
    return [cast("R", row_of(fact)) for fact in facts.order_by("office_code", "pk") if _seen(access, fact.office_code)]


class _Stated(NamedTuple):
    """A fact that is known now: what it is about, on which days it holds, and its row."""

    slot: str
    valid_from: date | None
    valid_until: date | None
    row: Row


class _Asked(NamedTuple):
    """Which facts of a table are asked for: of a day, of one slot, of slots that begin so, of several."""

    day: date | None = None
    slot: str = ""
    about: str = ""
    slots: tuple[str, ...] = ()

    def takes(self, fact: _Stated) -> bool:
        """Whether a fact is among them."""
        if self.day and not (
            (fact.valid_from is None or fact.valid_from <= self.day)
            and (fact.valid_until is None or fact.valid_until > self.day)
        ):
            return False
        if (self.slot and fact.slot != self.slot) or (self.slots and fact.slot not in self.slots):
            return False
        return fact.slot.startswith(self.about)


@remembered(len(TABLES))
@once
def _current(model: type[Row]) -> tuple[_Stated, ...]:
    """All that is known now of a table, national rows first."""
    found = (_law() if model not in OF_UNITS else _facts_of(_NAMES[model])).get(_NAMES[model], ())
    return tuple(_Stated(fact.slot, fact.valid_from, fact.valid_until, row_of(fact)) for fact in found)


OF_UNITS = (WorkUnitRow, ParentRow)
"""Half of all facts, and seldom asked for: the work units themselves stand in tables of their own."""


@remembered(1)
@once
def _law() -> dict[str, list[Fact]]:
    """All facts known now by table, but for those of work units. One statement."""
    return _facts_of(*(name for model, name in _NAMES.items() if model not in OF_UNITS))


def _facts_of(*tables: str) -> dict[str, list[Fact]]:
    found = defaultdict(list)
    for fact in Fact.objects.current().filter(table__in=tables).order_by("office_code", "pk"):
        found[fact.table].append(fact)
    return found


def rows_of_tables(access: Access, *models: type[Row], day: date) -> dict[type[Row], list[Row]]:
    """What `fact_rows` gives for each of several tables on a day, in one statement."""
    if is_reading_once():
        return {model: fact_rows(access, model, day=day) for model in models}
    facts = Fact.objects.current().on(day).filter(table__in=[_NAMES[model] for model in models])
    found: dict[type[Row], list[Row]] = {model: [] for model in models}
    for fact in facts.order_by("office_code", "pk"):
        if _seen(access, fact.office_code):
            found[TABLES[fact.table]].append(row_of(fact))
    return found


@once
def rows_for(
    access: Access, model: type[R], *, office: str, day: date | None = None, slot: str = "", about: str = ""
) -> list[R]:
    """The rows that count for a work unit (its code; empty: nationally), one a slot: the nearest office's.

    Without a day the rows of all days, so that a slot may have several, all of the same office.
    """
    rows = fact_rows(access, model, day=day, slot=slot, about=about)
    offices = offices_over(office) if office else (NATIONAL,)
    if day:
        return list(nearest(rows, offices).values())
    own = {row.slot: row.office for row in nearest(rows, offices).values()}
    return [row for row in rows if row.office == own.get(row.slot)]


def rows_between(access: Access, model: type[R], *, period: Period, office: str) -> list[R]:
    """The rows that begin in a period and count for a work unit, one a slot."""
    facts = Fact.objects.current().filter(table=_NAMES[model], valid_from__gte=period.start)
    if period.end:
        facts = facts.filter(valid_from__lt=period.end)
    rows = [cast("R", row_of(fact)) for fact in facts.order_by("office_code", "pk") if _seen(access, fact.office_code)]
    return list(nearest(rows, offices_over(office)).values())


def fact_history(access: Access, key: str) -> list[Version]:
    """Everything ever said under a key, the newest last, so that a payload's reference stays explainable."""
    return _versions(access, Fact.objects.filter(key=key))


def slot_history(access: Access, *, table: str, slot: str, office: str) -> list[Version]:
    """Everything that the national files and an office ever said of a slot, the newest last."""
    return _versions(access, Fact.objects.filter(table=table, slot=slot, office_code__in=(NATIONAL, office)))


def rows_by_key(access: Access, keys: Sequence[str]) -> dict[str, Row]:
    """The national rows that stand under keys now, in one query; a key under which none stands is left out."""
    facts = Fact.objects.current().filter(key__in=keys, office_code=NATIONAL)
    return {fact.key: row_of(fact) for fact in facts if _seen(access, fact.office_code)}


def row_of(fact: Fact) -> Row:
    """The row that a stored fact holds, checked again by its model."""
    return TABLES[fact.table].model_validate({**fact.value, "office": fact.office_code})


def _versions(access: Access, facts: FactQuerySet) -> list[Version]:
    return [
        Version(row_of(fact), fact.file, fact.edited_by, fact.loaded_at, fact.superseded_at, fact.pk)
        for fact in facts.order_by("loaded_at", "pk")
        if _seen(access, fact.office_code)
    ]


def _seen(access: Access, office: str) -> bool:
    units = access.units()
    return office == NATIONAL or units is None or office in _lineages(units)


def _lineages(units: frozenset[str]) -> Iterator[str]:
    return (office for unit in units for office in offices_over(unit))
