"""Rows as they are read: every cell understood or refused, each fault with its row and column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from malaqbiq.kernel.words import Words
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.kernel.workbooks.cells import Cell, CellRefused, shown
from malaqbiq.kernel.workbooks.reading import Row, Table

Reader = Callable[[Cell], Any]
T = TypeVar("T")

MISSING = _("must be filled in")
MERGED = _(
    "is merged with the cell of row %(row)s (merged cells), so nothing stands here: unmerge them in Excel (Merge & "
    "Center) and write the value into every row"
)
MOST_REMEMBERED = 20_000
"""Cells whose meaning is remembered: lists repeat statuses, units and dates."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is not taken: its number, the key of the column at fault, and what stands there."""

    row: int
    key: str
    value: str
    words: Words


def remembering(read: Callable[[Cell], T]) -> Callable[[Cell], T]:
    """A reader that reads each text once."""
    known: dict[str, T | CellRefused] = {}

    def reading(value: Cell) -> T:
        if not isinstance(value, str):
            return read(value)
        if value not in known:
            if len(known) > MOST_REMEMBERED:
                known.clear()
            try:
                known[value] = read(value)
            except CellRefused as refused:
                known[value] = refused
        found = known[value]
        if isinstance(found, CellRefused):
            raise found
        return found

    return reading


def cells_read(
    table: Table, row: Row, readers: Mapping[str, Reader], required: Iterable[str]
) -> tuple[dict[str, Any], list[Fault]]:
    """What each column of a row means by its key (None if empty or not there), and every fault."""
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for key, read in readers.items():
        cell = table.cell(row, key)
        if cell == "" and (above := table.merged_into(row, key)):
            faults.append(Fault(row.number, key, "", Words(MERGED, {"row": above})))
        try:
            values[key] = None if cell == "" else read(cell)
        except CellRefused as refused:
            values[key] = None
            faults.append(Fault(row.number, key, shown(cell), refused.words))
    bad = {fault.key for fault in faults}
    faults += [Fault(row.number, key, "", Words(MISSING)) for key in required if values[key] is None and key not in bad]
    return values, faults


def fault_at(table: Table, row: Row, key: str, message: str, /, **params: str | int) -> Fault:
    """A fault of a column of a row, with what stands there."""
    return Fault(row.number, key, shown(table.cell(row, key)), Words(message, params))
