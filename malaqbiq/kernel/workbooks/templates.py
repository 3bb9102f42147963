"""An empty workbook to be filled in: headers, formats that keep digits, lists to choose from, explanations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from malaqbiq.kernel.workbooks.reading import letters
from malaqbiq.kernel.workbooks.writing import Heading, Styles, cell_write, sheet_add, workbook_opened

ROWS_WITH_CHOICES = 5000
CHOICES_IN_PLACE = 255
"""Characters that a list of choices may have in the cell's own rule; longer lists go to a sheet of their own."""


@dataclass(frozen=True, slots=True)
class Guide:
    """The sheet that explains: its title, the headers of its two columns, and lines that stand above them."""

    title: str
    column: str
    explanation: str
    lines: Sequence[str] = ()


def template_write(path: Path, title: str, headings: Sequence[Heading], guide: Guide) -> None:
    """Write a workbook whose first sheet has the headers and nothing else, and whose second explains them.

    Text columns are formatted as Text, so that Excel keeps all digits of a NIK. Columns with choices offer them, but
    take another value too: what may stand in a column is decided when the workbook is read.
    """
    with workbook_opened(path) as workbook:
        styles = Styles(workbook)
        sheet = sheet_add(workbook, title, headings, styles)
        explanation = sheet_add(
            workbook, guide.title, [Heading(guide.column, width=24), Heading(guide.explanation, width=90)], styles
        )
        rows = [*((line, "") for line in guide.lines), *((heading.header, heading.note) for heading in headings)]
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                cell_write(explanation, line, column, value, styles)
        for column, heading in enumerate(headings):
            if heading.choices:
                source = _source(workbook, heading, column, styles)
                rule = {"validate": "list", "source": source, "error_type": "information", "show_error": False}
                sheet.data_validation(1, column, ROWS_WITH_CHOICES, column, rule)


def _source(workbook: xlsxwriter.Workbook, heading: Heading, column: int, styles: Styles) -> list[str] | str:
    """The choices themselves, or where they stand if they are too many for the rule."""
    if len(",".join(heading.choices)) <= CHOICES_IN_PLACE and not any("," in choice for choice in heading.choices):
        return list(heading.choices)
    sheet: Worksheet = workbook.add_worksheet(f"_{letters(column)}")
    sheet.hide()
    for row, choice in enumerate(heading.choices):
        cell_write(sheet, row, 0, choice, styles)
    return f"=_{letters(column)}!$A$1:$A${len(heading.choices)}"
