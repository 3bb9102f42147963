"""Small pictures beside figures: bars of parts, and dots on a line. Geometry only; the figures are the text beside.

A picture here is never the only carrier: parts differ in lightness, outline and height, and each is named with its
figure in the cell. So the drawing is hidden from who listens to the page, and pressing on it only saves a way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

WIDTH = 1000
LEAST = 14
"""Thousandths of the width that even one of many is seen at."""
SIZES = (1, 4, 12, 40)
"""From how many people on a dot is drawn a size larger."""
MARGIN = 40


class Fill(StrEnum):
    """How a part is drawn, from what is done to what is missing; `BAD` and `UNSURE` ask for something."""

    DONE = "done"
    NEAR = "near"
    BEGUN = "begun"
    NONE = "none"
    BAD = "bad"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Key:
    """A kind of part: how it is drawn and what it is called."""

    fill: Fill
    label: Promise | str


@dataclass(frozen=True, slots=True)
class Part:
    """So many of one kind, where they are listed (empty: nowhere for the asker), and where they are drawn."""

    key: Key
    count: int
    address: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Bar:
    """All of something as parts of one whole; parts of none are left out."""

    total: int
    parts: Sequence[Part]


def bar(counted: Iterable[tuple[Key, int, str]]) -> Bar:
    """The bar of some counts, each with the address of who is behind it. It is as wide as the whole, however many."""
    known = [(key, count, address) for key, count, address in counted if count]
    total = sum(count for _key, count, _address in known)
    free = WIDTH - LEAST * len(known)
    parts, start, before = [], 0, 0
    for number, (key, count, address) in enumerate(known, start=1):
        before += count
        end = LEAST * number + round(free * before / total)
        parts.append(Part(key, count, address, start, end - start))
        start = end
    return Bar(total, parts)


@dataclass(frozen=True, slots=True)
class Span:
    """From which to which value lines of dots are drawn, one scale for all of them."""

    low: int
    high: int

    def across(self, value: int) -> int:
        """Where a value stands, in thousandths of the width."""
        inner = WIDTH - 2 * MARGIN
        return MARGIN + (
            inner // 2 if self.high == self.low else round(inner * (value - self.low) / (self.high - self.low))
        )


@dataclass(frozen=True, slots=True)
class Dot:
    """So many at one value; `size` 1 to 4 grows with them, `low` says that it lies below the line."""

    x: int
    value: int
    count: int
    size: int
    low: bool


@dataclass(frozen=True, slots=True)
class Dots:
    """Values as dots beside a line (None: it is not known)."""

    dots: Sequence[Dot]
    line: int | None


def span_of(values: Iterable[int]) -> Span | None:
    """The scale that holds all values; None of none."""
    known = list(values)
    return Span(min(known), max(known)) if known else None


def dots(values: Mapping[int, int], low: Mapping[int, int], line: int | None, span: Span) -> Dots:
    """The dots of values with how many have each; of those in `low` so many lie below their line."""
    found = [
        Dot(span.across(value), value, count, sum(count >= one for one in SIZES), bool(low.get(value)))
        for value, count in sorted(values.items())
    ]
    return Dots(found, None if line is None else span.across(line))
