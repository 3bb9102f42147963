"""A decree's paper of the story's kind, made up, for tests of papers and documents."""

from __future__ import annotations

from datetime import date

from malaqbiq.decrees.rules.papers.compose import Issue, Signer, decree_paper
from malaqbiq.decrees.rules.papers.snapshot import (
    Annex,
    Article,
    Contract,
    DecreePaper,
    Extract,
    PaperRow,
    Payer,
)
from malaqbiq.decrees.rules.papers.texts import PaperText

UNIT = "Sekretariat Komisi Pemilihan Umum Provinsi Sulawesi Barat"
SECRETARY = "Sekretaris Komisi Pemilihan Umum Provinsi Sulawesi Barat"

TEXT = PaperText(
    considering=(
        "bahwa untuk mendukung tugas dan fungsi sekretariat diperlukan pegawai;",
        "bahwa menurut hasil evaluasi masa kerjanya dapat diperpanjang;",
        "bahwa perlu menetapkan Keputusan {{ authority }} tentang {{ subject }};",
    ),
    remembering=(
        "Undang-Undang Nomor 7 Tahun 2017 tentang Pemilihan Umum;",
        "Peraturan Komisi Pemilihan Umum Nomor 14 Tahun 2020;",
    ),
    dictums=(
        "Memperpanjang masa kerja pegawai yang namanya tercantum dalam Lampiran Keputusan ini.",
        "Masa kerja berlaku sejak {{ first_day }} sampai dengan {{ last_day }}.",
        "Keputusan ini mulai berlaku pada tanggal ditetapkan.",
    ),
    annex=Annex(title="Daftar Pegawai yang Diperpanjang", columns=("name", "education", "job", "amount")),
    extract=Extract(
        dictum="Memperpanjang masa kerja pegawai:",
        fields=("name", "nik", "job", "unit", "amount"),
        closing="Petikan ini diberikan kepada yang bersangkutan.",
    ),
    contract=Contract(
        title="Perjanjian Kerja",
        opening="Pada hari ini, {{ decided_weekday }}, tanggal {{ decided_words }}, bersepakat:",
        articles=(
            Article(title="Tugas", paragraphs=("Sebagai {{ job }} pada {{ unit }}.", "Menurut petunjuk atasan.")),
            Article(title="Honorarium", paragraphs=("Sebesar {{ amount }} ({{ amount_words }}) setiap bulan.",)),
        ),
        closing="Dibuat dalam rangkap dua.",
        fields=("name", "nik", "address"),
    ),
)

ISSUE = Issue(
    letterhead=("KOMISI PEMILIHAN UMUM", "PROVINSI SULAWESI BARAT"),
    issuer=SECRETARY,
    unit_code="76",
    unit=UNIT,
    number="1 TAHUN 2022",
    title=f"Perpanjangan Masa Kerja Pegawai pada {UNIT} Tahun Anggaran 2022",
    decided_on=date(2022, 1, 11),
    place="Mamuju",
    signer=Signer(SECRETARY, "ANDI TENRI PADA, S.H.", "197001011995031001"),
    start=date(2022, 1, 1),
    until=date(2022, 12, 31),
    people=3,
)

NAMES = ("Muhammad Abdul Rahman Daeng Mattawang", "Sitti Aminah", "Andi Baso")


def paper(**changes: object) -> DecreePaper:
    """The head of the sample decree, with some of it changed."""
    return decree_paper(ISSUE, TEXT).model_copy(update=changes)


def row(number: int = 0, group: str = "Sekretariat KPU Kabupaten Majene", **values: str | int) -> PaperRow:
    """A line of its annex."""
    return PaperRow(
        group=group,
        values={
            "name": f"{NAMES[number % 3]} {number + 1}",
            "nik": f"76020112128{number:05d}",
            "education": "SMA/sederajat",
            "job": "Pramubakti",
            "unit": group,
            "amount": 2_678_864,
            **values,
        },
        payer=Payer(unit=group, capacity="Pejabat Pembuat Komitmen", name="SALMAH, S.E.", number="NIP 1980"),
    )


def rows(count: int, groups: int = 1) -> list[PaperRow]:
    """Lines of the annex, spread over work units in order."""
    return [row(number, f"Sekretariat KPU Kabupaten {number * groups // count + 1}") for number in range(count)]
