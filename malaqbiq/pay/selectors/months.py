"""The month's changes of a work unit: as closed, or as they would be closed now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from malaqbiq.decrees.models import Entry
from malaqbiq.decrees.selectors.ledger import ledger_head
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.words import Named, Words, gettext_noop, month_named
from malaqbiq.organization.models import UnitProfile, WorkUnit
from malaqbiq.organization.selectors import work_unit
from malaqbiq.pay.models import PayLine, PayMonth
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
    person_lines,
    premium_wage,
    settled,
)
from malaqbiq.pay.rules.monthview import MonthLine, MonthView
from malaqbiq.pay.rules.premiums import premiums, premiums_less
from malaqbiq.pay.selectors.premiums import PROGRAMMES_NOT_SAID, PremiumTables
from malaqbiq.pay.selectors.spans import Cited, spans_at
from malaqbiq.people.models import Person
from malaqbiq.service.models import Employment, HomeUnit

Premiums = Mapping[str, int | None]


def closed_months(access: Access, *, unit: str) -> list[Period]:
    """The months that a work unit (by code) has closed, in order; WorkUnit.DoesNotExist for one not covered."""
    found = work_unit(access, code=unit)
    return [month_of(day) for day in _closed(found).values_list("month", flat=True)]


def month_view(access: Access, *, unit: str, month: date) -> MonthView:
    """A work unit's month (by its code and a day in it): the closed lines, or those that closing would write now.

    WorkUnit.DoesNotExist for a unit that the asker's grants don't cover.
    """
    found, of = work_unit(access, code=unit), month_of(month)
    every = list(_closed(found))
    closed = [one for one in every if one.month <= of.start]
    if closed and closed[-1].month == of.start:
        return _as_closed(found, closed[-1])
    return _as_open(access, found, of, closed, is_first=not every)


def _as_closed(unit: WorkUnit, closed: PayMonth) -> MonthView:
    rows = list(closed.lines.all())
    lines = [(_line(row), row.premiums) for row in rows]
    return MonthView(
        unit=unit.uid,
        unit_code=unit.code,
        month=month_of(closed.month),
        place=closed.place,
        lines=_shown(lines, closed.place, _cited(line for line, _ in lines)),
        unknown=tuple(Words(item["message"], item["params"]) for item in closed.unknown),
        closed_at=closed.closed_at,
        thr_month=closed.thr_month,
    )


def _as_open(access: Access, unit: WorkUnit, of: Period, closed: Sequence[PayMonth], *, is_first: bool) -> MonthView:
    head = ledger_head()
    place = head[0] if head else 0
    past, profiles = _Past.of(unit, closed), _profiles(unit, of)
    thr, tables = _thr_months(profiles, past), PremiumTables(access, unit.code, profiles)
    asked = (*_thr_set_otherwise(unit, past, profiles), *_questions(unit, of, thr))
    closing = Closing(unit.uid, of, past.first or of, thr, past.thr_elsewhere)
    (now, base), cited = spans_at(unit.uid, (place, place if past.place is None else past.place))
    lines: list[tuple[Line, Premiums]] = []
    for person in {**now, **base, **past.told}:
        before = base.get(person, ())
        known = settled(now.get(person, ()), before, closing.first)
        pay = PersonPay(person, known, before, past.told.get(person, {}))
        told = past.premiums.get(person, {})
        lines += [(line, _premiums_of(line, pay, closing, tables, told)) for line in person_lines(pay, closing)]
    return MonthView(
        unit=unit.uid,
        unit_code=unit.code,
        month=of,
        place=place,
        lines=_shown(lines, place, cited),
        questions=(*_months_to_close_first(past, of), *asked),
        unknown=_unknown(unit, of, tables),
        thr_month=thr.get(of.start.year),
        asks_profile=bool(asked),
        never_closed=_never_closed(unit, of, now) if is_first else None,
    )


@dataclass(frozen=True, slots=True)
class _Past:
    """What the closed months of a unit before a month told: the first, the place it was told from, and the sums."""

    first: Period | None
    last: Period | None
    place: int | None
    thr: Mapping[int, int]
    thr_told: Mapping[int, int]
    told: Mapping[UUID, Mapping[tuple[Kind, date], Told]]
    premiums: Mapping[UUID, Mapping[date, Premiums]]
    thr_elsewhere: frozenset[tuple[UUID, int]]

    @classmethod
    def of(cls, unit: WorkUnit, closed: Sequence[PayMonth]) -> _Past:
        """The past of a unit as its closed months say it, which come in their order. One statement."""
        told: defaultdict[UUID, dict[tuple[Kind, date], Told]] = defaultdict(dict)
        paid: defaultdict[UUID, dict[date, Premiums]] = defaultdict(dict)
        elsewhere: defaultdict[tuple[UUID, int], int] = defaultdict(int)
        for row in _lines_told(unit, closed):
            if row.unit != unit.uid:
                elsewhere[row.person, row.about.year] += row.amount
                continue
            key = (Kind(row.kind), row.about)
            sofar = told[row.person].get(key, Told(0))
            changes = frozenset(Change(change) for change in row.changes)
            told[row.person][key] = Told(sofar.amount + row.amount, row.rate, changes)
            if row.kind == Kind.PAY:
                paid[row.person][row.about] = _added(paid[row.person].get(row.about, {}), row.premiums)
        first = month_of(closed[0].month) if closed else None
        years = {item.month.year: item.thr_month for item in closed}
        thr_told = {item.month.year: item.thr_month for item in closed if item.month.month >= item.thr_month}
        last = month_of(closed[-1].month) if closed else None
        place = closed[0].place if closed else None
        thr_elsewhere = frozenset(whose for whose, amount in elsewhere.items() if amount > 0)
        return cls(first, last, place, years, thr_told, told, paid, thr_elsewhere)


class _LineTold(NamedTuple):
    """A line of a closed month, and whose month it is."""

    unit: UUID
    month: date
    ordinal: int
    person: UUID
    kind: str
    about: date
    amount: int
    rate: int | None
    changes: Sequence[str]
    premiums: Premiums


def _lines_told(unit: WorkUnit, closed: Sequence[PayMonth]) -> list[_LineTold]:
    """The lines of a unit's closed months, and the THR that others told to who has or had a home in it: whoever moves
    is not given two. In the order in which they were told.
    """
    people = HomeUnit.objects.filter(work_unit=unit).values("person")
    own = PayLine.objects.filter(pay_month__in=closed)
    theirs = PayLine.objects.filter(kind=Kind.THR, person__in=people).exclude(pay_month__work_unit=unit)
    of = ("pay_month__work_unit__uid", "pay_month__month", "ordinal", "person__uid", "kind", "about")
    columns = (*of, "amount", "monthly_amount", "changes", "premiums")
    both = own.order_by().values_list(*columns).union(theirs.order_by().values_list(*columns), all=True)
    return sorted((_LineTold(*row) for row in both), key=lambda row: (row.month, row.ordinal))


def _closed(unit: WorkUnit) -> QuerySet[PayMonth]:
    return PayMonth.objects.filter(work_unit=unit).order_by("month")


def _added(one: Premiums, other: Premiums) -> Premiums:
    keys = {**one, **other}
    return {key: _sum(one.get(key, 0), other.get(key, 0)) for key in keys}


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _profiles(unit: WorkUnit, of: Period) -> dict[int, UnitProfile]:
    """What the unit has said of each budget year up to a month's."""
    return {item.year: item for item in UnitProfile.objects.filter(unit=unit, year__lte=of.start.year)}


def _thr_months(profiles: Mapping[int, UnitProfile], past: _Past) -> dict[int, int]:
    """The THR's month of each year: once a month that was closed told the THR, as that said; before, as it is set."""
    return {**past.thr, **_thr_set(profiles), **past.thr_told}


def _thr_set(profiles: Mapping[int, UnitProfile]) -> dict[int, int]:
    return {year: item.thr_month for year, item in profiles.items() if item.thr_month is not None}


def _thr_set_otherwise(unit: WorkUnit, past: _Past, profiles: Mapping[int, UnitProfile]) -> tuple[Words, ...]:
    """Years whose THR was told for one month, and is set to another since: what was told is not taken back."""
    words = gettext_noop(
        "the THR of %(year)s was told for month %(told)s, the profile of %(unit)s says %(set)s now: set it back"
    )
    return tuple(
        Words(words, {"year": year, "told": past.thr_told[year], "unit": Named("work_unit", unit.code), "set": month})
        for year, month in sorted(_thr_set(profiles).items())
        if past.thr_told.get(year, month) != month
    )


def _premiums_of(
    line: Line, pay: PersonPay, closing: Closing, tables: PremiumTables, told: Mapping[date, Premiums]
) -> Premiums:
    """The employer's premiums that a line of pay adds: none on the THR."""
    if line.kind is Kind.THR:
        return {}
    of, before = month_of(line.about), told.get(line.about, {})
    # A programme that is bought only now is not bought for months that were told without it.
    programmes = [item for item in tables.of(of) if not before or item.key in before]
    if line.about < closing.first.start:
        before = _added(premiums(premium_wage(pay.base, closing.unit, of), programmes), before)
    return premiums_less(premiums(premium_wage(pay.now, closing.unit, of), programmes), before)


def _never_closed(unit: WorkUnit, of: Period, now: Mapping[UUID, Sequence[PaidSpan]]) -> date | None:
    """The month before, if somebody was paid in it."""
    before = month_before(of)
    return before.start if any(month_pay(own, unit.uid, before) for own in now.values()) else None


def _months_to_close_first(past: _Past, of: Period) -> tuple[Words, ...]:
    if past.last is None or past.last.end is None or past.last.end == of.start:
        return ()
    words = gettext_noop("the month %(month)s is to be closed first: until then it stands here as arrears")
    return (Words(words, {"month": month_named(past.last.end)}),)


def _questions(unit: WorkUnit, of: Period, thr: Mapping[int, int]) -> tuple[Words, ...]:
    year = of.start.year
    if year in thr:
        return ()
    words = gettext_noop("In which month does %(unit)s pay the THR of %(year)s? Set it in the unit's profile.")
    return (Words(words, {"unit": Named("work_unit", unit.code), "year": year}),)


def _unknown(unit: WorkUnit, of: Period, tables: PremiumTables) -> tuple[Words, ...]:
    if not tables.is_said(of):
        return (Words(PROGRAMMES_NOT_SAID, {"unit": unit.code, "year": of.start.year}),)
    return tuple(missing.what for missing in tables.missing())


def _line(row: PayLine) -> Line:
    return Line(
        person=row.person_id,
        kind=Kind(row.kind),
        about=row.about,
        amount=row.amount,
        rate=row.monthly_amount,
        days=row.days,
        of_days=row.of_days,
        changes=tuple(Change(change) for change in row.changes),
        entry=row.entry_id,
    )


def _cited(lines: Iterable[Line]) -> dict[UUID, Cited]:
    """Number and date of the decree of each line's entry."""
    rows = Entry.objects.filter(uid__in={line.entry for line in lines if line.entry})
    return {uid: (number, day) for uid, number, day in rows.values_list("uid", "decree__number", "decree__decided_on")}


def _shown(lines: Sequence[tuple[Line, Premiums]], place: int, cited: Mapping[UUID, Cited]) -> tuple[MonthLine, ...]:
    """The lines with names and decrees, by name, the earlier months of a person first."""
    people = _people({line.person for line, _ in lines}, place)
    shown = []
    for line, paid in lines:
        number, decided_on = cited[line.entry] if line.entry else ("", None)
        person = people[line.person]
        status, family = person.last_status or "", person.last_family or ""
        shown.append(MonthLine(line, person.full_name, person.nik, status, family, number, decided_on, paid))
    return tuple(sorted(shown, key=lambda item: (item.name, item.line.person, item.line.kind, item.line.about)))


def _people(uids: Iterable[UUID], place: int) -> dict[UUID, Any]:
    """People with status and job family of each, the last that was known at a place."""
    served = Employment.objects.known(place).filter(person=OuterRef("uid")).order_by("-valid_from")
    last = {name: Subquery(served.values(field)[:1]) for name, field in SERVED.items()}
    return {person.uid: person for person in Person.objects.filter(uid__in=uids).annotate(**last)}


SERVED = {"last_status": "status", "last_family": "job_family"}
