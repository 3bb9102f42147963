"""What a draft on contract staff says, as it is composed by hand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.selectors.issuers import issuers
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import DAY
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.pay.effects import TermSet
from malaqbiq.pay.models import PayTerm
from malaqbiq.people.models import Person
from malaqbiq.people.selectors import people_visible
from malaqbiq.service.effects import Ended, Engaged, Extended
from malaqbiq.service.models import Employment


class OrderKind(StrEnum):
    """Kinds of decrees that are composed here, as regulations call them."""

    EXTENSION = "contract-extension"
    ENGAGEMENT = "contract-engagement"
    PAY = "pay-adjustment"
    END = "contract-end"


@dataclass(frozen=True, slots=True)
class Order:
    """A decree to be: on whom, each with a pay a month in rupiah (None: the floor, or as before if that is more).

    `start` is the first day of what it sets, for an end the first day out of service. `work_unit`, `status` and
    `job_family` are for an engagement, `reason` (a code) for an end.
    """

    kind: OrderKind
    people: tuple[tuple[UUID, int | None], ...]
    start: date
    last_day: date | None = None
    title: str = ""
    reason: str = ""
    work_unit: UUID | None = None
    status: str = ""
    job_family: str = ""

    @property
    def eve(self) -> date:
        """The day before the first."""
        return self.start - DAY


def order_of(decree: Decree) -> Order | None:
    """What a draft orders; None where it isn't one that is composed here: it mends, or has different days or pay ends.

    One statement.
    """
    if decree.kind not in set(OrderKind):
        return None
    entries = list(decree.entries.order_by("row", "ordinal"))
    if any(entry.mends_id or entry.person_id is None for entry in entries):
        return None
    if len({entry.effective_on for entry in entries}) > 1 or (not entries and decree.effective_on is None):
        return None
    start = entries[0].effective_on if entries else decree.effective_on
    amounts: dict[UUID, int | None] = {entry.person_id: None for entry in entries if entry.person_id}
    for entry in entries:
        if entry.effect == TermSet.name and entry.person_id:
            amounts[entry.person_id] = entry.payload["monthly_amount"]
    said = _said(entries)
    if said is None or start is None:
        return None
    kind = OrderKind(decree.kind)
    unit = entries[0].work_unit_id if kind == OrderKind.ENGAGEMENT and entries else None
    return Order(kind, tuple(amounts.items()), start, work_unit=unit, title=decree.title, **said)


def _said(entries: Sequence[Entry]) -> dict[str, Any] | None:
    """What contracts, terms and ends say alike; None if they differ."""
    contracts = [entry.payload for entry in entries if entry.effect in {Engaged.name, Extended.name}]
    last = {entry.payload.get("last_day") for entry in entries if entry.effect != Ended.name and entry.payload}
    reasons = {entry.payload.get("reason", "") for entry in entries if entry.effect == Ended.name}
    if len(last) > 1 or len(reasons) > 1:
        return None
    day = next(iter(last), None)
    first = contracts[0] if contracts else {}
    return {
        "last_day": date.fromisoformat(day) if day else None,
        "reason": next(iter(reasons), ""),
        "status": first.get("status", ""),
        "job_family": first.get("job_family", ""),
    }


def people_chosen(access: Access, today: date, people: Collection[UUID]) -> dict[UUID, str]:
    """The names of those of the people whom an SDM officer sees today, or saw on the last day of their contracts."""
    if not people:
        return {}
    wanted = Q(uid__in=list(people))
    seen = _seen(access, {today, first_day(people, today) - DAY}, wanted)
    return {person.uid: person.full_name for person in seen}


def people_found(
    access: Access, today: date, text: str, chosen: Collection[UUID], most: int = 20
) -> list[tuple[UUID, str]]:
    """People whose name holds the text, those chosen already left out, whom an SDM officer sees today or saw at New
    Year's Eve: contracts that ended then are extended by decrees of January.
    """
    text = text.replace("\0", "").strip()[:100]
    if len(text) < 2:
        return []
    wanted = Q(name__icontains=text) & ~Q(uid__in=list(chosen))
    seen = _seen(access, {today, new_years_eve(today)}, wanted)
    return [(person.uid, person.full_name) for person in seen.order_by("name")[:most]]


def new_years_eve(today: date) -> date:
    """The last day of the year before: who served then is found too."""
    return date(today.year - 1, 12, 31)


def pay_before(people: Collection[UUID], start: date) -> dict[UUID, int]:
    """Rupiah a month that each of the people is paid on the eve of a day; who isn't is left out."""
    terms = PayTerm.objects.as_of(start - DAY).filter(person__uid__in=list(people))
    return dict(terms.values_list("person__uid", "monthly_amount"))


def first_day(people: Collection[UUID], today: date) -> date:
    """The day after the people's last contract that ends, where one is known; else today."""
    ends = Employment.objects.known().filter(person__uid__in=list(people), valid_until__isnull=False)
    last: date | None = ends.aggregate(last=Max("valid_until"))["last"]
    return last or today


def _seen(access: Access, days: Collection[date], wanted: Q) -> QuerySet[Person]:
    found = Person.objects.none()
    for day in sorted(days):
        found = found | people_visible(access, day, Role.SDM_OFFICER)
    return found.filter(wanted)


def issued_elsewhere(access: Access, kind: str, day: date) -> list[str]:
    """The names of the offices that issue a kind of decree for the asker's work units, where he drafts for none of
    them: then he can't draft it at all. No statement where the law and the units were read.
    """
    codes = access.units(Role.SDM_OFFICER)
    if codes is None:
        return []
    offices = {issuer.office for issuer in issuers(access, kind=kind, codes=codes, day=day).values()}
    names = unit_tree(access, day=day).names
    return [] if offices & codes else [names.get(office, office) for office in sorted(offices)]
