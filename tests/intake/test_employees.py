"""An office's list of employees: what is taken in, and that a second time changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.intake.models import Import, PriorDecree, Question
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.models import Activity
from malaqbiq.pay.models import PayTerm
from malaqbiq.people.models import Education, Person
from malaqbiq.people.rules import EducationLevel
from malaqbiq.service.models import Rank
from tests.intake.office import (
    DAY,
    HEADERS,
    SYSTEM,
    bare,
    counts,
    founded,
    home_of,
    nik,
    nip,
    places,
    reasons,
    row,
    serves,
    somebody,
    taken,
    verified,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office() -> None:
    founded()


def test_a_row_becomes_a_person_a_service_and_pay(tmp_path: Path) -> None:
    assert counts(taken(tmp_path, row("Hj. Sitti Bulangmapia, S.Sos."))) == (1, 0, 0)
    person = somebody()
    assert (person.title_front, person.title_back, person.nik) == ("Hj.", "S.Sos.", nik())
    assert (person.sex, person.birth_date, person.phone) == ("f", date(1990, 8, 17), "+6286012345621")
    assert (person.source, person.entered_unit) == ("daftar.xlsx", "76.02")
    service = serves(person)
    assert (service.status, service.job_family, service.origin) == ("ppnpn", "pramubakti", "opening")
    assert (service.valid_from, service.valid_until) == (date(2021, 1, 1), date(2022, 1, 1))
    assert home_of(person) == "76.02"
    term = PayTerm.objects.get()
    assert (term.monthly_amount, term.floor_key, term.floor_basis) == (2_600_000, "ump:76:2021", "ump")
    assert Education.objects.get().level == EducationLevel.SLTA
    prior = PriorDecree.objects.get()
    assert (prior.number, prior.decided_on) == ("1/SDM.02-Kpt/2021", date(2021, 1, 4))
    assert verified()


def test_a_civil_servant_has_a_rank_and_no_end(tmp_path: Path) -> None:
    cells = row(Status="PNS", NIP=nip(), Golongan="Penata Muda (III/a)", Akhir_Kontrak=None, Honorarium=None)
    assert counts(taken(tmp_path, cells)) == (1, 0, 0)
    assert Rank.objects.get().grade == "III/a"
    assert serves(somebody()).valid_until is None
    assert not PayTerm.objects.exists()


def test_a_list_is_one_opening_decree_of_the_unit_over_all(tmp_path: Path) -> None:
    rows = [row(f"Orang {name}", NIK=nik(number), Satker=unit) for number, (name, unit) in enumerate(UNITS)]
    taken(tmp_path, *rows)
    decree = Decree.objects.get()
    assert (decree.origin, decree.office.code, decree.place) == ("opening", "76", 1)
    assert sorted(set(Entry.objects.values_list("work_unit__code", flat=True))) == ["76", "76.01", "76.02"]
    assert sorted(set(Entry.objects.values_list("row", flat=True))) == [1, 2, 3]


UNITS = (("A", "76.02"), ("B", "KPU Kab. Pasangkayu"), ("C", "KPU Provinsi Sulawesi Barat"))


def test_the_decree_of_one_units_list_is_that_units(tmp_path: Path) -> None:
    taken(tmp_path, row())
    assert Decree.objects.get().office.code == "76.02"


def test_only_name_status_and_unit_are_required(tmp_path: Path) -> None:
    outcome = taken(tmp_path, bare(), bare("Rahmat Lopilangi", "PNS"), headers=("Satker", "Status", "Nama"))
    assert counts(outcome) == (2, 0, 0)
    assert serves(somebody()).valid_from == DAY
    assert set(Question.objects.values_list("subject", flat=True)) == {"start"}


@pytest.mark.parametrize("header", ["Nama", "Status", "Satker"])
def test_what_is_required_and_missing_is_named(tmp_path: Path, header: str) -> None:
    outcome = taken(tmp_path, row(**{header: None}))
    assert [fault.words.message for fault in outcome.faults] == ["must be filled in"]
    assert [fault.row for fault in outcome.faults] == [4]


def test_english_headers_in_any_order(tmp_path: Path) -> None:
    cells = {
        "Email": "sitti@contoh.example",
        "Pay": 2_600_000,
        "Contract End": "31/12/2021",
        "Start Date": date(2021, 1, 1),
        "Date of Birth": date(1990, 8, 17),
        "Sex": "Female",
        "Work Unit": "KPU Kabupaten Mamuju",
        "Status": "PPNPN",
        "Name": "Sitti Bulangmapia",
        "Position": "Jagat Saksana",
    }
    assert counts(taken(tmp_path, cells, headers=tuple(cells))) == (1, 0, 0)
    assert serves(somebody()).job_family == "satpam"


@pytest.mark.parametrize("partial", [False, True])
def test_the_same_list_twice_changes_nothing(tmp_path: Path, partial: bool) -> None:
    rows = [
        row(),
        row(
            "Rahmat Lopilangi",
            Status="PNS",
            NIK=None,
            NIP=nip(2),
            Golongan="III/c",
            Akhir_Kontrak=None,
            Jabatan="Analis",
        ),
        bare("Nur Uwaimalolo"),
        bare("Hasan Litapute", "PPPK", Tanggal_Lahir="1/2/1985"),
    ]
    assert counts(taken(tmp_path, *rows, partial=partial)) == (4, 0, 0)
    before = (places(), Person.objects.count(), Activity.objects.exclude(action="intake.import").count())
    later = date(2021, 12, 24)
    assert counts(taken(tmp_path, *rows, partial=partial, day=later)) == (0, 4, 0)
    after = (places(), Person.objects.count(), Activity.objects.exclude(action="intake.import").count())
    assert before == after


def test_a_dry_run_tells_the_same_and_keeps_nothing(tmp_path: Path) -> None:
    outcome = taken(tmp_path, row(), row("Rahmat Lopilangi", NIK="12"), dry_run=True, partial=True)
    assert counts(outcome) == (1, 0, 1)
    assert not any(model.objects.exists() for model in (Person, Decree, Import))
    assert not Activity.objects.filter(action__startswith="intake").exists()


def test_one_bad_row_in_a_thousand_is_named_and_stops_the_rest(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [bare(f"Orang Nomor{n} Lita{n}") for n in range(1000)]
    rows[700]["Tanggal Lahir"] = "31/02/1990"
    outcome = taken(tmp_path, *rows)
    assert counts(outcome) == (0, 0, 1)
    assert reasons(outcome) == [(704, "birth", "is no day of the calendar: 31/02/1990")]
    assert not Person.objects.exists()
    assert not Decree.objects.exists()


def test_the_rest_of_a_thousand_is_taken_if_asked_for(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [bare(f"Orang Nomor{n} Lita{n}") for n in range(1000)]
    rows[700]["Tanggal Lahir"] = "31/02/1990"
    assert counts(taken(tmp_path, *rows, partial=True)) == (999, 0, 1)
    assert counts(taken(tmp_path, *rows, partial=True)) == (0, 999, 1)
    rows[700]["Tanggal Lahir"] = "28/02/1990"
    assert counts(taken(tmp_path, *rows, partial=True)) == (1, 999, 0)
    assert verified()


def test_nothing_of_one_row_leaks_into_the_next(tmp_path: Path) -> None:
    full, empty = row(), bare("Rahmat Lopilangi")
    taken(tmp_path, full, empty, row("Nur Uwaimalolo", NIK=nik(3), Telepon=None))
    second = somebody("Rahmat Lopilangi")
    assert (second.nik, second.sex, second.birth_date, second.phone, second.email) == (None, "", None, "", "")
    assert not PayTerm.objects.filter(person=second).exists()
    assert not PriorDecree.objects.filter(person=second).exists()
    assert somebody("Nur Uwaimalolo").phone == ""


def test_what_is_known_is_completed_and_not_wiped(tmp_path: Path) -> None:
    taken(tmp_path, bare(Telepon="086012345621"))
    assert counts(taken(tmp_path, bare(NIK=nik(), Email="sitti@contoh.example"))) == (1, 0, 0)
    person = somebody()
    assert (person.nik, person.phone, person.email) == (nik(), "+6286012345621", "sitti@contoh.example")
    assert places() == 1


def test_every_import_is_written_down(tmp_path: Path) -> None:
    taken(tmp_path, row(), bare("Rahmat Lopilangi", unit="76.99"), partial=True)
    found = Import.objects.get()
    assert (found.kind, found.file_name, found.accepted, found.rejected) == ("employees", "daftar.xlsx", 1, 1)
    assert found.decree == Decree.objects.get()
    assert len(found.file_digest) == 64


def test_an_officer_brings_in_people_of_his_own_work_units_only(tmp_path: Path) -> None:
    officer = Access("officer", {Role.SDM_OFFICER: frozenset({"76.02"}), Role.STAFF: frozenset({"76.03"})})
    outcome = taken(tmp_path, row(), row("Rahmat Lopilangi", NIK=nik(2), Satker="76.03"), access=officer, partial=True)
    assert counts(outcome) == (1, 0, 1)
    assert [fault.key for fault in outcome.faults] == ["unit"]
    assert counts(taken(tmp_path, row(), access=officer)) == (0, 1, 0)


def test_a_person_of_another_unit_is_not_told_of_and_not_doubled(tmp_path: Path) -> None:
    taken(tmp_path, row(Satker="76.03"))
    officer = Access("officer", {Role.SDM_OFFICER: frozenset({"76.02"})})
    outcome = taken(tmp_path, row("Rahmat Lopilangi"), access=officer)
    assert reasons(outcome) == [(4, "nik", "this number is that of somebody outside your work units")]


def test_formulas_and_scripts_in_cells_are_text(tmp_path: Path) -> None:
    name = '<script>alert("x")</script> Bulangmapia'
    assert counts(taken(tmp_path, bare(name), bare("=1+1", unit="76.03"), partial=True)) == (1, 0, 1)
    assert Person.objects.get().name == name


def test_the_system_may_bring_in_everybody(tmp_path: Path) -> None:
    assert counts(taken(tmp_path, row(Satker="00"), access=SYSTEM)) == (1, 0, 0)
    assert home_of(somebody()) == "00"


def test_the_place_of_birth_is_kept_and_completed_by_a_later_list(tmp_path: Path) -> None:
    headers = tuple("Tempat, Tanggal Lahir" if header == "Tanggal Lahir" else header for header in HEADERS)
    born = {"Tempat, Tanggal Lahir": "Mamuju, 17 Agustus 1990"}
    taken(tmp_path, row() | born, headers=headers)
    person = somebody()
    assert (person.birth_place, person.birth_date) == ("Mamuju", date(1990, 8, 17))
    # Another way to write it changes nothing, and a list without it takes nothing back.
    assert counts(taken(tmp_path, row() | {"Tempat, Tanggal Lahir": "MAMUJU, 17/8/1990"}, headers=headers)) == (0, 1, 0)
    assert counts(taken(tmp_path, row())) == (0, 1, 0)
    assert counts(taken(tmp_path, row(Tempat_Lahir="Majene"), headers=(*HEADERS, "Tempat Lahir"))) == (1, 0, 0)
    assert somebody().birth_place == "Majene"
