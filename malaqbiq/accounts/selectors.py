"""What a user may do, as everything else is told it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from malaqbiq.accounts.models import Grant, PersonLink, User
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.models import Parentage


def access_for(user: User, day: date) -> Access:
    """The access that a user has on a day: each role on the work units granted then and all that stand below them then.

    A user who may not sign in (any more) has none.
    """
    granted: dict[Role, set[str]] = defaultdict(set)
    if user.is_active:
        in_force = Grant.objects.filter(_in_force(day), user=user)
        for role, code in in_force.values_list("role", "work_unit__code"):
            granted[Role(role)].add(code)
    below = _children_by_parent(day) if granted else {}
    person = PersonLink.objects.filter(user=user).values_list("person__uid", flat=True).first()
    return Access(
        actor=str(user.uid),
        roles={role: _with_all_below(codes, below) for role, codes in granted.items()},
        person=person,
    )


def _in_force(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day))


def _children_by_parent(day: date) -> Mapping[str, list[str]]:
    """Codes of the work units that stand directly under each other one on the day."""
    children: dict[str, list[str]] = defaultdict(list)
    starts = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    ends = Q(valid_until__isnull=True) | Q(valid_until__gt=day)
    for parent, unit in Parentage.objects.filter(starts, ends).values_list("parent__code", "unit__code"):
        children[parent].append(unit)
    return children


def _with_all_below(codes: Iterable[str], children: Mapping[str, list[str]]) -> frozenset[str]:
    found, waiting = set[str](), list(codes)
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            waiting.extend(children.get(code, ()))
    return frozenset(found)
