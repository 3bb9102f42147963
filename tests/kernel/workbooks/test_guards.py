"""Files that are no workbooks, and workbooks that mean harm."""

from __future__ import annotations

import io
import random
import resource
import zipfile
from pathlib import Path

import pytest

from malaqbiq.kernel.workbooks import guards
from malaqbiq.kernel.workbooks.guards import WorkbookRefused
from malaqbiq.kernel.workbooks.reading import Column, workbook_read
from tests.kernel.workbooks.files import MAIN, PACKAGE, RELATIONS, WORKBOOK, raw, text_cell, workbook

COLUMNS = (Column("name", "Nama"),)
HEADER = f'<row r="1">{text_cell("A1", "Nama")}</row>'


def refused(path: Path) -> str:
    with pytest.raises(WorkbookRefused) as error:
        workbook_read(path, COLUMNS)
    return str(error.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "there is no file" in refused(tmp_path / "a.xlsx")
    assert "can't be read" in refused(tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"Nama,NIK\nSitti,1\n", "no Excel workbook"),
        (b"%PDF-1.7", "no Excel workbook"),
        (b"MZ\x90\x00", "no Excel workbook"),
        (b"\xef\xbb\xbf<html><table></table></html>", "web page"),
        (b"<!DOCTYPE html>", "web page"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "web page"),
        (b"<?xml version='1.0'?><Workbook/>", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04nothing", "damaged"),
        (b"%PDF-1.7\nPK\x03\x04", "no Excel workbook"),
    ],
)
def test_what_is_no_workbook_is_said_to_be_what_it_is(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert said in refused(path)


def test_another_archive_is_no_workbook(tmp_path: Path) -> None:
    for name in ("word/document.xml", "xl/workbook.bin"):
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
            archive.writestr("_rels/.rels", PACKAGE.replace("xl/workbook.xml", name))
            archive.writestr(name, "<x/>")
        assert "no " in refused(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("a.txt", "")
    assert "no Excel workbook" in refused(tmp_path / "a.xlsx")


def test_a_cut_off_workbook_is_damaged(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", [["Nama"], ["Sitti"]]).read_bytes()
    path = tmp_path / "b.xlsx"
    path.write_bytes(whole[: len(whole) // 2])
    assert "damaged" in refused(path)


def test_a_workbook_with_a_broken_byte_never_breaks_the_reader(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", [["Nama"], *([f"Orang {n}"] for n in range(30))]).read_bytes()
    source = random.Random(1)  # noqa: S311 - to be repeatable is the point
    path = tmp_path / "b.xlsx"
    for _ in range(300):
        broken = bytearray(whole)
        for _ in range(source.randint(1, 8)):
            broken[source.randrange(len(broken))] = source.randrange(256)
        path.write_bytes(broken)
        try:
            workbook_read(path, COLUMNS, (("name",),))
        except WorkbookRefused:
            continue


def test_a_sheet_with_broken_xml_never_breaks_the_reader(tmp_path: Path) -> None:
    good = f'{HEADER}<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" s="9"><v>33102</v></c></row>'
    shared = f'<sst xmlns="{MAIN}"><si><t>Sitti</t></si></sst>'
    source = random.Random(2)  # noqa: S311 - to be repeatable is the point
    for _ in range(300):
        broken = list(good)
        for _ in range(source.randint(1, 4)):
            broken[source.randrange(len(broken))] = source.choice('<>/"=&;AZ09-.rvst ')
        path = raw(tmp_path / "a.xlsx", "".join(broken), {"xl/sharedStrings.xml": shared})
        try:
            workbook_read(path, COLUMNS)
        except WorkbookRefused:
            continue


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "LARGEST_CONTENT", 60 * 2**20)
    path = raw(tmp_path / "a.xlsx", HEADER, {"xl/media/x": b"\0" * (guards.LARGEST_CONTENT + 1)})
    assert path.stat().st_size < 2**20
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "too large when unpacked" in refused(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_a_part_that_lies_about_its_size_is_damaged(tmp_path: Path) -> None:
    path = raw(tmp_path / "a.xlsx", HEADER + " " * 200_000)
    content = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(content.replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little")))
    assert "damaged" in refused(path)


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    path = raw(tmp_path / "a.xlsx", HEADER, {f"xl/media/{n}": b"" for n in range(guards.MOST_PARTS)})
    assert "too large when unpacked" in refused(path)


def test_what_is_checked_is_what_is_read(tmp_path: Path) -> None:
    """A second part of one name, or a second workbook under a known name, doesn't get past the guard."""
    far = HEADER + '<row r="2"><c r="XFD1048576"><v>1</v></c></row>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{{}}</sheetData></worksheet>'
    path = raw(tmp_path / "a.xlsx", HEADER)
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", sheet.format(far))
    assert "more than a list does" in refused(path)
    other = {
        "_rels/.rels": PACKAGE.replace("xl/", "y/"),
        "y/workbook.xml": WORKBOOK,
        "y/worksheets/sheet1.xml": sheet.format(far),
    }
    path = raw(tmp_path / "b.xlsx", HEADER, other | {"y/_rels/workbook.xml.rels": RELATIONS})
    assert "more than a list does" in refused(path)


def test_a_large_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "LARGEST_FILE", 2**20)
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"\0" * 2**20)
    assert "larger than 1 MiB" in refused(path)


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]
)
def test_xml_with_entities_is_refused(tmp_path: Path, part: str) -> None:
    assert "no office program" in refused(raw(tmp_path / "a.xlsx", HEADER, {part: f"{LAUGHS}<x>&c;</x>"}))


def test_a_sheet_with_entities_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    sheet = f'{LAUGHS}<worksheet xmlns="{MAIN}"><sheetData>{HEADER}</sheetData></worksheet>'
    relations = RELATIONS.replace("worksheets/sheet1.xml", "/other/a.txt")
    parts = {"other/a.txt": sheet, "xl/_rels/workbook.xml.rels": relations}
    assert "no office program" in refused(raw(tmp_path / "a.xlsx", HEADER, parts))
    assert "no office program" in refused(raw(tmp_path / "b.xlsx", HEADER, {"xl/worksheets/sheet1.xml": sheet}))
    assert "no office program" in refused(
        raw(tmp_path / "c.xlsx", HEADER, {"xl/worksheets/sheet1.xml": sheet.encode("utf-16")})
    )


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD1048576"><v>1</v></c>',
        "<c r='XFD1048576'><v>1</v></c>",
        '<c r = "xfd1048576" ><v>1</v></c>',
        '<c s="1" r="A1048576" t="s"><v>0</v></c>',
        '<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="XFD9"><x:v>1</x:v></x:c>',
    ],
)
def test_a_cell_far_out_that_would_fill_the_memory_is_refused(tmp_path: Path, cell: str) -> None:
    path = raw(tmp_path / "a.xlsx", f'{HEADER}<row r="2">{cell}</row>')
    assert "more than a list does" in refused(path)


def test_formatted_cells_far_out_without_content_do_no_harm(tmp_path: Path) -> None:
    empty = '<row r="1048576"><c r="XFD1048576" s="0"/><c r="XFC1048576"/></row>'
    assert workbook_read(raw(tmp_path / "a.xlsx", HEADER + empty), COLUMNS).rows == ()


def test_one_long_text_in_very_many_cells_is_refused(tmp_path: Path) -> None:
    shared = f'<sst xmlns="{MAIN}"><si><t>{"x" * 30_000}</t></si></sst>'
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 20_000))
    path = raw(tmp_path / "a.xlsx", HEADER + rows, {"xl/sharedStrings.xml": shared})
    assert path.stat().st_size < 2**20
    assert "too long" in refused(path)


def test_a_sheet_that_is_not_there_is_damage(tmp_path: Path) -> None:
    relations = RELATIONS.replace("worksheets/sheet1.xml", "../../../etc/passwd")
    assert "damaged" in refused(raw(tmp_path / "a.xlsx", HEADER, {"xl/_rels/workbook.xml.rels": relations}))
    assert "no sheet" in refused(raw(tmp_path / "b.xlsx", HEADER, {"xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'}))


@pytest.mark.parametrize(
    ("part", "start", "unit", "end"),
    [
        ("xl/workbook.xml", f'<workbook xmlns="{MAIN}">', "<x/>", "</workbook>"),
        ("xl/_rels/workbook.xml.rels", "<Relationships>", "<R/>", "</Relationships>"),
        ("_rels/.rels", "<Relationships>", "<R/>", "</Relationships>"),
        ("xl/styles.xml", f'<styleSheet xmlns="{MAIN}"><cellXfs>', "<xf/>", "</cellXfs></styleSheet>"),
        ("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">', "<si><t/></si>", "</sst>"),
    ],
)
def test_many_small_elements_are_refused_before_anything_is_built_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, start: str, unit: str, end: str
) -> None:
    monkeypatch.setattr(guards, "MOST_MARKS", 4_000_000)
    path = raw(tmp_path / "a.xlsx", HEADER, {part: start + unit * (20 * 2**20 // len(unit)) + end})
    assert path.stat().st_size < 2**17
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    said = refused(path)
    assert "too large when unpacked" in said or "texts that are too long" in said
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 80 * 1024


SWOLLEN = {
    "merges": ("<mergeCells>{}</mergeCells>", '<mergeCell ref="A1:B2"/>', 100_000),
    "merges of another name": (
        f'<x:mergeCells xmlns:x="{MAIN}">{{}}</x:mergeCells>', '<x:mergeCell ref="A1:B2"/>', 100_000
    ),
    "links": ("<hyperlinks>{}</hyperlinks>", '<hyperlink ref="A1" location="B1"/>', 900_000),
}  # fmt: skip


@pytest.mark.parametrize(("around", "unit", "times"), SWOLLEN.values(), ids=SWOLLEN.keys())
def test_what_stands_beside_the_cells_is_refused_as_soon_as_it_is_too_much(
    tmp_path: Path, around: str, unit: str, times: int
) -> None:
    after = around.format(unit * times)
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{HEADER}</sheetData>{after}</worksheet>'
    path = raw(tmp_path / "a.xlsx", "", {"xl/worksheets/sheet1.xml": sheet})
    assert path.stat().st_size < 2**20
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "too large when unpacked" in refused(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024


def test_merges_of_a_title_and_a_large_list_do_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "LARGEST_BESIDE", 3 * 2**20)
    cells = "".join(
        f'<row r="{number}">{text_cell(f"A{number}", "sheetData mergeCell")}{text_cell(f"B{number}", "x" * 99)}</row>'
        for number in range(2, 30_000)
    )
    merges = "<mergeCells>{}</mergeCells>".format('<mergeCell ref="D1:E1"/>' * 200)
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{HEADER}{cells}</sheetData>{merges}</worksheet>'
    assert len(sheet) > 4 * 2**20
    path = raw(tmp_path / "a.xlsx", "", {"xl/worksheets/sheet1.xml": sheet})
    assert len(workbook_read(path, COLUMNS).rows) == 29_998
