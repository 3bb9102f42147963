"""What was mended of a list beside its file: which cells, what stood in them, what stands in them now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from malaqbiq.intake.models import Upload
from malaqbiq.intake.rules.kinds import kind_named
from malaqbiq.kernel.blobs import blob_path
from malaqbiq.kernel.files import files_folder
from malaqbiq.kernel.workbooks.cells import shown
from malaqbiq.kernel.workbooks.mended import MendedCell
from malaqbiq.kernel.workbooks.reading import Amendment, Table, workbook_read


@dataclass(frozen=True, slots=True)
class MendedList:
    """A list as it is with what was mended, and the cells that were."""

    table: Table
    cells: tuple[MendedCell, ...]


def mended_list(upload: Upload) -> MendedList:
    """An upload's list with its mended cells, in the order of its rows. WorkbookRefused if the file can't be read.

    A cell that was sent back as it stood is none.
    """
    kind, amendment = kind_named(upload.kind), amendment_of(upload)
    table = workbook_read(upload_path(upload), kind.columns, kind.needed, any_headers=True)
    amended = table.amended(amendment)
    rows = {row.number: row for row in table.rows}
    width, headers = len(table.headers), {place: kind.headers[key] for key, place in amended.places.items()}
    cells = []
    for (number, key), text in sorted({**amendment.sure, **amendment.cells}.items()):
        place, row = amended.places.get(key, width), rows.get(number)
        before = shown(row.cells[place]) if row and place < len(row.cells) else ""
        if row and (before != text or amendment.sure.get((number, key)) == text):
            header = table.headers[place] if place < width else headers[place]
            cells.append(MendedCell(number, place, header or headers[place], before, text))
    return MendedList(amended, tuple(cells))


def cells_mended(upload: Upload) -> int:
    """How many cells of an upload stand otherwise than in its file."""
    return len(mended_list(upload).cells) if upload.cells or upload.sure else 0


@dataclass(frozen=True, slots=True)
class ByHand:
    """A row of a list with whom it names: it is left out, or has a cell that is confirmed (`key`, `text`)."""

    row: int
    name: str
    key: str = ""
    header: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a list by hand: the rows left out, the cells confirmed, and how many stand otherwise than in the
    file.
    """

    left: Sequence[ByHand] = ()
    sure: Sequence[ByHand] = ()
    mended: int = 0


def said_by_hand(upload: Upload) -> Said:
    """All of it, of which the file is read once. WorkbookRefused if it can't be read."""
    if not (upload.left or upload.sure or upload.cells):
        return Said()
    mended, headers = mended_list(upload), kind_named(upload.kind).headers
    table = mended.table
    naming = "name" if "name" in table.places else "number"
    names = {row.number: shown(table.cell(row, naming)) for row in table.rows}
    left = [ByHand(row, names.get(row, "")) for row in sorted(upload.left)]
    sure = [ByHand(row, names.get(row, ""), key, headers[key], text) for row, key, text in upload.sure]
    return Said(left, sure, len(mended.cells))


def amendment_of(upload: Upload) -> Amendment:
    """What was said of an upload."""
    cells = {(row, key): text for row, key, text in upload.cells}
    sure = {(row, key): text for row, key, text in upload.sure}
    return Amendment(upload.places, cells, sure, frozenset(upload.left))


def upload_path(upload: Upload) -> Path:
    """Where its workbook lies."""
    return blob_path(files_folder(), upload.file.digest, upload.file.suffix)
