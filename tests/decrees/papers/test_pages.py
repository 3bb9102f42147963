from __future__ import annotations

import pytest

from malaqbiq.decrees.rules.papers.compose import decree_paper
from malaqbiq.decrees.rules.papers.pages import (
    DRAFT,
    SIGNABLE,
    UNSIGNED,
    Look,
    contract_page,
    decree_page,
    extract_page,
)
from tests.decrees.papers.sample import ISSUE, TEXT, paper, row, rows


def test_grounds_are_lettered_and_numbered_under_one_word_each() -> None:
    page = decree_page(paper(noting=("Berita Acara;",)), rows(2), Look())
    assert [(ground["label"], ground["mark"]) for ground in page["grounds"]] == [
        ("Menimbang", "a."),
        ("", "b."),
        ("", "c."),
        ("Mengingat", "1."),
        ("", "2."),
        ("Memperhatikan", None),
    ]


def test_lines_are_grouped_counted_and_summed() -> None:
    annex = decree_page(paper(), rows(5, groups=2), Look())["annex"]
    assert [len(group["rows"]) for group in annex["groups"]] == [3, 2]
    assert [cell["text"] for cell in annex["groups"][0]["total"]] == ["Jumlah 3 orang", "Rp8.036.592"]
    assert [cell["text"] for cell in annex["total"]] == ["Jumlah seluruhnya 5 orang", "Rp13.394.320"]
    assert sum(cell["span"] for cell in annex["total"]) == len(annex["columns"])


def test_a_missing_amount_is_never_summed_as_zero() -> None:
    annex = decree_page(paper(), [row(0), row(1, amount="")], Look())["annex"]
    assert [cell["text"] for cell in annex["total"]] == ["Jumlah seluruhnya 2 orang", ""]
    assert annex["groups"][0]["rows"][1]["cells"][-1] == "–"


def test_one_unit_needs_no_total_of_its_own() -> None:
    assert decree_page(paper(), rows(3), Look())["annex"]["groups"][0]["total"] is None


def test_a_part_shows_its_own_lines_under_their_numbers_and_no_others() -> None:
    annex = decree_page(paper(), rows(6, groups=3), Look(), only=frozenset({3, 4}))["annex"]
    assert [line["cells"][0] for group in annex["groups"] for line in group["rows"]] == ["3", "4"]
    assert annex["part"] == "Bagian Lampiran untuk Sekretariat KPU Kabupaten 2; nomor urut menurut Lampiran lengkap."
    assert annex["total"][0]["text"] == "Jumlah bagian ini 2 orang"


def test_many_columns_turn_the_sheet() -> None:
    wide = paper().annex.model_copy(update={"columns": ("name", "nik", "birth", "education", "job", "start", "amount")})
    assert not decree_page(paper(), rows(1), Look())["annex"]["landscape"]
    assert decree_page(paper(annex=wide), rows(1), Look())["annex"]["landscape"]


def test_a_petikan_names_one_person_and_keeps_the_other_dictums() -> None:
    page = extract_page(paper(), row(4), 5, Look())
    assert ["Nama", "Sitti Aminah 5"] in page["facts"]
    assert ["Honorarium per bulan", "Rp2.678.864"] in page["facts"]
    assert [dictum["label"] for dictum in page["dictums"]] == ["KEDUA", "KETIGA"]


def test_a_petikan_may_speak_of_one_person_where_the_decree_speaks_of_its_annex() -> None:
    own = ("Masa kerja mulai {{ start }} dengan {{ amount }} ({{ amount_words }}) pada {{ unit }}.", "Mulai berlaku.")
    extract = TEXT.extract.model_copy(update={"dictums": own})
    head = decree_paper(ISSUE, TEXT.model_copy(update={"extract": extract, "contract": None}))
    page = extract_page(head, row(1, start="2022-03-01"), 2, Look())
    assert [(dictum["label"], dictum["text"]) for dictum in page["dictums"]] == [
        (
            "KEDUA",
            "Masa kerja mulai 1 Maret 2022 dengan Rp2.678.864 (dua juta enam ratus tujuh puluh delapan ribu delapan "
            "ratus enam puluh empat rupiah) pada Sekretariat KPU Kabupaten Majene.",
        ),
        ("KETIGA", "Mulai berlaku."),
    ]
    assert head.gaps == ()


def test_an_agreement_gives_the_payers_postal_address_and_leaves_room_for_the_workers() -> None:
    payer = row(0).payer.model_copy(update={"address": "Jalan A · Telepon 1", "postal": "Jalan A"})
    first, second = contract_page(paper(), row(0).model_copy(update={"payer": payer}), Look())["parties"]
    assert ["Alamat", "Jalan A"] in first["facts"]
    assert ["Alamat", "……"] in second["facts"]


def test_an_agreement_is_filled_for_each_person() -> None:
    first, second = (contract_page(paper(), row(number, job=job), Look()) for number, job in ((0, "A"), (1, "B")))
    assert first["articles"][0]["paragraphs"][0] == {
        "mark": "(1)",
        "text": "Sebagai A pada Sekretariat KPU Kabupaten Majene.",
    }
    assert second["articles"][0]["paragraphs"][0]["text"].startswith("Sebagai B pada")
    assert "dua juta enam ratus tujuh puluh delapan ribu" in first["articles"][1]["paragraphs"][0]["text"]
    assert first["opening"] == "Pada hari ini, Selasa, tanggal sebelas Januari dua ribu dua puluh dua, bersepakat:"


def test_what_is_not_known_of_a_person_is_left_to_be_written() -> None:
    bare = row(0).model_copy(update={"values": {"name": "Sitti Aminah"}})
    page = contract_page(paper(), bare, Look())
    assert page["articles"][1]["paragraphs"][0]["text"] == "Sebesar …… (……) setiap bulan."


def test_a_person_without_a_payer_has_no_agreement() -> None:
    with pytest.raises(ValueError, match="no work agreement"):
        contract_page(paper(), row(0).model_copy(update={"payer": None}), Look())


@pytest.mark.parametrize(
    ("look", "note"), [(Look(), UNSIGNED), (Look(signable=True), SIGNABLE), (Look(draft=True), DRAFT)]
)
def test_the_foot_says_what_the_paper_is_worth(look: Look, note: str) -> None:
    assert decree_page(paper(), rows(1), look)["foot"]["note"] == note


@pytest.mark.parametrize(("key", "letters", "tall"), [("job", 300, False), ("job", 400, True), ("amount", 400, True)])
def test_a_line_that_may_not_fit_on_a_page_may_break(key: str, letters: int, tall: bool) -> None:
    annex = decree_page(paper(), [row(0, **{key: "x" * letters})], Look())["annex"]
    assert annex["groups"][0]["rows"][0]["tall"] is tall
