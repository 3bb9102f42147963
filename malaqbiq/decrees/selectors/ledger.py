"""What the ledger holds, as the fold reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.rules.effects import Act, Book
from malaqbiq.decrees.rules.fold import Mending, Posted
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.kernel.periods import DAY

COLUMNS = (
    "uid",
    "effect",
    "effect_version",
    "payload",
    "effective_on",
    "place",
    "ordinal",
    "decree__origin",
    "mends_id",
    "mending",
)


def place_at(day: date, zone: str) -> int:
    """The last place that the ledger had taken at the end of a day in a zone; 0 if none."""
    end = datetime.combine(day + DAY, time(), ZoneInfo(zone))
    places = Decree.objects.filter(place__isnull=False, recorded_at__lt=end)
    return places.order_by("-place").values_list("place", flat=True).first() or 0


def posted_of(kind: str, uids: Collection[UUID], book: Book) -> dict[UUID, list[Posted]]:
    """All issued entries that touch each of the subjects (``person``, ``post`` or ``work_unit``)."""
    issued = Entry.objects.filter(place__isnull=False, **{f"{kind}__in": list(uids)})
    return posted_rows(kind, issued, book)


def posted_rows(kind: str, entries: QuerySet[Entry], book: Book) -> dict[UUID, list[Posted]]:
    """Issued entries by the subject of a kind that they touch; those whose effect leaves that kind alone are left
    out.
    """
    found: defaultdict[UUID, list[Posted]] = defaultdict(list)
    if kind == "work_unit":
        entries = entries.filter(effect__in=effects_on(kind, book))
    for uid, *row in entries.values_list(f"{kind}_id", *COLUMNS).iterator(chunk_size=2000):
        found[uid].append(_posted(row, book))
    return found


def effects_on(kind: str, book: Book) -> list[str]:
    """Names of the effects that touch a kind of subject."""
    return [name for name, effect in book.effects.items() if kind in effect.subjects]


def _posted(row: Iterable[Any], book: Book) -> Posted:
    uid, effect, version, payload, effective_on, place, ordinal, origin, mends, mending = row
    kind = Mending(mending) if mending else None
    read = kind in (None, Mending.CORRECTION)
    act: Act[Any] = Act(
        entry=uid,
        effect=effect,
        payload=book.effect(effect).read(version, payload) if read else None,
        effective_on=effective_on,
        rank=(place, ordinal),
        origin=Origin(origin),
    )
    return Posted(act, place, mends, kind)
