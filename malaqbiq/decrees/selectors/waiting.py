"""In which own decrees that aren't issued yet people stand: whom another decree is being drafted for already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.decrees.selectors.documents import READERS
from malaqbiq.kernel.access import Access
from malaqbiq.people.models import Person


@dataclass(frozen=True, slots=True)
class Waiting:
    """An own decree that isn't issued yet, in which somebody stands."""

    decree: UUID
    title: str
    state: str


def waiting_on(
    access: Access, people: Collection[UUID], *, besides: UUID | None = None, effects: Collection[str] = ()
) -> dict[UUID, list[Waiting]]:
    """By person the decrees that aren't issued, the oldest first, but for the one `besides` which it is asked.

    Of the offices whose drafts the asker may read: what isn't issued is its office's own affair. `effects` names those
    that count, none all. One statement.
    """
    if not people:
        return {}
    entries = _waiting(access, effects).filter(person__uid__in=list(people))
    if besides is not None:
        entries = entries.exclude(decree__uid=besides)
    columns = ("person__uid", "decree", "decree__uid", "decree__title", "decree__state")
    rows = entries.order_by("decree").values_list(*columns)
    found: defaultdict[UUID, list[Waiting]] = defaultdict(list)
    for person, _key, decree, title, state in rows.distinct():
        found[person].append(Waiting(decree, title, state))
    return dict(found)


def people_waiting(access: Access, *, effects: Collection[str]) -> QuerySet[Any, Any]:
    """The uids of all who stand in such a decree, to be asked for within another query."""
    return _waiting(access, effects).values("person")


def _waiting(access: Access, effects: Collection[str]) -> QuerySet[Entry]:
    found = Entry.objects.filter(place__isnull=True, decree__origin=Origin.OWN, person__isnull=False)
    found = found.exclude(decree__state=Decree.State.ISSUED)
    units = access.units(*READERS)
    found = found if units is None else found.filter(decree__office__code__in=units)
    return found.filter(effect__in=effects) if effects else found


@dataclass(frozen=True, slots=True)
class Doubled:
    """People who stand in more than one of some decrees: their names, and how many lines they are too many."""

    names: tuple[str, ...]
    too_many: int


def doubled_in(decrees: Sequence[Decree]) -> Doubled:
    """Whom sums over the decrees count more than once. One statement, none for one decree.

    The caller has found that the asker may read them.
    """
    if len(decrees) < 2:
        return Doubled((), 0)
    entries: QuerySet[Any, Any] = Entry.objects.filter(decree__in=decrees, person__isnull=False).order_by()
    twice = entries.values_list("person").annotate(many=Count("decree", distinct=True)).filter(many__gt=1)
    many: Mapping[UUID, int] = dict(twice)
    names = sorted(person.full_name for person in Person.objects.filter(uid__in=many))
    return Doubled(tuple(names), sum(many.values()) - len(many))
