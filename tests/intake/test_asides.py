"""Rows of a list that tell of nobody: told and skipped; nobody is swallowed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from malaqbiq.intake.rules.asides import without_asides
from malaqbiq.intake.rules.kinds import KINDS
from malaqbiq.intake.services import Outcome
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.speech import said
from malaqbiq.kernel.workbooks.reading import workbook_read
from malaqbiq.people.models import Person
from tests.intake.office import HEADERS, counts, founded, nik, reasons, row, taken
from tests.kernel.workbooks.files import workbook

pytestmark = pytest.mark.django_db

DPP = ("NIK", "Nama", "Satker", "Bulan", "Bruto")
ANTO = (nik(), "ANTO UJI", "76.02", "11/2021", 2_600_000)


def skipped(folder: Path, *rows: tuple[Any, ...], headers: tuple[str, ...] = DPP, kind: str = "dpp") -> dict[int, str]:
    path = workbook(folder / "list.xlsx", [headers, *rows])
    found, asides = without_asides(KINDS[kind], workbook_read(path, KINDS[kind].columns))
    assert len(found.rows) + len(asides) == len(rows)
    return {aside.row: aside.words.message for aside in asides}


@pytest.mark.parametrize(
    "rows",
    [
        [("JUMLAH", "", "", "", 2_600_000)],
        [("JUMLAH", "", "", "", "#N/A")],
        [("", "Jumlah Total", "", "", "2.600.000")],
        [("", "TOTAL", "", "1 orang", "Rp 2.600.000")],
        [("", "Terbilang: dua juta enam ratus ribu rupiah", "", "", "")],
        [("NIK", "Nama", "Satker", "Bulan", "Bruto")],
        [("No. KTP", "NAMA LENGKAP", "", "", "")],
        [(1, 2, 3, 4, 5)],
        [("", "", "", "", "Mamuju, 30 November 2021")],
        [("", "", "", "", "Mamuju,    November 2021")],
        [
            ("JUMLAH", "", "", "", 2_600_000),
            ("Mengetahui,", "", "", "Mamuju, 30 November 2021", ""),
            ("Kuasa Pengguna Anggaran", "", "", "Bendahara Pengeluaran,", ""),
            ("Drs. Rekaan Saja", "", "", "Buatan Belaka, S.E.", ""),
            ("NIP. 197001011990011901", "", "", "NIP. 198001012005012901", ""),
        ],
    ],
)
def test_what_tells_of_nobody_is_skipped(tmp_path: Path, rows: list[tuple[Any, ...]]) -> None:
    assert set(skipped(tmp_path, ANTO, *rows)) == {3 + place for place in range(len(rows))}


@pytest.mark.parametrize(
    "person",
    [
        (nik(2), "TOTAL SITOMPUL", "76.02", "11/2021", 2_600_000),
        ("", "Jumlah Rekaan", "76.02", "11/2021", 2_600_000),
        ("", "JUMLAH", "76.02", "11/2021", 2_600_000),
        ("", "Ketua Rekaan", "76.02", "11/2021", 2_600_000),
        (nik(2), "Mengetahui", "", "", ""),
    ],
)
def test_a_person_is_never_skipped(tmp_path: Path, person: tuple[Any, ...]) -> None:
    assert skipped(tmp_path, ANTO, person) == {}
    assert skipped(tmp_path, ("", "Mengetahui,", "", "", ""), person) == {}


def test_a_name_alone_is_refused_and_below_an_approval_it_is_who_signs(tmp_path: Path) -> None:
    name = ("", "Total Rekaan", "", "", "")
    assert skipped(tmp_path, ANTO, name) == {}
    assert set(skipped(tmp_path, ANTO, ("", "Mengetahui,", "", "", ""), name)) == {3, 4}


def test_people_below_a_remark_are_read(tmp_path: Path) -> None:
    assert skipped(tmp_path, ("Catatan: belum final", "", "", "", ""), ANTO) == {}


def test_a_sum_between_two_work_units_is_skipped_and_the_second_is_read(tmp_path: Path) -> None:
    found = skipped(tmp_path, ANTO, ("", "Sub Total", "", "", 2_600_000), (nik(2), *ANTO[1:]))
    assert set(found) == {3}


def test_a_list_with_its_sum_and_signatures_is_taken_and_tells_what_it_skipped(tmp_path: Path) -> None:
    below = ({"Nama": "JUMLAH", "Honorarium": 2_600_000}, {"Nama": "Mengetahui,"}, {"Nama": "Rekaan, S.H."})
    outcome = taken(tmp_path, row("Anto Uji"), *below)
    assert counts(outcome) == (1, 0, 0)
    assert [aside.row for aside in outcome.asides] == [5, 6, 7]
    assert Person.objects.count() == 1


def test_of_rows_that_are_the_same_the_first_is_taken(tmp_path: Path) -> None:
    outcome = taken(tmp_path, row("Anto Uji"), row("Anto Uji"), row("Anto Uji"))
    assert counts(outcome) == (1, 0, 0)
    assert [(aside.row, aside.words.params["row"]) for aside in outcome.asides] == [(5, 4), (6, 4)]


def test_rows_that_differ_in_anything_are_refused_as_before(tmp_path: Path) -> None:
    assert counts(taken(tmp_path, row("Anto Uji"), row("Anto Uji", Honorarium=2_700_000))) == (0, 0, 2)


def test_a_payment_list_keeps_its_doubles(tmp_path: Path) -> None:
    assert skipped(tmp_path, ANTO, ANTO) == {}


def dpp(folder: Path, *rows: tuple[Any, ...], **more: Any) -> Outcome:
    return taken(folder, *(dict(zip(DPP, cells, strict=True)) for cells in rows), headers=DPP, kind="dpp", **more)


@pytest.fixture(autouse=True)
def _office() -> None:
    founded()


def test_who_is_paid_elsewhere_is_told_and_a_foreign_unit_not_named(tmp_path: Path) -> None:
    taken(tmp_path, row("Anto Uji"))
    line = (nik(), "Anto Uji", "76.03", "11/2021", 2_600_000)
    (told,) = dpp(tmp_path, line).taken.warnings
    assert (told.row, said(told.words)) == (4, "by the decrees KPU Kabupaten Mamuju pays this person")
    officer = Access("o", {Role.SDM_OFFICER: frozenset({"76.03"})})
    (told,) = dpp(tmp_path, line, access=officer).taken.warnings
    assert said(told.words) == "by the decrees another work unit pays this person"
    assert dpp(tmp_path, (nik(), "Anto Uji", "76.02", "11/2021", 2_600_000)).taken.warnings == ()


def test_the_nearest_unit_is_offered_and_none_outside_the_scope(tmp_path: Path) -> None:
    ((_, _, why),) = reasons(taken(tmp_path, row("Anto Uji", Satker="KPU Kab. Mamju")))
    assert why.endswith("near it is KPU Kabupaten Mamuju (76.02): did you mean that?")
    officer = Access("o", {Role.SDM_OFFICER: frozenset({"76.04"})})
    ((_, _, why),) = reasons(taken(tmp_path, row("Anto Uji", Satker="KPU Kab. Mamju"), access=officer))
    assert "Mamuju" not in why


def test_headers_of_the_list_itself_are_known_too(tmp_path: Path) -> None:
    headers = ("No", *HEADERS)
    again = tuple(text.upper() for text in headers)
    first = (1, *(row("Anto Uji").get(name, "") for name in HEADERS))
    assert set(skipped(tmp_path, first, again, headers=headers, kind="employees")) == {3}
