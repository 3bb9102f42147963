"""Pictures of appraisals: paths that the templates draw as SVG, with a table of the same figures beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from malaqbiq.appraisal.rules.instrument import Step
from malaqbiq.appraisal.rules.points import HIGHEST
from malaqbiq.appraisal.rules.spread import STEP, Spread

WIDTH, HEIGHT = 400, 44
"""Units of the box in which one group of scores is drawn; the text sizes in the styles go with it."""
TICK, HIGHEST_START = 25_00, 50_00
"""Hundredths of a point between the marks of the scale, and the score from which it begins at the latest."""


@dataclass(frozen=True, slots=True)
class Strip:
    """One group's bars as one path, where its mean stands, and what it is called."""

    label: str
    key: str
    spread: Spread
    bars: str
    mean: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a score stands on the scale, and what it is called if it is the bound of a meaning."""

    x: int
    points: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class Strips:
    """All groups on one scale, which begins below the lowest score of them; its marks, and bounds between verdicts."""

    strips: Sequence[Strip]
    marks: Sequence[Mark]
    bounds: Sequence[Mark]


def strips_drawn(groups: Iterable[tuple[str, str, Spread | None]], bands: Iterable[Step] = ()) -> Strips:
    """A strip for each group (its key, label and spread) that has scores, by shares of its people.

    `bands` are an instrument's, where scores are results; the lowest begins at nothing and has no bound.
    """
    known = [(key, label, spread) for key, label, spread in groups if spread is not None]
    most = max((max(spread.bars) / spread.count for _key, _label, spread in known), default=1.0)
    low = min((spread.lowest for _key, _label, spread in known), default=0)
    scale = _Scale(min(low // TICK * TICK, HIGHEST_START))
    return Strips(
        [
            Strip(label, key, spread, _bars(spread, most, scale), scale.across(spread.mean))
            for key, label, spread in known
        ],
        [Mark(scale.across(points), points) for points in range(scale.start, HIGHEST + 1, TICK)],
        [Mark(scale.across(one.start), one.start, one.title) for one in _rising(bands) if one.start > scale.start],
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """From which score, in hundredths, to the highest."""

    start: int

    def across(self, points: int) -> int:
        """Where a score stands in the box."""
        return round((points - self.start) * WIDTH / (HIGHEST - self.start))


def _rising(bands: Iterable[Step]) -> Sequence[Step]:
    return sorted(bands, key=lambda one: one.start)


def _bars(spread: Spread, most: float, scale: _Scale) -> str:
    drawn = []
    for place, count in enumerate(spread.bars):
        if count:
            height = max(2, round(count / spread.count * (HEIGHT - 4) / most))
            start, end = scale.across(place * STEP), scale.across((place + 1) * STEP)
            drawn.append(f"M{start + 1} {HEIGHT}v-{height}h{end - start - 2}v{height}z")
    return "".join(drawn)
