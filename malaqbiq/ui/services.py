"""Keeping views of lists. They are somebody's own convenience and no deed of an office: the activity log isn't told."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import count
from uuid import UUID

from django.db import transaction
from django.http import QueryDict

from malaqbiq.kernel.access import Access, Forbidden
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.ui.models import SavedView
from malaqbiq.ui.selectors import highest_unit, is_list, kept_of, own_view

MOST = 20
"""Views that one user keeps of one list."""


class ViewRefused(UserError):
    """The view can't be kept so."""


@transaction.atomic
def view_save(*, access: Access, page: str, name: str, query: str, shared: bool) -> SavedView:
    """Keep a list's filter, order and columns under a name; what the asker has of that name is written over.

    A shared one is seen by all whose highest work unit is the asker's. Forbidden for a page that isn't a list
    of the asker's; ViewRefused without a name or beyond the most that are kept.
    """
    if not is_list(access, page):
        raise Forbidden(Words(gettext_noop("no list of yours")))
    named, own = _named(name), SavedView.objects.filter(owner=access.actor, page=page)
    if own.exclude(name=named).count() >= MOST:
        words = gettext_noop("there are %(most)s views of this list already")
        raise ViewRefused(Words(words, {"most": MOST}), gettext_noop("delete one of them first"))
    unit = highest_unit(access) if shared else ""
    if shared and not unit:
        words = gettext_noop("no work unit is yours to share with")
        raise ViewRefused(Words(words), gettext_noop("keep it for yourself"))
    kept = {"query": kept_of(QueryDict(query)), "unit_code": unit}
    return own.update_or_create(owner=access.actor, page=page, name=named, defaults=kept)[0]


@transaction.atomic
def view_change(*, access: Access, view: UUID, name: str, opens: bool) -> SavedView:
    """Rename an own view, and say whether the list opens with it. SavedView.DoesNotExist for another's."""
    found = own_view(access, view)
    others = SavedView.objects.filter(owner=access.actor, page=found.page).exclude(pk=found.pk)
    found.name, found.opens = _named(name), opens
    if others.filter(name=found.name).exists():
        raise ViewRefused(Words(gettext_noop("another view has this name")), gettext_noop("choose another name"))
    if opens:
        others.update(opens=False)
    found.save(update_fields=["name", "opens"])
    return found


@transaction.atomic
def view_delete(*, access: Access, view: UUID) -> str:
    """Delete an own view; the list that it was of. SavedView.DoesNotExist for another's."""
    found = own_view(access, view)
    found.delete()
    return found.page


@transaction.atomic
def views_hand_over(*, giver: str, taker: str, views: Collection[UUID]) -> int:
    """Own views of lists become the taker's; how many. One whose name the taker has already gets a number behind it.

    With it opens no list of the taker's, and it is shared no more: he chooses that himself.
    """
    found = list(SavedView.objects.filter(owner=giver, uid__in=list(views)).order_by("pk"))
    taken = set(SavedView.objects.filter(owner=taker).values_list("page", "name"))
    for view in found:
        view.owner, view.opens, view.unit_code = taker, False, ""
        view.name = next(name for name in _names(view.name) if (view.page, name) not in taken)
        taken.add((view.page, view.name))
        view.save(update_fields=["owner", "opens", "unit_code", "name"])
    return len(found)


def _names(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name[:56]} {number}" for number in count(2))


def _named(name: str) -> str:
    found = " ".join(name.replace("\0", "").split())[:60]
    if not found:
        raise ViewRefused(Words(gettext_noop("the view has no name")), gettext_noop("give it one"))
    return found
