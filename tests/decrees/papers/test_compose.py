from __future__ import annotations

from dataclasses import replace

import pytest

from malaqbiq.decrees.rules.papers.compose import Signer, decree_paper, number_line, signature, title_lines
from malaqbiq.decrees.rules.papers.fields import FIELDS
from malaqbiq.decrees.rules.papers.pages import Look, contract_page
from malaqbiq.decrees.rules.papers.snapshot import Article, DecreePaper, PaperRow
from malaqbiq.decrees.rules.papers.wording import DOTS
from malaqbiq.kernel.canonical import canonical
from malaqbiq.organization.rules.signing import Form
from malaqbiq.regulations.rules.texts import PERSON_FACTS
from tests.decrees.papers.sample import ISSUE, SECRETARY, TEXT, paper, row


def test_places_of_the_decree_are_filled() -> None:
    head = decree_paper(ISSUE, TEXT)
    assert head.considering[2] == f"bahwa perlu menetapkan Keputusan {SECRETARY} tentang {head.title};"
    assert head.dictums[1] == "Masa kerja berlaku sejak 1 Januari 2022 sampai dengan 31 Desember 2022."


def test_a_fact_that_is_missing_is_left_to_be_written_and_named() -> None:
    head = decree_paper(replace(ISSUE, until=None), TEXT)
    assert head.dictums[1] == f"Masa kerja berlaku sejak 1 Januari 2022 sampai dengan {DOTS}."
    assert head.gaps == ("last_day",)
    assert decree_paper(ISSUE, TEXT).gaps == ()


def test_what_else_is_known_fills_places_too() -> None:
    text = TEXT.model_copy(update={"noting": ("DIPA {{ dipa_number }}",)})
    assert decree_paper(replace(ISSUE, known={"dipa_number": "SP 076"}), text).noting == ("DIPA SP 076",)


def test_a_gap_in_an_agreement_is_named_too() -> None:
    article = Article(title="Upah", paragraphs=("{{ amount }} dari DIPA {{ dipa_number }}",))
    text = TEXT.model_copy(update={"contract": TEXT.contract.model_copy(update={"articles": (article,)})})
    head = decree_paper(ISSUE, text)
    assert head.gaps == ("dipa_number",)
    assert (
        contract_page(head, row(0), Look())["articles"][0]["paragraphs"][0]["text"] == f"Rp2.678.864 dari DIPA {DOTS}"
    )


@pytest.mark.parametrize(
    ("number", "line"),
    [
        ("57 TAHUN 2022", "NOMOR 57 TAHUN 2022"),
        ("NOMOR 57 TAHUN 2022", "NOMOR 57 TAHUN 2022"),
        ("32/HK.03.2/53/2022", "NOMOR 32/HK.03.2/53/2022"),
    ],
)
def test_numbers_of_all_shapes_stand_after_their_word(number: str, line: str) -> None:
    assert number_line(number) == line


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        (Form.DEFINITIVE, ("SEKRETARIS KOMISI PEMILIHAN UMUM", "PROVINSI SULAWESI BARAT,")),
        (Form.PLT, ("Plt. SEKRETARIS KOMISI PEMILIHAN UMUM", "PROVINSI SULAWESI BARAT,")),
        (Form.PLH, ("Plh. SEKRETARIS KOMISI PEMILIHAN UMUM", "PROVINSI SULAWESI BARAT,")),
        (
            Form.AN,
            ("a.n. SEKRETARIS KOMISI PEMILIHAN UMUM", "PROVINSI SULAWESI BARAT", "KEPALA BAGIAN UMUM,"),
        ),
    ],
)
def test_who_signs_says_in_what_form(form: Form, lines: tuple[str, ...]) -> None:
    signer = Signer(SECRETARY, "SALMAH", "1980", form, own_title="Kepala Bagian Umum")
    assert signature(signer).lines == lines


def test_a_commissioner_signs_without_nip() -> None:
    assert signature(Signer("Ketua Komisi Pemilihan Umum Kota Baru", "ANDI")).number == ""


def test_titles_without_a_region_stay_one_line() -> None:
    assert title_lines("Kepala Bagian Keuangan") == ("KEPALA BAGIAN KEUANGAN",)


def test_the_snapshot_is_canonical_json_and_reads_back() -> None:
    head, line = paper(), row(1)
    assert canonical(head.content())
    assert canonical(line.content())
    assert DecreePaper.read(head.content()) == head
    assert PaperRow.read(line.content()) == line


def test_papers_show_the_facts_that_their_words_may_name() -> None:
    assert tuple(FIELDS) == PERSON_FACTS
