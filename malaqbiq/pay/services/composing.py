"""Entries of decrees on contract staff: the contract and the pay that goes with it, its end, and another pay.

Nothing is written here. What is composed is drafted by the caller, in one decree or one for each work unit
(`entries_by_unit`), and is held to floor and ceiling as it is issued.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from malaqbiq.decrees.rules.effects import Problem
from malaqbiq.decrees.rules.timeline import Subject
from malaqbiq.decrees.services import EntryDraft
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.days import days_require
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.progress import batches
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.effects import TermEnded, TermEndedV1, TermSet, TermSetV1
from malaqbiq.pay.errors import PayUnknown
from malaqbiq.pay.models import PayException, PayTerm
from malaqbiq.pay.rules.limits import Limits, limit_title
from malaqbiq.pay.selectors.limits import AT_ONCE, Asked, limits_of
from malaqbiq.people.models import Person
from malaqbiq.service.effects import Ended, EndedV1, Engaged, EngagedV1, Extended, Status
from malaqbiq.service.selectors import Serving, serving


@dataclass(frozen=True, slots=True)
class ContractOrder:
    """A contract to be: whose, where, as what, from the first to the last day, both counted.

    Without an `amount` pay is the former pay, or the floor where that is higher. `basis` former_pay names that as the
    floor of a PPPK paruh waktu, ump the minimum wage; without one it is what the pay before named. `exception` names an
    approved exception. `engages` somebody who is not in service.
    """

    person: UUID
    work_unit: UUID
    status: Status
    job_family: str
    start: date
    last_day: date | None
    amount: int | None = None
    basis: str = ""
    exception: UUID | None = None
    engages: bool = False

    @classmethod
    def extending(cls, contract: Serving, last_day: date, *, amount: int | None = None) -> ContractOrder:
        """The contract that follows one in force, in the same unit and family, from the day after its last.

        ValueError for service without an end.
        """
        if contract.last_day is None:
            raise ValueError("service without an end can't be extended")
        status, start = Status(contract.status), contract.last_day + DAY
        return cls(contract.person, contract.work_unit, status, contract.job_family, start, last_day, amount)


@dataclass(frozen=True, slots=True)
class EndOrder:
    """An end of service to be: `day` is the first out of service; `reason` a code (term, appraisal, resigned, …)."""

    person: UUID
    work_unit: UUID
    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class PayOrder:
    """Another pay to be for somebody in service, from a day to the contract's end or an earlier last day.

    Without an `amount` it is the pay that stands, or the floor where that is higher. `basis` as in a contract.
    """

    person: UUID
    day: date
    amount: int | None = None
    basis: str = ""
    exception: UUID | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Pay to be composed: `before` is the day whose pay is the former one."""

    person: UUID
    work_unit: UUID
    unit_code: str
    status: str
    job_family: str
    day: date
    before: date
    last_day: date | None
    amount: int | None
    basis: str
    exception: UUID | None


@dataclass(frozen=True, slots=True)
class _Former:
    """What stood before: the pay, and what its floor rested on."""

    amount: int
    basis: str


Order = TypeVar("Order", ContractOrder, EndOrder, _Wanted)


def contract_entries(*, access: Access, orders: Sequence[ContractOrder]) -> list[EntryDraft]:
    """For each order the contract and its pay, as two entries on one line; lines by work unit and name.

    Statements grow with different first days and with batches of people. PayUnknown, naming each, if there are people
    for whom neither an amount, nor former pay, nor a floor is known; Forbidden outside the asker's work units.
    """
    days_require(*(day for order in orders for day in (order.start, order.last_day)))
    ordered = _ordered(access, orders)
    pays = _pays(access, [_of_contract(order, code) for order, code in ordered])
    entries = []
    for row, ((order, _), pay) in enumerate(zip(ordered, pays, strict=True), start=1):
        contract = EngagedV1(
            status=order.status, job_family=order.job_family, work_unit=order.work_unit, last_day=order.last_day
        )
        effect = Engaged.name if order.engages else Extended.name
        entries.append(EntryDraft(effect, order.start, order.work_unit, contract, person=order.person, row=row))
        entries.append(EntryDraft(TermSet.name, order.start, order.work_unit, pay, person=order.person, row=row))
    return entries


def end_entries(*, access: Access, orders: Sequence[EndOrder]) -> list[EntryDraft]:
    """For each order the end of service, and the end of pay where pay would go on; lines by work unit and name."""
    days_require(*(order.day for order in orders))
    ordered = _ordered(access, orders)
    paid = _paid_beyond({order.person: order.day for order, _ in ordered})
    entries = []
    for row, (order, _) in enumerate(ordered, start=1):
        end = EndedV1(reason=order.reason)
        entries.append(EntryDraft(Ended.name, order.day, order.work_unit, end, person=order.person, row=row))
        if order.person in paid:
            entries.append(
                EntryDraft(TermEnded.name, order.day, order.work_unit, TermEndedV1(), person=order.person, row=row)
            )
    return entries


def pay_entries(*, access: Access, orders: Sequence[PayOrder]) -> list[EntryDraft]:
    """For each order the new pay, one line each; lines by work unit and name.

    PayUnknown, naming each, for people whose pay can't be told, or who are not contract staff in service that day in a
    work unit that the asker covers.
    """
    days_require(*(day for order in orders for day in (order.day, order.last_day)))
    found = {day: {row.person: row for row in serving(access, day)} for day in {order.day for order in orders}}
    missing = [order for order in orders if order.person not in found[order.day]]
    if missing:
        raise PayUnknown([_not_serving(order) for order in missing])
    ordered = _ordered(access, [_of_pay(order, found[order.day][order.person]) for order in orders])
    wanted = [item for item, _ in ordered]
    return [
        EntryDraft(TermSet.name, item.day, item.work_unit, pay, person=item.person, row=row)
        for row, (item, pay) in enumerate(zip(wanted, _pays(access, wanted), strict=True), start=1)
    ]


def entries_by_unit(*, entries: Iterable[EntryDraft]) -> dict[UUID, list[EntryDraft]]:
    """The entries of each work unit's own decree, lines numbered from 1 in each."""
    found: dict[UUID, list[EntryDraft]] = {}
    for entry in entries:
        found.setdefault(entry.work_unit, []).append(entry)
    return {unit: lines_numbered(entries=own) for unit, own in found.items()}


def lines_numbered(*, entries: Sequence[EntryDraft]) -> list[EntryDraft]:
    """The entries with their lines numbered from 1, in the order in which they stand."""
    line = {row: number for number, row in enumerate(dict.fromkeys(entry.row for entry in entries), start=1)}
    return [replace(entry, row=line[entry.row]) for entry in entries]


def _of_contract(order: ContractOrder, code: str) -> _Wanted:
    return _Wanted(
        person=order.person,
        work_unit=order.work_unit,
        unit_code=code,
        status=order.status,
        job_family=order.job_family,
        day=order.start,
        before=order.start - DAY,
        last_day=order.last_day,
        amount=order.amount,
        basis=order.basis,
        exception=order.exception,
    )


def _of_pay(order: PayOrder, contract: Serving) -> _Wanted:
    return _Wanted(
        person=order.person,
        work_unit=contract.work_unit,
        unit_code=contract.unit_code,
        status=contract.status,
        job_family=contract.job_family,
        day=order.day,
        before=order.day,
        last_day=order.last_day or contract.last_day,
        amount=order.amount,
        basis=order.basis,
        exception=order.exception,
    )


def _ordered(access: Access, orders: Sequence[Order]) -> list[tuple[Order, str]]:
    """The orders with their unit's code, by that and the person's name; Forbidden for a unit that is not covered."""
    units = {order.work_unit for order in orders}
    codes = dict(WorkUnit.objects.filter(uid__in=units).values_list("uid", "code"))
    for code in codes.values():
        access.require(code, Role.SDM_OFFICER)
    names = _names([order.person for order in orders])
    placed = [(order, codes[order.work_unit]) for order in orders]
    return sorted(placed, key=lambda item: (item[1], names[item[0].person], item[0].person))


def _names(people: Sequence[UUID]) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for batch in batches(people, AT_ONCE):
        found |= dict(Person.objects.filter(uid__in=batch).values_list("uid", "name"))
    return found


def _pays(access: Access, wanted: Sequence[_Wanted]) -> list[TermSetV1]:
    """What each is to be paid, in the order given; PayUnknown, naming each, where that can't be told."""
    former = _former(wanted)
    limits = limits_of(access, [_asked(item, former.get((item.person, item.before))) for item in wanted])
    exceptions = PayException.objects.filter(uid__in={item.exception for item in wanted}).in_bulk(field_name="uid")
    pays, unknown = [], []
    for item, limit in zip(wanted, limits, strict=True):
        before = former.get((item.person, item.before))
        amount = item.amount or max(before.amount if before else 0, limit.floor.amount or 0)
        if not amount:
            unknown.append(_unknown(item, limit))
            continue
        pays.append(_payload(item, amount, limit, exceptions.get(item.exception)))
    if unknown:
        raise PayUnknown(unknown)
    return pays


def _asked(wanted: _Wanted, before: _Former | None) -> Asked:
    """Whose limits: a PPPK paruh waktu's decree names which floor, or the one before has named it."""
    basis = wanted.basis
    if not basis and before and wanted.status == Status.PPPK_PARUH_WAKTU:
        basis = before.basis
    return Asked(wanted.person, wanted.unit_code, wanted.status, wanted.job_family, wanted.day, basis)


def _payload(wanted: _Wanted, amount: int, limits: Limits, exception: PayException | None) -> TermSetV1:
    """The payload: a limit that is not known is left out, its key says which it is."""
    return TermSetV1(
        monthly_amount=amount,
        floor_amount=limits.floor.amount,
        floor_basis=limits.floor.basis,
        floor_key=limits.floor.key,
        ceiling_amount=limits.ceiling.amount,
        ceiling_key=limits.ceiling.key,
        exception=wanted.exception,
        exception_limit=exception.limit if exception else "",
        exception_last_day=exception.last_day if exception else None,
        last_day=wanted.last_day,
    )


def _former(wanted: Iterable[_Wanted]) -> dict[tuple[UUID, date], _Former]:
    """The pay of each before the day, as known now."""
    days: dict[date, list[UUID]] = {}
    for item in wanted:
        days.setdefault(item.before, []).append(item.person)
    found: dict[tuple[UUID, date], _Former] = {}
    for day, people in days.items():
        for batch in batches(people, AT_ONCE):
            rows = PayTerm.objects.as_of(day).filter(person__uid__in=batch)
            for person, amount, basis in rows.values_list("person__uid", "monthly_amount", "floor_basis"):
                found[person, day] = _Former(amount, basis)
    return found


def _paid_beyond(days: Mapping[UUID, date]) -> set[UUID]:
    """Whose pay would stand on the day or later."""
    found: set[UUID] = set()
    for batch in batches(sorted(days), AT_ONCE):
        rows = PayTerm.objects.known().filter(person__uid__in=batch).values_list("person__uid", "valid_until")
        found |= {person for person, end in rows if end is None or end > days[person]}
    return found


def _unknown(wanted: _Wanted, limits: Limits) -> Problem:
    words = gettext_noop("no former pay is known, and the floor %(key)s is not known")
    told = Words(words, {"key": limit_title(limits.floor.key)})
    return Problem("pay.amount_unknown", told, subject=Subject("person", wanted.person))


def _not_serving(order: PayOrder) -> Problem:
    words = Words(gettext_noop("the person is not contract staff in service on %(day)s"), {"day": order.day})
    return Problem("pay.not_serving", words, subject=Subject("person", order.person))
