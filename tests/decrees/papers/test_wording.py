from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.decrees.rules.papers.wording import dictum_label, letter, long_day, spelled, weekday


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (1000, "seribu"),
        (1500, "seribu lima ratus"),
        (2022, "dua ribu dua puluh dua"),
        (100_000, "seratus ribu"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (
            2_678_864,
            "dua juta enam ratus tujuh puluh delapan ribu delapan ratus enam puluh empat",
        ),
        (1_000_000_000_000, "satu triliun"),
    ],
)
def test_numbers_are_spelled_as_on_receipts(number: int, words: str) -> None:
    assert spelled(number) == words


def test_days_are_written_out() -> None:
    assert (weekday(date(2022, 1, 11)), long_day(date(2022, 1, 11))) == ("Selasa", "11 Januari 2022")


@pytest.mark.parametrize(
    ("position", "label"), [(1, "KESATU"), (2, "KEDUA"), (10, "KESEPULUH"), (11, "KESEBELAS"), (12, "KEDUA BELAS")]
)
def test_dictums_are_counted(position: int, label: str) -> None:
    assert dictum_label(position) == label


@pytest.mark.parametrize(("position", "label"), [(1, "a"), (26, "z"), (27, "aa"), (53, "ba")])
def test_considerations_are_lettered(position: int, label: str) -> None:
    assert letter(position) == label
