"""An appraiser's sheet as an Excel file: written to be filled, and read back cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from malaqbiq.appraisal.rules.points import score_of
from malaqbiq.appraisal.selectors.sheets import Sheet, SheetColumn, sheet_of
from malaqbiq.appraisal.services.scoring import ScoreEntry
from malaqbiq.appraisal.services.sheets import sheet_save
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.kernel.workbooks.cells import shown
from malaqbiq.kernel.workbooks.reading import Column, Row, Table, letters, workbook_read
from malaqbiq.kernel.workbooks.writing import Heading, Styles, cell_write, sheet_add, workbook_opened

KEY, VERSIONS = "Kode", "Versi"
NAME, UNIT = "Nama", "Satker"


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell that wasn't taken: where it stands in Excel (``D7``), whose it is, what stood there, and why."""

    row: int
    column: str
    place: str
    name: str
    value: str
    why: Words


@dataclass(frozen=True, slots=True)
class FileTaken:
    """How many scores a file changed, how many cells of it held one, and which were refused."""

    changed: int
    filled: int
    refused: Sequence[Refused]


def sheet_file_write(*, access: Access, cycle: UUID, path: Path) -> Sheet:
    """Write the asker's whole sheet into a new workbook at `path`; the sheet. What can't be given is left grey."""
    sheet = sheet_of(access=access, cycle=cycle)
    headings = [Heading(NAME, width=32), Heading(UNIT, width=32)]
    headings += [Heading(header_of(column), "decimal", 14) for column in sheet.columns]
    headings += [Heading(KEY, width=38), Heading(VERSIONS, width=14)]
    with workbook_opened(path) as workbook:
        styles = Styles(workbook)
        page = sheet_add(workbook, sheet.cycle.title, headings, styles)
        closed = workbook.add_format({"bg_color": "#D9D9D9", "num_format": "0.00", "font_name": "Arial"})
        page.freeze_panes(1, 1)
        for place, line in enumerate(sheet.lines, start=1):
            cell_write(page, place, 0, line.name, styles)
            cell_write(page, place, 1, line.unit_name, styles)
            for column, cell in enumerate(line.cells, start=2):
                value = None if cell.points is None else float(score_of(cell.points))
                if cell.why is not None:
                    page.write(place, column, value, closed)
                else:
                    cell_write(page, place, column, value, styles, kind="decimal")
            cell_write(page, place, len(headings) - 2, str(line.person), styles)
            cell_write(page, place, len(headings) - 1, ",".join(str(cell.version) for cell in line.cells), styles)
    return sheet


def sheet_file_take(*, access: Access, cycle: UUID, path: Path) -> FileTaken:
    """Take the scores of a filled workbook as far as they can be taken; each refused cell is named with row and column.

    WorkbookRefused if it is no such workbook. Empty cells say nothing; a score that stands already is left as it is, so
    that the same file twice changes nothing; one that another changed since the file was written is refused.
    """
    sheet = sheet_of(access=access, cycle=cycle)
    columns = [Column(KEY, KEY), Column(VERSIONS, VERSIONS)]
    columns += [Column(column.key, header_of(column)) for column in sheet.columns]
    table = workbook_read(path, columns, [[KEY]])
    found = _Found(sheet, table)
    saved = sheet_save(access=access, cycle=cycle, entries=found.entries)
    for problem in saved.problems:
        row, column = found.places[problem.position]
        found.refuse(row, column, problem.why)
    refused = sorted(found.refused, key=lambda one: (one.row, one.place))
    return FileTaken(saved.changed, len(found.entries), refused)


def header_of(column: SheetColumn) -> str:
    """What stands over a column in the workbook: the component, and its month as ``07/2021``."""
    year, _dash, number = column.month.partition("-")
    return f"{column.title} {number}/{year}" if column.month else column.title


class _Found:
    """What a filled workbook holds: the entries with where each stands, and what can't be one."""

    def __init__(self, sheet: Sheet, table: Table) -> None:
        self.table = table
        self.entries: list[ScoreEntry] = []
        self.places: list[tuple[Row, SheetColumn]] = []
        self.refused: list[Refused] = []
        lines = {str(line.person): line for line in sheet.lines}
        for row in table.rows:
            line = lines.get(shown(table.cell(row, KEY)).strip().lower())
            filled = [column for column in sheet.columns if shown(table.cell(row, column.key)).strip()]
            if line is None:
                self._refuse_row(row)
                continue
            versions = _versions(shown(table.cell(row, VERSIONS)), len(sheet.columns))
            there = {cell.column: cell for cell in line.cells}
            for column in filled:
                # A grey cell that still holds what stood there says nothing.
                value, cell = shown(table.cell(row, column.key)).strip(), there[column]
                if cell.why is not None and cell.points is not None and _same(value, cell.points):
                    continue
                version = versions[sheet.columns.index(column)]
                self.entries.append(ScoreEntry(line.person, column.component, value[:40], column.month, version))
                self.places.append((row, column))

    def refuse(self, row: Row, column: SheetColumn, why: Words) -> None:
        """Name a cell that isn't taken."""
        place = self.table.places[column.key]
        value = shown(self.table.cell(row, column.key))[:40]
        self.refused.append(
            Refused(row.number, header_of(column), f"{letters(place)}{row.number}", _name(row), value, why)
        )

    def _refuse_row(self, row: Row) -> None:
        value = shown(self.table.cell(row, KEY))[:40]
        place = f"{letters(self.table.places[KEY])}{row.number}"
        self.refused.append(Refused(row.number, KEY, place, _name(row), value, NOT_YOURS))


NOT_YOURS = Words(gettext_noop("this code is of nobody whom you score in this period"))


def _name(row: Row) -> str:
    return shown(row.cells[0])[:80] if row.cells else ""


def _versions(text: str, count: int) -> Sequence[int]:
    parts = text.replace(" ", "").split(",")
    known = [int(part) if part.isascii() and part.isdigit() and len(part) < 7 else 0 for part in parts]
    return (known + [0] * count)[:count]


def _same(value: str, points: int) -> bool:
    try:
        return abs(float(value.replace(",", ".")) * 100 - points) < 1
    except ValueError:
        return False
