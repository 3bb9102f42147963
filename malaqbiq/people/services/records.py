"""Education, competencies and family ties: dated records with their source and who entered them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Manager

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.bulk import rows_insert
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.progress import SILENT, Progress, batches, tracked
from malaqbiq.people.models import Competency, CompetencyKind, Education, FamilyTie, Person, Recorded
from malaqbiq.people.rules import EducationLevel, Relation, tie_in_one_direction
from malaqbiq.people.selectors import AT_ONCE, people_visible
from malaqbiq.people.services.persons import BATCH, WRITE_ROLE, log_each

CATALOGUE = Path(__file__).resolve().parent.parent / "data" / "competencies.csv"

Record = TypeVar("Record", Education, Competency)


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationDraft:
    """A school that somebody finished, and what tells so."""

    person: UUID
    level: EducationLevel
    field: str = ""
    institution: str = ""
    year: int | None = None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetencyDraft:
    """How well somebody masters a kind of competency (its code), from 0 to 4, as assessed on a day."""

    person: UUID
    kind: str
    level: int
    assessed_on: date
    source: str


@transaction.atomic
def educations_record(
    *, access: Access, day: date, drafts: Sequence[EducationDraft], progress: Progress = SILENT
) -> int:
    """Record what people finished and give how many rows are new or changed. The same again changes nothing.

    Person.DoesNotExist if somebody is not in the asker's work units that day.
    """
    _require_all(access, day, {draft.person for draft in drafts})
    wanted = {(draft.person, draft.level.value, draft.field, draft.institution): draft for draft in drafts}
    stored = {
        (row.person_id, row.level, row.field, row.institution): row
        for row in _rows_of(Education.objects, {draft.person for draft in drafts})
    }
    new = [(*key, draft.year, draft.source) for key, draft in wanted.items() if key not in stored]
    _insert(access, Education, ("person_id", "level", "field", "institution", "year"), new, progress)
    changed = []
    for key, row in stored.items():
        if key in wanted and wanted[key].year not in (None, row.year):
            row.year, row.source = wanted[key].year, wanted[key].source
            changed.append(row)
    _change(access, Education.objects, changed, "year")
    return len(new) + len(changed)


@transaction.atomic
def competencies_record(
    *, access: Access, day: date, drafts: Sequence[CompetencyDraft], progress: Progress = SILENT
) -> int:
    """Record assessments; gives how many rows are new or changed. The same again changes nothing, and another level for
    the same person, kind and day corrects the first.

    Person.DoesNotExist if somebody is not in the asker's work units that day, CompetencyKind.DoesNotExist for a code
    that is not in the catalogue, ValueError for a level outside 0 to 4.
    """
    if wrong := [draft.level for draft in drafts if not 0 <= draft.level <= 4]:
        raise ValueError(f"a level lies between 0 and 4, not {wrong[0]}")
    kinds = _kinds({draft.kind for draft in drafts})
    _require_all(access, day, {draft.person for draft in drafts})
    wanted = {(draft.person, kinds[draft.kind], draft.assessed_on): draft for draft in drafts}
    stored = {
        (row.person_id, row.kind_id, row.assessed_on): row
        for row in _rows_of(Competency.objects, {draft.person for draft in drafts})
    }
    new = [(*key, draft.level, draft.source) for key, draft in wanted.items() if key not in stored]
    _insert(access, Competency, ("person_id", "kind_id", "assessed_on", "level"), new, progress)
    changed = []
    for key, row in stored.items():
        if key in wanted and wanted[key].level != row.level:
            row.level, row.source = wanted[key].level, wanted[key].source
            changed.append(row)
    _change(access, Competency.objects, changed, "level")
    return len(new) + len(changed)


@transaction.atomic
def family_tie_record(
    *,
    access: Access,
    day: date,
    person: UUID,
    relation: Relation,
    kin: UUID,
    source: str,
    valid_from: date | None = None,
) -> FamilyTie:
    """Record that `person` is `relation` of `kin`; the same again gives the tie that is there.

    Person.DoesNotExist unless one of the two is in the asker's work units that day; ValueError for a tie to oneself.
    """
    first, kept, second = tie_in_one_direction(person, relation, kin)
    _require_one(access, day, person, kin)
    tie, is_new = FamilyTie.objects.get_or_create(
        person=Person.objects.get(uid=first),
        relation=kept,
        kin=Person.objects.get(uid=second),
        defaults={"valid_from": valid_from, **_entered(access, source)},
    )
    if is_new:
        details = {uid: {"relation": kept.value} for uid in (first, second)}
        log_each(access=access, action="people.family_tie", details=details)
    return tie


@transaction.atomic
def family_tie_end(*, access: Access, day: date, tie: FamilyTie, first_day_after: date) -> None:
    """End a tie (a divorce); parents, children and siblings stay what they are: ValueError."""
    if tie.relation != Relation.SPOUSE:
        raise ValueError("only a marriage ends")
    _require_one(access, day, tie.person_id, tie.kin_id)
    FamilyTie.objects.filter(id=tie.id).update(valid_until=first_day_after)
    details = {uid: {"valid_until": first_day_after.isoformat()} for uid in (tie.person_id, tie.kin_id)}
    log_each(access=access, action="people.family_tie_end", details=details)


@transaction.atomic
def competency_kind_define(
    *, access: Access, code: str, name: str, group: str, source: str, is_open: bool = True
) -> CompetencyKind:
    """Add a kind of competency to the catalogue, or change or close one.

    Forbidden for all but system users and administrators of any work unit.
    """
    if not access.everything and not access.units(Role.ADMINISTRATOR):
        access.require("", Role.ADMINISTRATOR)
    values = {"name": name, "group": group, "source": source, "is_open": is_open}
    kind, _is_new = CompetencyKind.objects.update_or_create(code=code, defaults=values)
    activity_record(access=access, action="people.competency_kind", detail={"code": code, "open": is_open})
    return kind


@transaction.atomic
def competency_catalogue_load(*, access: Access) -> int:
    """Add the kinds of our own catalogue that are missing, and give how many; what was changed or closed stays."""
    access.require("", Role.ADMINISTRATOR)
    known = set(CompetencyKind.objects.values_list("code", flat=True))
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        new = [CompetencyKind(**row) for row in csv.DictReader(file) if row["code"] not in known]
    CompetencyKind.objects.bulk_create(new)
    return len(new)


def _entered(access: Access, source: str) -> dict[str, object]:
    return {"source": source, "entered_by": access.actor, "entered_at": clock.now()}


def _require_all(access: Access, day: date, uids: set[UUID]) -> None:
    seen = 0
    for batch in batches(sorted(uids), AT_ONCE):
        seen += people_visible(access, day, WRITE_ROLE).filter(uid__in=batch, erased_at__isnull=True).count()
    if seen < len(uids):
        raise Person.DoesNotExist(f"{len(uids) - seen} of the people are not in your work units")


def _require_one(access: Access, day: date, *uids: UUID) -> None:
    if not people_visible(access, day, WRITE_ROLE).filter(uid__in=uids, erased_at__isnull=True).exists():
        raise Person.DoesNotExist("neither of the two is in your work units")


def _rows_of(manager: Manager[Record], uids: Iterable[UUID]) -> list[Record]:
    found: list[Record] = []
    for batch in batches(sorted(uids), AT_ONCE):
        found += manager.filter(person__uid__in=batch).order_by()
    return found


def _kinds(codes: Iterable[str]) -> Mapping[str, int]:
    """Ids of kinds that are in use, by code."""
    kinds = dict(CompetencyKind.objects.filter(code__in=codes, is_open=True).values_list("code", "id"))
    for code in sorted(codes):
        if code not in kinds:
            raise CompetencyKind.DoesNotExist(code)
    return kinds


def _insert(
    access: Access, model: type[Recorded], columns: Sequence[str], rows: Sequence[tuple[Any, ...]], progress: Progress
) -> None:
    """Store new records, whose values end with the source; one line in the activity log, as each says who told it."""
    who = (access.actor, clock.now())
    names = (*columns, "source", "entered_by", "entered_at")
    rows_insert(model, names, tracked(((*row, *who) for row in rows), progress))
    if rows:
        subject = rows[0][0] if len(rows) == 1 else None
        detail: dict[str, Json] = {"count": len(rows)}
        activity_record(access=access, action=f"people.{model.__name__.lower()}", subject_uid=subject, detail=detail)


def _change(access: Access, manager: Manager[Record], changed: Sequence[Record], field: str) -> None:
    """Store records that were corrected, each with its line in the activity log."""
    for row in changed:
        row.entered_by, row.entered_at = access.actor, clock.now()
    manager.bulk_update(changed, [field, "source", "entered_by", "entered_at"], batch_size=BATCH // 4)
    action = f"people.{manager.model.__name__.lower()}_change"
    log_each(access=access, action=action, details={row.person_id: {"field": field} for row in changed})
