"""A month's pay: by calendar days, rounded up, and every change told once."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malaqbiq.kernel.periods import Period
from malaqbiq.pay.rules.months import (
    Change,
    Closing,
    Kind,
    Line,
    PaidSpan,
    PersonPay,
    Told,
    month_before,
    month_of,
    month_pay,
    months_between,
    person_lines,
    settled,
    thr_pay,
)

WHO, HERE, THERE, ENTRY = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)
PAY = 2_678_864


def span(start: date, last_day: date | None, amount: int = PAY, unit: UUID = HERE) -> PaidSpan:
    return PaidSpan(Period.through(start, last_day), unit, amount, ENTRY)


def lines(
    now: list[PaidSpan],
    of: date,
    *,
    first: date | None = None,
    base: list[PaidSpan] | None = None,
    told: dict[tuple[Kind, date], Told] | None = None,
    thr: dict[int, int] | None = None,
) -> list[Line]:
    closing = Closing(HERE, month_of(of), month_of(first or of), thr or {})
    return person_lines(PersonPay(WHO, tuple(now), tuple(now if base is None else base), told or {}), closing)


@pytest.mark.parametrize(
    ("start", "last_day", "days", "of_days"),
    [
        (date(2022, 1, 1), None, 31, 31),
        (date(2022, 1, 11), None, 21, 31),
        (date(2022, 1, 31), None, 1, 31),
        (date(2022, 1, 1), date(2022, 1, 1), 1, 31),
        (date(2022, 2, 28), None, 1, 28),
        (date(2024, 2, 29), None, 1, 29),
        (date(2024, 2, 1), date(2024, 2, 28), 28, 29),
        (date(2021, 12, 31), None, 1, 31),
        (date(2021, 12, 1), date(2021, 12, 31), 31, 31),
    ],
)
def test_a_part_of_a_month_is_paid_by_its_calendar_days_rounded_up(
    start: date, last_day: date | None, days: int, of_days: int
) -> None:
    found = month_pay([span(start, last_day)], HERE, month_of(start))
    assert found is not None
    assert (found.days, found.of_days) == (days, of_days)
    assert found.gross == ceil(Fraction(PAY * days, of_days))


def test_a_month_in_two_pieces_of_the_same_pay_is_a_month() -> None:
    halves = [span(date(2022, 1, 1), date(2022, 1, 17)), span(date(2022, 1, 18), None)]
    found = month_pay(halves, HERE, month_of(date(2022, 1, 1)))
    assert found is not None
    assert found.gross == PAY


def test_a_raise_within_the_month_counts_from_its_day() -> None:
    spans = [span(date(2022, 1, 1), date(2022, 1, 10), 1_000_000), span(date(2022, 1, 11), None, 2_000_000)]
    found = month_pay(spans, HERE, month_of(date(2022, 1, 1)))
    assert found is not None
    assert (found.gross, found.rate) == (ceil(Fraction(52_000_000, 31)), 2_000_000)


def test_the_thr_is_one_months_pay_by_the_first_payer_of_its_month() -> None:
    spans = [span(date(2022, 1, 1), date(2022, 4, 14)), span(date(2022, 4, 15), None, PAY + 1, THERE)]
    april = month_of(date(2022, 4, 1))
    here, there = thr_pay(spans, HERE, april), thr_pay(spans, THERE, april)
    assert here is not None
    assert (here.gross, there) == (PAY, None)


def test_the_thr_stands_beside_the_pay_of_its_month() -> None:
    found = lines([span(date(2022, 1, 1), None)], date(2022, 4, 1), thr={2022: 4})
    assert [(line.kind, line.amount) for line in found] == [(Kind.PAY, PAY), (Kind.THR, PAY)]
    assert [line.kind for line in lines([span(date(2022, 1, 1), None)], date(2022, 5, 1), thr={2022: 4})] == [Kind.PAY]


def changes(now: list[PaidSpan], of: date = date(2022, 2, 1), told: Told | None = None) -> list[tuple[Change, ...]]:
    before = {} if told is None else {(Kind.PAY, month_before(month_of(of)).start): told}
    return [line.changes for line in lines(now, of, first=date(2022, 1, 1), told=before) if line.about == of]


JANUARY, FEBRUARY = date(2022, 1, 1), date(2022, 2, 1)
AS_BEFORE = Told(PAY, PAY)


@pytest.mark.parametrize(
    ("now", "told", "expected"),
    [
        ([span(JANUARY, None)], AS_BEFORE, [()]),
        ([span(FEBRUARY, None)], None, [(Change.NEW,)]),
        ([span(date(2022, 2, 10), None)], None, [(Change.NEW,)]),
        ([span(JANUARY, None)], None, [(Change.NEW,)]),
        ([span(JANUARY, date(2022, 1, 31), PAY, THERE), span(FEBRUARY, None)], None, [(Change.MOVED_IN,)]),
        ([span(JANUARY, date(2022, 1, 31), PAY - 1), span(FEBRUARY, None)], Told(PAY - 1, PAY - 1), [(Change.RAISED,)]),
        ([span(JANUARY, None, PAY - 1)], AS_BEFORE, [(Change.LOWERED,)]),
        ([span(JANUARY, date(2022, 2, 14))], AS_BEFORE, [(Change.ENDED,)]),
        ([span(JANUARY, date(2022, 1, 31))], AS_BEFORE, [(Change.ENDED,)]),
        ([span(JANUARY, date(2022, 1, 14))], Told(PAY, PAY, frozenset({Change.ENDED})), []),
        (
            [span(JANUARY, date(2022, 2, 14)), span(date(2022, 2, 15), None, PAY, THERE)],
            AS_BEFORE,
            [(Change.MOVED_OUT,)],
        ),
        ([span(date(2022, 2, 10), date(2022, 2, 14))], None, [(Change.NEW, Change.ENDED)]),
        ([span(JANUARY, date(2022, 1, 31)), span(date(2022, 2, 5), None)], AS_BEFORE, [(Change.NEW,)]),
        ([], AS_BEFORE, [(Change.ENDED,)]),
    ],
)
def test_changes_are_told_against_the_month_before(
    now: list[PaidSpan], told: Told | None, expected: list[tuple[Change, ...]]
) -> None:
    assert changes(now, told=told) == expected


def test_in_the_first_month_what_stood_before_is_no_news() -> None:
    found = lines([span(date(2021, 1, 1), None)], JANUARY)
    assert [(line.changes, line.amount) for line in found] == [((), PAY)]


def test_a_raise_that_came_late_is_told_once_as_arrears() -> None:
    raised = [span(JANUARY, None, PAY + 31)]
    told = {(Kind.PAY, JANUARY): Told(PAY, PAY)}
    found = lines(raised, FEBRUARY, first=JANUARY, told=told)
    assert [(line.about, line.amount, line.changes) for line in found] == [
        (JANUARY, 31, ()),
        (FEBRUARY, PAY + 31, (Change.RAISED,)),
    ]
    told = {(Kind.PAY, JANUARY): Told(PAY + 31, PAY), (Kind.PAY, FEBRUARY): Told(PAY + 31, PAY + 31)}
    assert [line.about for line in lines(raised, date(2022, 3, 1), first=JANUARY, told=told)] == [date(2022, 3, 1)]


def test_an_end_that_came_late_takes_back_what_was_told() -> None:
    told = {(Kind.PAY, JANUARY): Told(PAY, PAY)}
    found = lines([span(JANUARY, date(2022, 1, 10))], FEBRUARY, first=JANUARY, told=told)
    kept = ceil(Fraction(PAY * 10, 31))
    assert [(line.about, line.amount, line.changes) for line in found] == [
        (JANUARY, kept - PAY, ()),
        (FEBRUARY, 0, (Change.ENDED,)),
    ]


def test_what_was_owed_before_the_first_month_is_not_told_but_its_changes_are() -> None:
    base, now = [span(date(2021, 1, 1), None, 1_000_000)], [span(date(2021, 11, 1), None, 1_500_000)]
    now = [span(date(2021, 1, 1), date(2021, 10, 31), 1_000_000), *now]
    assert [line.about for line in lines(base, JANUARY)] == [JANUARY]
    found = lines(now, FEBRUARY, first=JANUARY, base=base, told={(Kind.PAY, JANUARY): Told(1_000_000, 1_000_000)})
    assert [(line.about, line.amount) for line in found[:-1]] == [
        (date(2021, 11, 1), 500_000), (date(2021, 12, 1), 500_000), (JANUARY, 500_000),
    ]  # fmt: skip


def told_by(opening: int, start: date, last_day: date | None, amount: int = PAY, unit: UUID = HERE) -> PaidSpan:
    return PaidSpan(Period.through(start, last_day), unit, amount, ENTRY, (UUID(int=opening),) * 3 if opening else ())


BEGIN, FEBRUARY_2021, MARCH, LAST = date(2021, 1, 1), date(2021, 2, 1), date(2021, 3, 1), date(2021, 12, 31)


@pytest.mark.parametrize(
    ("now", "owed"),
    [
        ([told_by(2, BEGIN, None, PAY + 1)], PAY),
        ([told_by(2, BEGIN, None, PAY, THERE)], PAY),
        ([told_by(2, MARCH, None)], PAY),
        ([told_by(2, JANUARY, None)], PAY),
        ([], PAY),
        ([told_by(0, BEGIN, None, PAY + 1)], PAY + 1),
        ([told_by(1, BEGIN, date(2021, 1, 31)), told_by(0, FEBRUARY_2021, None, PAY + 1)], PAY + 1),
        ([told_by(1, BEGIN, date(2021, 1, 31))], None),
    ],
)
def test_before_the_first_month_an_opening_told_anew_changes_nothing(now: list[PaidSpan], owed: int | None) -> None:
    found = month_pay(settled(now, [told_by(1, BEGIN, None)], month_of(JANUARY)), HERE, month_of(FEBRUARY_2021))
    assert (found.gross if found else None) == owed


@pytest.mark.parametrize(
    ("now", "owed"),
    [
        ([told_by(2, BEGIN, None)], None),
        ([told_by(1, BEGIN, None)], PAY),
        ([told_by(0, BEGIN, None)], PAY),
    ],
)
def test_before_the_first_month_only_a_decree_lets_pay_in(now: list[PaidSpan], owed: int | None) -> None:
    base = [told_by(1, BEGIN, date(2021, 1, 31))]
    found = month_pay(settled(now, base, month_of(JANUARY)), HERE, month_of(FEBRUARY_2021))
    assert (found.gross if found else None) == owed


def test_from_the_first_month_on_an_opening_counts_as_it_is_told_now() -> None:
    found = settled([told_by(2, BEGIN, None, PAY + 1)], [told_by(1, BEGIN, None)], month_of(JANUARY))
    assert [month_pay(found, HERE, month_of(day)) for day in (LAST, JANUARY)] == [
        month_pay([told_by(1, BEGIN, None)], HERE, month_of(LAST)),
        month_pay([told_by(2, BEGIN, None, PAY + 1)], HERE, month_of(JANUARY)),
    ]


DAYS = st.integers(0, 420).map(lambda days: date(2021, 11, 1) + timedelta(days))


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[PaidSpan, ...]]:
    """What was known at each closing: disjoint spans of pay, anew each time."""
    known = []
    for _ in range(draw(st.integers(2, 6))):
        edges = sorted(set(draw(st.lists(DAYS, min_size=2, max_size=8))))
        spans = [
            span(start, end - timedelta(1), draw(st.integers(1, 4_000_000)), draw(st.sampled_from([HERE, THERE])))
            for start, end in pairwise(edges)
            if draw(st.booleans())
        ]
        known.append(tuple(spans))
    return known


@given(histories(), st.integers(1, 12))
@settings(max_examples=150, deadline=None)
def test_closed_lines_add_up_to_what_was_owed_by_what_was_known_last(
    known: list[tuple[PaidSpan, ...]], thr_month: int
) -> None:
    first, thr = month_of(date(2022, 1, 1)), {2022: thr_month}
    closed, of = list[Line](), first
    for now in known:
        told: dict[tuple[Kind, date], Told] = {}
        for line in closed:
            key = (line.kind, line.about)
            before = told.get(key, Told(0))
            told[key] = Told(before.amount + line.amount, line.rate, frozenset(line.changes))
        closed += person_lines(PersonPay(WHO, now, known[0], told), Closing(HERE, of, first, thr))
        last, of = of, month_of(of.end or of.start)
    earlier = list(months_between(month_of(date(2021, 11, 1)), month_before(first)))
    since = list(months_between(first, last))
    for kind, owed_by in ((Kind.PAY, month_pay), (Kind.THR, thr_pay)):

        def owed(spans: tuple[PaidSpan, ...], of: Period, kind: Kind = kind, owed_by=owed_by) -> int:  # noqa: ANN001
            if kind is Kind.THR and of.start != date(2022, thr_month, 1):
                return 0
            found = owed_by(spans, HERE, of)
            return found.gross if found else 0

        expected = sum(owed(known[-1], month) for month in [*earlier, *since]) - sum(owed(known[0], m) for m in earlier)
        assert sum(line.amount for line in closed if line.kind is kind) == expected


def test_premiums_are_counted_between_their_bounds_and_rounded_up() -> None:
    from malaqbiq.pay.rules.premiums import Programme, premium, premiums, premiums_less

    kesehatan = Programme("kesehatan", "4", lower=PAY, ceiling=12_000_000)
    assert premium(1_000_000, kesehatan) == ceil(Fraction(PAY * 4, 100))
    assert premium(20_000_000, kesehatan) == 480_000
    assert premium(PAY, Programme("jkk-I", "0.24")) == 6_430
    assert premiums(PAY, [Programme("jp", None)]) == {"jp": None}
    assert premiums(None, [kesehatan]) == {"kesehatan": 0}
    assert premiums_less({"a": 5, "b": None}, {"a": 2}) == {"a": 3, "b": None}
