"""Saved views of lists, as an asker has them."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.reading import once
from malaqbiq.ui.models import SavedView
from malaqbiq.ui.navigation import pages_of

PASSING = frozenset({"as_of", "page", "format", "pick", "saved"})
"""What an address says of one moment only: no part of a view."""

LONGEST = 1000
NUMBER = 15
"""From so many digits on what is looked for may be somebody's NIK or NIP, and is not kept."""


@once
def views_of(access: Access, page: str) -> list[SavedView]:
    """The asker's own views of a list and those shared with his work unit, by name; own first. One statement."""
    unit = highest_unit(access)
    shared = Q(unit_code=unit) if unit else Q(pk__in=())
    return list(SavedView.objects.filter(Q(owner=access.actor) | shared, page=page).order_by("unit_code", "name"))


def highest_unit(access: Access) -> str:
    """The work unit with which the asker shares: the highest that his roles cover, by its code; empty for none."""
    return min(access.units() or (), key=lambda code: (len(code), code), default="")


def own_view(access: Access, view: UUID) -> SavedView:
    """A view of the asker's own; SavedView.DoesNotExist for any other's."""
    return SavedView.objects.get(uid=view, owner=access.actor)


def views_owned(owner: str) -> list[SavedView]:
    """All views of somebody's own."""
    return list(SavedView.objects.filter(owner=owner).order_by("page", "name"))


def view_opening(access: Access, page: str) -> SavedView | None:
    """The view with which a list opens for the asker, if any."""
    return next((one for one in views_of(access, page) if one.opens and one.owner == access.actor), None)


def is_list(access: Access, page: str) -> bool:
    """Whether a route is a page in the asker's rail: views are kept of these alone."""
    return page in pages_of(access)


def kept_of(params: QueryDict) -> str:
    """What of an address makes a view, in one order, so that two that say the same are the same."""
    pairs = [
        (key, value)
        for key, values in params.lists()
        if key not in PASSING
        for value in values
        if value and sum(map(str.isdigit, value)) <= NUMBER
    ]
    return urlencode(sorted(pairs))[:LONGEST]
