"""The snapshot of a decree's papers, taken on issuing."""

from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.rules.chain import snapshot_digest
from malaqbiq.decrees.rules.papers.snapshot import DecreePaper, PaperRow
from malaqbiq.decrees.selectors.paper_words import paper_text
from malaqbiq.organization.models import Signer, UnitProfile
from malaqbiq.regulations.services import fact_state
from tests import builders as make
from tests.decrees.papers.issuing import DECREED, LAST_DAY, NEW_YEAR, decreed, place

pytestmark = pytest.mark.django_db


def head_of(decree: Decree) -> DecreePaper:
    return DecreePaper.read(decree.snapshots.get(ordinal=0).content)


def rows_of(decree: Decree) -> list[PaperRow]:
    return [PaperRow.read(item.content) for item in decree.snapshots.filter(ordinal__gt=0).order_by("ordinal")]


def test_an_issued_decree_keeps_all_that_its_papers_show() -> None:
    decree = decreed(["76.05"])
    head, (row,) = head_of(decree), rows_of(decree)
    unit = "Sekretariat Komisi Pemilihan Umum Kabupaten Majene"
    assert head.heading == ("KEPUTUSAN SEKRETARIS KOMISI PEMILIHAN UMUM", "PROVINSI SULAWESI BARAT")
    assert (head.number, head.title) == (f"NOMOR {decree.number}", decree.title)
    assert (head.place, head.decided_on) == ("Mamuju", "2022-01-11")
    assert unit in head.considering[0]
    assert "1 Januari 2022 sampai dengan tanggal 31 Desember 2022" in head.dictums[1]
    assert row.group == "Sekretariat KPU Kabupaten Majene"
    assert row.values == {
        "name": "Orang 1",
        "nik": "7602010000000001",
        "nip": "",
        "birth": "",
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
    decree = decreed(["76.05", "76.02", "76.05"])
    assert [row.values["name"] for row in rows_of(decree)] == ["Orang 1", "Orang 3", "Orang 2"]
    assert "Kabupaten/Kota di Provinsi Sulawesi Barat" in head_of(decree).considering[0]


def test_each_line_is_salted_and_digested_and_names_its_person() -> None:
    decree = decreed(["76.05"])
    head, line = decree.snapshots.order_by("ordinal")
    assert (head.person_id, line.person.name, line.work_unit.code) == (None, "Orang 1", "76.05")
    for item in (head, line):
        assert snapshot_digest(item.salt, item.content, item.person_id, item.work_unit_id) == item.digest
    assert head.salt != line.salt


def test_who_signs_on_the_day_stands_under_it() -> None:
    Signer.objects.create(
        unit=place("76"),
        authority="sekretaris",
        form="plt",
        name="SALMAH, S.H.",
        nip="197001011995032001",
        valid_from=date(2021, 1, 1),
        recorded_by="x",
        recorded_at=make.noon(DECREED),
    )
    signature = head_of(decreed(["76"])).signature
    assert signature.lines == ("Plt. SEKRETARIS KOMISI PEMILIHAN UMUM", "PROVINSI SULAWESI BARAT,")
    assert (signature.name, signature.number) == ("SALMAH, S.H.", "NIP 197001011995032001")


@pytest.mark.parametrize(
    ("profile", "capacity", "name"),
    [
        ({}, "Pejabat Pembuat Komitmen", ""),
        ({"kpa_name": "K"}, "Kuasa Pengguna Anggaran", "K"),
        ({"kpa_name": "K", "commitment_officer_name": "C"}, "Pejabat Pembuat Komitmen", "C"),
    ],
)
def test_the_agreement_is_signed_for_the_unit_that_pays(profile: dict[str, str], capacity: str, name: str) -> None:
    UnitProfile.objects.create(unit=place("76.05"), year=2022, changed_by="x", changed_at=make.noon(DECREED), **profile)
    (row,) = rows_of(decreed(["76.05"]))
    assert (row.payer.capacity, row.payer.name) == (capacity, name)
    assert row.payer.unit.endswith("Kabupaten Majene")


@pytest.mark.parametrize("kind", ["contract-engagement", "contract-extension", "pay-adjustment", "contract-end"])
@pytest.mark.parametrize("day", [DECREED, date(2021, 6, 1)])
def test_a_petikan_speaks_of_one_person_and_of_no_annex(kind: str, day: date) -> None:
    decree = Decree(kind=kind, office=place("76"))
    text = paper_text(decree, day)
    assert text is not None
    assert len(text.extract.dictums) == len(text.dictums) - 1
    assert not [said for said in text.extract.dictums if "Lampiran" in said or "nama-nama" in said]


def test_an_agreement_names_the_postal_address_alone() -> None:
    lines = ["Jalan Contoh Nomor 1, Majene", "Telepon (0422) 21234"]
    facts = {"changed_by": "x", "changed_at": make.noon(DECREED)}
    UnitProfile.objects.create(unit=place("76.05"), year=2022, letterhead=lines, **facts)
    (row,) = rows_of(decreed(["76.05"]))
    assert row.payer.address == "Jalan Contoh Nomor 1, Majene · Telepon (0422) 21234"
    assert row.payer.postal == "Jalan Contoh Nomor 1, Majene"


def test_an_office_may_write_its_own_words() -> None:
    own = {"kind": "contract-extension", "version": 3, "subject": "x", "menimbang": ["bahwa {{ unit }};"]}
    dictums = {"dictums": ["Satu.", "Dua."], "mengingat": ["Undang-Undang;"], "trust": "own-default"}
    fact_state(access=make.OFFICER, office="76", table="decree_texts", values={**own, **dictums})
    head = head_of(decreed(["76"]))
    assert (head.dictums, head.remembering) == (("Satu.", "Dua."), ("Undang-Undang;",))


def test_what_the_words_ask_for_and_nobody_knows_is_named() -> None:
    own = {"kind": "contract-extension", "version": 3, "subject": "x", "menimbang": ["DIPA {{ dipa_number }};"]}
    values = {**own, "dictums": ["Satu."], "trust": "own-default"}
    fact_state(access=make.OFFICER, office="76", table="decree_texts", values=values)
    assert head_of(decreed(["76"])).gaps == ("dipa_number",)


def test_the_opening_has_no_paper() -> None:
    office, who = make.unit(), make.person()
    assert not make.opened(office, make.engaged(who, office, NEW_YEAR, LAST_DAY)).snapshots.exists()
