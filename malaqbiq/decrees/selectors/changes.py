"""What a decree changes, line by line: what stands for each person before it, and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, F, QuerySet, When, Window
from django.db.models.functions import DenseRank
from django.utils.functional import Promise

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.registry import acts, book, stands
from malaqbiq.decrees.rules.fold import Both, fold_both
from malaqbiq.decrees.rules.timeline import Span, Subject, Timelines
from malaqbiq.decrees.selectors.ledger import posted_by, posted_of
from malaqbiq.decrees.stands import Names, Stand
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import DAY
from malaqbiq.organization.models import Post, WorkUnit
from malaqbiq.regulations.selectors import job_families

HOUSE = Access.system("decrees")
NEVER = 2**62
"""The place of a draft among those of the ledger: behind all."""

Key = tuple[int, UUID, UUID | None, UUID | None]
"""Line of the annex, whose part, on whom, and which post if on nobody."""


@dataclass(frozen=True, slots=True)
class Change:
    """What stands on one track before and after; empty where nothing does."""

    title: Promise | str
    before: str
    after: str

    @property
    def is_change(self) -> bool:
        """Whether the decree makes a difference here."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A line of a decree: on whom, in whose part, its effects by name, from when, and what changes.

    `before` and `after` are rupiah a month, None where no pay stands. `mends` says whether it mends an earlier decree.
    """

    ordinal: int
    number: int
    person: UUID | None
    name: str
    unit: str
    acts: tuple[Promise | str, ...]
    start: date
    changes: tuple[Change, ...]
    before: int | None = None
    after: int | None = None
    mends: bool = False


@dataclass(frozen=True)
class LineSource:
    """The lines of a decree's entries as a list's source: counted and taken by part in the database."""

    decree: Decree
    entries: QuerySet[Entry, Any]

    def count(self) -> int:
        """How many lines there are."""
        return self._with_things().order_by().values("row", "work_unit", "person", "thing").distinct().count()

    def rows(self, order: str, start: int, stop: int | None) -> Sequence[ChangeLine]:
        """Some of the lines, in the order of the annex. Statements don't grow with their number."""
        by = [F(name).asc() for name in ("row", "work_unit_id", "person_id", "thing")]
        entries = self._with_things().annotate(line=Window(DenseRank(), order_by=by))
        if stop is not None:
            entries = entries.filter(line__gt=start, line__lte=stop)
        found = entries.select_related("work_unit", "person", "post").order_by("line", "ordinal")
        return change_lines(self.decree, list(found))

    def _with_things(self) -> QuerySet[Any, Any]:
        return self.entries.annotate(thing=Case(When(person__isnull=True, then=F("post_id"))))


Pair = tuple[Timelines, Timelines]


def change_lines(
    decree: Decree, entries: Sequence[Entry], folded: Mapping[UUID, Both] | None = None, most: int | None = None
) -> list[ChangeLine]:
    """The lines of entries, which come in their order, with all that is known of their subjects read before.

    `folded`: what stands for each of their people before and after, where that was folded already. `most`: no more
    lines than so many.
    """
    own = lines_of(entries)[:most]
    shown = [entry for line in own for entry in line]
    people = {entry.person_id for entry in shown if entry.person_id}
    if folded is None:
        folded = _folded(decree, [entry for entry in shown if entry.person_id], people) if people else {}
    pairs = {uid: (both.before, both.after.timelines) for uid, both in folded.items() if uid in people}
    names = _names(decree, pairs.values(), shown)
    return [_line(line, pairs, names) for line in own]


def lines_of(entries: Iterable[Entry]) -> list[list[Entry]]:
    """The entries, which come in their order, by line."""
    by_key: dict[Key, list[Entry]] = {}
    for entry in entries:
        by_key.setdefault(_key(entry), []).append(entry)
    return list(by_key.values())


def amounts_of(lines: Iterable[Sequence[Entry]], folded: Mapping[UUID, Both]) -> tuple[int, int]:
    """Rupiah a month that stand for the people of the lines before and after, as the lines tell them."""
    before = after = 0
    for line in lines:
        if person := line[0].person_id:
            both, days = folded[person], [entry.effective_on for entry in line]
            stood, stands_now = _amounts(_pairs(both.before, both.after.timelines, min(days) - DAY, max(days)))
            before, after = before + (stood or 0), after + (stands_now or 0)
    return before, after


def _folded(decree: Decree, entries: Sequence[Entry], people: Iterable[UUID]) -> dict[UUID, Both]:
    place = decree.place or NEVER
    for entry in entries:
        entry.place = place
    earlier = posted_of("person", list(people), book(), before=place)
    new = posted_by("person", decree, entries, book())
    return {uid: fold_both(Subject("person", uid), before, new[uid], book()) for uid, before in earlier.items()}


def _line(entries: Sequence[Entry], folded: Mapping[UUID, Pair], names: Names) -> ChangeLine:
    first = entries[0]
    days = [entry.effective_on for entry in entries]
    changes: tuple[Change, ...] = ()
    before, after = None, None
    if first.person_id:
        pairs = list(_pairs(*folded[first.person_id], min(days) - DAY, max(days)))
        told = [(stand, _change(stand, stood, stands_now, names)) for stand, stood, stands_now in pairs]
        # What somebody is paid is always told where it is known, changed or not.
        changes = tuple(change for stand, change in told if change.is_change or (stand.amount and change.after))
        before, after = _amounts(pairs)
    return ChangeLine(
        ordinal=first.ordinal,
        number=first.row,
        person=first.person_id,
        name=_called(first),
        unit=names.of(first.work_unit_id),
        acts=tuple(dict.fromkeys(acts().get(entry.effect, entry.effect) for entry in entries)),
        start=min(days),
        changes=changes,
        before=before,
        after=after,
        mends=any(entry.mends_id for entry in entries),
    )


def _called(entry: Entry) -> str:
    if entry.person:
        return entry.person.full_name
    return entry.post.position_name if entry.post else entry.work_unit.name


def _pairs(
    before: Timelines, after: Timelines, eve: date, day: date
) -> Iterator[tuple[Stand, Span[Any] | None, Span[Any] | None]]:
    for name, stand in stands().items():
        yield stand, _at(before, name, eve), _at(after, name, day)


def _at(timelines: Timelines, track: str, day: date) -> Span[Any] | None:
    return next((span for span in timelines.tracks.get(track, ()) if day in span), None)


def _change(stand: Stand, before: Span[Any] | None, after: Span[Any] | None, names: Names) -> Change:
    said = [stand.say(span, names) if span else "" for span in (before, after)]
    return Change(stand.title, said[0], said[1])


def _amounts(
    pairs: Iterable[tuple[Stand, Span[Any] | None, Span[Any] | None]],
) -> tuple[int | None, int | None]:
    for stand, before, after in pairs:
        if stand.amount:
            return (
                stand.amount(before.value) if before else None,
                stand.amount(after.value) if after else None,
            )
    return None, None


def _key(entry: Entry) -> Key:
    return entry.row, entry.work_unit_id, entry.person_id, None if entry.person_id else entry.post_id


def _names(decree: Decree, folded: Iterable[Pair], entries: Iterable[Entry]) -> Names:
    """The names of everything that the lines speak of; what the entries themselves name was read with them."""
    known = {entry.work_unit_id: entry.work_unit.name for entry in entries}
    known |= {entry.post.uid: entry.post.position_name for entry in entries if entry.post}
    uids: set[UUID] = set()
    for pair in folded:
        for timelines in pair:
            for _track, span in timelines:
                values = (getattr(span.value, field.name) for field in fields(span.value))
                uids |= {value for value in values if isinstance(value, UUID)}
    if missing := uids - known.keys():
        known |= dict(WorkUnit.objects.filter(uid__in=missing).values_list("uid", "name"))
    if missing := uids - known.keys():
        known |= dict(Post.objects.filter(uid__in=missing).values_list("uid", "position_name"))
    day = decree.decided_on or decree.effective_on
    jobs = job_families(HOUSE, day=day, office=decree.office.code) if day else []
    return Names(known, {row.family: row.name for row in jobs})
