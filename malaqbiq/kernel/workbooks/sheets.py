"""What the XML of a sheet holds, found in one walk before anything is built from it.

How far its cells reach is counted as calamine will count it: a row or a cell that doesn't tell its place follows the
one before. Cells that calamine can't tell from empty ones (an error of Excel, a formula that was never calculated) are
found on the way.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.parsers import expat

MOST_CELLS = 5_000_000
MOST_ROWS = 1_048_576
"""More rows than Excel has are no office's list, empty ones included."""

MOST_ERRORS = 100_000
"""So many cells with an error are no list that anybody could mend."""

MOST_ELEMENTS = 4 * MOST_CELLS
"""A cell has a value, and may have a formula; the walk stops where a list is long over."""


MOST_BEFORE = 50_000
"""Elements before the rows: a sheet has at most 16,384 columns to describe there, and little else."""


class SheetDamaged(ValueError):
    """XML that is no sheet of an office program: places that can't be, rows within rows, more elements than a list."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How far the cells with content reach, counted from 1, and the cells (row and column from 0) with an error."""

    rows: int
    columns: int
    errors: Mapping[tuple[int, int], str]


def sheet_seen(sheet: bytes) -> Seen:
    """What a sheet's XML holds. It must be without entities and document types.

    Raises SheetDamaged or expat.ExpatError for what is no sheet. The time is linear in the sheet's length.
    """
    parser = expat.ParserCreate("utf-8")
    walk = _Walk(parser)
    parser.Parse(sheet, True)
    return Seen(walk.rows, walk.columns, walk.errors)


class _Walk:
    """The walk over one sheet: where it stands, and what it has seen. Rows and columns count from 1 here."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        self.rows = self.columns = 0
        self.errors: dict[tuple[int, int], str] = {}
        self._elements = self._rows_begun = self._in_front = 0
        self._row = self._column = 0
        self._row_told: str | None = None
        self._in_row = self._in_cell = self._in_value = False
        self._cell: dict[str, str] = {}
        self._cell_row = 0
        self._inside: set[str] = set()
        self._text: list[str] = []
        parser.buffer_text = True
        parser.StartElementHandler = self._before
        parser.ProcessingInstructionHandler = self._refuse_instruction

    def _refuse_instruction(self, target: str, data: str) -> None:
        raise SheetDamaged(target)

    def _before(self, name: str, _attributes: dict[str, str]) -> None:
        self._in_front += 1
        if self._in_front > MOST_BEFORE:
            raise SheetDamaged(name)
        if _local(name) == "sheetData":
            self._parser.StartElementHandler = self._start
            self._parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise SheetDamaged(name)
        local = _local(name) if ":" in name else name
        if local == "c":
            self._start_cell(attributes)
        elif local == "row":
            self._start_row(attributes)
        elif self._in_cell:
            self._start_inside(local)

    def _start_row(self, attributes: dict[str, str]) -> None:
        if self._in_row:
            raise SheetDamaged("row")
        self._rows_begun += 1
        if self._rows_begun > MOST_ROWS:
            raise SheetDamaged("row")
        self._in_row = True
        self._row_told = told = attributes.get("r")
        self._row = _row(told) if told is not None else self._row + 1
        self._column = 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        if self._in_cell or not self._in_row:
            raise SheetDamaged("c")
        self._in_cell = True
        self._cell = attributes
        self._inside.clear()
        told = attributes.get("r")
        if told is None:
            self._column += 1
            self._cell_row = self._row
        else:
            digits = told.lstrip(_LETTERS)
            self._column = _column(told[: len(told) - len(digits)])
            # Nearly always the row that the cell stands in: comparing is quicker than reading the number.
            self._cell_row = self._row if digits == self._row_told else _row(digits)

    def _start_inside(self, local: str) -> None:
        """An element within a cell: the cell is not empty. Its value is read only where it may be an error."""
        if not self._inside:
            self.rows = max(self.rows, self._cell_row)
            self.columns = max(self.columns, self._column)
        self._inside.add(local)
        if local == "v" and ("f" in self._inside or self._cell.get("t") == "e"):
            self._parser.CharacterDataHandler = self._text.append

    def _end(self, name: str) -> None:
        local = _local(name) if ":" in name else name
        if local == "c":
            self._end_cell()
        elif local == "row":
            self._in_row = False
        elif local == "sheetData":
            self._parser.StartElementHandler = self._parser.EndElementHandler = None

    def _end_cell(self) -> None:
        self._in_cell = False
        kind = self._cell.get("t")
        if not self._inside or (kind != "e" and "f" not in self._inside):
            return
        text = "".join(self._text).strip()
        self._text.clear()
        self._parser.CharacterDataHandler = None
        place = self._cell_row - 1, self._column - 1
        if len(self.errors) >= MOST_ERRORS:
            raise SheetDamaged("c")
        if kind == "e":
            name = _ERROR_NAME.search(text)
            self.errors[place] = name[0] if name else "#N/A"
        elif not text and not (kind == "str" and "v" in self._inside) and "is" not in self._inside:
            # A formula without a value was never calculated; one that gives an empty text says that it is a text.
            self.errors[place] = "#N/A"


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ERROR_NAME = re.compile(r"#[A-Z0-9/_]+[!?]?")


def _local(name: str) -> str:
    return name[name.find(":") + 1 :]


def _row(digits: str) -> int:
    if not 0 < len(digits) <= 7 or not digits.isascii() or not digits.isdigit() or not (row := int(digits)):
        raise SheetDamaged(digits)
    return row


@functools.lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    if not 0 < len(letters) <= 3:
        raise SheetDamaged(letters)
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
