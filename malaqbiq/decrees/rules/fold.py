"""The fold: from the entries of a subject to what stands, and whether it may stand.

Entries count in the order (`effective_on`, ledger place). A mending entry takes another out:

- *revocation* (dicabut): from its date on there stands what would stand without the other entry;
- *annulment* (dibatalkan): a revocation from the other's own date;
- *correction* (perbaikan): an annulment, with a replacement in the other's place in the order and of its origin.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from malaqbiq.decrees.rules.effects import Act, Book, Problem
from malaqbiq.decrees.rules.timeline import Subject, Timelines
from malaqbiq.kernel.words import Words, gettext_noop


class Mending(StrEnum):
    """How an entry mends another."""

    REVOCATION = "revocation"
    ANNULMENT = "annulment"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Posted:
    """An entry as the ledger holds it: its act, its place, and the entry that it mends, if any.

    The act of a revocation or annulment has no effect of its own: its name and payload are ignored.
    """

    act: Act[Any]
    place: int
    mends: UUID | None = None
    mending: Mending | None = None


@dataclass(frozen=True, slots=True)
class Folded:
    """What stands for a subject, and every problem met on the way."""

    timelines: Timelines
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Live:
    """An act with the day from which it no longer counts (None: it counts for good)."""

    act: Act[Any]
    gone_from: date | None


def fold(subject: Subject, posted: Iterable[Posted], book: Book) -> Folded:
    """What stands after all posted entries of a subject, in whatever order they are given."""
    live, problems = _mended(sorted(posted, key=_ledger_order))
    seams = sorted({gone for item in live if (gone := item.gone_from) is not None and gone > item.act.effective_on})
    timelines = Timelines.empty(subject)
    for start, end in zip([None, *seams], [*seams, None], strict=True):
        piece, found = _folded_piece(subject, live, book, start, end)
        timelines = timelines.joined(piece.clipped(start, end)) if seams else piece
        problems.extend(found)
    for invariant in book.invariants_of(subject.kind):
        problems.extend(invariant.test(timelines))
    return Folded(timelines, tuple(dict.fromkeys(problem_of(subject, problem) for problem in problems)))


def problem_of(subject: Subject, problem: Problem) -> Problem:
    """The problem with the subject that it is about."""
    return problem if problem.subject is not None else replace(problem, subject=subject)


def _ledger_order(posted: Posted) -> tuple[int, int]:
    return (posted.place, posted.act.rank[1])


def _mended(posted: Sequence[Posted]) -> tuple[list[_Live], list[Problem]]:
    """The acts that count, ranked, each with the day it stops counting; and mendings that hit nothing."""
    live: dict[UUID, _Live] = {}
    problems: list[Problem] = []
    for item in posted:
        act = item.act
        target = live.get(item.mends) if item.mends is not None else None
        if item.mends is not None:
            if target is None or (target.gone_from is not None and target.gone_from <= target.act.effective_on):
                problems.append(_nothing_to_mend(act))
                continue
            gone_from = act.effective_on if item.mending is Mending.REVOCATION else target.act.effective_on
            earlier = gone_from if target.gone_from is None else min(gone_from, target.gone_from)
            live[item.mends] = replace(target, gone_from=max(earlier, target.act.effective_on))
        if item.mends is None:
            live[act.entry] = _Live(act, None)
        elif item.mending is Mending.CORRECTION and target is not None:
            live[act.entry] = _Live(replace(act, rank=target.act.rank, origin=target.act.origin), target.gone_from)
    return sorted(live.values(), key=lambda item: (item.act.effective_on, item.act.rank)), problems


def _folded_piece(
    subject: Subject, live: Sequence[_Live], book: Book, start: date | None, end: date | None
) -> tuple[Timelines, list[Problem]]:
    """What would stand if the acts that count in [start, end) were all there is."""
    timelines = Timelines.empty(subject)
    problems: list[Problem] = []
    for item in live:
        act = item.act
        if item.gone_from is not None and (item.gone_from <= act.effective_on or (start and item.gone_from <= start)):
            continue
        effect = book.effect(act.effect)
        if end is None or act.effective_on < end:
            problems.extend(replace(problem, entry=act.entry) for problem in effect.check(timelines, act))
        timelines = effect.fold(timelines, act)
    return timelines, problems


def _nothing_to_mend(act: Act[Any]) -> Problem:
    words = Words(gettext_noop("the entry to be mended is not in force: it was already annulled or corrected"))
    return Problem("decrees.nothing_to_mend", words, act.entry)
