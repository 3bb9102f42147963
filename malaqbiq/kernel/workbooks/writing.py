"""Workbooks that we write: readable at once, and nothing in them runs.

A text that Excel could take for a formula (it begins with = + - @) is stored as text and marked as such, so that it
stays text when somebody edits the cell.
"""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.places import reason_told
from malaqbiq.kernel.words import Words
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.kernel.workbooks.cells import LONGEST_NUMBER, Cell, Kind

FONT = "Arial"
HEADER_COLOUR = "#1F3A5F"
FAULT_COLOUR = "#F8D7DA"
MENDED_COLOUR = "#FFF2B3"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f\ufffe\uffff]")
LONGEST_SHEET_NAME = 31
LONGEST_TEXT = 32_767
"""Characters that Excel keeps in one cell."""

MOST_COMMENTS = 1000
"""Comments make a workbook slow to open; beyond this many, the column with the reasons must do."""

FORMATS: Mapping[Kind, str] = {
    "text": "@",
    "whole": "0",
    "rupiah": "#,##0",
    "date": "dd/mm/yyyy",
    "decimal": "0.00",
}
MOMENT = "dd/mm/yyyy hh:mm"
"""How a day with a time of day stands; a midnight is a day."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a workbook that we write: its header, what stands in it, and how wide it is in characters."""

    header: str
    kind: Kind = "text"
    width: int = 18
    note: str = ""
    choices: Sequence[str] = ()


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def style(
        self, kind: Kind = "text", *, quoted: bool = False, mark: str = "", wrapped: bool = False, timed: bool = False
    ) -> Format:
        """How a cell looks: by its kind, with the time of day if `timed`; `quoted` for a text that must never become a
        formula; `mark` is a colour.
        """
        wanted: dict[str, Any] = {"num_format": MOMENT if timed else FORMATS[kind], "font_name": FONT, "valign": "top"}
        if wrapped:
            wanted["text_wrap"] = True
        if quoted:
            wanted["quote_prefix"] = True
        if mark:
            wanted |= {"bg_color": mark, "border": 1}
        return self._format(wanted)

    def header(self) -> Format:
        """How a header looks."""
        look = {"bold": True, "font_color": "white", "bg_color": HEADER_COLOUR, "text_wrap": True, "valign": "vcenter"}
        return self._format({"font_name": FONT, **look})

    def _format(self, wanted: dict[str, Any]) -> Format:
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(wanted)
        return self._made[key]


def workbook_write(path: Path, title: str, headings: Sequence[Heading], rows: Iterable[Sequence[Cell | None]]) -> None:
    """Write one list into a new workbook, headers in the first row; UserError if the file can't be written."""
    with workbook_opened(path) as workbook:
        styles = Styles(workbook)
        sheet = sheet_add(workbook, title, headings, styles)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, (heading, value) in enumerate(zip(headings, row, strict=True)):
                cell_write(sheet, last, column, value, styles, kind=heading.kind, room=heading.width)
        sheet.autofilter(0, 0, last, len(headings) - 1)


def place_require(path: Path) -> None:
    """UserError, unless a workbook could be written at `path` now: asked before long work whose report goes there.

    Only a name that ends in .xlsx will do: Excel refuses a workbook of one kind under the name of another.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        with tempfile.TemporaryFile(prefix=".", dir=path.parent):
            pass
    except OSError as error:
        raise _unwritable(path, error) from error
    if path.suffix.lower() != ".xlsx":
        words = Words(_("%(path)s is no name of an Excel workbook: its name ends in .xlsx"), {"path": str(path)})
        raise UserError(words, Words(_("choose such a name: %(path)s"), {"path": f"{path.with_suffix('.xlsx')}"}))


@contextmanager
def workbook_opened(path: Path) -> Iterator[xlsxwriter.Workbook]:
    """A new workbook that takes its place at `path` once it is whole; UserError if it can't be written there."""
    try:
        descriptor, name = tempfile.mkstemp(suffix=".xlsx", prefix=".", dir=path.parent)
        os.close(descriptor)
    except OSError as error:
        raise _unwritable(path, error) from error
    part = Path(name)
    try:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "tmpdir": path.parent,
        }
        with xlsxwriter.Workbook(name, options | {"strings_to_numbers": False}) as workbook:
            yield workbook
        part.chmod(0o600)
        part.replace(path)
    except (OSError, FileCreateError) as error:
        raise _unwritable(path, error) from error
    finally:
        part.unlink(missing_ok=True)


def sheet_add(workbook: xlsxwriter.Workbook, title: str, headings: Sequence[Heading], styles: Styles) -> Worksheet:
    """A new sheet with its headers in a frozen first row, and its columns wide enough."""
    sheet = workbook.add_worksheet(sheet_name(title))
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 30)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, heading.width, styles.style(heading.kind))
        sheet.write_string(0, column, heading.header, styles.header())
        if heading.note:
            sheet.write_comment(0, column, heading.note, {"x_scale": 2.5, "y_scale": 1.2})
    return sheet


def sheet_name(title: str) -> str:
    """A name that Excel takes for a sheet: a title is what somebody typed, such as “Evaluasi 2021/2022”.

    At most 31 characters as Excel counts them (UTF-16), none of those that Excel or XML forbids, no apostrophe at its
    ends, and not the name that it keeps for itself.
    """
    whole = " ".join(NOT_IN_A_SHEET_NAME.sub("-", title).split())
    plain = whole.encode("utf-16-le")[: 2 * LONGEST_SHEET_NAME].decode("utf-16-le", "ignore").strip(" '")
    return f"{plain}-" if plain.casefold() == "history" else plain or "-"


def cell_write(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Cell | None,
    styles: Styles,
    *,
    kind: Kind = "text",
    mark: str = "",
    room: int = 0,
) -> None:
    """Write one value as what it is; a text stays a text whatever it begins with, and no number loses a digit.

    A text longer than the room (characters; 0: as it comes) is wrapped, so that the next column hides none of it.
    """
    match value:
        case None | "":
            sheet.write_blank(row, column, None, styles.style(kind, mark=mark))
        case bool():
            sheet.write_boolean(row, column, value, styles.style("text", mark=mark))
        case datetime() | date():
            timed = isinstance(value, datetime) and value.time() != time()
            sheet.write_datetime(row, column, value, styles.style("date", mark=mark, timed=timed))
        case int() if abs(value) >= LONGEST_NUMBER:
            sheet.write_string(row, column, str(value), styles.style("text", mark=mark))
        case int() | float():
            sheet.write_number(row, column, value, styles.style(_number_kind(value, kind), mark=mark))
        case _:
            text = str(value)[:LONGEST_TEXT]
            look = styles.style(quoted=text.startswith(STARTS_A_FORMULA), mark=mark, wrapped=0 < room < len(text))
            sheet.write_string(row, column, text, look)


def _number_kind(value: float, kind: Kind) -> Kind:
    if kind in {"text", "date"}:
        return "whole" if value == int(value) else "decimal"
    return kind


def _unwritable(path: Path, error: Exception) -> UserError:
    words = Words(_("%(path)s can't be written: %(reason)s"), {"path": str(path), "reason": reason_told(error)})
    return UserError(words, _("close it if it is open in Excel, or choose another place"))
