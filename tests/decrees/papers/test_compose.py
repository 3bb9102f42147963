from __future__ import annotations

from dataclasses import replace

import pytest

from malaqbiq.decrees.rules.papers.compose import Capacity, Signer, decree_paper, number_line, signature, title_lines
from malaqbiq.decrees.rules.papers.snapshot import DecreePaper, PaperRow
from malaqbiq.decrees.rules.papers.texts import UnknownPlace
from malaqbiq.kernel.canonical import canonical
from tests.decrees.papers.sample import ISSUE, SECRETARY, TEXT, paper, row


def test_places_of_the_decree_are_filled() -> None:
    head = decree_paper(ISSUE, TEXT)
    assert head.title.endswith("Provinsi Sulawesi Barat Tahun Anggaran 2022")
    assert "Tahun 2021" in head.considering[1]
    assert head.considering[2] == f"bahwa perlu menetapkan Keputusan {SECRETARY} tentang {head.title};"
    assert head.dictums[1] == "Masa kerja berlaku sejak 1 Januari 2022 sampai dengan 31 Desember 2022."


def test_a_fact_that_is_missing_is_not_left_blank() -> None:
    with pytest.raises(UnknownPlace, match="until"):
        decree_paper(replace(ISSUE, until=None), TEXT)


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
    ("capacity", "lines"),
    [
        (Capacity.DEFINITIVE, ("SEKRETARIS KOMISI PEMILIHAN UMUM", "PROVINSI SULAWESI BARAT,")),
        (Capacity.PLT, ("Plt. SEKRETARIS KOMISI PEMILIHAN UMUM", "PROVINSI SULAWESI BARAT,")),
        (Capacity.PLH, ("Plh. SEKRETARIS KOMISI PEMILIHAN UMUM", "PROVINSI SULAWESI BARAT,")),
        (
            Capacity.ON_BEHALF,
            ("a.n. SEKRETARIS KOMISI PEMILIHAN UMUM", "PROVINSI SULAWESI BARAT", "KEPALA BAGIAN UMUM,"),
        ),
    ],
)
def test_who_signs_says_in_what_capacity(capacity: Capacity, lines: tuple[str, ...]) -> None:
    signer = Signer(SECRETARY, "SALMAH", "1980", capacity, own_title="Kepala Bagian Umum")
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
