from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from malaqbiq.kernel.rupiah import amount_of, exact_rupiah, half_up, round_up, rupiah, share


@pytest.mark.parametrize(
    ("exact", "whole"),
    [("2678863.10", 2_678_864), ("2678863", 2_678_863), ("2678863.00", 2_678_863), (Fraction(1, 3), 1), ("0", 0)],
)
def test_floor_is_rounded_up(exact: str | Fraction, whole: int) -> None:
    assert round_up(exact) == whole


def test_share_is_rounded_up_without_floats() -> None:
    assert share(2_678_864, 17, 31) == 1_469_055
    assert share(10**20 + 1, 1, 2) == 50_000_000_000_000_000_001


def test_scores_round_half_away_from_zero() -> None:
    assert half_up(Decimal("75.995")) == Decimal("76.00")
    assert half_up(Decimal("0.125")) == Decimal("0.13")


@pytest.mark.parametrize(
    ("amount", "text"), [(0, "Rp0"), (999, "Rp999"), (2_678_864, "Rp2.678.864"), (-1500, "-Rp1.500")]
)
def test_rupiah_as_papers_write_it(amount: int, text: str) -> None:
    assert rupiah(amount) == text


@pytest.mark.parametrize("amount", [0, 7, 999, 1_000, 2_678_864, 10**12])
def test_an_amount_reads_back(amount: int) -> None:
    assert amount_of(rupiah(amount)) == amount


@pytest.mark.parametrize("text", ["", "Rp", "Rp2678864", "2.678.864", "Rp2.678.864,00", "Rp1.23", "pramubakti"])
def test_what_rupiah_did_not_write_is_no_amount(text: str) -> None:
    assert amount_of(text) is None


@pytest.mark.parametrize(
    ("exact", "text"), [("2678863.10", "Rp2.678.863,10"), ("2678864", "Rp2.678.864"), ("0.5", "Rp0,5")]
)
def test_a_laws_own_figure_as_papers_write_it(exact: str, text: str) -> None:
    assert exact_rupiah(exact) == text
