"""Days on which units pay people, as known at a place of the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from malaqbiq.kernel.periods import Period
from malaqbiq.pay.models import PayTerm
from malaqbiq.pay.rules.months import PaidSpan
from malaqbiq.service.effects import CONTRACT_WORKERS
from malaqbiq.service.models import Employment, HomeUnit


def spans_of(unit: UUID, place: int | None) -> dict[UUID, tuple[PaidSpan, ...]]:
    """Everybody who was ever known to have a home in a unit, with all days of pay there and elsewhere.

    As known at a place of the ledger, or now. Three statements.
    """
    return paid_spans(HomeUnit.objects.filter(work_unit__uid=unit).values("person"), place)


def paid_spans(people: QuerySet[Any, Any] | None, place: int | None = None) -> dict[UUID, tuple[PaidSpan, ...]]:
    """All days of pay of the people (of all if None), as known at a place of the ledger or now. Three statements."""
    among = {} if people is None else {"person__in": people}
    terms = _rows(PayTerm.objects.known(place).filter(**among), "monthly_amount", "entry__uid")
    homes = _rows(HomeUnit.objects.known(place).filter(**among), "work_unit__uid")
    workers = Employment.objects.known(place).filter(status__in=CONTRACT_WORKERS, **among)
    contracts = _rows(workers)
    return {person: _paid(terms[person], homes.get(person, ()), contracts.get(person, ())) for person in terms}


def _rows(rows: QuerySet[Any], *fields: str) -> Mapping[UUID, list[tuple[Period, tuple[Any, ...]]]]:
    found: defaultdict[UUID, list[tuple[Period, tuple[Any, ...]]]] = defaultdict(list)
    for person, start, end, *values in rows.values_list("person__uid", "valid_from", "valid_until", *fields):
        found[person].append((Period(start, end), tuple(values)))
    return dict(found)


def _paid(
    terms: Iterable[tuple[Period, tuple[Any, ...]]],
    homes: Iterable[tuple[Period, tuple[Any, ...]]],
    contracts: Iterable[tuple[Period, tuple[Any, ...]]],
) -> tuple[PaidSpan, ...]:
    """Where a term, a home and a contract hold on the same days, in order of time."""
    found = []
    for paid, (amount, entry) in terms:
        for home, (unit,) in homes:
            for contract, _ in contracts:
                days = paid.intersection(home)
                days = days.intersection(contract) if days else None
                if days:
                    found.append(PaidSpan(days, unit, amount, entry))
    return tuple(sorted(found, key=lambda span: span.period.start))
