from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from malaqbiq.kernel.workbooks.guards import WorkbookRefused
from malaqbiq.kernel.workbooks.reading import Column, Table, header_key, letters, workbook_read
from tests.kernel.workbooks.files import raw, text_cell, workbook

COLUMNS = (
    Column("name", "Nama", ("Name", "Nama Lengkap")),
    Column("nik", "NIK"),
    Column("sex", "Jenis Kelamin", ("Sex", "L/P")),
    Column("born", "Tanggal Lahir", ("Date of Birth",)),
)
NEEDED = (("name",),)


def read(path: Path) -> Table:
    return workbook_read(path, COLUMNS, NEEDED)


def test_columns_stand_in_any_order_and_language(tmp_path: Path) -> None:
    rows = [["Date of Birth", "unknown", "nik", "NAME"], [date(1990, 8, 17), 1, "76", "Sitti"]]
    table = read(workbook(tmp_path / "a.xlsx", rows))
    (row,) = table.rows
    assert [table.cell(row, key) for key in ("name", "nik", "born", "sex")] == ["Sitti", "76", date(1990, 8, 17), ""]
    assert table.unread == ("unknown",)


def test_rows_have_the_numbers_that_excel_shows(tmp_path: Path) -> None:
    rows = [
        ["Daftar pegawai"],
        [],
        [None, "Nama", "NIK"],
        [None, "1", "2"],
        [],
        [None, "Sitti", "76"],
        [None, " "],
        [None, "Rahmat"],
    ]
    table = read(workbook(tmp_path / "a.xlsx", rows, first_row=2))
    assert table.header_row == 5
    assert [(row.number, table.cell(row, "name")) for row in table.rows] == [(8, "Sitti"), (10, "Rahmat")]


def test_a_row_that_counts_the_columns_is_no_person(tmp_path: Path) -> None:
    table = read(workbook(tmp_path / "a.xlsx", [["Nama", "NIK"], ["(1)", "(2)"], ["Sitti", "1"], [1, 2]]))
    assert [row.number for row in table.rows] == [3, 4]


def test_headers_with_remarks_and_line_breaks_are_known() -> None:
    spellings = ("Jenis Kelamin (L/P)", "JENIS\nKELAMIN", "jenis_kelamin*", " Jenis  Kelamin : ", "Jenis\u00a0Kelamin")
    assert {header_key(spelling) for spelling in spellings} == {"jeniskelamin"}


def test_headers_below_the_tenth_row_are_not_found(tmp_path: Path) -> None:
    assert read(workbook(tmp_path / "a.xlsx", [["Nama"], ["Sitti"]], first_row=9)).header_row == 10
    with pytest.raises(WorkbookRefused, match="first 10 rows"):
        read(workbook(tmp_path / "b.xlsx", [["Nama"], ["Sitti"]], first_row=10))


def test_a_missing_header_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkbookRefused, match="headers: Nama"):
        read(workbook(tmp_path / "a.xlsx", [["NIK", "Sex"], ["1", "L"]]))


def test_a_header_that_stands_twice_is_refused_with_its_columns(tmp_path: Path) -> None:
    with pytest.raises(WorkbookRefused, match="several columns: A, C"):
        read(workbook(tmp_path / "a.xlsx", [["Nama", "NIK", "Nama Lengkap"], ["a", "1", "b"]]))


def test_an_empty_sheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbookRefused, match="empty"):
        read(workbook(tmp_path / "a.xlsx", []))


def test_headers_without_rows_are_an_empty_list(tmp_path: Path) -> None:
    assert read(workbook(tmp_path / "a.xlsx", [["Nama"]])).rows == ()


def test_errors_of_excel_are_not_taken_for_empty_cells(tmp_path: Path) -> None:
    header = f'<row r="1">{text_cell("A1", "Nama")}{text_cell("B1", "NIK")}</row>'
    cells = text_cell("A2", "Sitti") + '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    uncalculated = text_cell("A3", "Rahmat") + '<c r="B3"><f>A3</f></c>'
    table = read(raw(tmp_path / "a.xlsx", f'{header}<row r="2">{cells}</row><row r="3">{uncalculated}</row>'))
    assert [table.cell(row, "nik") for row in table.rows] == ["#DIV/0!", "#N/A"]


def test_calculated_cells_are_read_as_what_they_show(tmp_path: Path) -> None:
    calculated = '<c r="A2" t="str"><f>"S"&amp;"itti"</f><v>Sitti</v></c>'
    table = read(raw(tmp_path / "a.xlsx", f'<row r="1">{text_cell("A1", "Nama")}</row><row r="2">{calculated}</row>'))
    assert [table.cell(row, "name") for row in table.rows] == ["Sitti"]


def test_letters_of_columns() -> None:
    assert [letters(place) for place in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_days_counted_from_1904_are_read_as_what_they_show(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Nama", "Tanggal Lahir"])
        sheet.write(1, 0, "Sitti")
        sheet.write_datetime(1, 1, date(1990, 8, 17), book.add_format({"num_format": "dd/mm/yyyy"}))
    table = read(tmp_path / "a.xlsx")
    assert table.cell(table.rows[0], "born") == date(1990, 8, 17)


def test_the_first_sheet_is_read_and_no_other(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name in ("B", "A"):
            book.add_worksheet(name).write_column(0, 0, ["Nama", name])
    table = read(tmp_path / "a.xlsx")
    assert [table.cell(row, "name") for row in table.rows] == ["B"]


def test_a_sheet_that_nobody_sees_is_passed_over(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name in ("hidden", "very hidden", "seen"):
            book.add_worksheet(name).write_column(0, 0, ["Nama", name])
        book.get_worksheet_by_name("hidden").hide()
        book.get_worksheet_by_name("very hidden").very_hidden()
        book.get_worksheet_by_name("seen").activate()
        book.get_worksheet_by_name("seen").set_first_sheet()
    table = read(tmp_path / "a.xlsx")
    assert [table.cell(row, "name") for row in table.rows] == ["seen"]
