"""From scores to the nine boxes of talent and a ranking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

K = TypeVar("K")

BOXES = {
    ("low", "low"): 1,
    ("as", "low"): 2,
    ("low", "middle"): 3,
    ("above", "low"): 4,
    ("as", "middle"): 5,
    ("low", "high"): 6,
    ("above", "middle"): 7,
    ("as", "high"): 8,
    ("above", "high"): 9,
}
"""The box by performance and potential (PermenPANRB 3/2020)."""

CUTS = (60, 80)
"""From where an axis is in its middle and in its upper third: one public talent programme's, not a national rule."""

PERFORMANCE, POTENTIAL = "performance", "potential"


@dataclass(frozen=True, slots=True)
class Ranked(Generic[K]):
    """A candidate's performance and potential of a hundred, the box (1 to 9), the whole score and the place by it.

    Candidates with the same score share a place.
    """

    who: K
    performance: Fraction
    potential: Fraction
    box: int
    score: Fraction
    place: int


def ranked(points: Mapping[K, Iterable[tuple[str, int, int]]]) -> list[Ranked[K]]:
    """The candidates by their scores (axis, weight, points of each member and criterion), the best first. An axis is
    the mean by weight over all that was given; the whole score is half of each axis.
    """
    found = []
    for who, given in points.items():
        rows = list(given)
        performance, potential = (_mean(rows, axis) for axis in (PERFORMANCE, POTENTIAL))
        box = BOXES[_third(performance, "low", "as", "above"), _third(potential, "low", "middle", "high")]
        found.append((who, performance, potential, box, (performance + potential) / 2))
    found.sort(key=lambda row: (-row[4], str(row[0])))
    return [
        Ranked(who, performance, potential, box, score, 1 + sum(other[4] > score for other in found))
        for who, performance, potential, box, score in found
    ]


def _mean(rows: Iterable[tuple[str, int, int]], axis: str) -> Fraction:
    own = [(weight, points) for of, weight, points in rows if of == axis]
    whole = sum(weight for weight, _points in own)
    return Fraction(sum(weight * points for weight, points in own), whole) if whole else Fraction(0)


def _third(value: Fraction, low: str, middle: str, high: str) -> str:
    if value < CUTS[0]:
        return low
    return middle if value < CUTS[1] else high
