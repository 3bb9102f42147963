"""What stands for one subject, from when until when: disjoint spans on named tracks.

A subject is a person, a post or a work unit. A track (``service.home``, ``pay.term``) holds at most one value on any
day, so that "one home unit" and "one definitive holder" are true by construction. Timelines never change: each write
gives new ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID


class Origin(StrEnum):
    """Where a decree comes from: issued here, issued by another, or what was in force at the opening."""

    OWN = "own"
    RECEIVED = "received"
    OPENING = "opening"


V = TypeVar("V")
"""What a span holds: a frozen dataclass whose fields are strings, whole numbers, booleans, dates, UUIDs or None."""


@dataclass(frozen=True, slots=True)
class Track(Generic[V]):
    """A named track, and the class of the values that stand on it."""

    name: str
    value: type[V]


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """Whose timeline it is: kind is ``person``, ``post`` or ``work_unit``."""

    kind: str
    uid: UUID


@dataclass(frozen=True, slots=True)
class Span(Generic[V]):
    """One value that stands from `start` up to, not including, `end` (None: without end).

    `entry` is the entry of a decree that says so, `origin` where that fact comes from.
    """

    start: date
    end: date | None
    value: V
    entry: UUID
    origin: Origin

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def clipped(self, start: date | None, end: date | None) -> Span[V] | None:
        """The part of the span inside the bounds (None: unbounded), or None if nothing is left."""
        first = self.start if start is None else max(self.start, start)
        last = self.end if end is None else end if self.end is None else min(self.end, end)
        if last is not None and last <= first:
            return None
        # Nearly all lie inside: a span never changes, so that one serves as its own part.
        return self if first == self.start and last == self.end else replace(self, start=first, end=last)


@dataclass(frozen=True, slots=True)
class Written:
    """Who writes: the entry and the origin that spans carry."""

    entry: UUID
    origin: Origin


@dataclass(frozen=True, slots=True)
class Timelines:
    """All tracks of one subject."""

    subject: Subject
    tracks: Mapping[str, tuple[Span[Any], ...]]

    @classmethod
    def empty(cls, subject: Subject) -> Timelines:
        """A subject of which nothing is known."""
        return cls(subject, {})

    def __iter__(self) -> Iterator[tuple[str, Span[Any]]]:
        for track, spans in self.tracks.items():
            for span in spans:
                yield track, span

    def spans(self, track: Track[V]) -> tuple[Span[V], ...]:
        """The spans of a track in order of time."""
        return self.tracks.get(track.name, ())

    def at(self, track: Track[V], day: date) -> Span[V] | None:
        """What stands on a track on a day."""
        return next((span for span in self.spans(track) if day in span), None)

    def put(self, track: Track[V], start: date, end: date | None, value: V, by: Written) -> Timelines:
        """Let `value` stand from `start` to `end`.

        Whatever stood from `start` on is gone, and nothing stands after `end`.
        """
        kept = _clipped(self.spans(track), None, start)
        return self._with(track, (*kept, Span(start, end, value, by.entry, by.origin)))

    def lay_over(self, track: Track[V], start: date, end: date | None, value: V, by: Written) -> Timelines:
        """Let `value` stand from `start` to `end`, and what stood before come back after `end`."""
        spans = self.spans(track)
        over = Span(start, end, value, by.entry, by.origin)
        after = () if end is None else _clipped(spans, end, None)
        return self._with(track, (*_clipped(spans, None, start), over, *after))

    def cut(self, track: Track[Any], start: date) -> Timelines:
        """Let nothing stand on a track from `start` on."""
        return self._with(track, _clipped(self.spans(track), None, start))

    def only(self, track: Track[Any]) -> Timelines:
        """What stands on one track."""
        return Timelines(self.subject, {track.name: self.spans(track)})

    def clipped(self, start: date | None, end: date | None) -> Timelines:
        """Only what stands inside the bounds."""
        return Timelines(self.subject, {name: _clipped(spans, start, end) for name, spans in self.tracks.items()})

    def joined(self, later: Timelines) -> Timelines:
        """These timelines with later ones behind them; a span that goes on across the seam is one span."""
        names = {**self.tracks, **later.tracks}
        return Timelines(
            self.subject, {name: _joined(self.tracks.get(name, ()), later.tracks.get(name, ())) for name in names}
        )

    def _with(self, track: Track[V], spans: tuple[Span[V], ...]) -> Timelines:
        return Timelines(self.subject, {**self.tracks, track.name: spans})


def _clipped(spans: tuple[Span[V], ...], start: date | None, end: date | None) -> tuple[Span[V], ...]:
    # They stand in the order of time, so that the last one tells where nothing is to be cut: mostly.
    if not spans or (start is None and end is not None and spans[-1].end is not None and spans[-1].end <= end):
        return spans
    clipped = (span.clipped(start, end) for span in spans)
    return tuple(span for span in clipped if span is not None)


def _joined(earlier: tuple[Span[Any], ...], later: tuple[Span[Any], ...]) -> tuple[Span[Any], ...]:
    if not earlier or not later:
        return earlier + later
    last, first = earlier[-1], later[0]
    if last.end == first.start and replace(last, end=first.end) == replace(first, start=last.start):
        return (*earlier[:-1], replace(last, end=first.end), *later[1:])
    return earlier + later
