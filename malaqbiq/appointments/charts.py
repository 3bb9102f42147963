"""Pictures of posts over time: a line of each, and how many are held in which way from day to day. Geometry only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from malaqbiq.appointments.labels import HELD_KEYS
from malaqbiq.appointments.rules.rounds import Held
from malaqbiq.appointments.rules.timeline import Line
from malaqbiq.ui.charts import WIDTH, Key

HEIGHT = 240
SMALLEST = 4
"""Thousandths of the width that even one day is seen at."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A stretch as it is drawn; `beside`: where in it who stood in is drawn, and how wide."""

    key: Key
    x: int
    width: int
    beside: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """All days of a state, drawn above those that come before it."""

    key: Key
    path: str


def strips(line: Line) -> list[Strip]:
    """The stretches of a line over the whole width."""
    whole = (line.end - line.first).days
    found = []
    for one in line.stretches:
        x = _across((one.start - line.first).days, whole)
        width = _across((one.end - line.first).days, whole) - x
        beside = [_span(line, each.days.start, each.days.end or line.end) for each in one.beside]
        found.append(Strip(HELD_KEYS[one.state], x, max(width, SMALLEST), beside))
    return found


def marks(days: Sequence[date], first: date, end: date) -> list[int]:
    """Where days of inauguration begin in the picture of all posts."""
    return [_across((day - first).days, (end - first).days) for day in days]


def _span(line: Line, start: date, end: date) -> tuple[int, int]:
    whole = (line.end - line.first).days
    x = _across((start - line.first).days, whole)
    return x, max(_across((end - line.first).days, whole) - x, SMALLEST)


def areas(counts: Sequence[tuple[date, Counter[Held]]], end: date, total: int) -> list[Area]:
    """How many are held in which way, one state on the other from the definitive up, in steps from day to day."""
    if not counts or not total:
        return []
    first = counts[0][0]
    whole = (end - first).days
    starts = [_across((day - first).days, whole) for day, _counts in counts]
    stops = [*starts[1:], WIDTH]
    floors = [0] * len(counts)
    found = []
    for state in Held:
        tops = [floor + one[state] for floor, (_day, one) in zip(floors, counts, strict=True)]
        if tops != floors:
            found.append(Area(HELD_KEYS[state], _path(starts, stops, floors, tops, total)))
        floors = tops
    return found


def _across(days: int, whole: int) -> int:
    return round(WIDTH * days / whole) if whole else 0


def _path(starts: Sequence[int], stops: Sequence[int], floors: Sequence[int], tops: Sequence[int], total: int) -> str:
    """A closed path: along the tops to the right, and back along the floors."""

    def down(count: int) -> int:
        return HEIGHT - round(HEIGHT * count / total)

    there = "".join(f"V{down(top)}H{stop}" for top, stop in zip(tops, stops, strict=True))
    back = "".join(f"V{down(floor)}H{start}" for floor, start in zip(reversed(floors), reversed(starts), strict=True))
    return f"M{starts[0]} {down(tops[0])}{there}{back}Z"
