"""The wage line: a region's floors over the years beside the lowest pay of a work unit, as points of a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.floors import Floor

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 480, 270, 120, 8, 16, 34
"""The picture's size and margins, in its own units: not so wide but that a phone shows what stands at its axes."""


@dataclass(frozen=True, slots=True)
class WageYear:
    """A year: the floor on its first day, and the lowest pay on `paid_on` in rupiah a month (None: nobody is paid)."""

    year: int
    floor: Floor | Missing
    paid_on: date | None
    lowest: int | None

    @property
    def amount(self) -> int | None:
        """The floor in rupiah; None where it is not known."""
        return self.floor.amount if isinstance(self.floor, Floor) else None

    @property
    def below(self) -> bool:
        """Whether the lowest pay is known to be below the floor."""
        return self.lowest is not None and self.amount is not None and self.lowest < self.amount


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the picture: where, and what it says."""

    x: float
    y: float
    year: int
    amount: int
    below: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A line across the picture at an amount."""

    y: float
    amount: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The floor as a stair, the lowest pay as points, years without a known floor as gaps, in the picture's units."""

    stair: str
    floors: Sequence[Point]
    pays: Sequence[Point]
    grid: Sequence[Grid]
    years: Sequence[Point]
    gaps: Sequence[Point] = ()
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    foot: int = HEIGHT - 12


def picture(years: Sequence[WageYear]) -> Picture | None:
    """The picture of some years; None where no amount is known."""
    amounts = [one for year in years for one in (year.amount, year.lowest) if one]
    if not amounts:
        return None
    step = _step(max(amounts) - min(amounts))
    low, high = min(amounts) // step * step, -(-max(amounts) // step) * step
    high = high if high > low else low + step
    column = (WIDTH - LEFT - RIGHT) / len(years)

    def across(index: int) -> float:
        return round(LEFT + column * index, 1)

    def up(amount: int) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (high - amount) / (high - low), 1)

    floors = [Point(across(at), up(one.amount), one.year, one.amount) for at, one in enumerate(years) if one.amount]
    stair = " ".join(f"M{point.x} {point.y}h{round(column, 1)}" for point in floors)
    middle = column / 2
    pays = [
        Point(round(across(at) + middle, 1), up(one.lowest), one.year, one.lowest, one.below)
        for at, one in enumerate(years)
        if one.lowest
    ]
    grid = [Grid(up(amount), amount) for amount in range(low, high + 1, step)]
    names = [Point(round(across(at) + middle, 1), HEIGHT - 12, one.year, 0) for at, one in enumerate(years)]
    gaps = [
        Point(round(across(at) + middle, 1), HEIGHT - BOTTOM - 10, one.year, 0)
        for at, one in enumerate(years)
        if not one.amount
    ]
    return Picture(stair, floors, pays, grid, names, gaps)


def _step(spread: int) -> int:
    """What lies between two lines across, in rupiah: a round amount, so that there are seven of them at most."""
    power = 1
    while True:
        for step in (100_000 * power, 250_000 * power, 500_000 * power):
            if spread <= step * 5:
                return step
        power *= 10
