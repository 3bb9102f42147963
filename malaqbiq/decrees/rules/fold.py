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
        piece, found = _folded_piece(Timelines.empty(subject), live, book, start, end)
        timelines = timelines.joined(piece.clipped(start, end)) if seams else piece
        problems.extend(found)
    return _folded(subject, timelines, problems, book)


def _folded(subject: Subject, timelines: Timelines, problems: Iterable[Problem], book: Book) -> Folded:
    """What was folded, held to the invariants over its kind of subject."""
    every = [
        *problems,
        *(found for invariant in book.invariants_of(subject.kind) for found in invariant.test(timelines)),
    ]
    return Folded(timelines, tuple(dict.fromkeys(problem_of(subject, problem) for problem in every)))


@dataclass(frozen=True, slots=True)
class Both:
    """What stands for a subject without some entries, and with them."""

    before: Timelines
    after: Folded
    problems: tuple[Problem, ...]
    """what is wrong with them that was not before: what was wrong already holds nobody up"""


def fold_both(subject: Subject, earlier: Sequence[Posted], new: Sequence[Posted], book: Book) -> Both:
    """What stands without the new entries and with them.

    Nearly always these come last and mend nothing: then what stood before them is folded once, and gone on from.
    """
    posted = [*earlier, *new]
    if any(item.mends for item in posted) or (earlier and new and min(map(_order, new)) < max(map(_order, earlier))):
        before, after = fold(subject, earlier, book), fold(subject, posted, book)
        fresh = tuple(problem for problem in after.problems if problem not in before.problems)
        return Both(before.timelines, after, fresh)
    stood, found = _folded_piece(Timelines.empty(subject), _ranked(earlier), book)
    stands, more = _folded_piece(stood, _ranked(new), book)
    after = _folded(subject, stands, [*found, *more], book)
    # Asked only where something is wrong at all.
    known = _folded(subject, stood, found, book).problems if after.problems else ()
    return Both(stood, after, tuple(problem for problem in after.problems if problem not in known))


def problem_of(subject: Subject, problem: Problem) -> Problem:
    """The problem with the subject that it is about."""
    return problem if problem.subject is not None else replace(problem, subject=subject)


def _order(posted: Posted) -> tuple[date, tuple[int, int]]:
    return posted.act.effective_on, posted.act.rank


def _ranked(posted: Iterable[Posted]) -> list[_Live]:
    """Acts that nothing mends, in their order."""
    return [_Live(item.act, None) for item in sorted(posted, key=_order)]


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
    timelines: Timelines, live: Sequence[_Live], book: Book, start: date | None = None, end: date | None = None
) -> tuple[Timelines, list[Problem]]:
    """What would stand if what stands in the timelines and the acts that count in [start, end) were all there is."""
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
