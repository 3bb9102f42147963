"""Everything that an installation holds as one file, and an installation made of it.

A backup is a zip that any machine can read: ``database.sqlite3`` or ``database.dump`` (PostgreSQL's own form), every
folder of MALAQBIQ_HOME, ``malaqbiq.json`` that says what it is, and ``SHA256SUMS`` in the form of ``sha256sum``. The
database is taken as of one moment while others go on working. Of the stored files those are taken that a row names
right after it: what was erased by law, or what a killed process left, isn't carried along. The secret key stays out: it
isn't needed to read anything.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

import malaqbiq
from malaqbiq.kernel import clock, snapshots
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.blobs import PART, blob_path
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.files import files_folder
from malaqbiq.kernel.installation import NotReady
from malaqbiq.kernel.models import Installation, StoredFile
from malaqbiq.kernel.places import reason_told
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.kernel.words import Words, gettext_noop

ABOUT, SUMS = "malaqbiq.json", "SHA256SUMS"
FORMAT = 1
PIECE = 1024 * 1024
PACKED = frozenset({".pdf", ".jpg", ".png", ".xlsx"})
SAFE = re.compile(r"(?:(?!\.)[^/\\\x00-\x1f\x7f\ud800-\udfff]+/)+(?!\.)[^/\\\x00-\x1f\x7f\ud800-\udfff]+")
"""What a file within a folder of the home may be called in a backup: nothing hidden, nothing that leads out of the home
or that a line of ``SHA256SUMS`` can't hold."""


class BackupRefused(UserError):
    """The backup can't be made or taken back; `words` say why, `remedy` what to do."""


@dataclass(frozen=True, slots=True)
class About:
    """What a backup is of: the release and the database it was made by, when, and which migrations had run."""

    format: int
    release: str
    database: str
    """``sqlite`` or ``postgresql``"""
    installation: str
    made_at: str
    migrations: list[str]


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made or taken back: what it is of, how many files, its size in bytes, and what is wrong."""

    about: About
    files: int
    size: int
    damaged: tuple[str, ...] = ()
    """files whose content isn't what their name says any more: they are in it as they are"""
    missing: tuple[str, ...] = ()
    """files that the database names and that aren't there"""
    unnamable: tuple[str, ...] = ()
    """files that are left out, since no backup can hold their name (a line break, bytes that are no text)"""

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong with it."""
        return not (self.damaged or self.missing or self.unnamable)


def backup_make(*, access: Access, path: Path, progress: Progress = SILENT) -> Backup:
    """Write a backup to a file that isn't there yet; whole or not at all. BackupRefused says why it can't be."""
    _refuse_taken(path)
    _refuse_within(path)
    about = _about()
    sums: dict[str, str] = {}
    try:
        with (
            _written_beside(path) as part,
            zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        ):
            progress.stage(gettext_noop("database"))
            with tempfile.TemporaryDirectory(prefix=".malaqbiq-", dir=path.parent) as folder:
                taken = snapshots.snapshot_take(Path(folder))
                _pack(archive, taken, taken.name, sums)
            named = {file.relative_to(settings.HOME).as_posix(): file for file in sorted(_kept(Path(settings.HOME)))}
            kept = {name: file for name, file in named.items() if SAFE.fullmatch(name)}
            progress.stage(gettext_noop("files"), len(kept))
            for name, file in kept.items():
                _pack(archive, file, name, sums)
                progress.advance()
            archive.writestr(ABOUT, json.dumps(asdict(about), indent=2))
            archive.writestr(SUMS, "".join(f"{digest}  {name}\n" for name, digest in sums.items()))
    except OSError as error:
        raise _impossible(gettext_noop("%(path)s can't be written: %(reason)s"), path, error) from error
    made = Backup(
        about,
        # The database is one of the sums.
        len(sums) - 1,
        path.stat().st_size,
        damaged=tuple(name for name, digest in sums.items() if _is_damaged(name, digest)),
        missing=tuple(_missing(sums)),
        unnamable=tuple(ascii(name) for name in named if name not in kept),
    )
    activity_record(access=access, action="kernel.backup", detail={"files": made.files})
    return made


def backup_restore(*, path: Path, progress: Progress = SILENT) -> Backup:
    """Make an installation of a backup, where there is none yet.

    Every content is compared with its digest. The database comes last and at once: whatever ends this before leaves a
    home without a database, and it can be run again. BackupRefused says why it can't be.
    """
    _refuse_occupied()
    try:
        with zipfile.ZipFile(path) as archive:
            about, sums = _read(archive, path)
            _refuse_foreign(about)
            names = [name for name in sums if name != _database(about)]
            progress.stage(gettext_noop("files"), len(names))
            for name in names:
                _unpack(archive, name, sums[name], Path(settings.HOME) / name)
                progress.advance()
            progress.stage(gettext_noop("database"))
            with tempfile.TemporaryDirectory(prefix=".malaqbiq-", dir=settings.HOME) as folder:
                taken = Path(folder) / _database(about)
                _unpack(archive, taken.name, sums[taken.name], taken)
                snapshots.snapshot_put(taken)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise _damaged(path) from error
    except OSError as error:
        place = Path(error.filename or path)
        raise _impossible(gettext_noop("%(path)s can't be restored: %(reason)s"), place, error) from error
    damaged = tuple(name for name in names if _is_damaged(name, sums[name]))
    return Backup(about, len(names), path.stat().st_size, damaged)


def migrations_missing(about: About) -> int:
    """How many migrations of this release the backup's database hasn't seen."""
    return len(_known() - set(about.migrations))


def _about() -> About:
    applied = [".".join(key) for key in sorted(MigrationLoader(connection).applied_migrations)]
    kind = Installation.objects.get().kind
    return About(FORMAT, malaqbiq.__version__, connection.vendor, kind, clock.now().isoformat(), applied)


def _known() -> set[str]:
    loader = MigrationLoader(None)
    return {".".join(key) for key in loader.graph.nodes}


def _database(about: About) -> str:
    return snapshots.NAMES[about.database]


@contextmanager
def _written_beside(path: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name only when it is whole and on the disk. Nobody but its owner may read it."""
    descriptor, part = tempfile.mkstemp(prefix=f"{PART}{path.name}-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        # Another backup may have taken the name meanwhile. Not a link, which a memory stick's file system may not have.
        _refuse_taken(path)
        Path(part).rename(path)
    finally:
        Path(part).unlink(missing_ok=True)


def _kept(home: Path) -> Iterator[Path]:
    """What the folders of a home hold, but for what is still being written and stored contents that no row names."""
    for folder in home.iterdir():
        if folder.is_dir() and not folder.name.startswith(".") and folder != files_folder():
            yield from (file for file in folder.rglob("*") if file.is_file() and not _is_hidden(file.relative_to(home)))
    yield from (path for path in _stored() if path.is_file())


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _stored() -> Iterator[Path]:
    """Where each content lies that a row names."""
    named = StoredFile.objects.values_list("digest", "suffix").distinct()
    return (blob_path(files_folder(), digest, suffix) for digest, suffix in named.iterator())


def _missing(sums: dict[str, str]) -> Iterator[str]:
    """What a row still names now and the backup lacks: what was stored since it began is there, and no fault."""
    for path in _stored():
        name = path.relative_to(settings.HOME).as_posix()
        if name not in sums and not path.is_file():
            yield name


def _pack(archive: zipfile.ZipFile, file: Path, name: str, sums: dict[str, str]) -> None:
    """Put a file into the archive and its SHA-256 into the sums; a file that was removed meanwhile is left out."""
    try:
        entry = zipfile.ZipInfo.from_file(file, name, strict_timestamps=False)
        source = file.open("rb")
    except FileNotFoundError:
        return
    entry.compress_type = zipfile.ZIP_STORED if file.suffix in PACKED else zipfile.ZIP_DEFLATED
    digest = hashlib.sha256()
    with source, archive.open(entry, "w", force_zip64=True) as target:
        while piece := source.read(PIECE):
            digest.update(piece)
            target.write(piece)
    sums[name] = digest.hexdigest()


def _is_damaged(name: str, digest: str) -> bool:
    """Whether a stored file's content is another than its name says."""
    return name.startswith("files/") and Path(name).stem != digest


def _refuse_taken(path: Path) -> None:
    if path.exists():
        raise BackupRefused(
            Words(gettext_noop("%(path)s is there already"), {"path": str(path)}),
            gettext_noop("name a new file: a backup never overwrites another"),
        )


def _refuse_within(path: Path) -> None:
    """A backup within a folder of the home would be in the next one: they double, and what was erased lives on."""
    if Path(settings.HOME) in path.resolve().parent.parents:
        raise BackupRefused(
            Words(
                gettext_noop("%(path)s lies within MALAQBIQ_HOME, and would be in every later backup"),
                {"path": str(path)},
            ),
            gettext_noop("name a place outside of it, best on another disk"),
        )


def _refuse_occupied() -> None:
    if snapshots.is_occupied():
        raise BackupRefused(
            gettext_noop("there is a database already, and a restore never overwrites one"),
            gettext_noop("name another MALAQBIQ_HOME, or with PostgreSQL an empty database in MALAQBIQ_DATABASE_URL"),
        )


def _read(archive: zipfile.ZipFile, path: Path) -> tuple[About, dict[str, str]]:
    """What a backup is, and the digest of each of its parts by name; every name stays within the home."""
    told = json.loads(archive.read(ABOUT))
    if not isinstance(told, dict) or told.get("format") != FORMAT or told.get("database") not in snapshots.NAMES:
        raise _damaged(path)
    about = About(**{name: told[name] for name in About.__slots__})
    lines = archive.read(SUMS).decode().splitlines()
    sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    if any(name != _database(about) and not SAFE.fullmatch(name) for name in sums) or _database(about) not in sums:
        raise _damaged(path)
    return about, sums


def _impossible(message: str, path: Path, error: OSError) -> BackupRefused:
    return BackupRefused(Words(message, {"path": str(path), "reason": reason_told(error)}))


def _damaged(path: Path) -> BackupRefused:
    return BackupRefused(
        Words(gettext_noop("%(path)s is no backup of Malaqbiq, or not whole"), {"path": str(path)}),
        gettext_noop("try the backup of another day"),
    )


def _refuse_foreign(about: About) -> None:
    if about.database != connection.vendor:
        raise BackupRefused(
            Words(
                gettext_noop("this backup is of %(database)s, and the settings name %(vendor)s"),
                {"database": about.database, "vendor": connection.vendor},
            ),
            gettext_noop("set MALAQBIQ_DATABASE_URL for PostgreSQL, or leave it out for SQLite"),
        )
    if set(about.migrations) - _known():
        raise NotReady(
            Words(gettext_noop("this backup is of a newer release: %(release)s"), {"release": about.release}),
            gettext_noop("install that release, or a newer one"),
        )


def _unpack(archive: zipfile.ZipFile, name: str, digest: str, target: Path) -> None:
    """Write a part of the archive to its place, whole or not at all; BackupRefused if its content is another."""
    target.parent.mkdir(parents=True, exist_ok=True)
    seen = hashlib.sha256()
    descriptor, part = tempfile.mkstemp(prefix=PART, dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file, archive.open(name) as source:
            while piece := source.read(PIECE):
                seen.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if seen.hexdigest() != digest:
            raise _damaged(Path(str(archive.filename)))
        Path(part).replace(target)
    finally:
        Path(part).unlink(missing_ok=True)
