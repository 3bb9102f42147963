from __future__ import annotations

from malaqbiq.appraisal.rules.spread import spread_of


def test_nothing_spreads_of_no_scores() -> None:
    assert spread_of([]) is None


def test_figures_of_a_few_scores() -> None:
    found = spread_of([60_00, 80_00, 70_00, 90_00])
    assert found is not None
    assert (found.count, found.lowest, found.median, found.mean, found.highest) == (4, 60_00, 75_00, 75_00, 90_00)
    assert found.deviation == 11_18


def test_bars_hold_five_points_each_and_the_last_one_a_hundred_too() -> None:
    found = spread_of([0, 4_99, 5_00, 99_99, 100_00])
    assert found is not None
    assert (found.bars[0], found.bars[1], found.bars[-1], sum(found.bars)) == (2, 1, 2, 5)


def test_equal_scores_do_not_spread() -> None:
    found = spread_of([85_50] * 7)
    assert found is not None
    assert (found.mean, found.deviation) == (85_50, 0)
