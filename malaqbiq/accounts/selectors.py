"""What a user may do, as everything else is told it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import cast
from uuid import UUID

from django.db.models import FilteredRelation, Q

from malaqbiq.accounts.models import User
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.rules.tree import Tree
from malaqbiq.organization.selectors import unit_tree


def access_for(user: User, day: date) -> Access:
    """The access that a user has on a day: each role on the work units granted then and all that stand below them then.

    A user who may not sign in (any more) has none. Two statements.
    """
    granted: dict[Role, set[str]] = defaultdict(set)
    person: UUID | None = None
    # Grants and person in one statement: this is asked before every page.
    held = User.objects.filter(pk=user.pk).annotate(held=FilteredRelation("grants", condition=_in_force(day)))
    for person_uid, role, code in held.values_list("person_link__person_id", "held__role", "held__work_unit__code"):
        person = cast("UUID | None", person_uid)
        if role is not None and user.is_active:
            granted[Role(role)].add(code)
    tree = unit_tree(Access.system("accounts"), day=day) if granted else None
    return Access(
        actor=str(user.uid),
        roles={role: _with_all_below(codes, tree) for role, codes in granted.items()},
        person=person,
    )


def _in_force(day: date) -> Q:
    unended = Q(grants__valid_until__isnull=True) | Q(grants__valid_until__gt=day)
    return Q(grants__valid_from__lte=day) & unended


def _with_all_below(codes: Iterable[str], tree: Tree | None) -> frozenset[str]:
    """The work units and all below them; one that does not exist that day covers itself: its papers are still there."""
    return frozenset().union(*(tree.below(code) if tree and code in tree else {code} for code in codes))
