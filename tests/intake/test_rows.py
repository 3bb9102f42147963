"""What the cells of an employee's row mean, and what can't be true together."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from malaqbiq.intake.rules.employees import FAMILIES, EmployeeRow, Lookups, employee_reader
from malaqbiq.intake.rules.kinds import EMPLOYEES
from malaqbiq.intake.rules.rows import Fault
from malaqbiq.intake.rules.units import Unit, UnitIndex
from malaqbiq.kernel.identity import Sex
from malaqbiq.kernel.workbooks.cells import Cell, CellRefused, key_of
from malaqbiq.kernel.workbooks.reading import Row, Table, workbook_read
from malaqbiq.service.effects import Status
from tests.intake.office import BORN, DAY, HEADERS, bare, nik, nip, row, written

UNITS = UnitIndex.of(
    (
        Unit(UUID(int=number), code, f"KPU {region}", region)
        for number, (code, region) in enumerate(
            (
                ("76", "Provinsi Sulawesi Barat"),
                ("76.01", "Kabupaten Pasangkayu"),
                ("76.02", "Kabupaten Mamuju"),
                ("76.10", "Kabupaten Ujung"),
                ("52.06", "Kabupaten Bima"),
                ("52.72", "Kota Bima"),
                ("31", "Provinsi Daerah Khusus Ibukota Jakarta"),
                ("76.04", "Kabupaten Polewali Mandar"),
                ("34.04", "Kabupaten Sleman"),
            )
        )
    ),
    {
        "sulbar": "sulawesi barat",
        "polman": "polewali mandar",
        "mamuju utara": "pasangkayu",
        "dki": "daerah khusus ibukota",
    },
)
LOOKUPS = Lookups(
    on=DAY,
    units=UNITS,
    families={key_of("Pramubakti"): "pramubakti", **FAMILIES},
    grades={Status.PNS: frozenset({"I/a", "III/a", "III/c", "IV/a"}), Status.PPPK: frozenset({"V", "IX", "XVII"})},
)


def read(cells: dict[str, Any]) -> EmployeeRow | list[Fault]:
    """The row that a list with these cells has."""
    keys = {column.header: column.key for column in EMPLOYEES.columns}
    headers = tuple(cells)
    table = Table(1, headers, {keys[header]: place for place, header in enumerate(headers)}, ())
    values = tuple("" if cell is None else cell for cell in cells.values())
    return employee_reader(table, LOOKUPS)(Row(2, values))


def good(cells: dict[str, Any]) -> EmployeeRow:
    found = read(cells)
    assert isinstance(found, EmployeeRow), found
    return found


def faults(cells: dict[str, Any]) -> list[tuple[str, str]]:
    found = read(cells)
    assert isinstance(found, list)
    return [(fault.key, str(fault.words)) for fault in found]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("76.02", "76.02"),
        ("7602", "76.02"),
        (76.02, "76.02"),
        (76.1, "76.10"),
        (7602.0, "76.02"),
        (76.0, "76"),
        ("76", "76"),
        ("76.02 KPU Kabupaten Mamuju", "76.02"),
        ("KPU Kabupaten Mamuju", "76.02"),
        ("kpu kab. mamuju", "76.02"),
        ("Sekretariat KPU Kab Mamuju", "76.02"),
        ("Mamuju", "76.02"),
        ("KPU Provinsi Sulawesi Barat", "76"),
        ("KPU Prov. Sulbar", "76"),
        ("Komisi Pemilihan Umum Kabupaten Pasangkayu", "76.01"),
        ("KPU Kab Polman", "76.04"),
        ("KPU Kab. Mamuju Utara", "76.01"),
        ("DKI Jakarta", "31"),
        ("Kota Bima", "52.72"),
        ("Kabupaten Bima", "52.06"),
    ],
)
def test_a_work_unit_is_understood_as_offices_write_it(text: Cell, code: str) -> None:
    assert good(bare(unit=text)).unit.code == code  # type: ignore[arg-type]


def test_what_nobody_says_of_a_region_is_not_known_by_itself() -> None:
    index = UnitIndex.of(UNITS.by_code.values(), {})
    assert index.read("KPU Kabupaten Polewali Mandar") == UNITS.by_code["76.04"]
    for text in ("KPU Kab Polman", "KPU Kab. Mamuju Utara"):
        with pytest.raises(CellRefused):
            index.read(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [("Bima", "52.06, 52.72"), ("76.99", "no work unit"), ("Atlantis", "no work unit"), (99.5, "no work unit")],
)
def test_a_work_unit_that_is_not_certain_is_refused(text: Cell, why: str) -> None:
    with pytest.raises(CellRefused, match=why):
        UNITS.read(text)


@pytest.mark.parametrize(
    ("text", "near"),
    [("Kab. Mamujju", "76.02"), ("Kota Bimaa", "52.72"), ("Kab. Bimaa", "52.06"), ("Kab. Pasangkayo", "76.01")],
)
def test_a_mistyped_work_unit_is_answered_with_the_one_that_is_near(text: str, near: str) -> None:
    with pytest.raises(CellRefused, match="near it is") as refused:
        UNITS.read(text)
    assert refused.value.words.params["code"] == near


def test_that_two_are_kabupaten_makes_them_no_nearer() -> None:
    with pytest.raises(CellRefused, match="write its code"):
        UNITS.read("KPU Kab Selamat")


@given(value=st.one_of(st.text(max_size=30), st.floats(), st.integers()))
def test_no_cell_breaks_the_index_of_units(value: Cell) -> None:
    try:
        UNITS.read(value)
    except CellRefused:
        return


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("PNS", Status.PNS),
        ("cpns", Status.PNS),
        ("P3K", Status.PPPK),
        ("PPPK Paruh Waktu", Status.PPPK_PARUH_WAKTU),
        ("pppk-paruh waktu", Status.PPPK_PARUH_WAKTU),
        ("PPNPN", Status.PPNPN),
        ("Non-PNS", Status.PPNPN),
        ("Honorer", Status.PPNPN),
    ],
)
def test_status(text: str, status: Status) -> None:
    assert good(bare(status=text)).status is status


def test_a_status_that_is_none_is_refused_with_what_there_is() -> None:
    assert faults(bare(status="ASN")) == [("status", "is none of: PNS, PPPK, PPPK Paruh Waktu, PPNPN")]


@pytest.mark.parametrize(
    ("status", "text", "grade"),
    [
        ("PNS", "III/c", "III/c"),
        ("PNS", "III c", "III/c"),
        ("PNS", "IIIc", "III/c"),
        ("PNS", "3/C", "III/c"),
        ("PNS", "Gol. III/c", "III/c"),
        ("PNS", "Penata (III/c)", "III/c"),
        ("PNS", "Penata Muda Tingkat I, III/a", "III/a"),
        ("PNS", "Pembina / IV.a", "IV/a"),
        ("PPPK", "IX", "IX"),
        ("PPPK", "Golongan 9", "IX"),
        ("PPPK", 9.0, "IX"),
        ("PPPK", "XVII", "XVII"),
        ("PPNPN", "Non PNS", ""),
        ("PNS", "-", ""),
    ],
)
def test_grade(status: str, text: Cell, grade: str) -> None:
    assert good(bare(status=status, Golongan=text)).grade == grade


@pytest.mark.parametrize(
    ("status", "text"), [("PNS", "V/a"), ("PNS", "IX"), ("PPPK", "III/c"), ("PPPK", "XX"), ("PNS", "Penata")]
)
def test_a_grade_that_is_not_on_the_ladder_is_refused(status: str, text: str) -> None:
    assert faults(bare(status=status, Golongan=text)) == [("grade", f"is no golongan of a {status}")]


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Pramubakti", "pramubakti"),
        ("SATPAM", "satpam"),
        ("Jagat Saksana", "satpam"),
        ("Sopir", "pengemudi"),
        ("Juru masak", ""),
    ],
)
def test_job_family(text: str, family: str) -> None:
    assert good(bare(Jabatan=text)).family == family
    assert good(bare(status="PNS", Jabatan=text)).family == ""


@pytest.mark.parametrize("text", ["L", "laki - laki", "Pria", "M", "male"])
def test_sex(text: str) -> None:
    assert good(bare(Jenis_Kelamin=text)).sex is Sex.MALE


AS_TEXT = "format the column as Text"


@pytest.mark.parametrize(
    "header", ["Nama", "NIK", "NIP", "Jabatan", "Golongan", "Pendidikan", "Nomor SK", "Telepon", "Email"]
)
@pytest.mark.parametrize(
    "made", [date(2022, 1, 2), datetime.fromisoformat("2022-01-03 01:30"), time(1, 30), timedelta(hours=26)]
)
def test_what_excel_has_made_a_date_is_never_taken_for_a_text(header: str, made: Cell) -> None:
    (key,) = (column.key for column in EMPLOYEES.columns if column.header == header)
    found = faults(row() | {header: made})
    assert [one for one, _why in found] == [key]
    assert "Excel makes one of a text such as 1/2022" in found[0][1] and AS_TEXT in found[0][1]


@pytest.mark.parametrize(
    ("header", "made", "why"),
    [
        ("Nomor SK", 0.5, "a number with decimals"),
        ("Nomor SK", True, "true or false"),
        ("Nomor SK", float("nan"), "a number with decimals"),
        ("Pendidikan", 1.5, "a number with decimals"),
        ("Jabatan", 12.0, "is no name of a post"),
        ("Jabatan", 2.5, "a number with decimals"),
        ("Nama", 2.5, "a number with decimals"),
    ],
)
def test_what_is_no_text_is_refused(header: str, made: Cell, why: str) -> None:
    (key,) = (column.key for column in EMPLOYEES.columns if column.header == header)
    ((where, told),) = faults(row() | {header: made})
    assert where == key and why in told


def test_a_day_as_a_bare_number_is_counted_from_where_the_workbook_counts(tmp_path: Path) -> None:
    """A cell without a date format gives the number alone: 1 January 2022 is 44562, or 43100 counted from 1904."""
    for from_1904, number in ((False, 44562), (True, 43100)):
        with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"date_1904": from_1904}) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, ["Nama", "Status", "Satker", "TMT", "Tanggal SK"])
            sheet.write_row(1, 0, ["Sitti", "PPNPN", "76.02", number, str(number)])
            sheet.write_datetime(1, 3, date(2022, 1, 1), book.add_format({"num_format": "General"}))
        table = workbook_read(tmp_path / "a.xlsx", EMPLOYEES.columns, EMPLOYEES.needed)
        found = employee_reader(table, LOOKUPS)(table.rows[0])
        assert isinstance(found, EmployeeRow)
        assert found.start == found.decree_date == date(2022, 1, 1)


def test_a_whole_number_may_be_the_number_of_a_decree() -> None:
    assert good(row(Nomor_SK=12.0)).decree_number == "12"


@pytest.mark.parametrize("text", ["12345", 7.0, "...,", "x" * 130, "-"])
def test_what_is_no_name_is_refused(text: Cell) -> None:
    assert [key for key, _why in faults(bare(text))] == ["name"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "key", "why"),
    [
        ({"NIK": nik(sex=Sex.MALE)}, "nik", "the NIK is a man's, the sex is female"),
        ({"NIK": nik()[:-1]}, "nik", "a NIK has 16 digits, this has 15: copy them from the KTP"),
        ({"NIK": 7602015708909007.0}, "nik", "format the column as Text"),
        ({"Tanggal Lahir": "18/08/1990"}, "nik", "the NIK says born 1990-08-17, the date of birth is 1990-08-18"),
        ({"NIP": nip()}, "nip", "a PPNPN has no NIP"),
        ({"Status": "PNS", "NIP": nip(pppk=True), "Akhir Kontrak": None}, "nip", "number of a PPPK, the status is PNS"),
        ({"Status": "PPPK", "NIP": nip()}, "nip", "number of a PNS, the status is PPPK"),
        ({"Status": "PNS"}, "last_day", "a PNS has no end of contract"),
        ({"Akhir Kontrak": "31/12/2020"}, "last_day", "the contract ends before it starts"),
        ({"TMT": None, "Akhir Kontrak": "30/11/2021"}, "start", "must be filled in, as the contract has ended"),
        ({"Honorarium": 0}, "amount", "pay must be more than zero"),
        ({"Honorarium": "2,6 juta"}, "amount", "no certain amount"),
        ({"Honorarium": "2.678.863,10"}, "amount", "no whole number of rupiah"),
        ({"Telepon": "0812"}, "phone", "no phone number"),
        ({"Email": "sitti"}, "email", "no email address"),
        ({"Pendidikan": "tinggi"}, "education", "names no level"),
        ({"Jabatan": "#N/A"}, "position", "the formula in this cell gives #N/A"),
        ({"TMT": "13/13/2021"}, "start", "no day of the calendar"),
        ({"TMT": "1/13/2021"}, "start", "write the day first"),
    ],
)
def test_what_cannot_be_is_a_fault_of_its_column(change: dict[str, Any], key: str, why: str) -> None:
    found = faults(row() | change)
    assert found[0][0] == key
    assert why in found[0][1]


def test_every_fault_of_a_row_is_told() -> None:
    cells = row(Telepon="1", Email="x", TMT="x", Nama=None)
    assert {key for key, _why in faults(cells)} == {"phone", "email", "start", "name"}


def test_a_row_says_nothing_that_stands_not_there() -> None:
    found = good(bare())
    assert (found.nik, found.nip, found.birth, found.start, found.amount, found.education) == (None,) * 6
    assert (found.position, found.grade, found.phone, found.email, found.decree_number) == ("",) * 5


def test_every_header_of_the_contract_is_read(tmp_path: Path) -> None:
    table = workbook_read(written(tmp_path, [row()]), EMPLOYEES.columns, EMPLOYEES.needed)
    assert len(table.places) == len(HEADERS)


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ({"Tanggal Lahir": "Mamuju, 17 Agustus 1990"}, "Mamuju"),
        ({"Tanggal Lahir": "Ujung Pandang , 17-08-1990"}, "Ujung Pandang"),
        ({"Tanggal Lahir": "17/8/1990"}, ""),
        ({"Tanggal Lahir": "Jumat, 17/8/1990"}, ""),
        ({"Tanggal Lahir": ", 17/8/1990"}, ""),
        ({"Tanggal Lahir": "17/8/1990", "Tempat Lahir": " Kab.  Majene "}, "Kab. Majene"),
        ({"Tanggal Lahir": "Mamuju, 17/8/1990", "Tempat Lahir": "Majene"}, "Majene"),
        ({"Tempat Lahir": "Majene, 17/8/1990"}, "Majene"),
        ({"Tempat Lahir": "-"}, ""),
    ],
)
def test_a_place_of_birth_is_kept_from_its_column_or_from_before_the_date(cells: dict[str, Any], place: str) -> None:
    assert good(bare() | cells).birth_place == place


@pytest.mark.parametrize("place", ["1990", 33100, "M" * 81])
def test_what_is_no_place_of_birth_is_refused(place: Cell) -> None:
    assert faults(bare(Tempat_Lahir=place))[0][0] == "birth_place"


def test_a_birth_is_of_somebody_of_working_age() -> None:
    assert good(bare(Tanggal_Lahir="17-8-90")).birth == BORN
    assert good(bare(Tanggal_Lahir="Mamuju, 17 Agustus 1990")).birth == BORN
    assert good(bare(Tanggal_Lahir="Ujung Pandang , 17-08-1990")).birth == BORN
    assert faults(bare(Tanggal_Lahir="Mamuju, 1990"))[0][0] == "birth"
    assert faults(bare(Tanggal_Lahir=f"{'M' * 81}, 17-08-1990"))[0][0] == "birth"
    assert faults(bare(Tanggal_Lahir="17-8-10"))[0][0] == "birth"
