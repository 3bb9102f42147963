from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malaqbiq.appraisal.rules.points import HIGHEST, ScoreRefused, half_up, points_of, score_of


@pytest.mark.parametrize(
    ("written", "points"),
    [
        ("0", 0),
        ("100", 10000),
        ("87,5", 8750),
        (" 87.50 ", 8750),
        ("87.125", 8713),
        ("87.1249", 8712),
        (Decimal("0.005"), 1),
        (61, 6100),
    ],
)
def test_a_written_score_becomes_hundredths_half_up(written: str | int | Decimal, points: int) -> None:
    assert points_of(written) == points


@pytest.mark.parametrize("written", ["", "x", "-0.01", "100.001", "NaN", "Infinity", "1e3", "1_0", "1.000,5", "=1+1"])
def test_what_is_no_score_is_refused(written: str) -> None:
    with pytest.raises(ScoreRefused):
        points_of(written)


@given(st.integers(0, HIGHEST))
def test_a_score_is_read_back_as_it_was_written(points: int) -> None:
    assert points_of(str(score_of(points))) == points
    assert score_of(points).as_tuple().exponent == -2


@given(st.integers(0, 10**9), st.integers(1, 10**5))
def test_half_up_agrees_with_decimal_arithmetic(numerator: int, denominator: int) -> None:
    quotient = half_up(numerator, denominator)
    assert 2 * denominator * quotient <= 2 * numerator + denominator < 2 * denominator * (quotient + 1)


@given(st.integers(0, 10**7))
def test_half_up_rounds_halves_upward(whole: int) -> None:
    assert half_up(2 * whole + 1, 2) == whole + 1
    assert half_up(whole, 100) == int((Decimal(whole) / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
