"""A draft as a Word file, to be worked on outside: from the same pages as the PDF, and text only."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from malaqbiq.decrees.documents.glyphs import fit
from malaqbiq.decrees.documents.render import DEMO, Sheet

SHEETS = {"a4": (210, 297), "f4": (215, 330)}
FONT = "Bookman Old Style"
SIDES = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
DAY = re.compile(r"(\d{1,2}) (\w+) (\d{4})")
CENTER, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
Cells = Mapping[str, Any]


def draft_docx(sheet: Sheet) -> bytes:
    """The decree's draft as DOCX: head, grounds, dictums, signature and annex, each page marked as a draft."""
    page, _ = fit(sheet.pages[0])
    document = docx.Document()
    _style(document, sheet)
    _head(document, page)
    for part in ("grounds", "settling", "dictums"):
        if part == "settling":
            _line(document, page["verb"], CENTER, before=10, after=10)
        _clauses(document, page[part])
    _signature(document, page["signature"])
    if page["annex"]:
        _annex(document, sheet, page["annex"])
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def _style(document: Document, sheet: Sheet) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(4)
    # Word's own limit for such properties is 255 characters.
    (title, author), _ = fit([sheet.title, sheet.author])
    document.core_properties.title, document.core_properties.author = title[:255], author[:255]
    moment = datetime(sheet.day.year, sheet.day.month, sheet.day.day)  # noqa: DTZ001 - the format knows no zone
    document.core_properties.created = document.core_properties.modified = moment
    section = document.sections[0]
    _size(section, sheet.size, landscape=False)
    mark = section.header.paragraphs[0]
    mark.alignment = CENTER
    mark.add_run("DRAF: belum ditetapkan dan belum berlaku").bold = True
    if sheet.demo:
        again = section.header.add_paragraph()
        again.alignment = CENTER
        again.add_run(DEMO).bold = True
    _page_number(section.footer.paragraphs[0])


def _size(section: Section, size: str, *, landscape: bool) -> None:
    width, height = sorted(SHEETS[size], reverse=landscape)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin, section.right_margin = Mm(20 if landscape else 28), Mm(20 if landscape else 22)
    section.top_margin = section.bottom_margin = Mm(20)


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = SIDES["right"]
    for text, field in (("Halaman ", "PAGE"), (" dari ", "NUMPAGES")):
        paragraph.add_run(text)
        for kind, instruction in (("begin", ""), ("", field), ("end", "")):
            run = paragraph.add_run()
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = instruction
            run._r.append(element)  # noqa: SLF001 - the library has no other way to write a field


def _head(document: Document, page: Cells) -> None:
    for line in page["letterhead"]["lines"]:
        _line(document, line, CENTER, bold=True, after=0)
    _line(document, page["letterhead"]["address"] or "", CENTER, after=8)
    *office, last = page["office"]
    about = ("TENTANG", page["title"]) if page["about"] else ()
    for line in (*page["heading"], page["number"], *about, *office, f"{last},"):
        _line(document, line, CENTER, after=2)
    _line(document, "", after=4)


def _clauses(document: Document, rows: Sequence[Cells]) -> None:
    table = document.add_table(rows=0, cols=4)
    _widths(table, (33, 4, 9, 114))
    for row in rows:
        cells = table.add_row().cells
        _text(cells[0], row["label"])
        _text(cells[1], ":" if row["label"] else "")
        if row["mark"] is None:
            _text(cells[2].merge(cells[3]), row["text"], JUSTIFY)
        else:
            _text(cells[2], row["mark"])
            _text(cells[3], row["text"], JUSTIFY)
    for cell in table.rows[-1].cells:
        # What comes next, the signature at the end, takes the last clause along to its page.
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def _signature(document: Document, sign: Cells) -> None:
    lines = [f"Ditetapkan di {sign['place']}", f"pada tanggal {sign['date']}"] if sign["place"] else []
    for line in [*lines, *sign["lines"], "", "", "", sign["name"], sign["number"]]:
        paragraph = _line(document, line, after=0)
        paragraph.paragraph_format.left_indent = Mm(70)
        paragraph.paragraph_format.keep_with_next = line != sign["number"]


def _annex(document: Document, sheet: Sheet, annex: Cells) -> None:
    _size(document.add_section(), sheet.size, landscape=annex["landscape"])
    for line in annex["heading"]:
        _line(document, line, size=9, after=0).paragraph_format.left_indent = Mm(64)
    _line(document, annex["title"], CENTER, bold=True, before=10, after=8)
    columns = annex["columns"]
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _widths(table, _shared(columns, SHEETS[sheet.size][1 if annex["landscape"] else 0] - 50))
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        _text(cell, column["title"], CENTER, bold=True, size=9)
    _mark(table, "w:tblHeader")
    for group in annex["groups"]:
        _text(_whole_row(table), group["title"], bold=True, size=9)
        for line in group["rows"]:
            for cell, text, column in zip(table.add_row().cells, line["cells"], columns, strict=True):
                _text(cell, _together(text) if column["dated"] else text, SIDES[column["side"]], size=9)
            _mark(table, "w:cantSplit")
        if group["total"]:
            _totals(table, group["total"])
    _totals(table, annex["total"])
    _line(document, "", after=4)
    _signature(document, annex["signature"])


def _together(text: str) -> str:
    """The text with its days so that no line's end parts them."""
    return DAY.sub("\\1\N{NO-BREAK SPACE}\\2\N{NO-BREAK SPACE}\\3", text)


def _totals(table: Table, cells: Sequence[Cells]) -> None:
    row, place = table.add_row().cells, 0
    for cell in cells:
        merged = row[place].merge(row[place + cell["span"] - 1])
        _text(merged, cell["text"], SIDES[cell["side"]], bold=True, size=9)
        place += cell["span"]


def _whole_row(table: Table) -> _Cell:
    cells: tuple[_Cell, ...] = table.add_row().cells
    merged: _Cell = cells[0].merge(cells[-1])
    return merged


def _widths(table: Table, millimetres: Sequence[float]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, millimetres, strict=True):
        column.width = Mm(width)


def _shared(columns: Sequence[Cells], room: float) -> list[float]:
    """Widths in mm: fixed ones as they are, the rest of the room by shares."""
    shares = sum(column["share"] for column in columns if not column["width"])
    fixed = [column["width"] and column["width"] + 3 for column in columns]
    rest = room - sum(fixed)
    return [width or rest * column["share"] / shares for width, column in zip(fixed, columns, strict=True)]


def _mark(table: Table, name: str) -> None:
    """Say something of the last row: that it is repeated at the head of each page, or is never split."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    table.rows[-1]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - the library has no other way to say it


def _line(
    document: Document,
    text: str,
    side: WD_ALIGN_PARAGRAPH | None = None,
    *,
    bold: bool = False,
    size: float = 0,
    before: float = 0,
    after: float = 4,
) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    return _write(paragraph, text, side, bold=bold, size=size)


def _text(
    cell: _Cell, text: str, side: WD_ALIGN_PARAGRAPH | None = None, *, bold: bool = False, size: float = 0
) -> None:
    _write(cell.paragraphs[0], text, side, bold=bold, size=size)


def _write(paragraph: Paragraph, text: str, side: WD_ALIGN_PARAGRAPH | None, *, bold: bool, size: float) -> Paragraph:
    if side is not None:
        paragraph.alignment = side
    run = paragraph.add_run(text)
    run.bold = bold
    if size:
        run.font.size = Pt(size)
    return paragraph
