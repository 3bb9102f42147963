"""Lists that come in by a page: kept as they came, amended beside the file, taken in or given up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction

from malaqbiq.intake.models import Import, Upload
from malaqbiq.intake.rules.kinds import kind_named
from malaqbiq.intake.services.importing import Outcome, Terms, workbook_import
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.blobs import blob_path
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.files import file_store, files_erase, files_folder
from malaqbiq.kernel.media import XLSX
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.kernel.workbooks.reading import Amendment, workbook_read

KEPT_FOR = timedelta(days=7)
"""An upload that nobody took in is given up after that: it holds people's numbers."""

MOST_ROWS = 5000
"""What a page takes in while somebody waits for it."""

LONGEST_CELL = 500


class TooLong(UserError):
    """The list is longer than a page takes in."""


@transaction.atomic
def upload_store(*, access: Access, kind: str, name: str, content: bytes) -> Upload:
    """Keep a workbook that came in; nothing of it is taken in yet.

    FileRefused and WorkbookRefused for what is no workbook with a list, TooLong for one of more than 5,000 rows,
    Forbidden unless the asker is an SDM officer somewhere.
    """
    if not access.everything and not access.roles.get(Role.SDM_OFFICER):
        raise Forbidden(gettext_noop("only an SDM officer brings in lists"))
    found = kind_named(kind)
    _give_up_old(access)
    file = file_store(access=access, content=content, name=name, allowed=(XLSX,))
    table = workbook_read(_path(file.digest, file.suffix), found.columns, any_headers=True)
    if len(table.rows) > MOST_ROWS:
        told = gettext_noop("the list has %(rows)s rows, more than a page takes in at once")
        words = Words(told, {"rows": len(table.rows)})
        raise TooLong(words, gettext_noop("divide it, or let the operator run: malaqbiq import"))
    return Upload.objects.create(kind=found.name, file=file, owner=access.actor, at=clock.now())


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
    held.save(update_fields=["places", "cells"])
    return held


def upload_tried(*, access: Access, upload: Upload, day: date) -> Outcome:
    """What would become of an upload as it is amended; nothing is kept. WorkbookRefused as `workbook_import` does."""
    return _import(access, upload, day, Terms(dry_run=True, partial=True))


@transaction.atomic
def upload_take(*, access: Access, upload: UUID, day: date, partial: bool) -> tuple[Outcome, Import | None]:
    """Take an upload in. It and its file are gone then, unless a row was in the way and nothing was taken.

    Upload.DoesNotExist for another's, and for one that was taken in meanwhile.
    """
    held = Upload.objects.select_for_update(of=("self",)).select_related("file").get(uid=upload, owner=access.actor)
    outcome = _import(access, held, day, Terms(partial=partial))
    if outcome.faults and not partial:
        transaction.set_rollback(True)
        return outcome, None
    _give_up(access, [held])
    return outcome, Import.objects.filter(actor=access.actor).latest("pk")


@transaction.atomic
def upload_give_up(*, access: Access, upload: UUID) -> None:
    """Throw an upload away, its file too. Upload.DoesNotExist for another's."""
    _give_up(access, [Upload.objects.select_related("file").get(uid=upload, owner=access.actor)])


def amendment_of(upload: Upload) -> Amendment:
    """What was said of an upload."""
    return Amendment(upload.places, {(row, key): text for row, key, text in upload.cells})


def upload_path(upload: Upload) -> Path:
    """Where its workbook lies."""
    return _path(upload.file.digest, upload.file.suffix)


def _import(access: Access, upload: Upload, day: date, terms: Terms) -> Outcome:
    said = Terms(terms.dry_run, terms.partial, amendment_of(upload), upload.file.name)
    return workbook_import(access=access, kind=upload.kind, path=upload_path(upload), day=day, terms=said)


def _give_up_old(access: Access) -> None:
    _give_up(access, Upload.objects.filter(at__lt=clock.now() - KEPT_FOR).select_related("file"))


def _give_up(access: Access, uploads: Iterable[Upload]) -> None:
    gone = list(uploads)
    Upload.objects.filter(pk__in=[upload.pk for upload in gone]).delete()
    files_erase(access=access, files=[upload.file for upload in gone])


def _path(digest: str, suffix: str) -> Path:
    return blob_path(files_folder(), digest, suffix)
