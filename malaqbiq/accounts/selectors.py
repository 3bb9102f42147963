"""What a user may do, as everything else is told it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from malaqbiq.accounts.models import Grant, PersonLink, User
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.rules.tree import Tree
from malaqbiq.organization.selectors import unit_tree


def access_for(user: User, day: date) -> Access:
    """The access that a user has on a day: each role on the work units granted then and all that stand below them then.

    A user who may not sign in (any more) has none.
    """
    granted: dict[Role, set[str]] = defaultdict(set)
    if user.is_active:
        in_force = Grant.objects.filter(_in_force(day), user=user)
        for role, code in in_force.values_list("role", "work_unit__code"):
            granted[Role(role)].add(code)
    tree = unit_tree(Access.system("accounts"), day=day) if granted else None
    person = PersonLink.objects.filter(user=user).values_list("person__uid", flat=True).first()
    return Access(
        actor=str(user.uid),
        roles={role: _with_all_below(codes, tree) for role, codes in granted.items()},
        person=person,
    )


def _in_force(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gt=day))


def _with_all_below(codes: Iterable[str], tree: Tree | None) -> frozenset[str]:
    """The work units and all below them; one that does not exist that day covers itself: its papers are still there."""
    return frozenset().union(*(tree.below(code) if tree and code in tree else {code} for code in codes))
