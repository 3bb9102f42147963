from __future__ import annotations

from pathlib import Path

import pytest

from malaqbiq.regulations.loader import BrokenLaw, Fault, law_read
from malaqbiq.regulations.loader.law import PACKAGED

FLOORS = "wage_floors/2022.csv"
TEXTS = "decree_texts/contract-staff.toml"


def faults(*folders: Path) -> list[Fault]:
    with pytest.raises(BrokenLaw) as caught:
        law_read(folders)
    return list(caught.value.faults)


def spoil(files: Path, name: str, old: str, new: str) -> None:
    path = files / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))


def line_of(files: Path, name: str, text: str) -> int:
    return next(number for number, line in enumerate((files / name).read_text().splitlines(), 1) if text in line)


def test_the_packaged_law_is_sound() -> None:
    assert len(law_read([PACKAGED]).lines) > 1500


def test_a_broken_cell_is_named_by_file_line_column_and_reason(files: Path) -> None:
    spoil(files, FLOORS, "2678863.10,2678864", "2678863.10,2678863")
    (fault,) = faults(files)
    assert (fault.file, fault.line) == (f"data/{FLOORS}", line_of(files, FLOORS, "UMP,76,"))
    assert str(fault.reason) == "2678863.10 raised to the next whole rupiah is 2678864"


def test_a_cell_that_is_no_number_names_its_column(files: Path) -> None:
    spoil(files, FLOORS, "2678863.10,2678864", ",Rp2.678.864")
    (fault,) = faults(files)
    assert str(fault) == f"data/{FLOORS}:{fault.line}: amount: Rp2.678.864 is not a whole number"


def test_all_faults_of_all_files_are_told_at_once(files: Path) -> None:
    spoil(files, FLOORS, "2678863.10,2678864", ",x")
    spoil(files, "ranks/ranks.csv", "PNS,1,I/a", "PNS,1,I/z")
    spoil(files, TEXTS, "{{ unit }}", "{{ nik }}")
    assert {(fault.file, fault.column) for fault in faults(files)} == {
        (f"data/{FLOORS}", "amount"), ("data/ranks/ranks.csv", "grade"), (f"data/{TEXTS}", ""),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ("level,", "", 2, "cells, the first line names"),
        ("level,region_code", "level,level", 1, "must name each column once"),
        ("level,", "levels,", 1, "no such column"),
        ("trust,note", "trust,remark", 1, "no such column"),
        ("decree,", "office,", 1, "no such column"),
        ("trust,note", "trust,amount_exact", 1, "must name each column once"),
        ("UMP,11,", 'UMP,"11,', 2, "not a line of CSV"),
        ("note\n", "note\nUMP,76\n", 2, "the line has 2 cells"),
    ],
)
def test_a_broken_table_is_named_by_line(files: Path, old: str, new: str, line: int, why: str) -> None:
    spoil(files, FLOORS, old, new)
    first = faults(files)[0]
    assert (first.file, first.line) == (f"data/{FLOORS}", line)
    assert why in str(first.reason)


def test_a_file_that_is_not_utf8_is_named_by_line(files: Path) -> None:
    path = files / FLOORS
    path.write_bytes(path.read_bytes().replace(b"Jawa Barat", b"Jawa \xff"))
    (fault,) = faults(files)
    assert fault.line == line_of(PACKAGED, FLOORS, "Jawa Barat")
    assert str(fault.reason) == "the file is not UTF-8 text"


def test_a_spreadsheets_semicolons_and_byte_order_mark_are_understood(files: Path) -> None:
    path = files / "ranks" / "ranks.csv"
    path.write_text("\ufeff" + path.read_text().replace(",", ";"), encoding="utf-8")
    law_read([files])


def test_toml_that_is_none_is_named_by_line(files: Path) -> None:
    spoil(files, TEXTS, 'kind = "contract-engagement"', "kind = contract engagement")
    (fault,) = faults(files)
    assert (fault.file, fault.line) == (f"data/{TEXTS}", line_of(files, TEXTS, "contract engagement"))
    assert "not TOML" in str(fault.reason)


def test_a_broken_value_in_toml_names_its_own_line(files: Path) -> None:
    name = "instruments/contract-staff.toml"
    spoil(files, name, "objection_days = 3", "objection_days = 0")
    (fault,) = faults(files)
    assert (fault.line, fault.column) == (line_of(files, name, "objection_days = 0"), "objection_days")


def test_toml_with_something_else_than_rows_is_refused(files: Path) -> None:
    (files / TEXTS).write_text("[other]\na = 1\n")
    assert "must hold [[row]]" in str(faults(files)[0].reason)


@pytest.mark.parametrize("place", ["loose.csv", "colours/red.csv", "wage_floors/2022.xlsx", "wage_floors/old/2022.csv"])
def test_a_file_in_the_wrong_place_is_refused(files: Path, place: str) -> None:
    path = files / place
    path.parent.mkdir(exist_ok=True)
    path.write_text("a\n1\n")
    (fault,) = faults(files)
    assert fault.file == f"data/{place}"
    assert "in a folder named as one of the tables" in str(fault.reason)


def test_a_key_may_stand_once_only(files: Path) -> None:
    (files / "wage_floors" / "again.csv").write_text((files / FLOORS).read_text())
    assert f"ump:11:2022 stands already at data/{FLOORS}:2" in {str(fault.reason) for fault in faults(files)}


def test_two_rows_of_a_slot_may_not_hold_on_one_day(files: Path) -> None:
    spoil(files, "issuers/issuers.csv", "sekretaris,,2021-12-31", "sekretaris,,2022-01-01")
    (fault,) = faults(files)
    assert (fault.file, fault.column) == ("data/issuers/issuers.csv", "valid_from")
    assert "end one where the other begins" in str(fault.reason)


@pytest.mark.parametrize(
    ("name", "old", "new", "column"),
    [
        ("structures/pkpu-14-2020.csv", "P20B.11,P20B.1", "P20B.11,P20B.9", "parent_code"),
        ("structures/pkpu-14-2020.csv", "P20B.11,P20B.1", "P20B.11,P20A.1", "parent_code"),
        ("transitions/pkpu-6-2008-to-pkpu-14-2020.csv", "K08.1,", "K08.9,", "old_unit"),
        ("transitions/pkpu-6-2008-to-pkpu-14-2020.csv", ",K20.1", ",K20.9", "new_unit"),
        ("work_unit_parents/parents.csv", "76.01,76", "76.01,77", "parent"),
        ("unit_types/provinces.csv", "pkpu-14-2020,76", "pkpu-14-2020,77", "code"),
        ("region_names/names.csv", "Pasangkayu,76.01", "Pasangkayu,76.99", "region_code"),
        ("issuers/issuers.csv", "contract-end,", "contract-ends,", "kind"),
        ("pay_ceilings/2022.csv", "satpam-pengemudi", "satpams", "group"),
        ("legal_bases/contract-staff.toml", '"contract-end"', '"contract-ends"', "kinds"),
    ],
)
def test_what_points_nowhere_is_refused(files: Path, name: str, old: str, new: str, column: str) -> None:
    spoil(files, name, old, new)
    assert (f"data/{name}", column) in {(fault.file, fault.column) for fault in faults(files)}


@pytest.mark.parametrize(
    ("old", "new", "column", "why"),
    [
        ("Mamuju Utara,", "Majene,", "written", "Majene is part of the name of 76.05 as it is"),
        ("Mateng,Mamuju Tengah", "Mateng,Mamuju Barat", "stands_for", "Mamuju Barat is no part of the name of 76.06"),
        ("former,PP 61/2017", "former,", "", "a former name has the law that changed it"),
        ("Mandar,76.04,short,", "Mandar,76.04,short,PP 1/2000", "", "a short one has none"),
        ("Matra,", "Ma.ra,", "written", ""),
        ("Polmas,", "Polman,", "", "stands already at"),
        (",former,", ",ancient,", "kind", ""),
    ],
)  # fmt: skip
def test_what_a_region_is_called_is_refused_with_file_line_and_reason(
    files: Path, old: str, new: str, column: str, why: str
) -> None:
    name = "region_names/names.csv"
    line = line_of(files, name, old)
    spoil(files, name, old, new)
    found = faults(files)
    assert {(fault.file, fault.line) for fault in found} == {(f"data/{name}", line)}
    assert [fault.column for fault in found] == [column] and why in str(found[0].reason)


def test_a_file_cannot_speak_for_an_office(files: Path) -> None:
    spoil(files, TEXTS, "version = 1", 'version = 1\noffice = "76"')
    (fault,) = faults(files)
    assert (fault.line, fault.column) == (line_of(files, TEXTS, "office ="), "office")


def test_a_second_folder_counts_where_both_say_a_thing(files: Path, tmp_path: Path) -> None:
    folder = tmp_path / "regulations" / "wage_floors"
    folder.mkdir(parents=True)
    head = "level,region_code,region_name,year,amount,source,trust\n"
    (folder / "more.csv").write_text(
        head + "UMP,76,Sulawesi Barat,2022,2700000,SK,one-source\nUMP,76,Sulawesi Barat,2027,3400000,SK,one-source\n"
    )
    law = law_read([files, tmp_path / "regulations"])
    found = {line.row.key: (line.file, line.line) for line in law.of("wage_floors")}
    assert found["ump:76:2022"] == ("regulations/wage_floors/more.csv", 2)
    assert found["ump:76:2027"] == ("regulations/wage_floors/more.csv", 3)
    assert found["ump:76:2026"][0] == "data/wage_floors/2026.csv"


def test_every_fact_has_a_source_or_says_why_not() -> None:
    for line in law_read([PACKAGED]).lines:
        assert line.row.trust, line
        assert line.row.source or line.row.trust in {"own-default", "not-found"}, line
        assert line.row.source or line.row.note, line


def test_a_region_that_is_no_code_is_refused_in_words(files: Path) -> None:
    spoil(files, FLOORS, "UMP,76,", "UMP,Sulawesi Barat,")
    (fault,) = faults(files)
    assert str(fault.reason) == (
        "'Sulawesi Barat' is no region's code: two digits for a province (76), with two more for a kabupaten or kota "
        "(76.01)"
    )
