"""Loading files of law, and an office's own rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from pydantic import ValidationError

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json, canonical, digest
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.regulations.loader import BrokenLaw, law_read
from malaqbiq.regulations.loader.faults import faults_of
from malaqbiq.regulations.loader.law import PACKAGED
from malaqbiq.regulations.models import Fact
from malaqbiq.regulations.rules.offices import NATIONAL, ROOT
from malaqbiq.regulations.rules.rows import TABLES, Row, Trust

BATCH = 500
PAPERS = frozenset({"agreement_texts", "decree_kinds", "decree_texts", "number_patterns", "paper_forms"})
"""Tables of the words and numbers of an office's decrees: who prepares and signs those states them."""
STATERS = (Role.ADMINISTRATOR, Role.SDM_OFFICER, Role.SECRETARY)


class Outrun(UserError):
    """Somebody else has stated the same slot since it was read."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop("somebody else has stated this since you opened it"),
            gettext_noop("read theirs below; keeping yours now replaces it"),
        )


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading changed, in numbers of facts."""

    added: int
    corrected: int
    withdrawn: int
    unchanged: int


def law_folders() -> list[Path]:
    """Where files of law are: in the package, and in ``regulations`` of the installation's home, if it is there."""
    return [PACKAGED, *(path for path in [Path(settings.HOME) / "regulations"] if path.is_dir())]


@transaction.atomic
def law_load(*, access: Access, folders: Sequence[Path] | None = None) -> Loaded:
    """Bring the national facts to what the files say; an office's own rows stay as they are.

    A corrected or vanished fact is superseded, not overwritten. BrokenLaw, with nothing changed, if a file has a fault.
    """
    access.require(ROOT, Role.ADMINISTRATOR)
    law = law_read(law_folders() if folders is None else folders)
    now = clock.now()
    wanted = {(line.table, line.row.key): _fact(line.row, line.table, now, file=line.file) for line in law.lines}
    # Locked, so that two loadings at once don't both supersede a fact.
    present = {
        (fact.table, fact.key): fact
        for fact in Fact.objects.current()
        .filter(office_code=NATIONAL)
        .select_for_update()
        .only("table", "key", "digest")
    }
    loaded = _differences(wanted, present)
    _supersede((fact.pk for place, fact in present.items() if not _same(wanted.get(place), fact)), now)
    new = [fact for place, fact in wanted.items() if not _same(present.get(place), fact)]
    Fact.objects.bulk_create(new, batch_size=BATCH)
    if new or loaded.withdrawn:
        detail: dict[str, Json] = {"added": loaded.added, "corrected": loaded.corrected, "withdrawn": loaded.withdrawn}
        activity_record(access=access, action="regulations.load", detail=detail)
    return loaded


@transaction.atomic
def fact_state(*, access: Access, office: str, table: str, values: Mapping[str, Json]) -> Fact:
    """State a fact as an office's own, before what the national files say for it and the units below.

    `values` are those of a line of the table. A fact of the office with the same key is superseded. UserError says what
    is wrong with the values, or which own fact holds on the same days.
    """
    access.require(office, Role.ADMINISTRATOR)
    row = _own_row(table, {"trust": Trust.OFFICE.value, **values}, office)
    now = clock.now()
    own = Fact.objects.current().filter(table=table, office_code=office).select_for_update()
    _supersede(own.filter(key=row.key).values_list("pk", flat=True), now)
    _refuse_overlap(row, own)
    fact = _fact(row, table, now, edited_by=access.actor)
    fact.save()
    activity_record(
        access=access, action="regulations.state", unit_code=office, detail={"table": table, "key": row.key}
    )
    return fact


@transaction.atomic
def slot_state(
    *, access: Access, office: str, table: str, values: Mapping[str, Json], since: date, seen: int | None = None
) -> Fact:
    """State an office's own words for its decrees from a day on, until what it stated for a later day already.

    What the office stated before ends the day before; of the same day it is superseded. `seen` is the newest of the
    office's facts of the slot (`Fact.pk`, 0 for none) that the asker knew: Outrun if another came since. A table with
    versions gets the next one. UserError says what is wrong with the values, Forbidden who may state.
    """
    access.require(office, *STATERS)
    if table not in PAPERS:
        raise UserError(Words(gettext_noop("there is no table %(table)s"), {"table": table}))
    given: dict[str, Json] = {"trust": Trust.OFFICE.value, **values, "valid_from": since.isoformat()}
    versioned = "version" in TABLES[table].model_fields
    slot = _own_row(table, {**given, "version": 1} if versioned else given, office).slot
    # The national facts are locked too: a first statement has no other row on which two could meet.
    list(Fact.objects.current().filter(table=table, slot=slot).select_for_update().values_list("pk", flat=True))
    said = list(Fact.objects.filter(table=table, slot=slot))
    own = [fact for fact in said if fact.office_code == office]
    if seen is not None and seen != max((fact.pk for fact in own), default=0):
        raise Outrun
    standing = [fact for fact in own if fact.superseded_at is None]
    later = [fact.valid_from for fact in standing if fact.valid_from and fact.valid_from > since]
    if later:
        given["valid_through"] = (min(later) - DAY).isoformat()
    if versioned:
        given["version"] = 1 + max((int(fact.value["version"]) for fact in said), default=0)
    row, now = _own_row(table, given, office), clock.now()
    _make_room(row, since, standing, now)
    fact = _fact(row, table, now, edited_by=access.actor)
    fact.save()
    detail: dict[str, Json] = {"table": table, "key": row.key}
    activity_record(access=access, action="regulations.state", unit_code=office, detail=detail)
    return fact


def _make_room(row: Row, since: date, standing: Iterable[Fact], now: datetime) -> None:
    """End the day before what would hold on the row's first day, or supersede it if it begins that day."""
    for fact in standing:
        begins, ends = fact.valid_from, fact.valid_until
        if (begins and begins > since) or (ends and ends <= since):
            if fact.key == row.key:
                _supersede([fact.pk], now)
            continue
        _supersede([fact.pk], now)
        if fact.key != row.key and (begins is None or begins < since):
            cut = {**fact.value, "valid_through": (since - DAY).isoformat()}
            _fact(_own_row(fact.table, cut, fact.office_code), fact.table, now, edited_by=fact.edited_by).save()


@transaction.atomic
def slot_withdraw(*, access: Access, office: str, table: str, slot: str) -> None:
    """Withdraw all that an office states of a slot, so that the nearest above counts again; UserError if nothing."""
    access.require(office, *STATERS)
    own = Fact.objects.current().filter(table=table, slot=slot, office_code=office)
    if table not in PAPERS or not _supersede(own.values_list("pk", flat=True), clock.now()):
        raise UserError(Words(gettext_noop("this office has stated no fact %(key)s"), {"key": slot}))
    detail: dict[str, Json] = {"table": table, "key": slot}
    activity_record(access=access, action="regulations.withdraw", unit_code=office, detail=detail)


@transaction.atomic
def fact_withdraw(*, access: Access, office: str, table: str, key: str) -> None:
    """Withdraw an office's own fact, so that the national one counts again; UserError if there is none."""
    access.require(office, Role.ADMINISTRATOR)
    own = Fact.objects.current().filter(table=table, key=key, office_code=office)
    if not _supersede(own.values_list("pk", flat=True), clock.now()):
        raise UserError(Words(gettext_noop("this office has stated no fact %(key)s"), {"key": key}))
    activity_record(access=access, action="regulations.withdraw", unit_code=office, detail={"table": table, "key": key})


def _own_row(table: str, values: Mapping[str, Json], office: str) -> Row:
    model = TABLES.get(table)
    if model is None:
        raise UserError(Words(gettext_noop("there is no table %(table)s"), {"table": table}))
    try:
        return model.model_validate({**values, "office": office})
    except ValidationError as error:
        raise BrokenLaw(list(faults_of(error, table, {}, 0))) from error


def _refuse_overlap(row: Row, own: Iterable[Fact]) -> None:
    for fact in own:
        starts_before = fact.valid_from is None or row.valid_until is None or fact.valid_from < row.valid_until
        ends_after = fact.valid_until is None or row.valid_from is None or row.valid_from < fact.valid_until
        if fact.slot == row.slot and fact.key != row.key and starts_before and ends_after:
            raise UserError(
                Words(gettext_noop("%(key)s holds on the same days"), {"key": fact.key}),
                gettext_noop("end it where the new one begins"),
            )


def _fact(row: Row, table: str, now: datetime, *, file: str = "", edited_by: str = "") -> Fact:
    value = row.model_dump(mode="json", by_alias=True, exclude={"office"}, exclude_defaults=True)
    return Fact(
        table=table,
        key=row.key,
        slot=row.slot,
        office_code=row.office,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        value=value,
        digest=digest(canonical(value), file.encode()),
        file=file,
        edited_by=edited_by,
        loaded_at=now,
    )


def _same(one: Fact | None, other: Fact) -> bool:
    return one is not None and one.digest == other.digest


def _differences(wanted: Mapping[tuple[str, str], Fact], present: Mapping[tuple[str, str], Fact]) -> Loaded:
    both = [place for place in wanted if place in present]
    unchanged = sum(_same(present[place], wanted[place]) for place in both)
    return Loaded(len(wanted) - len(both), len(both) - unchanged, len(present) - len(both), unchanged)


def _supersede(keys: Iterable[int], now: datetime) -> int:
    return sum(Fact.objects.filter(pk__in=batch).update(superseded_at=now) for batch in _batches(list(keys)))


def _batches(keys: list[int]) -> Iterable[list[int]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
