"""Days on which units pay people, as known at a place of the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast

from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.kernel.periods import Period
from malaqbiq.pay.models import PayTerm
from malaqbiq.pay.rules.months import PaidSpan
from malaqbiq.service.effects import CONTRACT_WORKERS
from malaqbiq.service.models import Employment, HomeUnit


def spans_of(unit: UUID, place: int | None, within: Period | None = None) -> dict[UUID, tuple[PaidSpan, ...]]:
    """Everybody who was ever known to have a home in a unit, with all days of pay there and elsewhere.

    As known at a place of the ledger, or now. One statement.
    """
    return paid_spans(HomeUnit.objects.filter(work_unit__uid=unit).values("person"), place, within)


def paid_spans(
    people: QuerySet[Any, Any] | None, place: int | None = None, within: Period | None = None
) -> dict[UUID, tuple[PaidSpan, ...]]:
    """All days of pay of the people (of all if None), as known at a place of the ledger or now. One statement.

    `within` leaves out what stands on no day of a period: of years of decrees a page asks for one.
    """
    among = Q() if people is None else Q(person__in=people)
    if within:
        among &= Q(valid_until__isnull=True) | Q(valid_until__gt=within.start)
        among &= Q(valid_from__lt=within.end) if within.end else Q()
    workers = Employment.objects.known(place).filter(among, status__in=CONTRACT_WORKERS)
    told = _told(PayTerm.objects.known(place).filter(among), What.TERM, "monthly_amount").union(
        _told(HomeUnit.objects.known(place).filter(among), What.HOME, "work_unit_id"),
        _told(workers, What.CONTRACT, "status"),
        all=True,
    )
    rows: dict[str, defaultdict[UUID, list[_Row]]] = {what: defaultdict(list) for what in What}
    for person, start, end, entry, origin, what, said in told.iterator(chunk_size=5000):
        row = _Row(Period(start, end), entry, origin == Origin.OPENING, READ[what](said))
        rows[what][person].append(row)
    homes, contracts = rows[What.HOME], rows[What.CONTRACT]
    terms = rows[What.TERM].items()
    return {person: _paid(own, homes.get(person, ()), contracts.get(person, ())) for person, own in terms}


class What(StrEnum):
    """What a row tells of: what is paid, in which unit, as what."""

    TERM = "term"
    HOME = "home"
    CONTRACT = "contract"


READ: Mapping[str, Callable[[str], Any]] = {What.TERM: int, What.HOME: UUID, What.CONTRACT: str}
"""How what is said is read: in one statement for all of it, it is text."""


class _Row(NamedTuple):
    """What a row of a projection says, from when until when, by which entry."""

    period: Period
    entry: UUID
    is_opening: bool
    value: Any


def _told(rows: QuerySet[Any], what: What, value: str) -> QuerySet[Any, Any]:
    told: QuerySet[Any, Any] = rows.order_by().annotate(what=Value(what.value), said=Cast(value, CharField()))
    return told.values_list("person__uid", "valid_from", "valid_until", "entry_id", "origin", "what", "said")


def _paid(terms: Iterable[_Row], homes: Iterable[_Row], contracts: Iterable[_Row]) -> tuple[PaidSpan, ...]:
    """Where a term, a home and a contract hold on the same days, in order of time."""
    found = []
    for paid in terms:
        for home in homes:
            if not (there := paid.period.intersection(home.period)):
                continue
            for contract in contracts:
                if days := there.intersection(contract.period):
                    rows = (paid, home, contract)
                    opening = tuple(row.entry for row in rows) if all(row.is_opening for row in rows) else ()
                    found.append(PaidSpan(days, home.value, paid.value, paid.entry, opening))
    return tuple(sorted(found, key=lambda span: span.period.start))
