"""What a further decree of appointment does to what earlier ones said, and which posts wait for one."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from malaqbiq.appointments.models import Appointment, Seat
from malaqbiq.appointments.selectors.mended import Mended
from malaqbiq.appointments.selectors.phases import replaced_in, seat_title
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.service.models import PostInForce


@dataclass(frozen=True, slots=True)
class Consequence:
    """What becomes of an appointment by an earlier decree if another is recorded."""

    row: Appointment
    words: Words


def standing_of(rows: Collection[Appointment]) -> list[Appointment]:
    """Those by decrees that weren't taken back as written down by mistake."""
    return [row for row in rows if row.decision.withdrawn_at is None]


def waiting_of(rows: Collection[Appointment]) -> list[Appointment]:
    """Of the appointments of a phase those that wait for the oath."""
    standing = standing_of(rows)
    replaced = replaced_in(standing)
    return [row for row in standing if row.inauguration_id is None and row.pk not in replaced]


def consequences(
    rows: Collection[Appointment],
    mended: Mapping[int, Mended],
    appointed: Mapping[UUID, UUID],
    posts: Mapping[UUID, str],
    people: Mapping[UUID, str],
) -> list[Consequence]:
    """What a decree that appoints people to posts (by uids, with what both are called) does to `rows`, all appointments
    of its phase: whose waiting for the oath it ends, and who was appointed before and is so anew after that was taken
    back.
    """
    given = {person: post for post, person in appointed.items()}
    waiting = [row for row in waiting_of(rows) if row.seat.post_id in appointed or row.person_id in given]
    back = {row.person_id: row for row in rows if row.pk in mended and row.person_id in given}
    said = [Consequence(row, _replaced(row, appointed, posts, people, given)) for row in waiting]
    anew = [(row, posts[given[person]]) for person, row in back.items()]
    return said + [Consequence(row, _anew(row, mended[row.pk], post)) for row, post in anew]


def mark_of(asked: Collection[Consequence], appointed: Mapping[UUID, UUID]) -> str:
    """What a tick under these consequences of these appointments holds: under others it counts for nothing."""
    facts = sorted(str(one.row.uid) for one in asked), sorted((str(post), str(who)) for post, who in appointed.items())
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def vacated(rows: Collection[Appointment], mended: Mapping[int, Mended], day: date) -> list[str]:
    """The titles of posts in force on a day that were given by an appointment which was taken back, and to which nobody
    was appointed since; each once. One statement where there are some.
    """
    standing = standing_of(rows)
    replaced = replaced_in(standing)
    filled = {row.seat_id for row in standing if row.pk not in mended and row.pk not in replaced}
    seats: dict[int, Seat] = {row.seat_id: row.seat for row in rows if row.pk in mended and row.seat_id not in filled}
    if not seats:
        return []
    posts = [seat.post_id for seat in seats.values()]
    in_force = set(PostInForce.objects.as_of(day).filter(post__uid__in=posts).values_list("post__uid", flat=True))
    return [seat_title(seat) for seat in seats.values() if seat.post_id in in_force]


def _replaced(
    row: Appointment,
    appointed: Mapping[UUID, UUID],
    posts: Mapping[UUID, str],
    people: Mapping[UUID, str],
    given: Mapping[UUID, UUID],
) -> Words:
    told = {"name": row.person.full_name, "post": seat_title(row.seat), "number": row.decision.number}
    other = appointed.get(row.seat.post_id)
    if other == row.person_id:
        words = gettext_noop(
            "%(name)s waits for the oath to %(post)s by decree %(number)s: this decree takes the place of that one"
        )
        return Words(words, told)
    if other:
        words = gettext_noop(
            "%(name)s waits for the oath to %(post)s by decree %(number)s, and is appointed to it no more: %(other)s is"
        )
        return Words(words, told | {"other": people[other]})
    words = gettext_noop(
        "%(name)s waits for the oath to %(post)s by decree %(number)s, and is appointed to %(other)s instead: for"
        " %(post)s nobody is appointed any more"
    )
    return Words(words, told | {"other": posts[given[row.person_id]]})


def _anew(row: Appointment, mended: Mended, post: str) -> Words:
    told = {"name": row.person.full_name, "post": seat_title(row.seat), "number": mended.number, "other": post}
    if mended.since:
        words = gettext_noop(
            "the appointment of %(name)s to %(post)s was revoked by decree %(number)s of %(day)s: this decree appoints"
            " that person anew, to %(other)s"
        )
    else:
        words = gettext_noop(
            "the appointment of %(name)s to %(post)s was annulled by decree %(number)s of %(day)s: this decree appoints"
            " that person anew, to %(other)s"
        )
    return Words(words, told | {"day": mended.decided_on})
