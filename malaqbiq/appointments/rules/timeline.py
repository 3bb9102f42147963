"""How a post was held from day to day: by whom, in which state, and by whom the work was kept before or instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from malaqbiq.appointments.rules.rounds import Held
from malaqbiq.kernel.periods import DAY


@dataclass(frozen=True, slots=True)
class Days:
    """From a day on until the day before `end`; without one until nobody knows when."""

    start: date
    end: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day lies in them."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Hold:
    """Somebody who held a post, or one that it goes on from, in a state; `title`: which, or as what he stood in for it.

    `exact`: since when was told.
    """

    person: UUID
    name: str
    state: Held
    days: Days
    title: str = ""
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Past:
    """All that is known of a post: who held it, who held those that it goes on from, and when it and they existed."""

    own: Sequence[Hold] = ()
    before: Sequence[Hold] = ()
    in_force: Sequence[Days] = ()
    before_in_force: Sequence[Days] = ()

    @property
    def turns(self) -> set[date]:
        """The days on which something may be otherwise than the day before."""
        every = [*(one.days for one in (*self.own, *self.before)), *self.in_force, *self.before_in_force]
        return {day for one in every for day in (one.start, one.end) if day}


@dataclass(frozen=True, slots=True)
class Stretch:
    """How a post was held for some days, until the day before `end`, and by whom; `beside`: who stood in meanwhile for
    a definitive holder (Plh), with the days of it within the stretch.
    """

    state: Held
    start: date
    end: date
    holds: tuple[Hold, ...] = ()
    beside: tuple[Hold, ...] = ()

    @property
    def last(self) -> date:
        """Its last day."""
        return self.end - DAY


@dataclass(frozen=True, slots=True)
class Line:
    """A post over some days; where a stretch is missing, neither it nor one that it goes on from existed."""

    first: date
    end: date
    stretches: Sequence[Stretch] = field(default=())

    @property
    def now(self) -> Stretch | None:
        """How it is held on the last of the days."""
        last = self.stretches[-1] if self.stretches else None
        return last if last and last.end == self.end else None


ORDER = (Held.DEFINITIVE, Held.ACTING, Held.DEMISIONER)
"""What is told of a post that two hold at once in different ways."""


def line_of(past: Past, first: date, end: date) -> Line:
    """A post from a day on until the day before `end`: its own holder's state; else demisioner while holders of posts
    that it goes on from keep the work, or as they hold these before it exists itself; else vacant.
    """
    found: list[Stretch] = []
    turns = sorted({first, *(day for day in past.turns if first < day < end)})
    for start, stop in zip(turns, [*turns[1:], end], strict=True):
        told = _on(past, start)
        if told is None:
            continue
        state, holds = told
        if found and (found[-1].state, found[-1].holds, found[-1].end) == (state, holds, start):
            found[-1] = Stretch(state, found[-1].start, stop, holds)
        else:
            found.append(Stretch(state, start, stop, holds))
    return Line(first, end, [replace(one, beside=_beside(past, one, end)) for one in found])


def counts_by_day(lines: Collection[Line], first: date, end: date) -> list[tuple[date, Counter[Held]]]:
    """How many posts are held in which way from which day on: the first day, and those on which it changes."""
    change: dict[date, Counter[Held]] = {first: Counter()}
    for line in lines:
        for one in line.stretches:
            change.setdefault(max(one.start, first), Counter())[one.state] += 1
            if one.end < end:
                change.setdefault(one.end, Counter())[one.state] -= 1
    counts: Counter[Held] = Counter()
    found: list[tuple[date, Counter[Held]]] = []
    for day in sorted(change):
        counts.update(change[day])
        now = Counter({state: counts[state] for state in Held if counts[state]})
        if not found or found[-1][1] != now:
            found.append((day, now))
    return found


def _on(past: Past, day: date) -> tuple[Held, tuple[Hold, ...]] | None:
    own = _standing(past.own, day)
    if own:
        return own[0].state, own
    before = _standing(past.before, day)
    exists = any(one.holds(day) for one in past.in_force)
    if before:
        return (Held.DEMISIONER if exists else before[0].state), before
    if exists or any(one.holds(day) for one in past.before_in_force):
        return Held.VACANT, ()
    return None


def _beside(past: Past, stretch: Stretch, end: date) -> tuple[Hold, ...]:
    """Who stood in for the post while somebody held it definitively; without an end where it goes on after the line."""
    if stretch.state is not Held.DEFINITIVE:
        return ()
    found = []
    for one in past.own:
        start, stop = max(one.days.start, stretch.start), min(one.days.end or end, stretch.end)
        if one.state is Held.ACTING and start < stop:
            goes_on = stop == end and (one.days.end is None or one.days.end > end)
            found.append(replace(one, days=Days(start, None if goes_on else stop)))
    return tuple(found)


def _standing(holds: Iterable[Hold], day: date) -> tuple[Hold, ...]:
    standing = [one for one in holds if one.days.holds(day)]
    for state in ORDER:
        found = tuple(one for one in standing if one.state is state)
        if found:
            return found
    return ()
