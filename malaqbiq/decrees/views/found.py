"""What views of this room look up alike: a decree that isn't the asker's to see is not there."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404

from malaqbiq.decrees.models import Decree, Document
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.decrees.selectors.decrees import decree_visible, decrees_visible
from malaqbiq.decrees.selectors.documents import documents_visible
from malaqbiq.decrees.services.queueing import BOUND
from malaqbiq.kernel.access import Access
from malaqbiq.ui.requests import PageRequest

MOST = 50
"""Decrees that one review takes."""


def visible(access: Access, uid: UUID) -> Decree:
    """The decree; Http404 unless the asker may read it."""
    try:
        return decree_visible(access, uid)
    except ObjectDoesNotExist:
        raise Http404 from None


def picked(access: Access, texts: Sequence[str]) -> list[Decree]:
    """The decrees that an address or a form names, in its order; Http404 if one isn't the asker's, or is no uid."""
    uids = uids_named(texts)
    by_uid = {decree.uid: decree for decree in decrees_visible(access).filter(uid__in=uids)}
    if len(by_uid) < len(uids):
        raise Http404
    return [by_uid[uid] for uid in uids]


def uids_named(texts: Sequence[str]) -> list[UUID]:
    """The uids that an address or a form names, each once, as many as one review takes; Http404 for what is none."""
    return [_uid(text) for text in dict.fromkeys(texts)][:MOST]


def paper(access: Access, uid: UUID) -> Document:
    """The document; Http404 unless the asker may read it."""
    try:
        return documents_visible(access).get(uid=uid)
    except ObjectDoesNotExist:
        raise Http404 from None


def bound_kind(request: PageRequest) -> Kind:
    """Which papers a form asks for as one file: petikan, unless it says work agreements. Http404 for another kind."""
    found = request.POST.get("kind", Kind.EXTRACT.value)
    if found not in BOUND:
        raise Http404
    return Kind(found)


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
