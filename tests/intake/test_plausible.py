"""Pay that is doubted, and taken all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from malaqbiq.intake.rules.plausible import pay_doubt
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
    outcome = taken(tmp_path, row(Honorarium=26_788_640_000), bare("Nur Uwaimalolo", Honorarium="2.600.000"))
    assert counts(outcome) == (2, 0, 0)
    ((number, key, value, words),) = ((one.row, one.key, one.value, one.words) for one in outcome.taken.warnings)
    assert (number, key, value) == (4, "amount", "26788640000")
    assert "while the minimum wage is Rp2." in str(words)


@pytest.mark.django_db
def test_new_and_changed_people_are_counted_apart(tmp_path: Path) -> None:
    founded()
    first = taken(tmp_path, row(), bare("Rahmat Lopilangi", NIK=None))
    assert (first.taken.new, first.accepted, first.unchanged) == (2, 2, 0)
    again = taken(tmp_path, row(), bare("Rahmat Lopilangi", Telepon="086012345622"), bare("Nur Uwaimalolo"))
    assert (again.taken.new, again.accepted, again.unchanged) == (1, 2, 1)
    assert sorted(again.taken.people.values()) == [4, 5, 6]
