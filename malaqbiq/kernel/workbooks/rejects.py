"""The rows that were not taken, as they stood, with the reason beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from malaqbiq.kernel.workbooks.reading import Row, Table
from malaqbiq.kernel.workbooks.writing import (
    FAULT_COLOUR,
    MOST_COMMENTS,
    Heading,
    Styles,
    cell_write,
    sheet_add,
    workbook_opened,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row was not taken: the column (from 0) that it is about, if it is about one, and the reason in words."""

    place: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class RejectHeadings:
    """The headers of the two columns that are added, in the reader's language."""

    title: str
    row: str
    reason: str


def rejects_write(
    path: Path, table: Table, faults: Mapping[int, Sequence[Fault]], headings: RejectHeadings, *, whole: bool = False
) -> None:
    """Write the rows with faults (by row number), or the `whole` list with these marked, into a new workbook: the
    list's columns as they stood, reason and row.

    A cell at fault is coloured and carries the reason as its comment. The workbook can be mended and read again.
    """
    columns = [Heading(header) for header in table.headers[: table.own]]
    added = [Heading(headings.reason, width=60), Heading(headings.row, "whole", 10)]
    with workbook_opened(path) as workbook:
        styles = Styles(workbook)
        sheet = sheet_add(workbook, headings.title, [*columns, *added], styles)
        comments = 0
        written = [row for row in table.rows if whole or row.number in faults]
        for line, row in enumerate(written, start=1):
            found = faults.get(row.number, ())
            by_place = {fault.place: fault.reason for fault in found if fault.place is not None}
            for place in range(len(columns)):
                value = row.cells[place] if place < len(row.cells) else None
                cell_write(sheet, line, place, value, styles, mark=FAULT_COLOUR if place in by_place else "")
            for place, reason in by_place.items():
                comments += 1
                if comments <= MOST_COMMENTS:
                    sheet.write_comment(line, place, reason, {"x_scale": 2.5})
            reasons = "\n".join(dict.fromkeys(_with_header(fault, table) for fault in found))
            cell_write(sheet, line, len(columns), reasons, styles, mark=FAULT_COLOUR if found else "")
            cell_write(sheet, line, len(columns) + 1, row.number, styles, kind="whole")


def _with_header(fault: Fault, table: Table) -> str:
    if fault.place is None or fault.place >= len(table.headers):
        return fault.reason
    return f"{table.headers[fault.place]}: {fault.reason}"


__all__ = ["Fault", "RejectHeadings", "Row", "rejects_write"]
