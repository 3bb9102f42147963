"""A list from the first sheet of a workbook: headers within the first ten rows, in any order and two languages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, load_workbook

from malaqbiq.kernel.words import Words
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.kernel.workbooks.cells import Cell, key_of, plain, shown
from malaqbiq.kernel.workbooks.guards import SAVE_AGAIN, Checked, WorkbookRefused, workbook_checked

HEADER_ROWS = 10
ADDED = frozenset({("reason", "row"), ("alasan", "baris")})
"""The headers that a workbook of rejected rows adds, as they are compared, in each of our languages."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read: its key in code, its header in templates, and other headers that are understood."""

    key: str
    header: str
    others: tuple[str, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """All headers as they are compared."""
        return _keys_of((self.header, *self.others))


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as Excel shows it, and its cells as they stand, in the order of the sheet."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Amendment:
    """What somebody said of a list beside the file: in which column (from 0) a known one stands, None for in none; and
    what stands in a cell, by the row's number and the column's key.
    """

    places: Mapping[str, int | None] = field(default_factory=dict)
    cells: Mapping[tuple[int, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """The list that a sheet holds. `places` says in which column (from 0) each known column stands.

    `from_1904` says from where the workbook counts days that stand as bare numbers.
    """

    header_row: int
    headers: tuple[str, ...]
    places: Mapping[str, int]
    rows: tuple[Row, ...]
    from_1904: bool = False

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
        rows = (_with_cells(row, changed[row.number]) if row.number in changed else row for row in self.rows)
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

    `needed` names keys of columns that must be there, of each group at least one. With `any_headers` a sheet without a
    known header is read too: somebody will say what stands where. Empty rows are left out, and so is a
    row right below the headers that only counts the columns. WorkbookRefused says what is wrong and what to do.
    """
    checked = workbook_checked(path)
    rows = list(_filled_rows(_first_sheet(checked), checked.errors))
    if not rows:
        raise WorkbookRefused(_("the first sheet is empty"), _("put the list on the first sheet"))
    first = [row for row in rows[:HEADER_ROWS] if row.number <= HEADER_ROWS]
    header = _fullest(first) if any_headers and not _any_known(first, columns) else _header_row(first, columns, needed)
    places = _places(header, columns)
    body = [row for row in rows if row.number > header.number]
    if body and only_counts(body[0]):
        del body[0]
    headers = tuple(plain(shown(cell)) for cell in header.cells)
    return Table(header.number, headers, places, tuple(body), checked.from_1904)


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


@cache
def _keys_of(headers: tuple[str, ...]) -> frozenset[str]:
    # Asked for each row of a list, and of columns that the code names: kept for good.
    return frozenset(map(header_key, headers))


def header_key(text: str) -> str:
    """What two spellings of one header have in common: letters and digits in small, without what stands in brackets."""
    return key_of(re.sub(r"\([^)]*\)|\*", "", text)) or key_of(text)


def _first_sheet(checked: Checked) -> CalamineSheet:
    try:
        return load_workbook(io.BytesIO(checked.content)).get_sheet_by_index(0)
    except CalamineError as error:
        raise WorkbookRefused(_("the workbook is damaged"), SAVE_AGAIN) from error
    except BaseException as error:
        # calamine's own failures come through as a class that stands outside Exception and can't be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise WorkbookRefused(_("the workbook is damaged"), SAVE_AGAIN) from error


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


def _any_known(rows: Sequence[Row], columns: Sequence[Column]) -> bool:
    return any(_found(row, columns) for row in rows)


def _fullest(rows: Sequence[Row]) -> Row:
    """The first row with the most texts: what looks most like headers."""
    if not rows:
        raise WorkbookRefused(_("the first sheet is empty"), _("put the list on the first sheet"))
    return max(rows, key=lambda row: sum(isinstance(cell, str) and bool(cell.strip()) for cell in row.cells))


def _header_row(rows: Sequence[Row], columns: Sequence[Column], needed: Sequence[Sequence[str]]) -> Row:
    """The row among the first ten that holds the most known headers, and all that are needed."""
    best = max(rows, key=lambda row: len(_found(row, columns)), default=Row(0, ()))
    found = _found(best, columns)
    missing = [group[0] for group in needed if not found.keys() & set(group)]
    if not found or missing:
        headers = {column.key: column.header for column in columns}
        names = ", ".join(headers[key] for key in missing) or ", ".join(headers.values())
        words = Words(
            _("within the first %(rows)s rows there is no row with the headers: %(names)s"),
            {"rows": HEADER_ROWS, "names": names},
        )
        raise WorkbookRefused(words, _("`malaqbiq template` writes a workbook with all headers"))
    return best


def _found(row: Row, columns: Sequence[Column]) -> dict[str, list[int]]:
    """In which columns of a row each known header stands."""
    found: dict[str, list[int]] = {}
    for place, cell in enumerate(row.cells):
        if isinstance(cell, str) and (text := header_key(plain(cell))):
            for column in columns:
                if text in column.keys:
                    found.setdefault(column.key, []).append(place)
    return found


def _places(header: Row, columns: Sequence[Column]) -> dict[str, int]:
    found = _found(header, columns)
    for column in columns:
        if len(places := found.get(column.key, [])) > 1:
            names = ", ".join(letters(place) for place in places)
            words = Words(
                _("the header %(header)s stands over several columns: %(names)s"),
                {"header": column.header, "names": names},
            )
            raise WorkbookRefused(words, _("keep one of them"))
    return {key: places[0] for key, places in found.items()}


def letters(place: int) -> str:
    """The name of a column as Excel shows it: A for 0, AA for 26."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def only_counts(row: Row) -> bool:
    """Whether a row numbers the columns: 1, 2, 3 or (1), (2), (3)."""
    number = 0
    for number, cell in enumerate((cell for cell in row.cells if cell != ""), start=1):
        if plain(shown(cell)).strip("()") != str(number):
            return False
    return number > 1
