"""Lists of competencies and attendance, and what is still missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from malaqbiq.intake.models import PriorDecree, Question
from malaqbiq.intake.selectors import incomplete
from malaqbiq.intake.services import Outcome, incomplete_make, told_erase
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.identity import mask_nik
from malaqbiq.people.models import Competency, Person
from malaqbiq.service.models import Attendance
from tests.intake.office import DAY, SYSTEM, bare, counts, founded, nik, nip, reasons, row, somebody, taken
from tests.kernel.workbooks.files import read_back

pytestmark = pytest.mark.django_db

COMPETENCIES = ("NIP/NIK", "Kompetensi", "Tingkat", "Sumber", "Tanggal")
ATTENDANCE = ("NIP/NIK", "Bulan", "Hari Kerja", "Hadir", "Terlambat", "Izin", "Sakit", "Alpa")


@pytest.fixture(autouse=True)
def _office(tmp_path: Path) -> None:
    founded()
    taken(tmp_path, row(), row("Rahmat Lopilangi", Status="PNS", NIP=nip(2), NIK=nik(2), Akhir_Kontrak=None))


def competencies(folder: Path, *rows: tuple[Any, ...], **more: Any) -> Outcome:
    cells = [dict(zip(COMPETENCIES, values, strict=False)) for values in rows]
    return taken(folder, *cells, headers=COMPETENCIES, kind="competencies", **more)


def attendance(folder: Path, *rows: tuple[Any, ...], **more: Any) -> Outcome:
    cells = [dict(zip(ATTENDANCE, values, strict=False)) for values in rows]
    return taken(folder, *cells, headers=ATTENDANCE, kind="attendance", **more)


def test_competencies_are_recorded_by_nip_or_nik(tmp_path: Path) -> None:
    rows = [
        (nik(), "Pengelolaan logistik pemilu", 2, "Sertifikat 12", "1/10/2021"),
        (nip(2), "data-pemilih", "3", None, date(2021, 10, 1)),
    ]
    assert counts(competencies(tmp_path, *rows)) == (2, 0, 0)
    assert counts(competencies(tmp_path, *rows)) == (0, 2, 0)
    first, second = Competency.objects.order_by("level")
    assert (first.person.name, first.kind.code, first.source) == ("Sitti Bulangmapia", "logistik", "Sertifikat 12")
    assert (second.person.name, second.source) == ("Rahmat Lopilangi", "daftar.xlsx")


def test_another_level_for_the_day_corrects_the_first(tmp_path: Path) -> None:
    for level in (2, 3):
        assert counts(competencies(tmp_path, (nik(), "humas", level, "uji", "1/10/2021"))) == (1, 0, 0)
    assert Competency.objects.get().level == 3


@pytest.mark.parametrize(
    ("values", "key", "why"),
    [
        ((nik(9), "humas", 2, "", "1/10/2021"), "number", "nobody in your work units has this number"),
        ((None, "humas", 2, "", "1/10/2021"), "number", "NIP or NIK must be filled in"),
        ((7602015708909001, "humas", 2, "", "1/10/2021"), "number", "format the column as Text"),
        ((nik(), "Logistik pemilu", 2, "", "1/10/2021"), "kind", "near it is: Pengelolaan logistik pemilu"),
        ((nik(), "Sulap", 2, "", "1/10/2021"), "kind", "is not in the catalogue"),
        ((nik(), "humas", 5, "", "1/10/2021"), "level", "must lie between 0 and 4"),
        ((nik(), "humas", None, "", "1/10/2021"), "level", "must be filled in"),
        ((nik(), "humas", 2, "", "1/10/2022"), "day", "can't be"),
    ],
)
def test_a_competency_that_is_not_certain_is_refused(
    tmp_path: Path, values: tuple[Any, ...], key: str, why: str
) -> None:
    outcome = competencies(tmp_path, values, (nik(), "humas", 1, "", "2/10/2021"))
    assert counts(outcome) == (0, 0, 1)
    ((number, found, words),) = reasons(outcome)
    assert (number, found) == (4, key)
    assert why in words
    assert not Competency.objects.exists()


def test_good_competencies_are_taken_if_asked_for(tmp_path: Path) -> None:
    rows = [(nik(), "humas", 9, "", "1/10/2021"), (nik(), "humas", 1, "", "2/10/2021")]
    assert counts(competencies(tmp_path, *rows, partial=True)) == (1, 0, 1)


def test_doubles_of_competencies_name_each_other(tmp_path: Path) -> None:
    outcome = competencies(tmp_path, *[(nik(), "humas", level, "", "1/10/2021") for level in (1, 2)])
    told = "the same as in row %s: keep one of them"
    assert reasons(outcome) == [(4, "kind", told % 5), (5, "kind", told % 4)]


def test_separate_columns_for_both_numbers(tmp_path: Path) -> None:
    headers = ("NIP", "NIK", "Kompetensi", "Tingkat", "Tanggal")
    cells = [
        dict(zip(headers, (None, nik(), "humas", 1, "1/10/2021"), strict=True)),
        dict(zip(headers, (nip(2), nik(), "humas", 1, "1/10/2021"), strict=True)),
    ]
    outcome = taken(tmp_path, *cells, headers=headers, kind="competencies", partial=True)
    assert reasons(outcome) == [(5, "nik", "the NIP and the NIK are not of one person")]


def test_attendance_is_recorded_and_corrected(tmp_path: Path) -> None:
    first = (nik(), "November 2021", 22, 20, 3, 1, 1, None)
    assert counts(attendance(tmp_path, first)) == (1, 0, 0)
    assert counts(attendance(tmp_path, first)) == (0, 1, 0)
    assert counts(attendance(tmp_path, (nik(), "11/2021", "22", "22"))) == (1, 0, 0)
    found = Attendance.objects.get()
    assert (found.month, found.present, found.late, found.sick) == (date(2021, 11, 1), 22, 0, 0)


@pytest.mark.parametrize(
    ("values", "key", "why"),
    [
        ((nik(), "11/2021", 22, 20, 0, 0, 0, 0), "working_days", "add up to 20 days"),
        ((nik(), "11/2021", 22, 22, 23), "late", "more days late than present"),
        ((nik(), "11/2021", 32, 31), "working_days", "must lie between 0 and 31"),
        ((nik(), "12/2020", 22, 22), "month", "in none of your work units"),
        ((nik(), "Foo", 22, 22), "month", "is no month"),
        ((nik(), "11/2021", 22, None), "present", "must be filled in"),
    ],
)
def test_attendance_that_cannot_be_is_refused(tmp_path: Path, values: tuple[Any, ...], key: str, why: str) -> None:
    outcome = attendance(tmp_path, values)
    assert counts(outcome) == (0, 0, 1)
    ((_number, found, words),) = reasons(outcome)
    assert found == key
    assert why in words


def test_all_faults_of_a_row_of_days_are_told_at_once(tmp_path: Path) -> None:
    outcome = attendance(tmp_path, ("7602014101900099", "entah", 22, 20, 23, 0, 0, 0))
    assert [(fault.key, str(fault.words)) for fault in outcome.faults if fault.key != "month"] == [
        ("working_days", "present, leave, sick and absent add up to 20 days"),
        ("late", "more days late than present"),
        ("number", "nobody in your work units has this number"),
    ]
    assert any(fault.key == "month" for fault in outcome.faults)
    unread = attendance(tmp_path, (nik(), "11/2021", 22, "dua puluh", 23, 0, 0, 0))
    assert [fault.key for fault in unread.faults] == ["present"]


def test_attendance_of_a_foreign_unit_is_not_taken(tmp_path: Path) -> None:
    officer = Access("officer", {Role.SDM_OFFICER: frozenset({"76.03"})})
    outcome = attendance(tmp_path, (nik(), "11/2021", 22, 22), access=officer)
    assert reasons(outcome) == [(4, "number", "nobody in your work units has this number")]


def test_what_is_missing_is_listed_by_person(tmp_path: Path) -> None:
    taken(tmp_path, bare("Nur Uwaimalolo", "PNS", "76.03", Jabatan="Analis"))
    found = {item.name: item for item in incomplete(SYSTEM, DAY)}
    assert set(found) == {"Rahmat Lopilangi", "Nur Uwaimalolo"}
    assert found["Rahmat Lopilangi"].missing == ("position", "grade")
    assert found["Rahmat Lopilangi"].said == {"position": "Pramubakti"}
    new = found["Nur Uwaimalolo"]
    assert set(new.missing) == {
        "nik", "nip", "position", "education", "sex", "birth", "start", "phone", "email", "grade", "decree_number",
        "decree_date",
    }  # fmt: skip
    assert (new.unit_code, new.status) == ("76.03", "pns")


def test_of_contract_staff_the_address_is_asked_for_too_and_a_list_brings_it(tmp_path: Path) -> None:
    taken(tmp_path, row("Nur Uwaimalolo", NIK=nik(7), Alamat=""))
    (found,) = [item for item in incomplete(SYSTEM, DAY) if item.name == "Nur Uwaimalolo"]
    assert found.missing == ("address",)
    taken(tmp_path, row("Nur Uwaimalolo", NIK=nik(7), Alamat="Jalan Lain 2"))
    assert Person.objects.get(nik=nik(7)).address == "Jalan Lain 2"


def test_who_is_complete_is_not_listed(tmp_path: Path) -> None:
    assert somebody().name not in [item.name for item in incomplete(SYSTEM, DAY)]


def test_the_list_of_what_is_missing_is_narrowed(tmp_path: Path) -> None:
    taken(tmp_path, bare("Nur Uwaimalolo", unit="76.03"))
    officer = Access("officer", {Role.SDM_OFFICER: frozenset({"76.03"})})
    assert [item.name for item in incomplete(officer, DAY)] == ["Nur Uwaimalolo"]
    assert [item.name for item in incomplete(SYSTEM, DAY, units=["76.03"])] == ["Nur Uwaimalolo"]


def test_what_lists_told_of_a_person_is_erased_by_law(tmp_path: Path) -> None:
    taken(tmp_path, row("Hasan Litapute", NIK=nik(5), Jabatan="Juru masak"))
    person = somebody("Hasan Litapute")
    with pytest.raises(Forbidden):
        told_erase(access=Access("officer", {Role.SDM_OFFICER: frozenset({"76.02"})}), person=person.uid)
    assert told_erase(access=SYSTEM, person=person.uid) == 2
    assert not PriorDecree.objects.filter(person=person).exists()
    assert not Question.objects.filter(person=person).exists()


def test_the_workbook_of_what_is_missing_tells_who_is_meant_and_hides_the_nik(tmp_path: Path) -> None:
    outcome = taken(tmp_path, bare("Nur Uwaimalolo", "PNS", "76.03", NIP=nip(7)), bare("Hasan Litapute", NIK=nik(5)))
    path = tmp_path / "belum-lengkap.xlsx"
    incomplete_make(access=SYSTEM, path=path, day=DAY, rows=outcome.taken.people)
    headers, *lines = read_back(path)
    people = {line[2]: dict(zip(headers, line, strict=True)) for line in lines}
    assert people["Nur Uwaimalolo"]["NIP"] == nip(7)
    assert people["Hasan Litapute"]["NIK"] == mask_nik(nik(5)) != nik(5)
    assert [people[name]["Row in the list"] for name in ("Nur Uwaimalolo", "Hasan Litapute")] == [4, 5]
    assert people["Rahmat Lopilangi"]["Row in the list"] in {None, ""}
