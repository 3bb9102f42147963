"""A list as it stood, row by row, with the cells that were mended: coloured, each with what stood there before.

Values alone are written, never a formula: what an office's cells reckon is written as what they gave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from malaqbiq.kernel.workbooks.cells import Cell
from malaqbiq.kernel.workbooks.reading import Row, Table, letters
from malaqbiq.kernel.workbooks.writing import (
    LONGEST_SHEET_NAME,
    MENDED_COLOUR,
    MOST_COMMENTS,
    Heading,
    Styles,
    cell_write,
    sheet_add,
    sheet_name,
    workbook_opened,
)

WIDEST, NARROWEST = 40, 8


@dataclass(frozen=True, slots=True)
class MendedCell:
    """A cell that was mended: its row's number, its column (from 0) with the header, what stood and what stands."""

    row: int
    place: int
    header: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MendedHeadings:
    """The words that are added, in the reader's language; `stood` has a place ``%(text)s``."""

    title: str
    row: str
    column: str
    before: str
    after: str
    stood: str
    empty: str


def mended_write(path: Path, table: Table, cells: Sequence[MendedCell], headings: MendedHeadings) -> None:
    """Write a list with its mended cells into a new workbook; a second sheet tells them one by one.

    Each row has the number that it has in the office's own workbook. UserError if it can't be written.
    """
    with workbook_opened(path) as workbook:
        styles = Styles(workbook)
        title = sheet_name(headings.title)
        sheet = workbook.add_worksheet(_another(sheet_name(table.sheet), title))
        _list_write(sheet, table, cells, styles, headings)
        columns = [
            Heading(headings.row, "whole", 8),
            Heading(headings.column, width=28),
            Heading(headings.before, width=40),
            Heading(headings.after, width=40),
        ]
        told = sheet_add(workbook, title, columns, styles)
        for line, cell in enumerate(cells, start=1):
            column = f"{letters(cell.place)} {cell.header}".strip()
            values: tuple[Cell, ...] = (cell.row, column, cell.before, cell.after)
            for place, value in enumerate(values):
                cell_write(told, line, place, value, styles, kind=columns[place].kind)


def _list_write(
    sheet: Worksheet, table: Table, cells: Sequence[MendedCell], styles: Styles, headings: MendedHeadings
) -> None:
    mended = {(cell.row, cell.place): cell for cell in cells}
    added = {cell.place: cell.header for cell in cells}
    width = max([len(table.headers), *(place + 1 for place in added)])
    headers = [added.get(place) or _at(table.headers, place) for place in range(width)]
    for place, header in enumerate(headers):
        longest = max((len(str(row.cells[place])) for row in table.rows if place < len(row.cells)), default=0)
        sheet.set_column(place, place, max(NARROWEST, min(WIDEST, max(len(header) + 4, longest + 2))))
    sheet.freeze_panes(table.header_row, 0)
    for row in table.above:
        _row_write(sheet, row, styles)
    for place, header in enumerate(headers):
        sheet.write_string(table.header_row - 1, place, header, styles.header())
    comments = 0
    for row in table.rows:
        for place, value in enumerate(row.cells):
            cell = mended.get((row.number, place))
            cell_write(sheet, row.number - 1, place, value, styles, mark=MENDED_COLOUR if cell else "")
            if cell and comments < MOST_COMMENTS:
                comments += 1
                sheet.write_comment(
                    row.number - 1, place, headings.stood % {"text": cell.before or headings.empty}, {"x_scale": 2}
                )


def _row_write(sheet: Worksheet, row: Row, styles: Styles) -> None:
    for place, value in enumerate(row.cells):
        cell_write(sheet, row.number - 1, place, value, styles)


def _at(headers: Sequence[str], place: int) -> str:
    return headers[place] if place < len(headers) else ""


def _another(name: str, taken: str) -> str:
    """The name of the office's sheet, unless it is that of ours: Excel has no two of one name."""
    return f"{name[: LONGEST_SHEET_NAME - 2]} 1" if name.casefold() == taken.casefold() else name
