"""Contents of files in a folder, each named by its digest. Knows no database: worker processes write them too.

A content is written beside its place, brought to the disk and then renamed: whatever kills the process leaves either
nothing or all of it under its name. Writing the same content again makes it young again, and mends a damaged one: who
writes means to name it in a row that nobody else sees yet, so what is young is not cleaned away. Looking at an age and
removing by it is one step against making young (a lock on a file of the folder), so neither slips between the other's.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from malaqbiq.kernel.canonical import digest
from malaqbiq.kernel.words import Words, gettext_noop

PART = ".part-"
"""How the name of a content begins that is still being written."""

LOCK = ".lock"
"""The file by which those who make contents young again wait for who removes one, and the other way round."""


class BlobDamaged(Exception):
    """The content is missing, can't be read, or isn't what its name says: `words` says which."""

    def __init__(self, message: str, file: str) -> None:
        self.words = Words(message, {"file": file})
        super().__init__(str(self.words))


@dataclass(frozen=True, slots=True)
class Blob:
    """A stored content: SHA-256, suffix with its dot, and size in bytes."""

    digest: str
    suffix: str
    size: int


def blob_path(folder: Path, sha256: str, suffix: str) -> Path:
    """Where a content lies: in one of 256 folders by the first letters of its digest."""
    return folder / sha256[:2] / f"{sha256}{suffix}"


def blob_write(folder: Path, content: bytes, suffix: str) -> Blob:
    """The content, stored for good."""
    blob = Blob(digest(content), suffix, len(content))
    path = blob_path(folder, blob.digest, suffix)
    if not (_made_young(folder, path) and _holds(path, blob)):
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, content)
    return blob


def blob_move(folder: Path, path: Path, suffix: str) -> Blob:
    """A file that was written in the folder already, moved to its place for good: for what is too big for memory."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    blob = Blob(sha256, suffix, path.stat().st_size)
    target = blob_path(folder, sha256, suffix)
    target.parent.mkdir(parents=True, exist_ok=True)
    path.replace(target)
    _sync_folder(target.parent)
    return blob


def blob_read(folder: Path, sha256: str, suffix: str) -> bytes:
    """The content, compared with its digest; BlobDamaged if it is missing, unreadable or another."""
    try:
        content = blob_path(folder, sha256, suffix).read_bytes()
    except FileNotFoundError as error:
        raise BlobDamaged(gettext_noop("%(file)s is missing"), f"{sha256}{suffix}") from error
    except OSError as error:
        # A folder in its place, no right to it, a bad sector: a fault of this file, and the next one may be whole.
        raise BlobDamaged(gettext_noop("%(file)s can't be read"), f"{sha256}{suffix}") from error
    if digest(content) != sha256:
        raise BlobDamaged(gettext_noop("%(file)s has another content"), f"{sha256}{suffix}")
    return content


def blob_checked(folder: Path, sha256: str, suffix: str) -> Path:
    """Where a content lies, compared with its digest without being held in memory; BlobDamaged as in `blob_read`."""
    path = blob_path(folder, sha256, suffix)
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise BlobDamaged(gettext_noop("%(file)s is missing"), path.name) from error
    except OSError as error:
        raise BlobDamaged(gettext_noop("%(file)s can't be read"), path.name) from error
    if found != sha256:
        raise BlobDamaged(gettext_noop("%(file)s has another content"), path.name)
    return path


def blob_written(folder: Path, sha256: str, suffix: str) -> int | None:
    """When a content was last written, in nanoseconds of the disk's own clock; None if it isn't there."""
    try:
        return blob_path(folder, sha256, suffix).stat().st_mtime_ns
    except FileNotFoundError:
        return None


def blob_remove(folder: Path, sha256: str, suffix: str, *, written: int | None = None) -> None:
    """Remove a content, if it is there; with what `blob_written` told, only if nobody wrote it again since."""
    if not folder.exists():
        return
    with _held(folder, fcntl.LOCK_EX):
        if written is None or blob_written(folder, sha256, suffix) == written:
            blob_path(folder, sha256, suffix).unlink(missing_ok=True)


def blobs_older(folder: Path, seconds: int) -> Iterator[Path]:
    """Contents, half written ones too, that were written at least so long ago by the disk's own clock."""
    if not folder.exists():
        return
    now = _disk_time(folder)
    yield from (path for path in folder.glob("*/*") if path.is_file() and now - path.stat().st_mtime >= seconds)


def blob_remove_old(folder: Path, path: Path, seconds: int) -> bool:
    """Remove what `blobs_older` found, unless somebody wrote it again meanwhile; whether it is gone."""
    with _held(folder, fcntl.LOCK_EX):
        try:
            if _disk_time(folder) - path.stat().st_mtime < seconds:
                return False
        except FileNotFoundError:
            return False
        path.unlink()
        return True


def _disk_time(folder: Path) -> float:
    with tempfile.TemporaryFile(dir=folder) as probe:
        return os.fstat(probe.fileno()).st_mtime


@contextmanager
def _held(folder: Path, how: int) -> Iterator[None]:
    with (folder / LOCK).open("ab") as file:
        fcntl.flock(file, how)
        yield


def _made_young(folder: Path, path: Path) -> bool:
    """Whether a content is there, and written just now as far as anybody can tell: nobody cleans it away."""
    if not path.exists():
        return False
    with _held(folder, fcntl.LOCK_SH):
        try:
            os.utime(path)
        except OSError:
            return False
    return True


def _holds(path: Path, blob: Blob) -> bool:
    try:
        return path.stat().st_size == blob.size and digest(path.read_bytes()) == blob.digest
    except OSError:
        return False


def _write(path: Path, content: bytes) -> None:
    descriptor, part = tempfile.mkstemp(prefix=PART, dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    # A rename is on the disk only when its folder is.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
