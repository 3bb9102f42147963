"""A list from the first sheet of a workbook: headers within the first ten rows, in any order and two languages."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, load_workbook

from malaqbiq.kernel.words import Words
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.kernel.workbooks.cells import Cell, plain, shown
from malaqbiq.kernel.workbooks.guards import SAVE_AGAIN, Checked, WorkbookRefused, workbook_checked
from malaqbiq.kernel.workbooks.headers import (
    Column,
    Range,
    Row,
    header_key,
    heads_found,
    letters,
    places_of,
)

__all__ = [
    "Amendment", "Beside", "Column", "Row", "Table", "header_key", "letters", "only_counts", "workbook_read",
]  # fmt: skip

T = TypeVar("T")
ADDED = frozenset({("reason", "row"), ("alasan", "baris")})
"""The headers that a workbook of rejected rows adds, as they are compared, in each of our languages."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A sheet that holds a list too, which is not read: its name, and how many rows stand below its headers."""

    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class Amendment:
    """What somebody said of a list beside the file: in which column (from 0) a known one stands, None for in none; and
    what stands in a cell, by the row's number and the column's key. `sure` cells hold a number that is right digit for
    digit as it is shown; `left` rows are not read.
    """

    places: Mapping[str, int | None] = field(default_factory=dict)
    cells: Mapping[tuple[int, str], str] = field(default_factory=dict)
    sure: Mapping[tuple[int, str], str] = field(default_factory=dict)
    left: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """The list that a sheet holds. `places` says in which column (from 0) each known column stands.

    `from_1904` says from where the workbook counts days that stand as bare numbers; `merges` which rows of a column
    (from 0) are one with an earlier, filled one: the first and the last of each. `sheet` is the sheet's name, `hidden`
    are those before it that nobody sees, `beside` others that hold a list, `above` the rows before the headers.
    """

    header_row: int
    headers: tuple[str, ...]
    places: Mapping[str, int]
    rows: tuple[Row, ...]
    from_1904: bool = False
    merges: Mapping[int, Sequence[tuple[int, int]]] = field(default_factory=dict)
    sheet: str = ""
    hidden: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()
    above: tuple[Row, ...] = ()

    def merged_into(self, row: Row, key: str) -> int | None:
        """The number of the row in whose cell a known column's empty cell is merged; None if it stands by itself."""
        ranges = self.merges.get(self.places.get(key, -1), ())
        place = bisect_right(ranges, (row.number, 0)) - 1
        first, last = ranges[place] if place >= 0 else (0, 0)
        return first if first < row.number <= last else None

    def cell(self, row: Row, key: str) -> Cell:
        """What stands in a known column of a row; empty where the sheet lacks the column."""
        place = self.places.get(key)
        return row.cells[place] if place is not None and place < len(row.cells) else ""

    def amended(self, amendment: Amendment) -> Table:
        """The list as it is with what somebody said of it. A cell of a column that the sheet lacks gets one."""
        named = {key: place for key, place in amendment.places.items() if place is None or place < len(self.headers)}
        places = {key: place for key, place in ({**self.places, **named}).items() if place is not None}
        width = max((len(self.headers), *(place + 1 for place in places.values())))
        for _row, key in amendment.cells:
            if key not in places:
                places[key], width = width, width + 1
        changed: dict[int, dict[int, str]] = {}
        for (number, key), text in amendment.cells.items():
            changed.setdefault(number, {})[places[key]] = text
        sure: dict[int, dict[int, str]] = {}
        for (number, key), text in amendment.sure.items():
            if key in places:
                sure.setdefault(number, {})[places[key]] = text
        rows = (_as_sure(row, sure[row.number]) if row.number in sure else row for row in self.rows)
        rows = (_with_cells(row, changed[row.number]) if row.number in changed else row for row in rows)
        return replace(self, places=places, rows=tuple(rows))

    @property
    def own(self) -> int:
        """How many columns are the list's own: a workbook of rejected rows has two more at the end, which we added."""
        own = len(self.headers)
        while tuple(map(header_key, self.headers[max(own - 2, 0) : own])) in ADDED:
            own -= 2
        return own

    @property
    def unread(self) -> tuple[str, ...]:
        """Headers of the list's own columns that are not read."""
        used = set(self.places.values()) | set(range(self.own, len(self.headers)))
        return tuple(header for place, header in enumerate(self.headers) if header and place not in used)


def workbook_read(
    path: Path, columns: Sequence[Column], needed: Sequence[Sequence[str]] = (), *, any_headers: bool = False
) -> Table:
    """The list in the first sheet of a workbook (.xlsx).

    `needed` names keys of columns that must be there, of each group at least one. With `any_headers` a sheet without
    them is read too: somebody will say what stands where. Empty rows are left out, and so is a row right below the
    headers that only counts the columns. WorkbookRefused says what is wrong and what to do.
    """
    checked = workbook_checked(path)
    book = _opened(checked)
    rows, merges = _sheet(book, 0, checked.errors)
    beside = tuple(_beside(book, checked.beside, columns, needed))
    try:
        heads = heads_found(rows, columns, needed, merges, any_headers=any_headers)
    except WorkbookRefused as refused:
        if beside:
            remedy = _("a list stands on the sheet %(sheet)s: move that sheet to the front")
            raise WorkbookRefused(refused.words, Words(remedy, {"sheet": beside[0].name})) from refused
        raise
    body = [row for row in rows if row.number > heads.row]
    if body and only_counts(body[0]):
        del body[0]
    return Table(
        heads.row,
        heads.texts,
        places_of(heads, columns),
        tuple(body),
        checked.from_1904,
        _merged_down(merges, body, len(heads.texts)),
        checked.name,
        checked.hidden,
        beside,
        tuple(row for row in rows if row.number < heads.row),
    )


def _with_cells(row: Row, cells: Mapping[int, str]) -> Row:
    """The row with what was said of its cells. What is said as it stands changes nothing.

    A number or date that was refused doesn't become a text by being sent back.
    """
    width = max(len(row.cells), *(place + 1 for place in cells))
    found = [*row.cells, *[""] * (width - len(row.cells))]
    for place, text in cells.items():
        if text != shown(found[place]):
            found[place] = text
    return Row(row.number, found)


def _as_sure(row: Row, cells: Mapping[int, str]) -> Row:
    """The row with numbers as texts where somebody is sure of all their digits."""
    found = list(row.cells)
    for place, text in cells.items():
        if place < len(found) and shown(found[place]) == text:
            found[place] = text
    return Row(row.number, found)


def _opened(checked: Checked) -> CalamineWorkbook:
    return _unbroken(lambda: load_workbook(io.BytesIO(checked.content)))


def _sheet(
    book: CalamineWorkbook, place: int, errors: Mapping[tuple[int, int], str]
) -> tuple[list[Row], Sequence[Range]]:
    """The filled rows of a sheet, and the cells of it that are merged."""

    def read() -> tuple[list[Row], Sequence[Range]]:
        sheet = book.get_sheet_by_index(place)
        return list(_filled_rows(sheet, errors)), sheet.merged_cell_ranges or ()

    return _unbroken(read)


def _unbroken(read: Callable[[], T]) -> T:
    try:
        return read()
    except CalamineError as error:
        raise WorkbookRefused(_("the workbook is damaged"), SAVE_AGAIN) from error
    except BaseException as error:
        # calamine's own failures come through as a class that stands outside Exception and can't be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise WorkbookRefused(_("the workbook is damaged"), SAVE_AGAIN) from error


def _beside(
    book: CalamineWorkbook, names: Sequence[str], columns: Sequence[Column], needed: Sequence[Sequence[str]]
) -> Iterator[Beside]:
    """The other sheets that hold a list with all headers that are needed, and a row."""
    for place, name in enumerate(names, start=1):
        try:
            rows, merges = _sheet(book, place, {})
            heads = heads_found(rows, columns, needed, merges)
        except WorkbookRefused:
            continue
        if needed and (count := sum(row.number > heads.row for row in rows)):
            yield Beside(name, count)


def _merged_down(merges: Sequence[Range], body: Sequence[Row], width: int) -> dict[int, list[tuple[int, int]]]:
    """The rows of each column that are merged with an earlier one in which something stands."""
    rows = {row.number: row for row in body}
    found: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in merges:
        row = rows.get(top + 1)
        if bottom > top and row and left < len(row.cells) and row.cells[left] != "":
            for place in range(left, min(right + 1, width)):
                found.setdefault(place, []).append((top + 1, bottom + 1))
    return {place: sorted(ranges) for place, ranges in found.items()}


def _filled_rows(sheet: CalamineSheet, errors: Mapping[tuple[int, int], str]) -> Iterator[Row]:
    by_row: dict[int, list[tuple[int, str]]] = {}
    for (place, column), name in errors.items():
        by_row.setdefault(place, []).append((column, name))
    for place, cells in enumerate(sheet.iter_rows()):
        for column, name in by_row.get(place, ()):
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = name
        if any(cell != "" and (not isinstance(cell, str) or cell.strip()) for cell in cells):
            yield Row(place + 1, cells)


def only_counts(row: Row) -> bool:
    """Whether a row numbers the columns: 1, 2, 3 or (1), (2), (3)."""
    number = 0
    for number, cell in enumerate((cell for cell in row.cells if cell != ""), start=1):
        if plain(shown(cell)).strip("()") != str(number):
            return False
    return number > 1
