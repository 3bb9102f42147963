"""The snapshot of a decree's papers, taken on issuing."""

from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.rules.chain import snapshot_digest
from malaqbiq.decrees.rules.papers.snapshot import DecreePaper, PaperRow
from malaqbiq.organization.models import Signer, UnitProfile, WorkUnit
from malaqbiq.people.models import Person
from malaqbiq.regulations.services import fact_state
from tests import builders as make

pytestmark = pytest.mark.django_db

NEW_YEAR, LAST_DAY, DECREED = date(2022, 1, 1), date(2022, 12, 31), date(2022, 1, 11)


def named_unit(code: str, name: str, level: str = "kabkota") -> WorkUnit:
    unit = make.unit(code, level)
    WorkUnit.objects.filter(pk=unit.pk).update(name=name, seat="Mamuju", region_name=name.removeprefix("KPU "))
    unit.refresh_from_db()
    return unit


def province() -> WorkUnit:
    return named_unit("76", "KPU Provinsi Sulawesi Barat", "provinsi")


def issued(office: WorkUnit, *places: WorkUnit) -> Decree:
    entries = []
    for row, place in enumerate(places, start=1):
        who = Person.objects.create(name=f"Orang {row}", title_back="S.H.", birth_place="Majene")
        entries += make.engaged(who, place, NEW_YEAR, LAST_DAY, row=row)
    return make.issued(office, entries, DECREED)


def head_of(decree: Decree) -> DecreePaper:
    return DecreePaper.read(decree.snapshots.get(ordinal=0).content)


def rows_of(decree: Decree) -> list[PaperRow]:
    return [PaperRow.read(item.content) for item in decree.snapshots.filter(ordinal__gt=0).order_by("ordinal")]


def test_an_issued_decree_keeps_all_that_its_papers_show() -> None:
    office = province()
    majene = named_unit("76.05", "KPU Kabupaten Majene")
    head, (row,) = head_of(decree := issued(office, majene)), rows_of(decree)
    unit = "Sekretariat Komisi Pemilihan Umum Kabupaten Majene"
    assert head.heading == ("KEPUTUSAN SEKRETARIS KOMISI PEMILIHAN UMUM", "PROVINSI SULAWESI BARAT")
    assert (head.number, head.title) == (f"NOMOR {decree.number}", decree.title)
    assert (head.place, head.decided_on) == ("Mamuju", "2022-01-11")
    assert unit in head.considering[0]
    assert "1 Januari 2022 sampai dengan tanggal 31 Desember 2022" in head.dictums[1]
    assert row.group == "Sekretariat KPU Kabupaten Majene"
    assert row.values == {
        "name": "Orang 1, S.H.",
        "nik": "",
        "nip": "",
        "birth": "Majene",
        "sex": "",
        "education": "",
        "address": "",
        "unit": unit,
        "status": "ppnpn",
        "job": "Pramubakti",
        "start": "2022-01-01",
        "until": "2022-12-31",
        "amount": make.FLOOR,
    }


def test_lines_stand_by_work_unit_in_the_order_of_the_draft() -> None:
    office = province()
    one, two = named_unit("76.05", "KPU Kabupaten Majene"), named_unit("76.02", "KPU Kabupaten Mamuju")
    decree = issued(office, one, two, one)
    assert [row.values["name"] for row in rows_of(decree)] == ["Orang 1, S.H.", "Orang 3, S.H.", "Orang 2, S.H."]
    assert "Kabupaten/Kota di Provinsi Sulawesi Barat" in head_of(decree).considering[0]


def test_each_line_is_salted_and_digested_and_names_its_person() -> None:
    decree = issued(province(), named_unit("76.05", "KPU Kabupaten Majene"))
    head, line = decree.snapshots.order_by("ordinal")
    assert (head.person_id, line.person.name, line.work_unit.code) == (None, "Orang 1", "76.05")
    assert all(snapshot_digest(item.salt, item.content) == item.digest for item in (head, line))
    assert head.salt != line.salt


def test_who_signs_on_the_day_stands_under_it() -> None:
    office = province()
    Signer.objects.create(
        unit=office,
        authority="sekretaris",
        form="plt",
        name="SALMAH, S.H.",
        nip="197001011995032001",
        valid_from=date(2021, 1, 1),
        recorded_by="x",
        recorded_at=make.noon(DECREED),
    )
    signature = head_of(issued(office, office)).signature
    assert signature.lines == ("Plt. SEKRETARIS KOMISI PEMILIHAN UMUM", "PROVINSI SULAWESI BARAT,")
    assert (signature.name, signature.number) == ("SALMAH, S.H.", "NIP 197001011995032001")


def test_without_a_known_signer_the_name_is_left_to_be_written() -> None:
    assert head_of(issued(province(), province())).signature.name == ""


@pytest.mark.parametrize(
    ("profile", "capacity", "name"),
    [
        ({}, "Pejabat Pembuat Komitmen", ""),
        ({"kpa_name": "K"}, "Kuasa Pengguna Anggaran", "K"),
        ({"kpa_name": "K", "commitment_officer_name": "C"}, "Pejabat Pembuat Komitmen", "C"),
    ],
)
def test_the_agreement_is_signed_for_the_unit_that_pays(profile: dict[str, str], capacity: str, name: str) -> None:
    office, majene = province(), named_unit("76.05", "KPU Kabupaten Majene")
    UnitProfile.objects.create(unit=majene, year=2022, changed_by="x", changed_at=make.noon(DECREED), **profile)
    (row,) = rows_of(issued(office, majene))
    assert (row.payer.capacity, row.payer.name) == (capacity, name)
    assert row.payer.unit.endswith("Kabupaten Majene")


def test_an_office_may_write_its_own_words() -> None:
    office = province()
    own = {"kind": "contract-extension", "version": 3, "subject": "x", "menimbang": ["bahwa {{ unit }};"]}
    dictums = {"dictums": ["Satu.", "Dua."], "mengingat": ["Undang-Undang;"], "trust": "own-default"}
    fact_state(access=make.OFFICER, office="76", table="decree_texts", values={**own, **dictums})
    head = head_of(issued(office, office))
    assert (head.dictums, head.remembering) == (("Satu.", "Dua."), ("Undang-Undang;",))


def test_what_the_words_ask_for_and_nobody_knows_is_named() -> None:
    office = province()
    own = {"kind": "contract-extension", "version": 3, "subject": "x", "menimbang": ["DIPA {{ dipa_number }};"]}
    values = {**own, "dictums": ["Satu."], "trust": "own-default"}
    fact_state(access=make.OFFICER, office="76", table="decree_texts", values=values)
    assert head_of(issued(office, office)).gaps == ("dipa_number",)


def test_the_opening_has_no_paper() -> None:
    office, who = make.unit(), make.person()
    assert not make.opened(office, make.engaged(who, office, NEW_YEAR, LAST_DAY)).snapshots.exists()
