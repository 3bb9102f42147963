"""Pay and ages that are doubted, and taken all the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from malaqbiq.intake.rules.ages import age_doubt
from malaqbiq.kernel.speech import said
from malaqbiq.pay.rules.plausible import pay_doubt
from tests.intake.office import bare, counts, founded, row, taken

FLOOR = 2_678_864


@pytest.mark.parametrize(
    ("amount", "floor", "doubted"),
    [
        (26_788_640_000, FLOOR, True),
        (26_788_640, FLOOR, True),
        (26_000_000, FLOOR, True),
        (267_886, FLOOR, True),
        (FLOOR, FLOOR, False),
        (2_000_000, FLOOR, False),
        (6_000_000, FLOOR, False),
        (26_788_640_000, None, True),
        (2_600, None, True),
        (14_000_000, None, False),
    ],
)
def test_a_digit_too_many_or_too_few_is_doubted(amount: int, floor: int | None, doubted: bool) -> None:
    assert (pay_doubt(amount, floor) is not None) == doubted


@pytest.mark.django_db
def test_absurd_pay_is_taken_with_a_warning(tmp_path: Path) -> None:
    founded()
    outcome = taken(tmp_path, row(Honorarium=26_788_640_000), bare("Nur Uwaimalolo", Honorarium="2.700.000"))
    assert counts(outcome) == (2, 0, 0)
    ((number, key, value, words),) = ((one.row, one.key, one.value, one.words) for one in outcome.taken.warnings)
    assert (number, key, value) == (4, "amount", "26788640000")
    assert "while the minimum wage is Rp2." in str(words)


@pytest.mark.django_db
def test_pay_under_the_minimum_wage_of_its_unit_is_taken_with_a_warning(tmp_path: Path) -> None:
    founded()
    rows = [
        bare("Sitti Bulangmapia", Honorarium="2.678.862"),
        bare("Nur Uwaimalolo", Honorarium="2.678.863"),
        bare("Hasan Litapute", "PPPK paruh waktu", Honorarium="1.500.000"),
        bare("Ani Baru", TMT="1/1/2020", Akhir_Kontrak="31/12/2020", Honorarium="2.600.000"),
    ]
    outcome = taken(tmp_path, *rows)
    assert counts(outcome) == (4, 0, 0)
    told = [(one.row, one.key, said(one.words)) for one in outcome.taken.warnings]
    under = "Rp2.678.862 a month is under the minimum wage of Rp2.678.863 (UMP Sulawesi Barat 2021)"
    assert told[0] == (4, "amount", under)
    assert [(number, key) for number, key, _words in told] == [(4, "amount"), (7, "amount")]
    assert told[1][2].endswith("(UMP Sulawesi Barat 2020)")


@pytest.mark.django_db
def test_new_and_changed_people_are_counted_apart(tmp_path: Path) -> None:
    founded()
    first = taken(tmp_path, row(), bare("Rahmat Lopilangi", NIK=None))
    assert (first.taken.new, first.accepted, first.unchanged) == (2, 2, 0)
    again = taken(tmp_path, row(), bare("Rahmat Lopilangi", Telepon="086012345622"), bare("Nur Uwaimalolo"))
    assert (again.taken.new, again.accepted, again.unchanged) == (1, 2, 1)
    assert sorted(again.taken.people.values()) == [4, 5, 6]


@pytest.mark.parametrize(
    ("born", "pension", "doubted"),
    [
        (date(2004, 1, 11), None, False),
        (date(2004, 1, 12), None, True),
        (date(1956, 1, 12), None, False),
        (date(1956, 1, 11), None, True),
        (date(1964, 1, 12), [58, 60], False),
        (date(1964, 1, 11), [58, 60], True),
        (date(1930, 1, 1), [], False),
    ],
)
def test_ages_out_of_the_ordinary_are_doubted(born: date, pension: list[int] | None, doubted: bool) -> None:
    assert bool(age_doubt(born, date(2022, 1, 11), pension)) is doubted


@pytest.mark.django_db
def test_who_is_too_young_or_long_pensioned_is_taken_with_a_warning(tmp_path: Path) -> None:
    founded()
    young = bare("Ani", Tanggal_Lahir="1/1/2006")
    old = bare("Budi", "PNS", Tanggal_Lahir="1/1/1950")
    outcome = taken(tmp_path, young, old, bare("Citra", "PNS", Tanggal_Lahir="1/1/1980"))
    assert counts(outcome) == (3, 0, 0)
    warned = [(fault.row, fault.key, str(fault.words)) for fault in outcome.taken.warnings]
    assert [(number, key) for number, key, _why in warned] == [(4, "birth"), (5, "birth")]
    assert "15 years old, while contract staff are mostly 18 to 65 (Malaqbiq's own default)" in warned[0][2]
    assert "71 years old, while the pension age is 58, 60 by the law table" in warned[1][2]


@pytest.mark.django_db
def test_the_minimum_wages_are_asked_once_for_a_day_however_many_rows_there_are(tmp_path: Path) -> None:
    founded()
    asked = []
    for many in (3, 30):
        rows = [bare(f"Orang {number}", Honorarium="2.600.000") for number in range(many)]
        with CaptureQueriesContext(connection) as captured:
            outcome = taken(tmp_path, *rows, dry_run=True)
        assert len(outcome.taken.warnings) == many
        asked.append(sum('FROM "organization_unitprofile"' in query["sql"] for query in captured.captured_queries))
    assert asked[0] == asked[1] > 0
