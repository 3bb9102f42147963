"""Exceptions from floor and ceiling: proposed, approved, over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from malaqbiq.accounts.selectors import actor_names
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import Period
from malaqbiq.pay.models import PayException
from malaqbiq.pay.selectors.seen import READERS
from malaqbiq.people.selectors import own_close_family, people_visible
from malaqbiq.service.models import HomeUnit


@dataclass(frozen=True, slots=True)
class ExceptionSeen:
    """An exception, who proposed and who approved it by name, and whether the asker may approve it."""

    held: PayException
    name: str
    proposer: str
    approver: str
    is_mine: bool
    may_approve: bool


def exceptions_seen(access: Access, day: date) -> list[ExceptionSeen]:
    """The exceptions that may be used on a day or later, of people whose pay the asker may read; waiting ones first."""
    people = people_visible(access, day, *READERS).filter(uid=OuterRef("person"))
    found = list(
        PayException.objects.filter(Exists(people), last_day__gte=day)
        .select_related("person")
        .order_by("approved_by", "last_day", "person__name")[:500]
    )
    names = actor_names({actor for one in found for actor in (one.proposed_by, one.approved_by)})
    decided = _decided(access, day, {one.person_id for one in found if not one.approved_by})
    return [
        ExceptionSeen(
            held=one,
            name=one.person.full_name,
            proposer=names.get(one.proposed_by, one.proposed_by),
            approver=names.get(one.approved_by, one.approved_by),
            is_mine=one.proposed_by == access.actor,
            may_approve=not one.approved_by and one.proposed_by != access.actor and one.person_id in decided,
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class ExceptionEnding:
    """An approved exception's last day: whose, from which limit, and the home unit."""

    name: str
    unit: str
    limit: str
    last_day: date


def exceptions_ending(units: Collection[str], period: Period, day: date) -> list[ExceptionEnding]:
    """Approved exceptions that end in a period, of people with their home in one of the work units on a day.

    One statement. The caller has found that the asker may read of these units.
    """
    home = HomeUnit.objects.as_of(day).filter(person=OuterRef("person")).values("work_unit__code")[:1]
    found = PayException.objects.exclude(approved_by="").filter(last_day__gte=period.start)
    if period.end:
        found = found.filter(last_day__lt=period.end)
    rows = found.annotate(unit=Subquery(home)).filter(unit__in=units).select_related("person")
    return [ExceptionEnding(one.person.full_name, one.unit, one.limit, one.last_day) for one in rows]


def _decided(access: Access, day: date, people: Collection[UUID]) -> set[UUID]:
    """Those of the people on whom the asker may decide as a secretary."""
    if not people or access.units(Role.SECRETARY) == frozenset():
        return set()
    seen = people_visible(access, day, Role.SECRETARY).filter(uid__in=people)
    return set(seen.values_list("uid", flat=True)) - own_close_family(access, day)
