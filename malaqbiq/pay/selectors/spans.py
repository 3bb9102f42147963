"""Days on which units pay people, as known at a place of the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast

from malaqbiq.decrees.models import Projection
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.kernel.periods import Period
from malaqbiq.pay.models import PayTerm
from malaqbiq.pay.rules.months import PaidSpan
from malaqbiq.service.effects import CONTRACT_WORKERS
from malaqbiq.service.models import Employment, HomeUnit

Spans = dict[UUID, tuple[PaidSpan, ...]]
"""Each person's days of pay, in order of time."""
Cited = tuple[str, date | None]
"""A decree's number and date."""


def spans_of(unit: UUID, place: int | None, within: Period | None = None) -> Spans:
    """Everybody who was ever known to have a home in a unit, with all days of pay there and elsewhere.

    As known at a place of the ledger, or now. One statement.
    """
    return paid_spans(_homed(unit), place, within)


def spans_at(unit: UUID, places: Sequence[int]) -> tuple[list[Spans], dict[UUID, Cited]]:
    """`spans_of` at each of several places, and number and date of the decree of each entry on pay. One statement."""
    known = list(_rows(_homed(unit), places, cited=True))
    cited = {row.entry: (row.number, row.decided_on) for row in known if row.what == What.TERM}
    first, *others = dict.fromkeys(places)
    found = {first: _by_person(row for row in known if row.is_known(first))}
    for place in others:
        # Of most people the same is known at every place: only the others are looked at again.
        differing = {row.person for row in known if row.is_known(first) is not row.is_known(place)}
        changed = _by_person(row for row in known if row.person in differing and row.is_known(place))
        found[place] = {who: spans for who, spans in found[first].items() if who not in differing} | changed
    return [found[place] for place in places], cited


def paid_spans(people: QuerySet[Any, Any] | None, place: int | None = None, within: Period | None = None) -> Spans:
    """All days of pay of the people (of all if None), as known at a place of the ledger or now. One statement.

    `within` leaves out what stands on no day of a period: of years of decrees a page asks for one.
    """
    return _by_person(_rows(people, (place,), within))


class What(StrEnum):
    """What a row tells of: what is paid, in which unit, as what."""

    TERM = "term"
    HOME = "home"
    CONTRACT = "contract"


class _Row(NamedTuple):
    """What a row of a projection says of a person, from when until when, by which entry, and when it was known."""

    person: UUID
    valid_from: date
    valid_until: date | None
    entry: UUID
    origin: str
    known_from: int
    known_until: int | None
    what: str
    said: str
    number: str = ""
    decided_on: date | None = None

    @property
    def period(self) -> Period:
        return Period(self.valid_from, self.valid_until)

    def meets(self, other: _Row) -> bool:
        """Whether both hold on some day."""
        until, others = self.valid_until, other.valid_until
        return (until is None or other.valid_from < until) and (others is None or self.valid_from < others)

    def is_known(self, place: int) -> bool:
        """Whether it was known at a place of the ledger."""
        return self.known_from <= place and (self.known_until is None or self.known_until > place)


COLUMNS = (
    "person__uid",
    "valid_from",
    "valid_until",
    "entry_id",
    "origin",
    "known_from",
    "known_until",
    "what",
    "said",
)
CITED = ("entry__decree__number", "entry__decree__decided_on")


def _homed(unit: UUID) -> QuerySet[Any, Any]:
    return HomeUnit.objects.filter(work_unit__uid=unit).values("person")


def _rows(
    people: QuerySet[Any, Any] | None,
    places: Sequence[int | None],
    within: Period | None = None,
    *,
    cited: bool = False,
) -> Iterator[_Row]:
    among = Q() if people is None else Q(person__in=people)
    if within:
        among &= Q(valid_until__isnull=True) | Q(valid_until__gt=within.start)
        among &= Q(valid_from__lt=within.end) if within.end else Q()

    def told(of: type[Projection], what: What, value: str, **only: Any) -> QuerySet[Any, Any]:
        rows = reduce(or_, (of.objects.known(place) for place in places)).filter(among)
        rows = rows.order_by().annotate(what=Value(what.value), said=Cast(value, CharField()))
        return rows.filter(**only).values_list(*COLUMNS, *(CITED if cited else ()))

    # Asked of what the row says, not of the column: SQLite would look through all contract workers of the country.
    contracts = told(Employment, What.CONTRACT, "status", said__in=CONTRACT_WORKERS)
    terms, homes = told(PayTerm, What.TERM, "monthly_amount"), told(HomeUnit, What.HOME, "work_unit_id")
    return (_Row(*row) for row in terms.union(homes, contracts, all=True).iterator(chunk_size=5000))


def _by_person(rows: Iterable[_Row]) -> Spans:
    by_what: dict[str, defaultdict[UUID, list[_Row]]] = {what: defaultdict(list) for what in What}
    for row in rows:
        by_what[row.what][row.person].append(row)
    homes, contracts = by_what[What.HOME], by_what[What.CONTRACT]
    terms = by_what[What.TERM].items()
    return {person: _paid(own, homes.get(person, ()), contracts.get(person, ())) for person, own in terms}


def _paid(terms: Iterable[_Row], homes: Iterable[_Row], contracts: Iterable[_Row]) -> tuple[PaidSpan, ...]:
    """Where a term, a home and a contract hold on the same days, in order of time."""
    found = []
    for paid in terms:
        for home in homes:
            if not paid.meets(home) or not (there := paid.period.intersection(home.period)):
                continue
            for contract in contracts:
                if paid.meets(contract) and (days := there.intersection(contract.period)):
                    rows = (paid, home, contract)
                    told = all(row.origin == Origin.OPENING for row in rows)
                    opening = tuple(row.entry for row in rows) if told else ()
                    # In one statement for all of them, what rows say is text.
                    found.append(PaidSpan(days, UUID(home.said), int(paid.said), paid.entry, opening))
    return tuple(sorted(found, key=lambda span: span.period.start))
