"""An office's posts as a tree, and how they differ between two days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

VACANT = "vacant"
"""What stands for a post that nobody holds."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """A demisioner, who keeps the daily work of a post that is no more until its successor's holder is inaugurated."""

    person: UUID
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class StoodIn:
    """Who stands in for a post as Plt or Plh, since when, through which last day, by which decree."""

    person: UUID
    name: str
    capacity: str
    since: date
    last_day: date
    decree: UUID
    decree_number: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A post in force on a day, its place in its office's structure, and who holds it how since when.

    `unit` is the work unit's code; `code` and `parent` are the structure's own. Without a holder it is vacant, unless
    `keepers` of posts that it succeeds keep their work: then it is demisioner, with the first of them as its holder. A
    Plt takes the place of either in `state` and `holder`; a Plh stands beside the holder, in `acting`.
    """

    post: UUID
    unit: str
    unit_name: str
    regime: str
    code: str
    parent: str
    ordinal: int
    title: str
    eselon: str
    level: str
    opened: date
    holder: UUID | None = None
    name: str = ""
    state: str = VACANT
    since: date | None = None
    decree: UUID | None = None
    decree_number: str = ""
    keepers: tuple[Keeper, ...] = ()
    acting: StoodIn | None = None

    @property
    def is_vacant(self) -> bool:
        """Whether nobody holds it."""
        return self.holder is None


@dataclass(frozen=True, slots=True)
class Node:
    """A post, and the posts below it."""

    seat: Seat
    below: Sequence[Node]


@dataclass(frozen=True, slots=True)
class Chart:
    """The posts of one work unit: its tree, and how many are held how."""

    unit: str
    name: str
    roots: Sequence[Node]
    seats: Sequence[Seat]

    @property
    def regimes(self) -> list[str]:
        """The structures that its posts are of."""
        return list(dict.fromkeys(seat.regime for seat in self.seats))

    @property
    def counts(self) -> Counter[str]:
        """How many posts are held in which way, and how many are vacant."""
        return Counter(seat.state for seat in self.seats)


def chart(unit: str, name: str, seats: Iterable[Seat]) -> Chart:
    """The tree of a work unit's posts. A post whose parent isn't in force stands at the top; a group that answers to
    itself is not followed for ever.
    """
    own = sorted(seats, key=lambda seat: (seat.regime, seat.code, seat.ordinal))
    there = {(seat.regime, seat.code) for seat in own}
    below: dict[tuple[str, str], list[Seat]] = {}
    tops: list[Seat] = []
    for seat in own:
        above = (seat.regime, seat.parent)
        if seat.parent and above in there and seat.parent != seat.code:
            below.setdefault(above, []).append(seat)
        else:
            tops.append(seat)

    def node(seat: Seat) -> Node:
        # Of several posts of one kind the first leads those below.
        own_below = below.pop((seat.regime, seat.code), [])
        return Node(seat, [node(one) for one in own_below])

    roots = [node(seat) for seat in tops]
    stranded = [seat for rest in below.values() for seat in rest]
    return Chart(unit, name, [*roots, *(Node(seat, []) for seat in stranded)], own)


class Turn(StrEnum):
    """What became of a post between two days."""

    NEW = "new"
    GONE = "gone"
    FILLED = "filled"
    VACATED = "vacated"
    HOLDER = "holder"
    """another holder"""
    STATE = "state"
    """the same holder in another way"""


@dataclass(frozen=True, slots=True)
class Difference:
    """A post that differs: what became of it, as it was (None if new) and as it is (None if gone)."""

    turn: Turn
    was: Seat | None
    now: Seat | None

    @property
    def seat(self) -> Seat:
        """The post, as it stood last."""
        found = self.now or self.was
        if found is None:
            raise ValueError("a difference is of a post that was or is")
        return found


def differences(earlier: Iterable[Seat], later: Iterable[Seat]) -> list[Difference]:
    """What is new, gone or held otherwise on the later day, by work unit and the structure's order."""
    before = {seat.post: seat for seat in earlier}
    after = {seat.post: seat for seat in later}
    found = [*_of_later(before, after), *_gone(before, after)]
    return sorted(found, key=lambda one: (one.seat.unit, one.seat.regime, one.seat.code, one.seat.ordinal))


def _of_later(before: dict[UUID, Seat], after: dict[UUID, Seat]) -> Iterator[Difference]:
    for post, now in after.items():
        was = before.get(post)
        turn = Turn.NEW if was is None else _turn(was, now)
        if turn:
            yield Difference(turn, was, now)


def _gone(before: dict[UUID, Seat], after: dict[UUID, Seat]) -> Iterator[Difference]:
    for post, was in before.items():
        if post not in after:
            yield Difference(Turn.GONE, was, None)


def _turn(was: Seat, now: Seat) -> Turn | None:
    if was.holder != now.holder:
        if now.is_vacant:
            return Turn.VACATED
        return Turn.FILLED if was.is_vacant else Turn.HOLDER
    return Turn.STATE if was.state != now.state else None
