"""Stored files: rows that name a content in the folder ``files`` of MALAQBIQ_HOME.

The content is stored before its row. If the process dies between the two, a content without a row stays behind, which
harms nobody; a row without its content can't come to be. Nor does it where somebody removes the same content at that
moment: an upload makes it young again, and erasing waits for the uploads of it that are not committed yet. On SQLite
one writer alone is inside at any time; PostgreSQL has a lock for each content, held until the transaction ends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.blobs import (
    Blob,
    BlobDamaged,
    blob_checked,
    blob_read,
    blob_remove,
    blob_remove_old,
    blob_write,
    blob_written,
    blobs_older,
)
from malaqbiq.kernel.canonical import digest
from malaqbiq.kernel.media import MEBIBYTE, SCANS, Media, media_checked, safe_name
from malaqbiq.kernel.models import StoredFile
from malaqbiq.kernel.progress import batches
from malaqbiq.kernel.words import Words

LEFTOVER_AGE = 24 * 60 * 60
LIMIT = 20 * MEBIBYTE
"""What an uploaded file may have, unless said otherwise."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A content that is stored already, to be named: whose it is and of what."""

    blob: Blob
    name: str
    media_type: str
    unit_code: str = ""
    subject_uid: UUID | None = None


def files_folder() -> Path:
    """Where the contents lie."""
    return Path(settings.HOME) / "files"


@transaction.atomic
def file_store(
    *,
    access: Access,
    content: bytes | Path,
    name: str,
    unit_code: str = "",
    subject_uid: UUID | None = None,
    allowed: Collection[Media] = SCANS,
    limit: int = LIMIT,
) -> StoredFile:
    """An uploaded file, stored: what it is is read from its content. FileRefused if it may not come in."""
    if isinstance(content, Path):
        content = _read_up_to(content, limit + 1)
    media = media_checked(content, allowed, limit)
    _until_committed(digest(content), "pg_advisory_xact_lock_shared")
    blob = blob_write(files_folder(), content, media.suffix)
    new = NewFile(blob, safe_name(name, media.suffix), media.type, unit_code, subject_uid)
    stored = files_store(files=[new])[0]
    activity_record(access=access, action="kernel.file", unit_code=unit_code, subject_uid=stored.uid)
    return stored


def content_hold(content: bytes) -> None:
    """Let nobody else store or erase this content until the caller's transaction ends. To be called before storing."""
    _until_committed(digest(content), "pg_advisory_xact_lock")


def files_store(*, files: Iterable[NewFile]) -> list[StoredFile]:
    """Rows for contents that the house itself made, in one batch."""
    rows = [
        StoredFile(
            digest=new.blob.digest,
            suffix=new.blob.suffix,
            size=new.blob.size,
            media_type=new.media_type,
            name=new.name,
            unit_code=new.unit_code,
            subject_uid=new.subject_uid,
            stored_at=clock.now(),
        )
        for new in files
    ]
    return StoredFile.objects.bulk_create(rows, batch_size=500)


def file_read(*, file: StoredFile) -> bytes:
    """The content, compared with its digest; BlobDamaged if it is missing or another.

    Whoever calls this has found the row through the record that it belongs to, and that record is the asker's to read:
    a file has no door of its own.
    """
    return blob_read(files_folder(), file.digest, file.suffix)


def file_path(*, file: StoredFile) -> Path:
    """Where the content lies, compared with its digest piece by piece: for what is too big for memory.

    BlobDamaged if it is missing or another. Whoever calls this has guarded it as for `file_read`.
    """
    return blob_checked(files_folder(), file.digest, file.suffix)


def files_damaged(*, files: Iterable[StoredFile]) -> Iterator[tuple[StoredFile, Words]]:
    """The files whose content is missing or isn't what it was, with what is wrong."""
    for file in files:
        try:
            file_read(file=file)
        except BlobDamaged as error:
            yield file, error.words


@transaction.atomic
def files_erase(*, access: Access, files: Iterable[StoredFile]) -> int:
    """Remove rows and contents for good, as law may ask; how many. A content that another row names stays."""
    rows = list(files)
    for sha256 in sorted({row.digest for row in rows}):
        _until_committed(sha256, "pg_advisory_xact_lock")
    StoredFile.objects.filter(pk__in=[row.pk for row in rows]).delete()
    used = set(StoredFile.objects.filter(digest__in=[row.digest for row in rows]).values_list("digest", flat=True))
    for row in rows:
        activity_record(access=access, action="kernel.erase_file", unit_code=row.unit_code, subject_uid=row.uid)
    names = {(row.digest, row.suffix) for row in rows if row.digest not in used}
    gone = [(*name, blob_written(files_folder(), *name)) for name in sorted(names)]
    # After commit: if the transaction fails, the rows still have their contents. Who wrote one again since names it.
    transaction.on_commit(lambda: _remove(gone))
    return len(rows)


def blobs_discard(*, blobs: Iterable[Blob]) -> None:
    """Remove contents that were stored but must not be named: all of them but what a row names."""
    gone = {blob.digest: blob.suffix for blob in blobs}
    named = set(StoredFile.objects.filter(digest__in=gone).values_list("digest", flat=True))
    _remove((sha256, suffix, None) for sha256, suffix in gone.items() if sha256 not in named)


def leftovers_remove(*, access: Access) -> int:
    """Remove contents of at least a day's age that no row names, and what is half written; how many files.

    They come of killed processes. What is younger may belong to a transaction that is still open, and so may what was
    written again while this was looking.
    """
    found: list[Path] = []
    for batch in batches(list(blobs_older(files_folder(), LEFTOVER_AGE)), 5000):
        rows = StoredFile.objects.filter(digest__in=[path.stem for path in batch])
        named = set(rows.values_list("digest", flat=True))
        found += [path for path in batch if path.stem not in named]
    gone = sum(blob_remove_old(files_folder(), path, LEFTOVER_AGE) for path in found)
    if gone:
        activity_record(access=access, action="kernel.remove_leftovers", detail={"files": gone})
    return gone


def _remove(contents: Iterable[tuple[str, str, int | None]]) -> None:
    for sha256, suffix, written in contents:
        blob_remove(files_folder(), sha256, suffix, written=written)


def _until_committed(sha256: str, lock: str) -> None:
    """Hold PostgreSQL's lock of a content to the end of the transaction; SQLite lets in one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # 63 of the digest's bits: two contents that share them wait for each other, which harms neither.
            cursor.execute(f"SELECT {lock}(%s)", [int(sha256[:16], 16) >> 1])


def _read_up_to(path: Path, limit: int) -> bytes:
    with path.open("rb") as file:
        return file.read(limit)
