"""Pictures of appraisals: paths that the templates draw as SVG, with a table of the same figures beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from malaqbiq.appraisal.rules.instrument import Step
from malaqbiq.appraisal.rules.points import HIGHEST
from malaqbiq.appraisal.rules.spread import BARS, Spread

WIDTH, HEIGHT = 400, 44
"""Units of the box in which one group of scores is drawn; the text sizes in the styles go with it."""
BAR = WIDTH // BARS


@dataclass(frozen=True, slots=True)
class Strip:
    """One group's bars as one path, where its mean stands, and what it is called."""

    label: str
    key: str
    spread: Spread
    bars: str
    mean: int


def strips(groups: Iterable[tuple[str, str, Spread | None]]) -> Sequence[Strip]:
    """A strip for each group (its key, label and spread) that has scores, by shares of its people."""
    known = [(key, label, spread) for key, label, spread in groups if spread is not None]
    most = max((max(spread.bars) / spread.count for _key, _label, spread in known), default=1.0)
    return [
        Strip(label, key, spread, _bars(spread, most), round(spread.mean * WIDTH / HIGHEST))
        for key, label, spread in known
    ]


@dataclass(frozen=True, slots=True)
class Band:
    """Where a meaning of results begins, and what it is called."""

    x: int
    start: int
    title: str


def bands_drawn(bands: Iterable[Step]) -> Sequence[Band]:
    """The bounds between the bands of an instrument, from the lowest up; the lowest begins at nothing and has none."""
    return [
        Band(round(one.start * WIDTH / HIGHEST), one.start, one.title) for one in reversed(list(bands)) if one.start
    ]


def _bars(spread: Spread, most: float) -> str:
    drawn = []
    for place, count in enumerate(spread.bars):
        if count:
            height = max(2, round(count / spread.count * (HEIGHT - 4) / most))
            drawn.append(f"M{place * BAR + 1} {HEIGHT}v-{height}h{BAR - 2}v{height}z")
    return "".join(drawn)
