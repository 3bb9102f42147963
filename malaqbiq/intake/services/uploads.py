"""Lists that come in by a page: kept as they came, amended beside the file, taken in or given up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction

from malaqbiq.intake.models import Import, Upload
from malaqbiq.intake.rules.kinds import kind_named
from malaqbiq.intake.rules.naming import names_person
from malaqbiq.intake.services.importing import Outcome, Terms, table_read, workbook_import
from malaqbiq.intake.services.keeping import outcome_packed, outcome_unpacked
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.blobs import blob_path
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.files import file_store, files_erase, files_folder
from malaqbiq.kernel.jobs import job_enqueue
from malaqbiq.kernel.media import XLSX
from malaqbiq.kernel.models import Job
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.kernel.workbooks.guards import DAMAGE, other_formats_refuse
from malaqbiq.kernel.workbooks.reading import Amendment, workbook_read
from malaqbiq.kernel.workbooks.texts import workbook_texts
from malaqbiq.people.models import Person

KEPT_FOR = timedelta(days=7)
"""An upload that nobody took in is given up after that: it holds people's numbers."""

AT_ONCE = 500
"""Rows of a list that a page tries and takes in while somebody waits; a longer one is a worker's."""
TRY, TAKE = "intake.try", "intake.take"

LONGEST_CELL = 500


class NotTried(UserError):
    """No worker has tried the list yet."""


@transaction.atomic
def upload_store(*, access: Access, kind: str, name: str, content: bytes) -> Upload:
    """Keep a workbook that came in; nothing of it is taken in yet.

    A long one will be tried in the background. FileRefused and WorkbookRefused for what is no workbook with a list,
    Forbidden unless the asker is an SDM officer somewhere.
    """
    if not access.everything and not access.roles.get(Role.SDM_OFFICER):
        raise Forbidden(gettext_noop("only an SDM officer brings in lists"))
    found = kind_named(kind)
    other_formats_refuse(content)
    uploads_give_up_old(access=access)
    file = file_store(access=access, content=content, name=name, allowed=(XLSX,))
    table = workbook_read(_path(file.digest, file.suffix), found.columns, found.needed, any_headers=True)
    rows, now = len(table.rows), clock.now()
    held = Upload.objects.create(kind=found.name, file=file, owner=access.actor, at=now, rows=rows)
    _try_if_long(access, held)
    return held


@transaction.atomic
def upload_amend(
    *, access: Access, upload: UUID, places: Mapping[str, int | None], cells: Mapping[tuple[int, str], str]
) -> Upload:
    """Say where columns stand and what stands in cells; what was said of other columns and cells before stays.

    Upload.DoesNotExist for another's.
    """
    held = Upload.objects.select_for_update().get(uid=upload, owner=access.actor)
    known = {column.key for column in kind_named(held.kind).columns}
    held.places = {**held.places, **{key: place for key, place in places.items() if key in known}}
    said = {(row, key): text for row, key, text in held.cells}
    said |= {(row, key): text[:LONGEST_CELL] for (row, key), text in cells.items() if key in known}
    held.cells = [[row, key, text] for (row, key), text in sorted(said.items())]
    held.tried = None
    held.save(update_fields=["places", "cells", "tried"])
    _try_if_long(access, held)
    return held


def upload_tried(*, access: Access, upload: Upload, day: date) -> Outcome:
    """What would become of an upload as it is amended; nothing is kept. WorkbookRefused as `workbook_import` does.

    Of a long one it is what a worker found; NotTried until it has.
    """
    if not is_long(upload):
        return _import(access, upload, day, Terms(dry_run=True, partial=True))
    if upload.tried is None:
        raise NotTried(gettext_noop("this list was not checked yet"), gettext_noop("have it checked"))
    table = table_read(kind_named(upload.kind), upload_path(upload), amendment_of(upload))
    return outcome_unpacked(upload.kind, table, upload.tried)


def upload_try(*, access: Access, upload: UUID, day: date, progress: Progress) -> Outcome:
    """Try a long upload and keep what would become of it; anew if it was amended meanwhile.

    Upload.DoesNotExist for another's, and for one that is gone.
    """
    while True:
        held = Upload.objects.select_related("file").get(uid=upload, owner=access.actor)
        outcome = _import(access, held, day, Terms(dry_run=True, partial=True), progress)
        with transaction.atomic():
            now = Upload.objects.select_for_update().get(pk=held.pk)
            if (now.places, now.cells) == (held.places, held.cells):
                now.tried = outcome_packed(outcome)
                now.save(update_fields=["tried"])
                return outcome


@transaction.atomic
def upload_take_enqueue(*, access: Access, upload: UUID, day: date, partial: bool) -> Job:
    """A long upload will be taken in by a worker. Upload.DoesNotExist for another's."""
    held = Upload.objects.get(uid=upload, owner=access.actor)
    told: dict[str, Json] = {"upload": str(held.uid), "day": day.isoformat(), "partial": int(partial)}
    return job_enqueue(access=access, name=TAKE, arguments=told, subject_uid=held.uid, key=str(held.uid))


@transaction.atomic
def upload_take(
    *, access: Access, upload: UUID, day: date, partial: bool, progress: Progress = SILENT
) -> tuple[Outcome, Import | None]:
    """Take an upload in. It and its file are gone then, unless a row was in the way and nothing was taken.

    Where every row is at fault nothing is taken even if those may be left out: what was mended so far stays.
    Upload.DoesNotExist for another's, and for one that was taken in meanwhile.
    """
    held = Upload.objects.select_for_update(of=("self",)).select_related("file").get(uid=upload, owner=access.actor)
    outcome = _import(access, held, day, Terms(partial=partial), progress)
    if outcome.faults and not (partial and (outcome.accepted or outcome.unchanged)):
        transaction.set_rollback(True)
        return outcome, None
    _give_up(access, [held])
    return outcome, Import.objects.filter(actor=access.actor).latest("pk")


@transaction.atomic
def upload_give_up(*, access: Access, upload: UUID) -> None:
    """Throw an upload away, its file too. Upload.DoesNotExist for another's."""
    _give_up(access, [Upload.objects.select_related("file").get(uid=upload, owner=access.actor)])


@transaction.atomic
def uploads_give_up_old(*, access: Access) -> None:
    """Throw away all uploads that nobody took in for a week."""
    _give_up(access, Upload.objects.filter(at__lt=clock.now() - KEPT_FOR).select_related("file"))


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


def amendment_of(upload: Upload) -> Amendment:
    """What was said of an upload."""
    return Amendment(upload.places, {(row, key): text for row, key, text in upload.cells})


def upload_path(upload: Upload) -> Path:
    """Where its workbook lies."""
    return _path(upload.file.digest, upload.file.suffix)


def is_long(upload: Upload) -> bool:
    """Whether it is tried and taken in by a worker."""
    return upload.rows > AT_ONCE


def _import(access: Access, upload: Upload, day: date, terms: Terms, progress: Progress = SILENT) -> Outcome:
    said = Terms(terms.dry_run, terms.partial, amendment_of(upload), upload.file.name)
    path = upload_path(upload)
    return workbook_import(access=access, kind=upload.kind, path=path, day=day, terms=said, progress=progress)


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
    yield from (text for _row, _key, text in upload.cells)
    yield from workbook_texts(upload_path(upload))


def _path(digest: str, suffix: str) -> Path:
    return blob_path(files_folder(), digest, suffix)
