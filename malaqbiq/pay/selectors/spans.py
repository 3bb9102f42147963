"""Days on which units pay people, as known at a place of the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from malaqbiq.decrees.rules.timeline import Origin
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
    terms = _rows(PayTerm.objects.known(place).filter(among), "monthly_amount")
    homes = _rows(HomeUnit.objects.known(place).filter(among), "work_unit__uid")
    workers = Employment.objects.known(place).filter(among, status__in=CONTRACT_WORKERS)
    contracts = _rows(workers, "status")
    return {person: _paid(terms[person], homes.get(person, ()), contracts.get(person, ())) for person in terms}


class _Row(NamedTuple):
    """What a row of a projection says, from when until when, by which entry."""

    period: Period
    entry: UUID
    is_opening: bool
    value: Any


def _rows(rows: QuerySet[Any], value: str) -> Mapping[UUID, list[_Row]]:
    found: defaultdict[UUID, list[_Row]] = defaultdict(list)
    columns = ("person__uid", "valid_from", "valid_until", "entry_id", "origin")
    for person, start, end, entry, origin, said in rows.values_list(*columns, value):
        found[person].append(_Row(Period(start, end), entry, origin == Origin.OPENING, said))
    return dict(found)


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
