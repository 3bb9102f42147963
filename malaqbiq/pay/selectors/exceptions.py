"""Exceptions from floor and ceiling: proposed, approved, over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from malaqbiq.accounts.models import User
from malaqbiq.kernel.access import Access, Role
from malaqbiq.pay.models import PayException
from malaqbiq.pay.selectors.seen import READERS
from malaqbiq.people.selectors import own_close_family, people_visible


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
    people = people_visible(access, day, *READERS).values("uid")
    found = list(
        PayException.objects.filter(last_day__gte=day, person__in=people)
        .select_related("person")
        .order_by("approved_by", "last_day", "person__name")[:500]
    )
    names = _names({actor for one in found for actor in (one.proposed_by, one.approved_by)})
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


def _decided(access: Access, day: date, people: Collection[UUID]) -> set[UUID]:
    """Those of the people on whom the asker may decide as a secretary."""
    if not people or access.units(Role.SECRETARY) == frozenset():
        return set()
    seen = people_visible(access, day, Role.SECRETARY).filter(uid__in=people)
    return set(seen.values_list("uid", flat=True)) - own_close_family(access, day)


def _names(actors: Collection[str]) -> dict[str, str]:
    uids = [actor for actor in actors if actor and not actor.startswith("system:")]
    users = User.objects.filter(uid__in=uids) if uids else ()
    return {str(user.uid): user.name or user.username for user in users}
