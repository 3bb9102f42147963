"""What the ledger holds, as the fold reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from datetime import date, datetime, time
from itertools import groupby
from operator import itemgetter
from typing import Any, ParamSpec, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, Subquery
from django.utils import timezone
from pydantic import ValidationError

from malaqbiq.decrees.models import Decree, Entry, Ledger
from malaqbiq.decrees.rules.effects import Act, Book
from malaqbiq.decrees.rules.fold import Mending, Posted
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.kernel.basis import basis_name, kept_by
from malaqbiq.kernel.installation import installation_found, read_along
from malaqbiq.kernel.periods import DAY, LATEST
from malaqbiq.kernel.reading import ahead, is_reading_once, once

P = ParamSpec("P")
R = TypeVar("R")

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


def last_recorded() -> datetime | None:
    """When the last decree was recorded; None if none was."""
    return Ledger.objects.values_list("recorded_at", flat=True).first()


def place_at(day: date, zone: str) -> int:
    """The last place that the ledger had taken at the end of a day in a zone; 0 if none."""
    end = datetime.combine(min(day, LATEST) + DAY, time(), ZoneInfo(zone))
    places = Decree.objects.filter(place__isnull=False, recorded_at__lt=end)
    return places.order_by("-place").values_list("place", flat=True).first() or 0


def opening_people(units: Collection[str] | None = None) -> int:
    """How many people the opening tells of; with `units` (codes) only what it tells in these."""
    entries = Entry.objects.filter(decree__origin=Origin.OPENING, decree__place__isnull=False, person__isnull=False)
    if units is not None:
        entries = entries.filter(work_unit__code__in=units)
    return entries.values("person").distinct().count()


def ledger_head() -> tuple[int, str] | None:
    """The last place that the ledger has taken, and the link of its chain there; None before it is begun."""
    found = _ends()
    return found[:2] if found else None


def begun_on() -> date | None:
    """The day on which the office began here: its first decree (an opening, mostly) was recorded. None before.

    Everybody may know. No statement of its own beside `ledger_head`.
    """
    found = _ends()
    return timezone.localtime(found[2]).date() if found and found[2] else None


def opening_locked_at() -> datetime | None:
    """When the opening was locked: from then on a change of what was in force at it needs a decree. None if it isn't.

    Everybody may know. No statement of its own beside `ledger_head`.
    """
    found = _ends()
    return found[3] if found else None


@once
def _ends() -> tuple[int, str, datetime | None, datetime | None] | None:
    found = installation_found() if is_reading_once() else None
    if found is not None:
        place: int | None = getattr(found, PLACE)
        return None if place is None else (place, getattr(found, LINK), getattr(found, FIRST), getattr(found, LOCKED))
    ledger = Ledger.objects.annotate(first=Subquery(_first()))
    return ledger.values_list("place", "link", "first", "opening_locked_at").first()


def follows_ledger(size: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function that reads projections alone, as `kept_by` the ledger's head.

    They follow from the ledger, and its last link names all of it: what one process kept is right in every other too.
    """
    return kept_by(ledger_head, size)


def follows_ledger_and_basis(size: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function that reads projections, work units, signers and the law, as `kept_by` both names."""
    return kept_by(_ledger_and_basis, size)


def _ledger_and_basis() -> Hashable | None:
    head, basis = ledger_head(), basis_name()
    return None if head is None or basis is None else (head, basis)


PLACE, LINK, FIRST, LOCKED = "ledger_place", "ledger_link", "ledger_first", "ledger_locked"


def ends_read_along() -> None:
    """Let the ledger's ends be read with the installation: nearly every page hangs on them."""
    read_along(PLACE, lambda: Subquery(Ledger.objects.values("place")[:1]))
    read_along(LINK, lambda: Subquery(Ledger.objects.values("link")[:1]))
    read_along(FIRST, lambda: Subquery(_first()))
    read_along(LOCKED, lambda: Subquery(Ledger.objects.values("opening_locked_at")[:1]))


def _first() -> QuerySet[Any, Any]:
    return Decree.objects.filter(place__isnull=False).order_by("place").values("recorded_at")[:1]


def posted_of(kind: str, uids: Collection[UUID], book: Book, *, before: int | None = None) -> dict[UUID, list[Posted]]:
    """All issued entries that touch each of the subjects (``person``, ``post`` or ``work_unit``).

    With `before`, only those that have an earlier place.
    """
    return dict(_posted_of(uids, kind, book, before))


@ahead
def _posted_of(uids: Collection[UUID], kind: str, book: Book, before: int | None) -> dict[UUID, list[Posted]]:
    rows = _issued(kind, book).filter(**{f"{kind}__in": list(uids)})
    if before is not None:
        rows = rows.filter(place__lt=before)
    found: dict[UUID, list[Posted]] = {uid: [] for uid in uids}
    for uid, *row in rows.values_list(f"{kind}_id", *COLUMNS).iterator(chunk_size=2000):
        found[uid].append(_posted(row, book))
    return found


def posted_by(kind: str, decree: Decree, entries: Iterable[Entry], book: Book) -> dict[UUID, list[Posted]]:
    """A decree's own entries, which have their place, by the subject of a kind that they touch."""
    found: defaultdict[UUID, list[Posted]] = defaultdict(list)
    for entry in entries:
        uid = getattr(entry, f"{kind}_id")
        if uid is not None and kind in book.effect(entry.effect).subjects:
            origin = decree.origin
            row = [origin if name == "decree__origin" else getattr(entry, name) for name in COLUMNS]
            found[uid].append(_posted(row, book))
    return dict(found)


def stream_posted(kind: str, book: Book) -> Iterator[tuple[UUID, list[Posted] | None]]:
    """Every subject of a kind with all issued entries that touch it, subject by subject.

    None instead of the entries where one of them can't be read: its effect, version or payload is none that ever was.
    """
    rows = _issued(kind, book).order_by(kind, "place").values_list(f"{kind}_id", *COLUMNS)
    for uid, group in groupby(rows.iterator(chunk_size=2000), key=itemgetter(0)):
        raw = [row for _, *row in group]
        try:
            yield uid, [_posted(row, book) for row in raw]
        except (ValidationError, LookupError, NotImplementedError, TypeError):
            yield uid, None


def _issued(kind: str, book: Book) -> QuerySet[Entry]:
    touching = [name for name, effect in book.effects.items() if kind in effect.subjects]
    return Entry.objects.filter(place__isnull=False, effect__in=touching, **{f"{kind}__isnull": False})


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
