"""How scores spread: what a chart draws, and the figures beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt

from malaqbiq.appraisal.rules.points import HIGHEST, half_up

STEP = 5_00
"""Hundredths of a point that one bar stands for."""
BARS = HIGHEST // STEP


@dataclass(frozen=True, slots=True)
class Spread:
    """Some scores in hundredths: how many, lowest, middle, mean, highest, standard deviation; how many in each bar.

    A bar holds scores from its start up to the next one's; the last holds 100 too.
    """

    count: int
    lowest: int
    median: int
    mean: int
    highest: int
    deviation: int
    bars: tuple[int, ...]


def spread_of(points: Sequence[int]) -> Spread | None:
    """The spread of some scores, None of none. The deviation is that of these people, not of a sample."""
    if not points:
        return None
    ordered, count = sorted(points), len(points)
    total, squares = sum(ordered), sum(one * one for one in ordered)
    bars = [0] * BARS
    for one in ordered:
        bars[min(one // STEP, BARS - 1)] += 1
    return Spread(
        count=count,
        lowest=ordered[0],
        median=half_up(ordered[(count - 1) // 2] + ordered[count // 2], 2),
        mean=half_up(total, count),
        highest=ordered[-1],
        deviation=isqrt(max(count * squares - total * total, 0)) // count,
        bars=tuple(bars),
    )
