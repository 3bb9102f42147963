"""Workbooks good and bad, made for tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = f"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
WORKBOOK = f"""<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">
<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"""
RELATIONS = f"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
</Relationships>"""
RELATED = f'<Relationship Id="{{0}}" Type="{OFFICE}/{{0}}" Target="{{0}}.xml"/></Relationships>'


def workbook(path: Path, rows: Sequence[Sequence[Any]], *, first_row: int = 0) -> Path:
    """A workbook with the rows on its first sheet, made as offices' programs make them."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        date_format = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(rows, start=first_row):
            for column, value in enumerate(row):
                if hasattr(value, "year"):
                    sheet.write_datetime(number, column, value, date_format)
                elif value is not None:
                    sheet.write(number, column, value)
    return path


def raw(path: Path, cells: str, parts: Mapping[str, str | bytes] | None = None) -> Path:
    """A workbook put together by hand: `cells` is the XML inside sheetData, `parts` replaces or adds parts."""
    sheet = f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheetData>{cells}</sheetData></worksheet>'
    content: dict[str, str | bytes] = {
        "_rels/.rels": PACKAGE,
        "[Content_Types].xml": CONTENT_TYPES,
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/worksheets/sheet1.xml": sheet,
    }
    content |= parts or {}
    for kind in ("sharedStrings", "styles"):
        if f"xl/{kind}.xml" in content:
            relations = str(content["xl/_rels/workbook.xml.rels"])
            content["xl/_rels/workbook.xml.rels"] = relations.replace("</Relationships>", RELATED.format(kind))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return path


def text_cell(reference: str, text: str) -> str:
    """A cell whose text stands in the sheet itself."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def read_back(path: Path) -> list[list[Any]]:
    """All rows of the first sheet, as another program reads them."""
    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(path.read_bytes())).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]
