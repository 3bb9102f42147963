"""Lists that come in by a page: kept as they came, amended beside the file, taken in or given up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from malaqbiq.intake.models import Import, Upload
from malaqbiq.intake.rules.kinds import kind_named
from malaqbiq.intake.rules.naming import names_person
from malaqbiq.intake.selectors.called import TAKE, TRY
from malaqbiq.intake.selectors.mended import amendment_of, cells_mended, upload_path
from malaqbiq.intake.selectors.uploads import GIVEN_UP, KEPT_FOR, unit_over, uploads_under_way
from malaqbiq.intake.services.importing import Outcome, Terms, table_read, workbook_import
from malaqbiq.intake.services.keeping import outcome_packed, outcome_unpacked
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.blobs import blob_path
from malaqbiq.kernel.canonical import Json, digest
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.files import content_hold, file_store, files_erase, files_folder
from malaqbiq.kernel.jobs import job_enqueue
from malaqbiq.kernel.media import XLSX
from malaqbiq.kernel.models import Job
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.kernel.workbooks.guards import DAMAGE, other_formats_refuse
from malaqbiq.kernel.workbooks.reading import workbook_read
from malaqbiq.kernel.workbooks.texts import workbook_texts
from malaqbiq.people.models import Person

AT_ONCE = 500
"""Rows of a list that a page tries and takes in while somebody waits; a longer one is a worker's."""

LONGEST_CELL = 500


class NotTried(UserError):
    """No worker has tried the list yet."""


@transaction.atomic
def upload_store(*, access: Access, kind: str, name: str, content: bytes) -> Upload:
    """Keep a workbook that came in; nothing of it is taken in yet. The same one again is the one that is on its way.

    A long one will be tried in the background. FileRefused and WorkbookRefused for what is no workbook with a list,
    Forbidden unless the asker is an SDM officer somewhere.
    """
    if not access.everything and not access.roles.get(Role.SDM_OFFICER):
        raise Forbidden(gettext_noop("only an SDM officer brings in lists"))
    found = kind_named(kind)
    other_formats_refuse(content)
    uploads_give_up_old(access=access)
    # Until it is committed whoever brings the same waits, and then finds it: a button that is pressed twice.
    content_hold(content)
    if there := uploads_under_way(access).filter(owner=access.actor, kind=found.name, file__digest=digest(content)):
        return there[0]
    file = file_store(access=access, content=content, name=name, allowed=(XLSX,))
    path = blob_path(files_folder(), file.digest, file.suffix)
    table = workbook_read(path, found.columns, found.needed, any_headers=True)
    unit = unit_over(access, clock.today(settings.TIME_ZONE))
    held = Upload.objects.create(
        kind=found.name, file=file, owner=access.actor, unit_code=unit, at=clock.now(), rows=len(table.rows)
    )
    _try_if_long(access, held)
    return held


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a list: where columns stand, what stands in cells, of which numbers he is sure (or no
    more), and which rows are left out (or taken back in).
    """

    places: Mapping[str, int | None] = field(default_factory=dict)
    cells: Mapping[tuple[int, str], str] = field(default_factory=dict)
    sure: Mapping[tuple[int, str], bool] = field(default_factory=dict)
    left: Mapping[int, bool] = field(default_factory=dict)


@transaction.atomic
def upload_amend(*, access: Access, upload: UUID, said: Said) -> Upload:
    """Keep what is said of a list beside its file; what was said of other columns, cells and rows before stays.

    Who is sure of a number is so of what its cell shows then; another text in that cell makes him unsure.
    Upload.DoesNotExist for one that the asker doesn't see, and for one that was taken in.
    """
    held = _held(access, upload)
    known = {column.key for column in kind_named(held.kind).columns}
    held.places = {**held.places, **{key: place for key, place in said.places.items() if key in known}}
    cells = {(row, key): text for row, key, text in held.cells}
    cells |= {(row, key): text[:LONGEST_CELL] for (row, key), text in said.cells.items() if key in known}
    held.cells = [[row, key, text] for (row, key), text in sorted(cells.items())]
    held.sure = _sure(held, said, known)
    left = set(held.left) | {row for row, out in said.left.items() if out}
    held.left = sorted(left - {row for row, out in said.left.items() if not out})
    held.tried = None
    held.save(update_fields=["places", "cells", "sure", "left", "tried"])
    _try_if_long(access, held)
    return held


def _sure(held: Upload, said: Said, known: Collection[str]) -> list[list[Any]]:
    found = {(row, key): text for row, key, text in held.sure}
    found = {cell: text for cell, text in found.items() if said.cells.get(cell, text) == text}
    for cell, is_sure in said.sure.items():
        if is_sure and cell[1] in known and cell in said.cells:
            found[cell] = said.cells[cell][:LONGEST_CELL]
        elif not is_sure:
            found.pop(cell, None)
    return [[row, key, text] for (row, key), text in sorted(found.items())]


def upload_tried(*, access: Access, upload: Upload, day: date) -> Outcome:
    """What would become of an upload as it is amended; nothing is taken in. WorkbookRefused as `workbook_import` does.

    Of a long one it is what a worker found; NotTried until it has. What is found is kept beside the list, so that how
    far it is can be told without trying it.
    """
    if not is_long(upload):
        outcome = _import(access, upload, day, Terms(dry_run=True, partial=True))
        _keep_tried(upload, outcome)
        return outcome
    if upload.tried is None:
        raise NotTried(gettext_noop("this list was not checked yet"), gettext_noop("have it checked"))
    table = table_read(kind_named(upload.kind), upload_path(upload), amendment_of(upload))
    return outcome_unpacked(upload.kind, table, upload.tried)


def upload_try(*, access: Access, upload: UUID, day: date, progress: Progress) -> Outcome:
    """Try a long upload and keep what would become of it; anew if it was amended meanwhile.

    Upload.DoesNotExist for one that the asker doesn't see, and for one that is gone.
    """
    while True:
        held = uploads_under_way(access).get(uid=upload)
        outcome = _import(access, held, day, Terms(dry_run=True, partial=True), progress)
        if _keep_tried(held, outcome):
            return outcome


@transaction.atomic
def upload_take_enqueue(*, access: Access, upload: UUID, day: date, partial: bool) -> Job:
    """A long upload will be taken in by a worker. Upload.DoesNotExist for one that the asker doesn't see."""
    held = uploads_under_way(access).get(uid=upload)
    told: dict[str, Json] = {"upload": str(held.uid), "day": day.isoformat(), "partial": int(partial)}
    return job_enqueue(access=access, name=TAKE, arguments=told, subject_uid=held.uid, key=str(held.uid))


@transaction.atomic
def upload_take(
    *, access: Access, upload: UUID, day: date, partial: bool, progress: Progress = SILENT
) -> tuple[Outcome, Import | None]:
    """Take an upload in. It and its file are gone then, unless a row was in the way and nothing was taken.

    Where every row is at fault nothing is taken even if those may be left out: what was mended so far stays. What was
    mended of one that is taken in, and the rows that it left out, can be had for a week yet.
    Upload.DoesNotExist for one that the asker doesn't see, and for one that was taken in meanwhile.
    """
    held = _held(access, upload)
    outcome = _import(access, held, day, Terms(partial=partial), progress)
    if outcome.faults and not (partial and (outcome.accepted or outcome.unchanged)):
        transaction.set_rollback(True)
        return outcome, None
    if outcome.rejected or cells_mended(held):
        held.taken_at = clock.now()
        held.save(update_fields=["taken_at"])
    else:
        _give_up(access, [held])
    return outcome, Import.objects.get(uid=held.uid)


@transaction.atomic
def upload_give_up(*, access: Access, upload: UUID) -> None:
    """Throw an upload away, its file too. Upload.DoesNotExist for one that the asker doesn't see or that is gone."""
    held = _held(access, upload)
    _give_up(access, [held])
    activity_record(access=access, action=GIVEN_UP, unit_code=held.unit_code, subject_uid=held.uid)


@transaction.atomic
def uploads_give_up_old(*, access: Access) -> None:
    """Throw away all uploads that nobody took in for a week, and what is left of those taken in a week ago."""
    before = clock.now() - KEPT_FOR
    old = Q(taken_at=None, at__lt=before) | Q(taken_at__lt=before)
    _give_up(access, Upload.objects.filter(old).select_related("file"))


@transaction.atomic
def uploads_erase(*, access: Access, person: UUID) -> int:
    """Throw away all uploads that name a person, whoever uploaded them (UU 27/2022); how many.

    One that can't be read is thrown away too. To be called before `people` forgets name and numbers. Forbidden for all
    but a system user.
    """
    access.require("", Role.SDM_OFFICER)
    name, nik, nip = Person.objects.values_list("name", "nik", "nip").get(uid=person)
    numbers = [number for number in (nik, nip) if number]
    held = Upload.objects.select_for_update(of=("self",)).select_related("file")
    naming = [upload for upload in held if _names(upload, name, numbers)]
    _give_up(access, naming)
    activity_record(access=access, action="intake.erase_upload", subject_uid=person, detail={"uploads": len(naming)})
    return len(naming)


def is_long(upload: Upload) -> bool:
    """Whether it is tried and taken in by a worker."""
    return upload.rows > AT_ONCE


def _import(access: Access, upload: Upload, day: date, terms: Terms, progress: Progress = SILENT) -> Outcome:
    said = replace(terms, amendment=amendment_of(upload), name=upload.file.name, uid=upload.uid, unit=upload.unit_code)
    path = upload_path(upload)
    return workbook_import(access=access, kind=upload.kind, path=path, day=day, terms=said, progress=progress)


def _held(access: Access, uid: UUID) -> Upload:
    """A list on its way in, locked: of two who take it in or throw it away at once the second finds it gone."""
    return uploads_under_way(access).select_for_update(of=("self",)).get(uid=uid)


@transaction.atomic
def _keep_tried(upload: Upload, outcome: Outcome) -> bool:
    """Keep what would become of a list; False if it was amended meanwhile. Upload.DoesNotExist if it is gone."""
    now = Upload.objects.select_for_update().get(pk=upload.pk)
    if any(getattr(now, name) != getattr(upload, name) for name in ("places", "cells", "sure", "left")):
        return False
    now.tried = outcome_packed(outcome)
    now.save(update_fields=["tried"])
    return True


def _try_if_long(access: Access, held: Upload) -> None:
    if is_long(held):
        told = {"upload": str(held.uid)}
        job_enqueue(access=access, name=TRY, arguments=told, subject_uid=held.uid, key=str(held.uid))


def _give_up(access: Access, uploads: Iterable[Upload]) -> None:
    gone = list(uploads)
    Upload.objects.filter(pk__in=[upload.pk for upload in gone]).delete()
    files_erase(access=access, files=[upload.file for upload in gone])


def _names(upload: Upload, name: str, numbers: Collection[str]) -> bool:
    try:
        return any(names_person(text, name, numbers) for text in _texts(upload))
    except (OSError, *DAMAGE):
        return True


def _texts(upload: Upload) -> Iterator[str]:
    yield upload.file.name.rpartition(".")[0].replace("_", " ")
    yield from (text for _row, _key, text in (*upload.cells, *upload.sure))
    yield from workbook_texts(upload_path(upload))
