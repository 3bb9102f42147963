"""Days on which units pay people, as known at a place of the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from malaqbiq.kernel.periods import Period
from malaqbiq.pay.models import PayTerm
from malaqbiq.pay.rules.months import PaidSpan
from malaqbiq.service.effects import CONTRACT_WORKERS
from malaqbiq.service.models import Employment, HomeUnit


def spans_of(unit: UUID, place: int | None, within: Period | None = None) -> dict[UUID, tuple[PaidSpan, ...]]:
    """Everybody who was ever known to have a home in a unit, with all days of pay there and elsewhere.

    As known at a place of the ledger, or now. Three statements.
    """
    return paid_spans(HomeUnit.objects.filter(work_unit__uid=unit).values("person"), place, within)


def paid_spans(
    people: QuerySet[Any, Any] | None, place: int | None = None, within: Period | None = None
) -> dict[UUID, tuple[PaidSpan, ...]]:
    """All days of pay of the people (of all if None), as known at a place of the ledger or now. Three statements.

    `within` leaves out what stands on no day of a period: of years of decrees a page asks for one.
    """
    among = Q() if people is None else Q(person__in=people)
    if within:
        among &= Q(valid_until__isnull=True) | Q(valid_until__gt=within.start)
        among &= Q(valid_from__lt=within.end) if within.end else Q()
    terms = _rows(PayTerm.objects.known(place).filter(among), "monthly_amount", "entry__uid")
    homes = _rows(HomeUnit.objects.known(place).filter(among), "work_unit__uid")
    workers = Employment.objects.known(place).filter(among, status__in=CONTRACT_WORKERS)
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
            if not (there := paid.intersection(home)):
                continue
            for contract, _ in contracts:
                if days := there.intersection(contract):
                    found.append(PaidSpan(days, unit, amount, entry))
    return tuple(sorted(found, key=lambda span: span.period.start))
