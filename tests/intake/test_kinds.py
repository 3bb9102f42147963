"""The columns of the workbooks."""

from __future__ import annotations

import pytest

from malaqbiq.intake.rules.kinds import KINDS, kind_named
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.workbooks.reading import header_key
from tests.guards.source import ROOT

CONTRACT = {
    "employees": "Nama, NIK, NIP, Status, Satker, Jabatan, Golongan, Pendidikan, Jenis Kelamin, Tanggal Lahir, TMT, "
    "Akhir Kontrak, Honorarium, Nomor SK, Tanggal SK, Telepon, Email, Alamat",
    "competencies": "NIP/NIK, Kompetensi, Tingkat, Sumber, Tanggal",
    "attendance": "NIP/NIK, Bulan, Hari Kerja, Hadir, Terlambat, Izin, Sakit, Alpa",
    "dpp": "NIK, Nama, Satker, Bulan, Bruto",
}


def test_headers_are_those_that_offices_were_promised() -> None:
    assert {name: ", ".join(field.column.header for field in kind.fields) for name, kind in KINDS.items()} == CONTRACT


def test_every_header_stands_in_the_guide() -> None:
    guide = (ROOT / "docs" / "workbooks.md").read_text()
    for kind in KINDS.values():
        section = guide.partition(f"### {kind.name}\n")[2].partition("###")[0]
        for column in kind.columns:
            line = next(
                line
                for line in section.splitlines()
                if line.startswith((f"| {column.header} |", f"| {column.header} ("))
            )
            assert all(other in line for other in column.others), column.header


def test_no_header_means_two_columns() -> None:
    for kind in KINDS.values():
        keys = [key for column in kind.columns for key in column.keys]
        assert len(keys) == len(set(keys)), kind.name
        assert all(header_key(column.header) for column in kind.columns)


def test_all_but_numbers_have_an_english_header() -> None:
    for kind in KINDS.values():
        assert all(column.others or column.key == "nik" for column in kind.columns)


def test_a_kind_answers_to_its_english_and_its_indonesian_name() -> None:
    names = {"pegawai": "employees", "Kompetensi": "competencies", "presensi": "attendance", "dpp": "dpp"}
    names["kehadiran"] = "attendance"
    assert {name: kind_named(name).name for name in [*names, *KINDS]} == names | {name: name for name in KINDS}
    with pytest.raises(UserError, match=r"choose one of: employees \(pegawai\), competencies \(kompetensi\)"):
        kind_named("orang")


def test_only_a_list_of_people_has_one_row_a_person() -> None:
    assert [name for name, kind in KINDS.items() if "one row a person" in kind.guide] == ["employees"]
    assert len({kind.guide for kind in KINDS.values()}) == len(KINDS)
