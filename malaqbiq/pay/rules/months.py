"""What a work unit owes its contract staff for a calendar month, and what of it has not been told yet.

A part of a month is paid by its calendar days, rounded up to whole rupiah (once for the whole month, so that a month in
two pieces of the same pay is a month). The THR is one month's pay, by the unit that pays the person first in the month
that the office has set (which day counts is Malaqbiq's own default: no rule was found).

A closed month never changes. So every line is a difference: owed by what is known now, less what closed months already
told. What comes late is in the next month's lines, never twice and never lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from malaqbiq.kernel.days import days_require
from malaqbiq.kernel.periods import DAY, Period, month
from malaqbiq.kernel.rupiah import share

MONTHS_IN_BUDGET_YEAR = 13
"""Twelve months and the THR (PMK 60/PMK.02/2021 on the state cost standard)."""


class Kind(StrEnum):
    """What a line pays."""

    PAY = "pay"
    THR = "thr"


class Change(StrEnum):
    """What is new in a month compared with what was told for the one before."""

    NEW = "new"
    MOVED_IN = "moved_in"
    RAISED = "raised"
    LOWERED = "lowered"
    MOVED_OUT = "moved_out"
    ENDED = "ended"


GONE = frozenset({Change.ENDED, Change.MOVED_OUT})


@dataclass(frozen=True, slots=True)
class PaidSpan:
    """Days on which a unit pays a person so much a month, by an entry of a decree.

    `opening` has the entries on pay, home and contract if an opening told all three, else none.
    """

    period: Period
    unit: UUID
    amount: int
    entry: UUID
    opening: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthPay:
    """A person's pay for a month: gross in rupiah for `days` of `of_days` calendar days, the first and last of them.

    `rate` is the full month's pay that stands on the last of the days, `entry` the one that says so.
    """

    gross: int
    rate: int
    days: int
    of_days: int
    first: date
    last: date
    entry: UUID


@dataclass(frozen=True, slots=True)
class Told:
    """What closed months told of a person for one month and kind: the sum, and the last rate and changes."""

    amount: int
    rate: int | None = None
    changes: frozenset[Change] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a month: `about` is the first day of the month that it is about, the month itself or an earlier one.

    `amount` is what is still to be told (below zero if too much was); `rate` the full month's pay, None if none stands.
    """

    person: UUID
    kind: Kind
    about: date
    amount: int
    rate: int | None
    days: int
    of_days: int
    changes: tuple[Change, ...] = ()
    entry: UUID | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """Which month of which unit is asked for, what the first one was that was closed there, and the THR's months.

    What was owed for months before `first`, as it was known then, counts as paid outside: only changes are told,
    and not those of an opening (`settled`). `thr` has the THR's month by year; `thr_elsewhere` the people and years for
    which another unit has told it.
    """

    unit: UUID
    month: Period
    first: Period
    thr: Mapping[int, int]
    thr_elsewhere: frozenset[tuple[UUID, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class PersonPay:
    """One person's days of pay as known now and as known at the first closing, and what was told in between."""

    person: UUID
    now: tuple[PaidSpan, ...]
    base: tuple[PaidSpan, ...]
    told: Mapping[tuple[Kind, date], Told] = field(default_factory=dict)


def month_of(day: date) -> Period:
    """The calendar month of a day; UserError for a day that can't be meant."""
    days_require(day)
    return month(day.year, day.month)


def month_before(one: Period) -> Period:
    """The calendar month before."""
    return month_of(one.start - DAY)


def months_between(first: Period, last: Period) -> Iterator[Period]:
    """Calendar months from the first to the last, both counted."""
    while first.start <= last.start:
        yield first
        assert first.end is not None  # noqa: S101 - a calendar month ends
        first = month_of(first.end)


def month_pay(spans: Iterable[PaidSpan], unit: UUID, of: Period) -> MonthPay | None:
    """What a unit owes a person for a month; None where it pays on none of its days."""
    pieces = sorted(_pieces((span for span in spans if span.unit == unit), of), key=lambda piece: piece[0].start)
    if not pieces:
        return None
    of_days = _days(of)
    by_days = sum(span.amount * _days(days) for days, span in pieces)
    (first, _), (final, last) = pieces[0], pieces[-1]
    paid = sum(_days(days) for days, _ in pieces)
    assert final.end is not None  # noqa: S101 - a piece of a month ends
    return MonthPay(share(by_days, 1, of_days), last.amount, paid, of_days, first.start, final.end - DAY, last.entry)


def thr_pay(spans: Iterable[PaidSpan], unit: UUID, of: Period) -> MonthPay | None:
    """The THR that a unit owes a person in its month: one month's pay, if the unit is the first to pay in it."""
    pieces = _pieces(spans, of)
    first = min(pieces, key=lambda piece: piece[0].start, default=None)
    if first is None or first[1].unit != unit:
        return None
    days, span = first
    return MonthPay(span.amount, span.amount, _days(of), _days(of), days.start, days.start, span.entry)


def premium_wage(spans: Iterable[PaidSpan], unit: UUID, of: Period) -> int | None:
    """The month's full pay on which a unit owes premiums: only the unit that pays the person last in the month does."""
    last = max(_pieces(spans, of), key=lambda piece: piece[0].start, default=None)
    return last[1].amount if last and last[1].unit == unit else None


def settled(now: Sequence[PaidSpan], base: Sequence[PaidSpan], first: Period) -> tuple[PaidSpan, ...]:
    """Days of pay as known now; before the first closed month as known then, where only an opening is told anew.

    What an opening told was paid elsewhere, before anything was told here: whoever corrects it, or adds what it forgot,
    mends the record and makes nobody a debtor. What another decree changes in those days is owed.
    """
    if _is_alike_before(now, base, first):
        return tuple(now)
    ends = (day for span in (*now, *base) for day in (span.period.start, span.period.end) if day)
    days = sorted({first.start, *(day for day in ends if day < first.start)})
    stood = [(Period(*edges), _on(now, edges[0]), _on(base, edges[0])) for edges in pairwise(days)]
    kept = [(period, then if _is_retold(at, then, now, base) else at) for period, at, then in stood]
    earlier = [replace(span, period=period) for period, span in kept if span]
    return (*earlier, *(replace(span, period=period) for period, span in _pieces(now, Period(first.start, None))))


def _is_retold(at: PaidSpan | None, then: PaidSpan | None, now: Iterable[PaidSpan], base: Iterable[PaidSpan]) -> bool:
    """Whether what stands on a day differs from what stood only by what an opening told.

    Where one of them is missing: an opening's entries that stand on other days were cut, or let in again, by a decree.
    """
    if at and then:
        return bool(at.opening and then.opening)
    told, others = (at.opening, base) if at else (then.opening if then else (), now)
    return bool(told) and all(span.opening != told for span in others)


def person_lines(pay: PersonPay, closing: Closing) -> list[Line]:
    """The lines of one person in a month: the month itself, its THR, and every difference for earlier months."""
    lines = [line for of in _months_to_look_at(pay, closing) for line in _earlier(pay, closing, of)]
    lines += _this_month(pay, closing)
    return lines


def _months_to_look_at(pay: PersonPay, closing: Closing) -> Iterator[Period]:
    """Months before this one that may owe something: those since the first closed one, and changed ones before it."""
    starts = [closing.first.start, *(about for _, about in pay.told)]
    if not _is_alike_before(pay.now, pay.base, closing.first):
        starts += [span.period.start for span in (*pay.now, *pay.base)]
    if min(starts) < closing.month.start:
        yield from months_between(month_of(min(starts)), month_before(closing.month))


def _is_alike_before(now: Sequence[PaidSpan], base: Sequence[PaidSpan], first: Period) -> bool:
    """Whether both say the same of the days before a month, be it by other entries."""
    return now == base or _before(now, first) == _before(base, first)


def _before(spans: Iterable[PaidSpan], first: Period) -> frozenset[tuple[Period, UUID, int]]:
    limit = Period(date.min, first.start)
    return frozenset((days, span.unit, span.amount) for days, span in _pieces(spans, limit))


def _earlier(pay: PersonPay, closing: Closing, of: Period) -> Iterator[Line]:
    for kind in Kind:
        owed, before = _owed(pay.now, pay, closing, kind, of), _told(pay, closing, kind, of)
        if delta := (owed.gross if owed else 0) - before:
            yield _line(pay.person, kind, of, delta, owed)


def _this_month(pay: PersonPay, closing: Closing) -> Iterator[Line]:
    of = closing.month
    owed = month_pay(pay.now, closing.unit, of)
    changes = _changes(pay, closing, owed)
    amount = (owed.gross if owed else 0) - _told(pay, closing, Kind.PAY, of)
    if owed or changes or amount:
        yield _line(pay.person, Kind.PAY, of, amount, owed, changes)
    thr = _owed(pay.now, pay, closing, Kind.THR, of)
    if delta := (thr.gross if thr else 0) - _told(pay, closing, Kind.THR, of):
        yield _line(pay.person, Kind.THR, of, delta, thr)


def _owed(spans: Iterable[PaidSpan], pay: PersonPay, closing: Closing, kind: Kind, of: Period) -> MonthPay | None:
    if kind is Kind.PAY:
        return month_pay(spans, closing.unit, of)
    year = of.start.year
    if closing.thr.get(year) != of.start.month or (pay.person, year) in closing.thr_elsewhere:
        return None
    return thr_pay(spans, closing.unit, of)


def _told(pay: PersonPay, closing: Closing, kind: Kind, of: Period) -> int:
    """What was told for a month, or for a month before the first closed one, what was owed as it was known then."""
    told = pay.told.get((kind, of.start))
    amount = told.amount if told else 0
    if of.start < closing.first.start:
        base = _owed(pay.base, pay, closing, kind, of)
        amount += base.gross if base else 0
    return amount


def _changes(pay: PersonPay, closing: Closing, owed: MonthPay | None) -> tuple[Change, ...]:
    before = _rate_before(pay, closing)
    if owed is None:
        gone = before is not None
        return (_gone_to(pay.now, closing.unit, closing.month.start),) if gone else ()
    found = []
    if before is None or owed.first > closing.month.start:
        found.append(_come_from(pay.now, closing.unit, owed.first))
    elif owed.rate != before:
        found.append(Change.RAISED if owed.rate > before else Change.LOWERED)
    if owed.last + DAY != closing.month.end:
        found.append(_gone_to(pay.now, closing.unit, owed.last + DAY))
    return tuple(found)


def _rate_before(pay: PersonPay, closing: Closing) -> int | None:
    """The full pay that was told for the month before; before the first closed month, what stands for it. None if the
    person was not paid, or was told to be gone.
    """
    before = month_before(closing.month)
    if closing.month.start > closing.first.start:
        told = pay.told.get((Kind.PAY, before.start))
        return None if told is None or told.changes & GONE else told.rate
    owed = month_pay(pay.base, closing.unit, before)
    return owed.rate if owed and owed.last + DAY == closing.month.start else None


def _come_from(spans: Sequence[PaidSpan], unit: UUID, day: date) -> Change:
    """Whether somebody whom a unit pays on a day is new, or was paid by another unit just before."""
    start = day
    while covering := [span for span in spans if span.unit == unit and (start - DAY) in span.period]:
        start = covering[0].period.start
    return Change.MOVED_IN if _payer(spans, start - DAY) else Change.NEW


def _gone_to(spans: Sequence[PaidSpan], unit: UUID, day: date) -> Change:
    payer = _payer(spans, day)
    return Change.MOVED_OUT if payer is not None and payer != unit else Change.ENDED


def _payer(spans: Iterable[PaidSpan], day: date) -> UUID | None:
    span = _on(spans, day)
    return span.unit if span else None


def _on(spans: Iterable[PaidSpan], day: date) -> PaidSpan | None:
    return next((span for span in spans if day in span.period), None)


def _pieces(spans: Iterable[PaidSpan], of: Period) -> list[tuple[Period, PaidSpan]]:
    found = ((span.period.intersection(of), span) for span in spans)
    return [(days, span) for days, span in found if days is not None]


def _days(period: Period) -> int:
    assert period.end is not None  # noqa: S101 - only periods inside a month are counted
    return (period.end - period.start).days


def _line(
    person: UUID, kind: Kind, of: Period, amount: int, owed: MonthPay | None, changes: tuple[Change, ...] = ()
) -> Line:
    if owed is None:
        return Line(person, kind, of.start, amount, None, 0, _days(of), changes)
    return Line(person, kind, of.start, amount, owed.rate, owed.days, owed.of_days, changes, owed.entry)
