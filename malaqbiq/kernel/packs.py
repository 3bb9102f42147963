"""Audit packs: archives that can be checked without us. Each room lists its parts in an ``audit.py``, as ``PARTS``.

An archive grows on the disk, piece by piece. Every list stands in it twice: as a workbook to be read, and as JSON for
programs, which (unlike CSV) keeps numbers, days and empty cells apart and has no cell that Excel takes for a formula.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from django.utils.functional import Promise

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.blobs import BlobDamaged
from malaqbiq.kernel.files import file_read
from malaqbiq.kernel.media import PDF, XLSX
from malaqbiq.kernel.models import StoredFile
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.progress import Progress
from malaqbiq.kernel.rooms import modules_named
from malaqbiq.kernel.workbooks.cells import Cell
from malaqbiq.kernel.workbooks.writing import Heading, workbook_write

SUMS = "SHA256SUMS"
PIECE = 1024 * 1024
STORED = (PDF.suffix, XLSX.suffix, ".png", ".jpg")
"""What is packed already: to pack it again costs time and saves nothing."""

Row = Sequence[Cell | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a pack is of: the asker's access narrowed to the work units (codes) of the pack, and the days."""

    access: Access
    units: frozenset[str]
    period: Period
    today: date

    @property
    def last_day(self) -> date:
        """The last day that the pack is of."""
        return self.period.last_day or self.today


class Pack:
    """An archive that is being written: files, lists and texts under a folder of its own, each with its digest."""

    def __init__(self, archive: zipfile.ZipFile, folder: str, scratch: Path) -> None:
        self._archive, self._folder, self._scratch = archive, folder, scratch
        self.sums: dict[str, str] = {}

    def stored_file(self, name: str, file: StoredFile) -> bool:
        """A stored file under a name; False, and nothing, if its content is missing or another than it was."""
        try:
            content = file_read(file=file)
        except BlobDamaged:
            return False
        self._put(name, iter([content]))
        return True

    def text(self, name: str, text: str) -> None:
        """A text of our own."""
        self._put(name, iter([text.encode()]))

    def listed(self, name: str, title: str, headings: Sequence[Heading], rows: Iterable[Row]) -> None:
        """A list as workbook and as JSON (`name` has no suffix); its rows are gone through once, none is kept."""
        book, lines = self._scratch / "list.xlsx", self._scratch / "list.json"
        with lines.open("w", encoding="utf-8") as target:
            target.write("[")
            workbook_write(book, title, headings, _told_beside(target.write, [one.header for one in headings], rows))
            target.write("\n]\n")
        for path in (book, lines):
            self._put(f"{name}{path.suffix}", _pieces(path))
            path.unlink()

    def close(self) -> None:
        """The list of digests, in the form of sha256sum: nothing can be added after it."""
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(self.sums.items()))
        self._archive.writestr(self._entry(SUMS), lines)

    def _put(self, name: str, pieces: Iterator[bytes]) -> None:
        if name in self.sums:
            raise RuntimeError(f"two files of a pack are called {name}")
        digest = hashlib.sha256()
        with self._archive.open(self._entry(name), "w", force_zip64=True) as target:
            for piece in pieces:
                digest.update(piece)
                target.write(piece)
        self.sums[name] = digest.hexdigest()

    def _entry(self, name: str) -> zipfile.ZipInfo:
        now = clock.now()
        entry = zipfile.ZipInfo(f"{self._folder}/{name}", (now.year, now.month, now.day, now.hour, now.minute, 0))
        entry.compress_type = zipfile.ZIP_STORED if name.endswith(STORED) else zipfile.ZIP_DEFLATED
        return entry


@dataclass(frozen=True, slots=True)
class Counted:
    """How much there is of something, and that in words, in the reader's language: ``8`` and ``8 decrees``."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """A room's part of a pack: where it stands in it, what it holds, and whose roles read it on a work unit.

    `count` tells before the act how much there is, in what an auditor counts: numbers, decrees, people; `write` writes
    it, and is called even for nothing, so that an empty list says that there was nothing.
    """

    folder: str
    label: Promise | str
    holds: Promise | str
    roles: tuple[Role, ...]
    count: Callable[[Asked], Sequence[Counted]]
    write: Callable[[Asked, Pack, Progress], None]


def parts() -> list[Part]:
    """The parts that installed rooms list, in the order of their floors."""
    return [part for module in modules_named("audit") for part in module.PARTS]


def _told_beside(write: Callable[[str], object], names: Sequence[str], rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, each written as a line of JSON as it passes."""
    for number, row in enumerate(rows):
        fact = {name: _plain(value) for name, value in zip(names, row, strict=True)}
        write(("," if number else "") + "\n" + json.dumps(fact, ensure_ascii=False))
        yield row


def _plain(value: Cell | None) -> str | int | float | bool | None:
    if value is None or isinstance(value, str | int | float):
        return value
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
