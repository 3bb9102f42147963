"""For whom a notice is: users by what they hold, by who acted, by who they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from malaqbiq.accounts.models import Grant, PersonLink, User
from malaqbiq.accounts.rules import KNOWN_PEOPLE_ONLY
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.selectors import unit_tree


def users_here() -> QuerySet[User]:
    """Users who may sign in at all: a demo's accounts are nobody outside a demo."""
    found = User.objects.filter(is_active=True)
    return found if clock.is_standing() else found.filter(is_demo=False)


def grants_held(roles: Collection[Role], day: date) -> QuerySet[Grant]:
    """Grants of these roles that count on a day, of users who may sign in; those of `KNOWN_PEOPLE_ONLY` once it is said
    who the user is.
    """
    said = ~Q(role__in=KNOWN_PEOPLE_ONLY) | Q(user__person_link__isnull=False) | ~Q(user__no_person_reason="")
    held = Grant.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day)
    return held.filter(said, role__in=roles, user__in=users_here())


def role_holders(
    role: Role, *, unit_code: str, day: date, without: Collection[str] = (), without_people: Collection[UUID] = ()
) -> frozenset[UUID]:
    """Users whose role covers a work unit on a day, of the nearest unit at which there is anybody but those left out.

    `without` names who acts (a user's uid), `without_people` people: who is nearest but may not do it is passed over.
    Two statements.
    """
    tree = unit_tree(Access.system("accounts"), day=day)
    lineage = tree.lineage(unit_code) if unit_code in tree else (unit_code,)
    held = grants_held([role], day).filter(work_unit__code__in=lineage).exclude(user__uid__in=uids_of(without))
    if without_people:
        held = held.exclude(user__person_link__person__uid__in=without_people)
    found = list(held.values_list("user__uid", "work_unit__code"))
    nearest = max((lineage.index(code) for _uid, code in found), default=0)
    return frozenset(uid for uid, code in found if code == lineage[nearest])


def users_of_people(people: Collection[UUID] | QuerySet[Any, Any]) -> dict[UUID, UUID]:
    """The user (its uid) that each of the people (uids, or a query of them) is, if he is one. One statement."""
    return dict(PersonLink.objects.filter(person__uid__in=people).values_list("person__uid", "user__uid"))


def uids_of(actors: Iterable[str]) -> list[UUID]:
    """The users among those who acted; system users are none."""
    found = []
    for actor in actors:
        with suppress(ValueError):
            found.append(UUID(actor))
    return found
