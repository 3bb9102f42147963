"""Payment lists of the treasury's payroll program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from malaqbiq.intake.rules.kinds import kind_named
from malaqbiq.intake.services import Outcome, rejects_make
from malaqbiq.intake.services.importing import table_read
from malaqbiq.intake.services.keeping import outcome_packed, outcome_unpacked
from malaqbiq.kernel.workbooks.reading import Amendment
from malaqbiq.pay.models import PaymentList, PaymentListRow, PaymentListStray
from tests.intake.office import counts, founded, nik, reasons, taken
from tests.kernel.workbooks.files import read_back

pytestmark = pytest.mark.django_db

DPP = ("NIK", "Nama", "Satker", "Bulan", "Bruto")
FIRST = (nik(), "SITTI BULANGMAPIA", "76.02", "November 2021", "2.600.000")
SECOND = (nik(2), "RAHMAT LOPILANGI", "KPU Kabupaten Mamasa", "11/2021", 2_650_000)


@pytest.fixture(autouse=True)
def _office() -> None:
    founded()


def dpp(folder: Path, *rows: tuple[Any, ...], **more: Any) -> Outcome:
    cells = [dict(zip(DPP, values, strict=True)) for values in rows]
    return taken(folder, *cells, headers=DPP, kind="dpp", **more)


def test_a_list_is_kept_by_unit_and_month(tmp_path: Path) -> None:
    assert counts(dpp(tmp_path, FIRST, SECOND)) == (2, 0, 0)
    assert counts(dpp(tmp_path, FIRST, SECOND)) == (0, 2, 0)
    assert sorted(PaymentList.objects.values_list("work_unit__code", flat=True)) == ["76.02", "76.03"]
    assert PaymentListRow.objects.get(nik=nik()).gross == 2_600_000


def test_a_corrected_list_takes_the_place_of_the_first(tmp_path: Path) -> None:
    dpp(tmp_path, FIRST)
    assert counts(dpp(tmp_path, (*FIRST[:4], 2_700_000))) == (1, 0, 0)
    assert PaymentListRow.objects.get().gross == 2_700_000


def test_what_was_rejected_is_mended_in_the_whole_list_which_takes_the_place_of_this_one(tmp_path: Path) -> None:
    bad = (nik(3), "Tanpa Angka", "76.02", "11/2021", "dua juta")
    outcome = dpp(tmp_path, FIRST, bad, SECOND, partial=True)
    assert counts(outcome) == (2, 0, 1)
    rejects_make(outcome=outcome, path=tmp_path / "rejects.xlsx")
    headers, *rows = read_back(tmp_path / "rejects.xlsx")
    assert [row[headers.index("Nama")] for row in rows] == [FIRST[1], "Tanpa Angka", SECOND[1]]
    assert [bool(row[headers.index("Reason")]) for row in rows] == [False, True, False]


def test_a_row_left_out_by_hand_stands_in_the_whole_list_with_what_was_rejected(tmp_path: Path) -> None:
    bad = (nik(3), "Tanpa Angka", "76.02", "11/2021", "dua juta")
    sum_ = (None, "Jumlah", None, None, 5_200_000)
    by_hand = Amendment(left=frozenset({4}))
    outcome = dpp(tmp_path, FIRST, bad, SECOND, sum_, partial=True, amendment=by_hand)
    assert counts(outcome) == (1, 0, 1)
    again = outcome_unpacked(
        "dpp", table_read(kind_named("dpp"), tmp_path / "daftar.xlsx", by_hand), outcome_packed(outcome)
    )
    for number, found in enumerate((outcome, again)):
        rejects_make(outcome=found, path=tmp_path / f"rejects{number}.xlsx")
        headers, *rows = read_back(tmp_path / f"rejects{number}.xlsx")
        reasons = {row[headers.index("Nama")]: str(row[headers.index("Reason")] or "") for row in rows}
        assert list(reasons) == [FIRST[1], "Tanpa Angka", SECOND[1]]
        assert reasons[FIRST[1]].startswith("left out by hand") and not reasons[SECOND[1]]


def test_a_shorter_list_in_the_place_of_a_longer_one_is_told(tmp_path: Path) -> None:
    again = (nik(3), "Orang Kedua", *FIRST[2:])
    dpp(tmp_path, FIRST, again)
    (warning,) = dpp(tmp_path, FIRST).taken.warnings
    assert warning.words.params == {"had": 2, "rows": 1}
    assert not dpp(tmp_path, FIRST, again).taken.warnings


def test_a_stranger_and_one_without_nik_are_listed_as_they_stand(tmp_path: Path) -> None:
    assert counts(dpp(tmp_path, FIRST, (None, *SECOND[1:]))) == (2, 0, 0)


@pytest.mark.parametrize(
    ("place", "value", "key", "why"),
    [
        (0, nik()[:-1], "nik", "a NIK has 16 digits, this has 15: copy them from the KTP"),
        (0, "7602" + "x" * 12, "nik", "holds more than digits"),
        (0, "7602015799909001", "nik", "digits 7 to 12 of the NIK, 579990, are no date of birth: compare with the KTP"),
        (0, "9902015708909001", "nik", "no province's code"),
        (0, 7602015708909001, "nik", "format the column as Text"),
        (1, None, "name", "must be filled in"),
        (2, "76.99", "unit", "no work unit"),
        (3, "November", "month", "a month without its year"),
        (4, "2,6 juta", "gross", "no certain amount"),
    ],
)
def test_a_line_that_is_not_certain_is_refused(tmp_path: Path, place: int, value: Any, key: str, why: str) -> None:
    line = (*FIRST[:place], value, *FIRST[place + 1 :])
    outcome = dpp(tmp_path, line, SECOND)
    assert counts(outcome) == (0, 0, 1)
    ((number, found, words),) = reasons(outcome)
    assert (number, found) == (4, key)
    assert why in words
    assert not PaymentList.objects.exists()
    assert counts(dpp(tmp_path, line, SECOND, partial=True)) == (1, 0, 1)


def strays(unit: str = "76") -> list[tuple[int, str, str, int | None]]:
    beside = PaymentListStray.objects.filter(payment_list__work_unit__code__startswith=unit)
    return list(beside.values_list("ordinal", "nik", "name", "gross"))


def test_a_row_that_is_left_out_is_kept_beside_the_list_that_it_is_of(tmp_path: Path) -> None:
    stranger = ("9999015708909001", "ORANG ASING", "76.02", "November 2021", "2.700.000")
    unread = (nik(3), "TANPA ANGKA", "76.02", "November 2021", "2,7 juta")
    outcome = dpp(tmp_path, FIRST, stranger, unread, partial=True)
    assert counts(outcome) == (1, 0, 2)
    assert outcome.taken.lists == (("76.02", "2021-11"),)
    assert strays() == [(5, "9999015708909001", "ORANG ASING", 2_700_000), (6, nik(3), "TANPA ANGKA", None)]
    assert counts(dpp(tmp_path, FIRST, stranger, unread, partial=True)) == (0, 1, 2)
    dpp(tmp_path, FIRST)
    assert strays() == []


def test_a_row_of_no_certain_list_stands_beside_each_without_its_name(tmp_path: Path) -> None:
    lost = (nik(3), "ENTAH DI MANA", "76.99", "November 2021", 2_700_000)
    dpp(tmp_path, FIRST, SECOND, lost, partial=True)
    assert strays() == [(6, "", "", 2_700_000)] * 2
    dpp(tmp_path, FIRST, lost, partial=True)
    assert [name for _row, _nik, name, _gross in strays("76.02")] == ["ENTAH DI MANA"]


def test_a_bad_row_of_a_unit_without_a_good_one_is_told_beside_the_lists_of_the_file(tmp_path: Path) -> None:
    bad = (nik(3), "TANPA ANGKA", "KPU Kabupaten Mamasa", "November 2021", "x")
    outcome = dpp(tmp_path, FIRST, bad, partial=True)
    assert outcome.taken.lists == (("76.02", "2021-11"),)
    assert strays() == [(5, "", "", None)]


def test_a_row_that_is_left_out_by_hand_is_kept_too(tmp_path: Path) -> None:
    dpp(tmp_path, FIRST, (nik(4), *FIRST[1:]), amendment=Amendment(left=frozenset({5})))
    assert strays() == [(5, nik(4), "SITTI BULANGMAPIA", 2_600_000)]
    assert PaymentListRow.objects.count() == 1
