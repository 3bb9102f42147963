"""Whom a row means."""

from __future__ import annotations

from pathlib import Path

import pytest

from malaqbiq.kernel.access import Access, Role
from malaqbiq.people.models import Person
from tests.intake.office import bare, counts, founded, home_of, nik, nip, reasons, row, somebody, taken

pytestmark = pytest.mark.django_db

NAME = "Sitti Bulangmapia"


@pytest.fixture(autouse=True)
def _office() -> None:
    founded()


def test_a_person_is_found_by_nip_before_nik(tmp_path: Path) -> None:
    taken(tmp_path, row(Status="PNS", NIP=nip(), NIK=None, Akhir_Kontrak=None))
    assert counts(taken(tmp_path, row("SITTI BULANGMAPIA", Status="PNS", NIP=nip(), Akhir_Kontrak=None))) == (1, 0, 0)
    assert somebody().nik == nik()


def test_a_person_is_found_by_nik_in_another_unit(tmp_path: Path) -> None:
    taken(tmp_path, row())
    taken(tmp_path, row(Satker="76.04"))
    assert Person.objects.count() == 1
    assert home_of(somebody()) == "76.04"


def test_a_person_is_found_by_name_unit_and_birth(tmp_path: Path) -> None:
    taken(tmp_path, row(NIK=None))
    assert counts(taken(tmp_path, row("sitti  bulangmapia, S.E."))) == (1, 0, 0)
    assert somebody().nik == nik()


def test_namesakes_of_other_births_are_others_and_so_are_those_of_other_units_without_births(tmp_path: Path) -> None:
    taken(tmp_path, row(NIK=None))
    taken(tmp_path, row(NIK=None, Tanggal_Lahir="18/8/1990"))
    taken(tmp_path, row(NIK=None, Satker="76.03", Tanggal_Lahir=None))
    assert Person.objects.count() == 3


@pytest.mark.parametrize("told", [{"NIK": None}, {"Tanggal_Lahir": None}])
def test_a_list_that_corrects_the_unit_of_somebody_without_a_number_does_not_double_him(
    tmp_path: Path, told: dict[str, None]
) -> None:
    """A birth that a number alone tells counts as well."""
    taken(tmp_path, row(**told))
    outcome = taken(tmp_path, row("sitti  bulangmapia, S.E.", NIK=None, Satker="76.03"))
    ((number, key, why),) = reasons(outcome)
    assert (number, key) == (4, "unit")
    assert why.startswith("Sitti Bulangmapia, born on the same day, stands in the register, in ")
    assert "both need their NIK" in why
    assert Person.objects.count() == 1
    assert counts(taken(tmp_path, row(**told))) == (0, 1, 0)


def test_namesakes_born_on_one_day_in_two_units_of_one_list_are_doubtful(tmp_path: Path) -> None:
    outcome = taken(tmp_path, row(NIK=None), row(NIK=None, Satker="76.03"), row(NIK=None, Satker="76.04", Nama="Ani"))
    assert [(number, key) for number, key, _why in reasons(outcome)] == [(4, "unit"), (5, "unit")]
    assert "row 5, of another work unit" in reasons(outcome)[0][2]
    one, other = (row(NIK=nik(number), Satker=unit) for number, unit in ((1, "76.02"), (2, "76.03")))
    assert counts(taken(tmp_path, one, other)) == (2, 0, 0)


def test_numbers_tell_namesakes_of_one_birth_apart(tmp_path: Path) -> None:
    taken(tmp_path, row(NIK=None))
    other = row(NIK=nik(2), Satker="76.03")
    assert [key for _number, key, _why in reasons(taken(tmp_path, other))] == ["unit"]
    taken(tmp_path, row())
    assert counts(taken(tmp_path, other)) == (1, 0, 0)


def test_somebody_outside_the_asker_s_units_is_not_told_of(tmp_path: Path) -> None:
    taken(tmp_path, row(NIK=None))
    mamasa = Access("x", {Role.SDM_OFFICER: frozenset({"76.03"})})
    assert counts(taken(tmp_path, row(NIK=None, Satker="76.03"), access=mamasa)) == (1, 0, 0)


def test_namesakes_without_births_are_doubtful(tmp_path: Path) -> None:
    taken(tmp_path, row(NIK=None), row(NIK=None, Tanggal_Lahir="18/8/1990"))
    outcome = taken(tmp_path, bare())
    assert reasons(outcome) == [
        (4, "name", "2 people in this work unit have this name: add NIP, NIK or the date of birth")
    ]


def test_a_birth_in_a_number_tells_namesakes_apart(tmp_path: Path) -> None:
    taken(tmp_path, row(NIK=None), row(NIK=None, Tanggal_Lahir="18/8/1990"))
    assert counts(taken(tmp_path, bare(NIK=nik()))) == (1, 0, 0)
    assert Person.objects.filter(nik=nik()).get().birth_date.day == 17


def test_numbers_of_two_people_in_one_row_are_doubtful(tmp_path: Path) -> None:
    taken(tmp_path, row(), row("Nur Uwaimalolo", Status="PNS", NIK=nik(2), NIP=nip(2), Akhir_Kontrak=None))
    outcome = taken(tmp_path, row("Nur Uwaimalolo", Status="PNS", NIP=nip(2), Akhir_Kontrak=None))
    assert reasons(outcome) == [(4, "nip", f"the NIP is that of Nur Uwaimalolo, the NIK that of {NAME}")]


def test_a_number_of_somebody_with_another_name_is_doubtful(tmp_path: Path) -> None:
    taken(tmp_path, row())
    outcome = taken(tmp_path, row("Rahmat Lopilangi"))
    assert reasons(outcome) == [(4, "name", f"this number is that of {NAME} in the register")]


def test_a_name_spelled_anew_is_taken_over(tmp_path: Path) -> None:
    taken(tmp_path, row())
    assert counts(taken(tmp_path, row("Sitti B. Mapia"))) == (1, 0, 0)
    assert Person.objects.get().name == "Sitti B. Mapia"


def test_another_number_of_the_same_person_is_doubtful(tmp_path: Path) -> None:
    taken(tmp_path, row())
    outcome = taken(tmp_path, row(NIK=nik(2)))
    assert [(fault.row, fault.key) for fault in outcome.faults] == [(4, "nik")]
    assert Person.objects.count() == 1


def test_doubles_in_a_list_name_each_other(tmp_path: Path) -> None:
    cells = row(Jabatan="Satpam")
    outcome = taken(tmp_path, row(), row("Rahmat Lopilangi", NIK=nik(2)), cells, partial=True)
    assert counts(outcome) == (1, 0, 2)
    assert reasons(outcome) == [
        (4, "nik", "the same person as in row 6 of this list: keep one of them"),
        (6, "nik", "the same person as in row 4 of this list: keep one of them"),
    ]


def test_doubles_by_name_alone_name_each_other(tmp_path: Path) -> None:
    outcome = taken(tmp_path, bare(), bare("SITTI BULANGMAPIA"), bare(unit="76.03"), partial=True)
    assert counts(outcome) == (1, 0, 2)
    assert {fault.key for fault in outcome.faults} == {"name"}


def test_namesakes_with_numbers_of_their_own_are_no_doubles(tmp_path: Path) -> None:
    assert counts(taken(tmp_path, row(), row(NIK=nik(2)))) == (2, 0, 0)


def test_two_rows_that_find_one_person_in_the_register_are_doubles(tmp_path: Path) -> None:
    taken(tmp_path, row(Status="PNS", NIP=nip(), Akhir_Kontrak=None))
    by_nip = bare(status="PNS", unit="76.02", NIP=nip())
    by_nik = bare("Sitti B. Mapia", status="PNS", unit="76.02", NIK=nik())
    outcome = taken(tmp_path, by_nip, by_nik)
    assert reasons(outcome) == [
        (4, "name", "the same person as in row 5 of this list: keep one of them"),
        (5, "name", "the same person as in row 4 of this list: keep one of them"),
    ]


def test_a_number_that_disagrees_with_what_is_known_is_a_fault_of_its_row(tmp_path: Path) -> None:
    taken(tmp_path, bare(Jenis_Kelamin="L"))
    outcome = taken(tmp_path, bare(NIK=nik()))
    assert reasons(outcome) == [(4, "nik", "the NIK is a woman's, the sex is male")]


def test_all_independent_faults_of_a_row_are_told_at_once(tmp_path: Path) -> None:
    wrong = row(NIK=nik(), Jenis_Kelamin="L", Tanggal_Lahir="31/02/1990", TMT="01/01/2022", Akhir_Kontrak="31/12/2021")
    told = reasons(taken(tmp_path, wrong))
    assert {key for _row, key, _why in told} == {"birth", "nik", "last_day"}
    assert (4, "nik", "the NIK is a woman's, the sex is male") in told
    assert (4, "last_day", "the contract ends before it starts") in told


def test_a_cell_at_fault_contradicts_nothing(tmp_path: Path) -> None:
    wrong = row(NIK=nik(), Jenis_Kelamin="X", TMT="entah", Akhir_Kontrak="31/12/2020", Status="PPNP", NIP=nip())
    told = reasons(taken(tmp_path, wrong))
    assert sorted(key for _row, key, _why in told) == ["sex", "start", "status"]
