"""What one person is paid for a month, by whom, and which decree says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Subquery

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import Period
from malaqbiq.organization.models import UnitProfile, WorkUnit
from malaqbiq.pay.models import PayLine
from malaqbiq.pay.rules.months import Kind, MonthPay, PaidSpan, month_of, month_pay, thr_pay
from malaqbiq.pay.selectors.seen import READERS
from malaqbiq.pay.selectors.spans import paid_spans
from malaqbiq.people.models import Person


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One amount of a slip in rupiah: what it pays, for which month, for how many of its days, by which decree.

    `is_told` if a closed month told it to the payroll's operator; else it is what decrees say now.
    """

    kind: Kind
    about: date
    amount: int
    rate: int | None
    days: int
    of_days: int
    unit: WorkUnit
    decree: Decree | None
    is_told: bool


@dataclass(frozen=True, slots=True)
class Slip:
    """A person's month: gross, before the premiums and tax that the treasury's program takes off."""

    person: Person
    month: Period
    lines: tuple[SlipLine, ...]

    @property
    def gross(self) -> int:
        """All of it in rupiah."""
        return sum(line.amount for line in self.lines)

    @property
    def is_told(self) -> bool:
        """Whether all of it stands in closed months."""
        return all(line.is_told for line in self.lines)


def slip(access: Access, *, person: UUID, month: date) -> Slip:
    """A person's pay for the month of a day: one's own, or that of somebody in the work units whose pay one may read.

    A reader is told only what units that he reads pay. Person.DoesNotExist for anybody else, and where none of these
    pays anything in the month.
    """
    who = Person.objects.get(uid=person)
    of, own = month_of(month), access.person == person
    spans = paid_spans(Person.objects.filter(uid=person).values("uid")).get(person, ())
    told = list(PayLine.objects.filter(person=who, pay_month__month=of.start).select_related("pay_month"))
    paying = {span.unit for span in spans if span.period.intersection(of)}
    profiles = UnitProfile.objects.filter(unit=OuterRef("uid"), year=of.start.year)
    found = WorkUnit.objects.filter(uid__in=paying | {line.pay_month.work_unit_id for line in told}).annotate(
        thr_month=Subquery(profiles.values("thr_month")[:1])
    )
    units = {unit.uid: unit for unit in found if own or access.covers(unit.code, *READERS)}
    if not units and not own:
        raise Person.DoesNotExist
    closed = {line.pay_month.work_unit_id for line in told}
    owed = [
        (unit, kind, pay)
        for uid, unit in units.items()
        if uid not in closed
        for kind, pay in ((Kind.PAY, month_pay(spans, uid, of)), (Kind.THR, _thr(spans, unit.uid, unit.thr_month, of)))
        if pay
    ]
    entries = {line.entry_id for line in told} | {pay.entry for _, _, pay in owed}
    rows = Entry.objects.filter(uid__in=[uid for uid in entries if uid]).select_related("decree")
    by_entry = {row.uid: row.decree for row in rows}
    lines = [_told(line, units, by_entry) for line in told if line.pay_month.work_unit_id in units]
    lines += [_owed(unit, kind, pay, of, by_entry) for unit, kind, pay in owed]
    return Slip(who, of, tuple(lines))


def _thr(spans: Sequence[PaidSpan], unit: UUID, thr_month: int | None, of: Period) -> MonthPay | None:
    return thr_pay(spans, unit, of) if thr_month == of.start.month else None


def _told(line: PayLine, units: Mapping[UUID, WorkUnit], decrees: Mapping[UUID, Decree]) -> SlipLine:
    return SlipLine(
        kind=Kind(line.kind),
        about=line.about,
        amount=line.amount,
        rate=line.monthly_amount,
        days=line.days,
        of_days=line.of_days,
        unit=units[line.pay_month.work_unit_id],
        decree=decrees.get(line.entry_id) if line.entry_id else None,
        is_told=True,
    )


def _owed(unit: WorkUnit, kind: Kind, pay: MonthPay, of: Period, decrees: Mapping[UUID, Decree]) -> SlipLine:
    return SlipLine(
        kind, of.start, pay.gross, pay.rate, pay.days, pay.of_days, unit, decrees.get(pay.entry), is_told=False
    )
