"""What was decided since somebody was sworn in, and stands in the way of taking that appointment back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from malaqbiq.appointments.models import Appointment
from malaqbiq.appointments.selectors.mended import Undone
from malaqbiq.appointments.selectors.rounds import HANDS
from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.selectors.decrees import decrees_visible
from malaqbiq.kernel.access import Access
from malaqbiq.service.effects import PostGiven, PostKept, PostLeft

OUT = (Mending.ANNULMENT, Mending.CORRECTION)


@dataclass(frozen=True, slots=True)
class Later:
    """A decree recorded after the oath that placed the person elsewhere, or another in the post held before
    (`is_of_other`).

    `uid`: None where the asker may not open it. `appointment`: the person's own by it, with its phase and inauguration,
    where the asker may write down that it was taken back too.
    """

    uid: UUID | None
    number: str
    decided_on: date | None
    effective_on: date
    is_of_other: bool
    appointment: Appointment | None = None


def later_than(access: Access, row: Appointment, undone: Undone) -> list[Later]:
    """What stands in the way of taking back an appointment of somebody sworn in; the latest first, in which order they
    are to be taken back. One statement, two where there is any.
    """
    place, left = undone.entries[0].place, undone.left
    own = Q(person=row.person_id, effect__in=(PostGiven.name, PostLeft.name, PostKept.name))
    rows = Entry.objects.filter(own | Q(post__in=left, effect=PostGiven.name), place__gt=place)
    gone = Entry.objects.filter(place__isnull=False, mending__in=OUT, mends__isnull=False).values("mends")
    standing = rows.filter(mending__in=("", Mending.CORRECTION)).exclude(uid__in=gone)
    by_decree: dict[int, list[Entry]] = {}
    is_seen = Exists(decrees_visible(access).filter(pk=OuterRef("decree_id")))
    for entry in standing.annotate(is_seen=is_seen).select_related("decree").order_by("-place", "ordinal"):
        by_decree.setdefault(entry.decree_id, []).append(entry)
    if not by_decree:
        return []
    again = _appointments(access, row.person_id, by_decree)
    return [_later(row, entries, again) for entries in by_decree.values()]


def _later(row: Appointment, entries: Sequence[Entry], again: dict[int, Appointment]) -> Later:
    decree: Decree = entries[0].decree
    return Later(
        decree.uid if vars(entries[0])["is_seen"] else None,
        decree.number or decree.title,
        decree.decided_on,
        entries[0].effective_on,
        is_of_other=all(entry.person_id != row.person_id for entry in entries),
        appointment=again.get(decree.pk),
    )


def _appointments(access: Access, person: UUID, decrees: Collection[int]) -> dict[int, Appointment]:
    rows = Appointment.objects.filter(decree__in=decrees, person__uid=person)
    rows = rows.select_related("seat__phase__round__office", "inauguration")
    return {
        row.decree_id: row for row in rows if row.decree_id and access.covers(row.seat.phase.round.office.code, *HANDS)
    }


def in_the_way(entries: Collection[UUID | None]) -> list[Entry]:
    """Of entries (uids) those that are recorded, with their decrees, the latest first. One statement."""
    rows = Entry.objects.filter(uid__in=[uid for uid in entries if uid], place__isnull=False)
    return list(rows.select_related("decree", "person", "post__work_unit").order_by("-place", "ordinal"))
