from __future__ import annotations

import stat
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.workbooks.reading import Column, workbook_read
from malaqbiq.kernel.workbooks.rejects import Fault, RejectHeadings, rejects_write
from malaqbiq.kernel.workbooks.templates import Guide, template_write
from malaqbiq.kernel.workbooks.writing import Heading, place_require, workbook_write
from tests.kernel.workbooks.files import read_back, workbook

HEADINGS = [Heading("Nama"), Heading("NIK"), Heading("Upah", "rupiah"), Heading("TMT", "date")]
EVIL = [
    "=1+1",
    "+62811",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x")',
    "=cmd|'/c calc'!A0",
    "\t=1",
    "http://x.example",
    "\r=1",
]
REJECTS = RejectHeadings("Ditolak", "Baris", "Alasan")


def test_a_list_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook_write(
        path, "Daftar", HEADINGS, [["Sitti", "7602015708909007", 2678864, date(2022, 1, 1)], [None, "", 0, None]]
    )
    rows = read_back(path)
    assert rows[0] == ["Nama", "NIK", "Upah", "TMT"]
    assert rows[1][:3] == ["Sitti", "7602015708909007", 2678864]
    assert rows[1][3].date() == date(2022, 1, 1)
    assert rows[2] == [None, None, 0, None]


def test_a_moment_has_its_time_and_a_text_longer_than_its_column_is_wrapped(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    day = date(2022, 1, 31)
    moment, midnight = (datetime.combine(day, at) for at in (time(17, 5), time()))
    rows = [[moment, midnight, "x" * 19], [None, day, "x" * 18]]
    workbook_write(path, "Daftar", [Heading("Kapan", "date"), Heading("Hari", "date"), Heading("Tentang")], rows)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    looks = {cell: sheet[cell].number_format for cell in ("A2", "B2", "B3")}
    assert looks == {"A2": "dd/mm/yyyy hh:mm", "B2": "dd/mm/yyyy", "B3": "dd/mm/yyyy"}
    assert sheet["C2"].alignment.wrap_text and not sheet["C3"].alignment.wrap_text


@pytest.mark.parametrize("text", EVIL)
def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    workbook_write(path, "Daftar", [Heading(text)], [[text]])
    sheet = openpyxl.load_workbook(path).worksheets[0]
    for cell in (sheet["A1"], sheet["A2"]):
        assert cell.data_type in {"s", "inlineStr"}
        assert cell.hyperlink is None
    assert sheet["A2"].style.startswith("Normal")
    assert sheet["A2"].quotePrefix or not text.startswith(("=", "+", "-", "@", "\t", "\r"))
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@given(text=st.text(max_size=60))
def test_no_text_becomes_a_formula(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("texts") / "a.xlsx"
    workbook_write(path, "Daftar", [Heading("Nama")], [[text]])
    with zipfile.ZipFile(path) as archive:
        assert b"<f" not in archive.read("xl/worksheets/sheet1.xml")


def test_no_number_loses_a_digit(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook_write(path, "Daftar", [Heading("NIP")], [[199008172015032907], ["199008172015032907"]])
    assert read_back(path)[1:] == [["199008172015032907"], ["199008172015032907"]]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Evaluasi PPNPN 2021/2022", "Evaluasi PPNPN 2021-2022"),
        ("SK: \\ [baru] * ?", "SK- - -baru- - -"),
        ("'Perpanjangan'", "Perpanjangan"),
        ("Perpanjangan kontrak PPNPN 's 'baru'", "Perpanjangan kontrak PPNPN 's"),
        ("History", "History-"),
        ("a\tb\0c", "a-b-c"),
        (" ", "-"),
        ("0" * 20 + "\U00010400" * 6, "0" * 20 + "\U00010400" * 5),
        ("a\ufffeb", "a-b"),
    ],
)
def test_a_sheet_is_called_by_its_title_as_far_as_excel_allows(tmp_path: Path, title: str, name: str) -> None:
    path = tmp_path / "list.xlsx"
    workbook_write(path, title, [Heading("Nama")], [["Andi"]])
    assert openpyxl.load_workbook(path).sheetnames == [name]


@given(title=st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_title_keeps_a_workbook_from_being_written(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    path = tmp_path_factory.mktemp("titles") / "list.xlsx"
    workbook_write(path, title, [Heading("Nama")], [["Andi"]])
    assert read_back(path)


def test_a_workbook_takes_its_place_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("the one before")

    def rows() -> list[list[str]]:
        raise KeyError("half way")

    with pytest.raises(KeyError):
        workbook_write(path, "Daftar", [Heading("Nama")], (row for row in rows()))
    assert [found.name for found in tmp_path.iterdir()] == ["a.xlsx"]
    assert path.read_text() == "the one before"


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="can't be written"):
        workbook_write(tmp_path / "no" / "a.xlsx", "Daftar", [Heading("Nama")], [])


def test_a_workbook_with_personal_data_is_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook_write(path, "Daftar", [Heading("Nama")], [])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def rejects(tmp_path: Path) -> Path:
    rows = [
        ["No", "Nama", "NIK"],
        [1, "Sitti", "1"],
        [2, "=Rahmat", 7602015708909007],
        [3, "Hasan", "x"],
        [4, "Nur", "2"],
    ]
    table = workbook_read(
        workbook(tmp_path / "a.xlsx", rows, first_row=2), (Column("name", "Nama"), Column("nik", "NIK"))
    )
    faults = {5: [Fault(2, "kehilangan angka"), Fault(None, "ganda")], 6: [Fault(2, "bukan angka")]}
    rejects_write(tmp_path / "rejects.xlsx", table, faults, REJECTS)
    return tmp_path / "rejects.xlsx"


def test_rejected_rows_come_back_as_they_stood_with_the_reason_beside(tmp_path: Path) -> None:
    rows = read_back(rejects(tmp_path))
    assert rows == [
        ["No", "Nama", "NIK", "Alasan", "Baris"],
        [2, "=Rahmat", 7602015708909007, "NIK: kehilangan angka\nganda", 5],
        [3, "Hasan", "x", "NIK: bukan angka", 6],
    ]


def test_the_cell_at_fault_is_marked_and_says_why(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(rejects(tmp_path)).worksheets[0]
    assert sheet["C2"].comment is not None
    assert "kehilangan angka" in sheet["C2"].comment.text
    assert sheet["C2"].fill.fgColor.rgb == "FFF8D7DA"
    assert sheet["A2"].comment is None


def test_rejected_rows_can_be_read_again(tmp_path: Path) -> None:
    table = workbook_read(rejects(tmp_path), (Column("name", "Nama"), Column("nik", "NIK")))
    assert [table.cell(row, "name") for row in table.rows] == ["=Rahmat", "Hasan"]
    assert isinstance(table.cell(table.rows[0], "nik"), float)


def test_a_template_has_headers_formats_choices_and_explanations(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    units = [f"76.{number:02} KPU Kabupaten nomor {number}" for number in range(40)]
    headings = [
        Heading("NIK", note="16 angka"),
        Heading("Status", choices=("PNS", "PPNPN")),
        Heading("Satker", choices=units),
    ]
    template_write(path, "Pegawai", headings, Guide("Petunjuk", "Kolom", "Penjelasan", ["Isi lembar pertama."]))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["NIK", "Status", "Satker"]
    assert sheet.max_row == 1
    assert sheet.column_dimensions["A"].number_format == "@"
    assert {rule.formula1 for rule in sheet.data_validations.dataValidation} == {'"PNS,PPNPN"', "_C!$A$1:$A$40"}
    assert [row[0].value for row in book.worksheets[1].iter_rows()] == [
        "Kolom",
        "Isi lembar pertama.",
        "NIK",
        "Status",
        "Satker",
    ]
    assert workbook_read(path, (Column("nik", "NIK"), Column("status", "Status"))).rows == ()


@pytest.mark.parametrize("added", [("Reason", "Row"), ("Alasan", "Baris")])
def test_what_rejecting_added_is_read_over_and_not_added_twice(tmp_path: Path, added: tuple[str, str]) -> None:
    path = workbook(tmp_path / "a.xlsx", [["Nama", "Asal"], ["Sitti", "Majene"]])
    for name in ("b.xlsx", "c.xlsx"):
        table = workbook_read(path, (Column("name", "Nama"),))
        assert table.unread == ("Asal",)
        path = tmp_path / name
        rejects_write(path, table, {2: [Fault(0, "why")]}, RejectHeadings("A", row=added[1], reason=added[0]))
        assert read_back(path)[0] == ["Nama", "Asal", *added]


def test_a_column_of_the_office_s_own_is_kept_whatever_its_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["Baris", "Nama", "Alasan"], [1, "Sitti", "pindah"]])
    table = workbook_read(path, (Column("name", "Nama"),))
    assert table.unread == ("Baris", "Alasan")
    rejects_write(tmp_path / "b.xlsx", table, {2: [Fault(1, "why")]}, REJECTS)
    assert read_back(tmp_path / "b.xlsx")[1][:3] == [1, "Sitti", "pindah"]


@pytest.mark.parametrize("name", ["a.xls", "a.csv", "a", "a.xlsx.bak"])
def test_a_workbook_is_written_under_the_name_of_one_only(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match=r"ends in \.xlsx choose such a name: .*\.xlsx"):
        place_require(tmp_path / name)
    place_require(tmp_path / "A.XLSX")
