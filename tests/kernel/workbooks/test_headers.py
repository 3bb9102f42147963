"""Headers of one row and of two, merged cells, and sheets beside the one that is read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from malaqbiq.intake.rules.kinds import EMPLOYEES
from malaqbiq.kernel.workbooks.guards import WorkbookRefused
from malaqbiq.kernel.workbooks.reading import Beside, Table, workbook_read

Merge = tuple[int, int, int, int]


def sheet_filled(sheet: Any, rows: Sequence[Sequence[Any]], merges: Sequence[Merge] = ()) -> None:
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    for top, left, bottom, right in merges:
        sheet.merge_range(top, left, bottom, right, rows[top][left] if left < len(rows[top]) else "")


def read(path: Path, rows: Sequence[Sequence[Any]], merges: Sequence[Merge] = ()) -> Table:
    with xlsxwriter.Workbook(path / "a.xlsx") as book:
        sheet_filled(book.add_worksheet(), rows, merges)
    return workbook_read(path / "a.xlsx", EMPLOYEES.columns, EMPLOYEES.needed)


PERSON = ["Sitti", "PPNPN", "76.02"]


def test_titles_over_two_columns_are_read_with_what_stands_below_them(tmp_path: Path) -> None:
    rows = [
        ["Daftar pegawai", "", "", "", "", "", ""],
        ["Nama", "Status", "Satker", "Kontrak", "", "SK", ""],
        ["", "", "", "TMT", "Akhir Kontrak", "Nomor", "Tanggal"],
        [*PERSON, "1/1/2022", "31/12/2022", "1/2022", "3/1/2022"],
    ]
    merged = [(1, 3, 1, 4), (1, 5, 1, 6), *((1, place, 2, place) for place in range(3))]
    for merges in (merged, []):
        table = read(tmp_path, rows, merges)
        assert table.header_row == 3
        assert table.headers == ("Nama", "Status", "Satker", "TMT Kontrak", "Akhir Kontrak", "Nomor SK", "Tanggal SK")
        (row,) = table.rows
        keys = ("name", "start", "last_day", "decree_number", "decree_date")
        assert [table.cell(row, key) for key in keys] == ["Sitti", "1/1/2022", "31/12/2022", "1/2022", "3/1/2022"]


def test_more_headers_in_the_lower_row_than_in_the_upper(tmp_path: Path) -> None:
    rows = [
        ["Nama", "Status", "Satker", "Kontrak", "", "SK", "", "Kelahiran", ""],
        ["", "", "", "Mulai Kontrak", "Berakhir", "Nomor", "Tanggal", "Tempat Lahir", "Tanggal Lahir"],
        [*PERSON, "1/1/2022"],
    ]
    table = read(tmp_path, rows, [(0, 3, 0, 4), (0, 5, 0, 6), (0, 7, 0, 8)])
    assert len(table.places) == 9 and [row.number for row in table.rows] == [3]


def test_a_header_that_begins_another_is_not_guessed_below_a_title_that_nobody_knows(tmp_path: Path) -> None:
    rows = [
        ["Nama", "Status", "Satker", "Pangkat", "", "Kontak", ""],
        ["", "", "", "Gol", "TMT", "HP", "Email"],
        [*PERSON, "III/a", "1/1/2020", "0860", "a@b.example"],
    ]
    table = read(tmp_path, rows, [(0, 3, 0, 4), (0, 5, 0, 6)])
    assert set(table.places) == {"name", "status", "unit", "grade", "phone", "email"}
    assert table.unread == ("Pangkat TMT",)


def test_a_title_of_the_list_is_no_header(tmp_path: Path) -> None:
    rows = [["Daftar", "", "", ""], ["Nama", "Status", "Satker", "TMT"], [*PERSON, "1/1/2022"]]
    table = read(tmp_path, rows, [(0, 0, 0, 3)])
    assert table.header_row == 2 and len(table.places) == 4


def test_what_two_rows_of_headers_mean_is_refused_where_it_is_not_certain(tmp_path: Path) -> None:
    rows = [
        ["Nama", "Status", "Satker", "Jabatan", ""],
        ["", "", "", "Nama Jabatan", "TMT Jabatan"],
        [*PERSON, "x", "y"],
    ]
    with pytest.raises(
        WorkbookRefused, match=r"row 2 holds more headers .*TMT Jabatan.* below those of row 1"
    ) as refused:
        read(tmp_path, rows, [(0, 3, 0, 4)])
    assert "one row" in str(refused.value.remedy)


def test_cells_that_are_merged_down_are_known_by_the_row_that_holds_their_value(tmp_path: Path) -> None:
    rows = [
        ["Nama", "Status", "Satker", "Jabatan"],
        ["A", "PPNPN", "76.02", ""],
        ["B", "", "", ""],
        ["C", "", "76.03", ""],
    ]
    table = read(tmp_path, rows, [(1, 1, 3, 1), (1, 2, 2, 2), (1, 3, 3, 3)])
    found = [[table.merged_into(row, key) for key in ("name", "status", "unit", "position")] for row in table.rows]
    assert found == [[None] * 4, [None, 2, 2, None], [None, 2, None, None]]


def many(path: Path, sheets: Sequence[tuple[str, Sequence[Sequence[Any]]]], hidden: Sequence[str] = ()) -> Table:
    with xlsxwriter.Workbook(path / "a.xlsx") as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            sheet_filled(sheet, rows)
            if name in hidden:
                sheet.hide()
            elif sheets[0][0] in hidden:
                sheet.activate()
                sheet.set_first_sheet()
    return workbook_read(path / "a.xlsx", EMPLOYEES.columns, EMPLOYEES.needed)


HEADERS = ["Nama", "Status", "Satker"]


def test_other_sheets_with_a_list_are_named_with_how_many_rows_they_hold(tmp_path: Path) -> None:
    sheets = [
        ("76.02", [HEADERS, PERSON]),
        ("Petunjuk", [["Kolom", "Keterangan"], ["Nama", "wajib"]]),
        ("76.03", [["Daftar"], HEADERS, PERSON, PERSON]),
        ("kosong", [HEADERS]),
        ("lama", [HEADERS, PERSON]),
    ]
    table = many(tmp_path, sheets, hidden=["lama"])
    assert (table.sheet, table.hidden, table.beside) == ("76.02", (), (Beside("76.03", 2),))
    assert len(table.rows) == 1


def test_the_first_sheet_that_is_seen_is_read_and_hidden_ones_before_it_are_named(tmp_path: Path) -> None:
    old, new = [HEADERS, ["Lama", "PPNPN", "76.02"]], [HEADERS, ["Baru", "PPNPN", "76.02"]]
    table = many(tmp_path, [("2021", old), ("2022", new)], hidden=["2021"])
    assert [table.cell(row, "name") for row in table.rows] == ["Baru"]
    assert (table.sheet, table.hidden, table.beside) == ("2022", ("2021",), ())


@pytest.mark.parametrize("front", [[], [["Sampul"]]])
def test_a_first_sheet_without_a_list_names_the_one_that_holds_it(tmp_path: Path, front: list[list[str]]) -> None:
    with pytest.raises(WorkbookRefused) as refused:
        many(tmp_path, [("Sampul", front), ("Isi", [HEADERS, PERSON])])
    assert str(refused.value.remedy) == "a list stands on the sheet Isi: move that sheet to the front"
