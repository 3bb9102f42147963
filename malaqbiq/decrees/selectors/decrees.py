"""Which decrees, and which of their entries, somebody may read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.selectors.documents import READERS
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.reading import once
from malaqbiq.regulations.rules.offices import ROOT
from malaqbiq.regulations.rules.rows import DecreeKindRow
from malaqbiq.regulations.selectors.papers import decree_kinds


def decrees_visible(access: Access) -> QuerySet[Decree]:
    """Decrees of the offices that a reader's grants cover; issued ones too that are about his units' staff, or himself.

    What isn't issued is its office's own affair.
    """
    units = access.units(*READERS)
    found = Decree.objects.select_related("office")
    if units is None:
        return found
    own = Entry.objects.filter(decree=OuterRef("pk")).filter(_mine(access, units))
    return found.filter(Q(office__code__in=units) | Q(state=Decree.State.ISSUED) & Exists(own))


def decree_visible(access: Access, uid: UUID) -> Decree:
    """One decree that the asker may read; else Decree.DoesNotExist."""
    return decrees_visible(access).get(uid=uid)


def entries_visible(access: Access, decree: Decree) -> QuerySet[Entry]:
    """The decree's entries that the asker may read: all in its own office, else his units' and his own."""
    found = Entry.objects.filter(decree=decree)
    units = access.units(*READERS)
    if units is None or decree.office.code in units:
        return found
    return found.filter(_mine(access, units))


def decrees_found(access: Access, text: str, most: int) -> list[Decree]:
    """Decrees whose number or title holds the text, the latest first."""
    text = text.replace("\0", "")
    said = Q(number__icontains=text) | Q(title__icontains=text)
    return list(decrees_visible(access).filter(said).order_by("-decided_on", "-pk")[:most])


def may(access: Access, decree: Decree, *roles: Role) -> bool:
    """Whether the asker holds one of the roles on the decree's office."""
    return access.covers(decree.office.code, *roles)


@once
def kind_rows(access: Access, day: date, office: str = ROOT) -> dict[str, DecreeKindRow]:
    """The kinds of decrees by their code, in one statement."""
    return {row.kind: row for row in decree_kinds(access, day=day, office=office)}


def _mine(access: Access, units: Collection[str]) -> Q:
    mine = Q(work_unit__code__in=units)
    return mine | Q(person=access.person) if access.person else mine
