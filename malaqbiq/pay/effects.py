"""What a decree may do to pay. Pure: the floor and ceiling that a check needs stand in the payload, with their
sources.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from pydantic import Field

from malaqbiq.decrees.rules.effects import Act, Effect, Fact, Invariant, Payload, Problem
from malaqbiq.decrees.rules.timeline import Origin, Span, Timelines, Track
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.rupiah import rupiah
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.pay.rules.limits import limit_title
from malaqbiq.service.effects import CONTRACT_WORKERS, EMPLOYMENT, HOME, Status, covered


@dataclass(frozen=True, slots=True)
class PayTerm:
    """A month's pay before deductions, in whole rupiah, with the floor and ceiling that applied when the term
    started.
    """

    monthly_amount: int
    floor_amount: int | None
    floor_basis: str
    floor_key: str
    ceiling_amount: int | None
    ceiling_key: str
    exception: UUID | None


MOST_A_MONTH = 10**13
"""Rupiah: as much as a list may say (`rupiah_read`)."""

TERM = Track("pay.term", PayTerm)


class TermSetV1(Payload):
    """A pay term. Amounts are whole rupiah a month.

    `floor_basis` is ``ump``, ``umk`` or ``former_pay``; keys are those of facts in regulations (of an entry, for former
    pay). The amount of a floor or ceiling that is not known is left out, never zero; its key still names it.
    `exception` names the approved exception from one limit (``floor`` or ``ceiling``), which ends on
    `exception_last_day`.
    """

    monthly_amount: int
    floor_amount: int | None = Field(default=None, ge=1)
    floor_basis: str = ""
    floor_key: str = ""
    ceiling_amount: int | None = Field(default=None, ge=1)
    ceiling_key: str = ""
    exception: UUID | None = None
    exception_limit: str = ""
    exception_last_day: date | None = None
    last_day: date | None = None


class TermSet(Effect[TermSetV1]):
    """A person is paid so much a month from a day on, until the term's last day if it has one."""

    name = "pay.term_set"
    payloads: ClassVar = {1: TermSetV1}

    def check(self, timelines: Timelines, act: Act[TermSetV1]) -> Iterable[Problem]:
        payload = act.payload
        if payload.monthly_amount <= 0:
            yield Problem("pay.not_positive", Words(gettext_noop("pay must be more than zero")))
        if payload.monthly_amount > MOST_A_MONTH:
            words = gettext_noop("%(amount)s a month: check the digits")
            yield Problem("pay.too_much", Words(words, {"amount": rupiah(payload.monthly_amount)}))
        if payload.last_day is not None and payload.last_day < act.effective_on:
            yield Problem("pay.term_ends_before", Words(gettext_noop("the pay term ends before it starts")))
        if act.origin is Origin.OWN:
            yield from _at_its_floor(payload)
            yield from _below_its_ceiling(payload)
            yield from _not_beyond_exception(payload)

    def fold(self, timelines: Timelines, act: Act[TermSetV1]) -> Timelines:
        payload = act.payload
        end = payload.last_day + DAY if payload.last_day else None
        value = PayTerm(
            payload.monthly_amount,
            payload.floor_amount,
            payload.floor_basis,
            payload.floor_key,
            payload.ceiling_amount,
            payload.ceiling_key,
            payload.exception,
        )
        return timelines.put(TERM, act.effective_on, end, value, act.by)

    def describe(self, act: Act[TermSetV1]) -> tuple[Fact, ...]:
        facts = [Fact("monthly_amount", rupiah(act.payload.monthly_amount))]
        if act.payload.floor_amount is not None:
            facts.append(Fact("floor_amount", rupiah(act.payload.floor_amount)))
            facts.append(Fact("floor_basis", act.payload.floor_basis.upper().replace("_", " ")))
        return tuple(facts)


class TermEndedV1(Payload):
    """Nothing more is needed: the day is the entry's."""


class TermEnded(Effect[TermEndedV1]):
    """Pay stops: the day of the entry is the first day without it.

    An own decree ends pay only where service has ended, by an earlier entry of the same decree or before.
    """

    name = "pay.term_ended"
    payloads: ClassVar = {1: TermEndedV1}

    def check(self, timelines: Timelines, act: Act[TermEndedV1]) -> Iterable[Problem]:
        if act.origin is Origin.OWN and _works_for_pay(timelines, act.effective_on):
            words = gettext_noop("pay can't end while the person serves: end the service first, in the same decree")
            yield Problem("pay.ended_in_service", Words(words))

    def fold(self, timelines: Timelines, act: Act[TermEndedV1]) -> Timelines:
        return timelines.cut(TERM, act.effective_on)


def _at_its_floor(payload: TermSetV1) -> Iterable[Problem]:
    if payload.exception is not None and payload.exception_limit == "floor":
        return
    floor = payload.floor_amount
    if floor is None:
        words = gettext_noop(
            "no floor %(key)s stands in the decree: state it with its source and recalculate the pay, "
            "or name an exception"
        )
        yield Problem("pay.floor_unknown", Words(words, {"key": limit_title(payload.floor_key)}))
    elif payload.monthly_amount < floor:
        words = gettext_noop("%(amount)s is below the floor of %(floor)s (%(key)s)")
        yield Problem("pay.below_floor", Words(words, _shown(payload, "floor", floor, payload.floor_key)))


def _below_its_ceiling(payload: TermSetV1) -> Iterable[Problem]:
    ceiling = payload.ceiling_amount
    if payload.exception is not None and payload.exception_limit == "ceiling":
        return
    if ceiling is not None and payload.monthly_amount > ceiling:
        words = gettext_noop("%(amount)s is above the ceiling of %(ceiling)s (%(key)s)")
        yield Problem("pay.above_ceiling", Words(words, _shown(payload, "ceiling", ceiling, payload.ceiling_key)))


def _not_beyond_exception(payload: TermSetV1) -> Iterable[Problem]:
    last = payload.exception_last_day
    if payload.exception is not None and (last is None or payload.last_day is None or payload.last_day > last):
        words = gettext_noop("the pay term may not last longer than the exception that it needs")
        yield Problem("pay.longer_than_exception", Words(words))


def _shown(payload: TermSetV1, name: str, limit: int, key: str) -> dict[str, str | Words]:
    return {"amount": rupiah(payload.monthly_amount), name: rupiah(limit), "key": limit_title(key)}


def _works_for_pay(timelines: Timelines, day: date) -> bool:
    employment = timelines.at(EMPLOYMENT, day)
    return employment is not None and employment.value.status in CONTRACT_WORKERS


def _paid_in_service_only(timelines: Timelines) -> Iterable[Problem]:
    """Pay stands only while its person serves."""
    for span in timelines.spans(TERM):
        if not covered(timelines, EMPLOYMENT, span.start, span.end):
            words = gettext_noop("pay stands beyond the person's service: end it on the same day")
            yield Problem("pay.out_of_service", Words(words), span.entry)


def _own_terms_set_pay(timelines: Timelines) -> Iterable[Problem]:
    """An own decree that engages, extends or moves contract staff sets their pay from that day, for the whole of it.

    So no decree lengthens a term that is below its floor, or moves a person under a higher one, without setting pay
    anew.
    """
    contracts = [span for span in timelines.spans(EMPLOYMENT) if span.value.status in CONTRACT_WORKERS]
    homes = [span for span in timelines.spans(HOME) if any(_overlap(span, contract) for contract in contracts)]
    spans: tuple[Span[Any], ...] = (*contracts, *homes)
    for span in spans:
        if span.origin is not Origin.OWN:
            continue
        term = timelines.at(TERM, span.start)
        if term is None or term.start != span.start or not covered(timelines, TERM, span.start, span.end):
            words = gettext_noop("the decree must set the person's pay from the same day, for the whole term")
            yield Problem("pay.not_set", Words(words), span.entry)


def _own_terms_are_of_contract_staff(timelines: Timelines) -> Iterable[Problem]:
    """An own decree sets the pay of contract staff only: that of civil servants and PPPK is not decided here."""
    for term in timelines.spans(TERM):
        serves = timelines.at(EMPLOYMENT, term.start) is not None
        if term.origin is Origin.OWN and serves and not _works_for_pay(timelines, term.start):
            words = gettext_noop("only the pay of contract staff is set here")
            yield Problem("pay.not_contract_staff", Words(words), term.entry)


def _own_terms_leave_no_gap(timelines: Timelines) -> Iterable[Problem]:
    """Once an own decree sets the pay of contract staff, they are paid to the end of their contract.

    So no decree takes pay away from somebody who goes on working.
    """
    for term in timelines.spans(TERM):
        contract = timelines.at(EMPLOYMENT, term.start)
        if term.origin is not Origin.OWN or contract is None or contract.value.status not in CONTRACT_WORKERS:
            continue
        if not covered(timelines, TERM, term.start, contract.end):
            words = gettext_noop("after this pay term the person serves without pay: set pay to the contract's end")
            yield Problem("pay.gap_in_service", Words(words), term.entry)


def _former_pay_is_a_choice_for_some(timelines: Timelines) -> Iterable[Problem]:
    """Only for PPPK paruh waktu a decree may name former pay as the floor (Keputusan MenPANRB 16/2025, diktum 19)."""
    for term in timelines.spans(TERM):
        contract = timelines.at(EMPLOYMENT, term.start)
        serves_as = contract.value.status if contract else ""
        if (
            term.origin is Origin.OWN
            and term.value.floor_basis == "former_pay"
            and serves_as != Status.PPPK_PARUH_WAKTU
        ):
            words = gettext_noop("former pay is a floor for PPPK paruh waktu only: the minimum wage holds here")
            yield Problem("pay.former_pay_not_allowed", Words(words), term.entry)


def _overlap(one: Span[Any], other: Span[Any]) -> bool:
    return one.clipped(other.start, other.end) is not None


EFFECTS = (TermSet(), TermEnded())

INVARIANTS = (
    Invariant("pay.in_service_only", "person", _paid_in_service_only),
    Invariant("pay.own_terms_set_pay", "person", _own_terms_set_pay),
    Invariant("pay.own_terms_are_of_contract_staff", "person", _own_terms_are_of_contract_staff),
    Invariant("pay.own_terms_leave_no_gap", "person", _own_terms_leave_no_gap),
    Invariant("pay.former_pay_is_a_choice_for_some", "person", _former_pay_is_a_choice_for_some),
)
