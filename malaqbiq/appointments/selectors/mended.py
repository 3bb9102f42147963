"""Appointments that a decree mended after the oath, and what an annulment would undo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from malaqbiq.appointments.models import Appointment
from malaqbiq.decrees.models import Entry
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.kernel.models import StoredFile
from malaqbiq.kernel.periods import DAY
from malaqbiq.organization.models import Post, Succession
from malaqbiq.organization.rules.names import post_title
from malaqbiq.service.effects import Holding, Moved, PostGiven, PostLeft
from malaqbiq.service.models import Holder, HomeUnit, PostHeld, PostInForce

TAKING = (Mending.REVOCATION, Mending.ANNULMENT)


@dataclass(frozen=True, slots=True)
class Mended:
    """The decree (uid, number, day) that took an appointment back, and since when it is revoked; None if it is
    annulled, as if it had never been.
    """

    decree: UUID
    number: str
    decided_on: date
    since: date | None

    @property
    def said(self) -> tuple[str, date, date | None]:
        """The number and day, and since when it is revoked."""
        return self.number, self.decided_on, self.since


def mended_in(rows: Collection[Appointment]) -> dict[int, Mended]:
    """Of appointments those that a later decree took back, by key. One statement, none where nobody is sworn in."""
    decrees = {row.decree_id for row in rows if row.decree_id}
    if not decrees:
        return {}
    mends = Entry.objects.filter(mends__decree__in=decrees, mends__effect=PostGiven.name, place__isnull=False)
    columns = (
        "mends__decree",
        "mends__person__uid",
        "decree__uid",
        "decree__number",
        "decree__decided_on",
        "mending",
        "effective_on",
    )
    found = {
        (decree, person): Mended(uid, number, day, on if kind == Mending.REVOCATION else None)
        for decree, person, uid, number, day, kind, on in mends.filter(mending__in=TAKING).values_list(*columns)
    }
    return {row.pk: found[key] for row in rows if (key := (row.decree_id, row.person_id)) in found}


def file_of(row: Appointment) -> StoredFile | None:
    """The scan of the decree that took an appointment back, if it was attached."""
    kept = getattr(row, "mending_scan", None)
    return kept.file if kept else None


def given_entry(row: Appointment) -> Entry:
    """What the decree of the oath says of the post that somebody was given."""
    return Entry.objects.get(decree=row.decree_id, effect=PostGiven.name, person__uid=row.person_id, mending="")


@dataclass(frozen=True, slots=True)
class Passed:
    """An old post, as it is called, and since when its daily work is another's."""

    post: Post
    title: str
    since: date


@dataclass(frozen=True, slots=True)
class Undone:
    """What an annulment takes back: `entries`, those of the person and those by which others lost the work of an old
    post that this one goes on from.

    `left`, `back`: the post that he held before and holds again, as uid and as it is called, empty for none; `passed`:
    old posts of which the daily work has passed to somebody meanwhile, so that he doesn't keep it any more, as one who
    was absent at the oath doesn't; `home`: the work unit to which he returns, empty if he didn't move; `others`: who
    keeps an old post's work again, with its title.
    """

    entries: Sequence[Entry]
    left: Sequence[UUID]
    back: str
    passed: Sequence[Passed]
    home: str
    others: Sequence[str]


def undone_by(row: Appointment, today: date) -> Undone:
    """What comes back if the appointment of somebody sworn in is annulled, by what stands today. Three statements."""
    assert row.inauguration is not None  # noqa: S101 - nobody else has a decree
    oath = row.inauguration.held_on
    rows = Entry.objects.filter(Q(decree=row.decree_id, person__uid=row.person_id, mending="") | _released(row, today))
    found = list(rows.select_related("person", "post__work_unit").order_by("place", "ordinal"))
    own, others = ([one for one in found if (one.person_id == row.person_id) is own] for own in (True, False))
    left = [entry.post for entry in own if entry.effect == PostLeft.name and entry.post]
    passed = _passed(row, left, today)
    for_good, gone = {one.post.uid for one in passed if one.since <= oath}, {one.post.uid for one in passed}
    before = HomeUnit.objects.as_of(oath - DAY).filter(person__uid=row.person_id)
    moved = any(entry.effect == Moved.name for entry in own)
    return Undone(
        entries=[*(one for one in own if one.effect != PostLeft.name or one.post_id not in for_good), *others],
        left=[post.uid for post in left],
        back="; ".join(_title(post) for post in left if post.uid not in gone),
        passed=passed,
        home=before.values_list("work_unit__name", flat=True).first() or "" if moved else "",
        others=[f"{one.person.full_name} ({_title(one.post)})" for one in others if one.person and one.post],
    )


def _passed(row: Appointment, left: Sequence[Post], today: date) -> list[Passed]:
    """Of the posts that he left those that he kept as demisioner, and of which everything that goes on with their work
    has another definitive holder now; and since when.
    """
    assert row.inauguration is not None  # noqa: S101 - nobody else has a decree
    if not left:
        return []
    old, holders = (Holder.objects.as_of(on) for on in (row.inauguration.held_on - DAY, today))
    kept = old.filter(post=OuterRef("old"), person__uid=row.person_id, state=Holding.DEMISIONER)
    given = holders.filter(post=OuterRef("new"), state=Holding.DEFINITIVE).exclude(person__uid=row.person_id)
    pairs = Succession.objects.filter(
        Exists(kept), old__in=left, new__in=PostInForce.objects.as_of(today).values("post")
    )
    since: defaultdict[UUID, list[date | None]] = defaultdict(list)
    for post, day in pairs.values_list("old__uid", Subquery(given.values("valid_from")[:1])):
        since[post].append(day)
    days = {post: max(filter(None, found)) for post, found in since.items() if all(found)}
    return [Passed(post, _title(post), days[post.uid]) for post in left if post.uid in days]


def _released(row: Appointment, today: date) -> Q:
    """By what others lost, on the day of the oath, the daily work of posts that this one goes on from.

    Who was sworn in to a post of his own that day left the old one for it: that stays. Nor does anybody return who has
    a post of his own since: he would hold two.
    """
    olds = Succession.objects.filter(new__uid=row.seat.post_id).values("old")
    sworn = Appointment.objects.filter(inauguration=row.inauguration_id)
    lost = Q(decree__in=sworn.values("decree"), effect=PostLeft.name, mending="", post__in=olds)
    gone = Entry.objects.filter(mends=OuterRef("uid"), place__isnull=False)
    placed = PostHeld.objects.as_of(today).filter(person=OuterRef("person"))
    return lost & ~Q(person__in=sworn.values("person")) & ~Q(Exists(gone)) & ~Q(Exists(placed))


def _title(post: Post) -> str:
    return post_title(post.position_name, post.work_unit.name)
