"""The past of posts: who held them and those that they go on from, as known now and up to a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.timezone import localtime

from malaqbiq.appointments.models import Inauguration, Round, Seat
from malaqbiq.appointments.rules.rounds import Held
from malaqbiq.appointments.rules.timeline import Days, Hold, Past
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import DAY
from malaqbiq.organization.models import Post, Succession
from malaqbiq.organization.rules.names import post_title
from malaqbiq.service.effects import Capacity
from malaqbiq.service.models import Acting, Holder, PostInForce
from malaqbiq.service.selectors.chart import READERS

CAPACITIES = {Capacity.PLT: "Plt.", Capacity.PLH: "Plh."}
SHORTLY = 90 * DAY
"""How long before a filling the structure that made it needed is still part of its picture: our own default."""
LEAD = 7 * DAY
"""How many days before and after a filling its picture shows."""


@dataclass(frozen=True, slots=True)
class Sworn:
    """A day on which an inauguration of a phase was held, and how many were sworn in then."""

    day: date
    level: str
    people: int


@dataclass(frozen=True, slots=True)
class Filling:
    """A round's seats with the past of each post (by uid), the days that its picture shows, and those of them on which
    somebody was inaugurated.
    """

    seats: list[Seat]
    pasts: Mapping[UUID, Past]
    first: date
    end: date
    sworn: Sequence[Sworn] = ()


def filling_over_time(found: Round, day: date) -> Filling:
    """A round's posts from a week before it began, or before the structure that brought them a little earlier; up to a
    day, a week after the last inauguration at the latest. Six statements, whatever the number of posts.
    """
    seats = list(found.seats.select_related("post__work_unit", "phase"))
    pasts = pasts_of([seat.post for seat in seats], day)
    begun = min(localtime(found.begun_at).date(), day)
    opened = [one.start for past in pasts.values() for one in past.in_force if begun - SHORTLY <= one.start]
    first = min([*opened, begun]) - LEAD
    closed = [seat.phase.inaugurated_on for seat in seats]
    last = max((one for one in closed if one), default=day) + LEAD
    end = min(day, last if all(closed) else day) + DAY
    return Filling(seats, pasts, first, end, _sworn(found, first, end))


def _sworn(found: Round, first: date, end: date) -> list[Sworn]:
    rows = Inauguration.objects.filter(phase__round=found, held_on__gte=first, held_on__lt=end)
    days = rows.exclude(closed_by="").order_by("held_on", "phase__ordinal").values_list("held_on", "phase__level")
    return [Sworn(*row) for row in days.annotate(Count("sworn_in"))]


def post_seen(access: Access, uid: UUID) -> Post:
    """A post of a work unit that the asker covers; Post.DoesNotExist for any other. One statement."""
    found = Post.objects.select_related("work_unit").get(uid=uid)
    if not access.covers(found.work_unit.code, *READERS):
        raise Post.DoesNotExist
    return found


def pasts_of(posts: Collection[Post], day: date) -> dict[UUID, Past]:
    """The past of posts up to a day, by uid. Four statements."""
    own = {post.uid for post in posts}
    pairs = list(Succession.objects.filter(new__uid__in=own).values_list("old__uid", "new__uid"))
    every = own | {old for old, _new in pairs}
    holds: defaultdict[UUID, list[Hold]] = defaultdict(list)
    rows = Holder.objects.known().filter(post__uid__in=every, valid_from__lte=day)
    for row in rows.select_related("person", "post__work_unit").order_by("valid_from"):
        holds[row.post_id].append(_hold(row, day))
    stood = Acting.objects.known().filter(post__uid__in=own, valid_from__lte=day)
    for one in stood.select_related("person").order_by("valid_from"):
        days = Days(one.valid_from, _ended(one.valid_until, day))
        title = CAPACITIES[Capacity(one.capacity)]
        holds[one.post_id].append(Hold(one.person_id, one.person.full_name, Held.ACTING, days, title))
    forces: defaultdict[UUID, list[Days]] = defaultdict(list)
    for post, start, end in (
        PostInForce.objects.known()
        .filter(post__uid__in=every, valid_from__lte=day)
        .order_by("valid_from")
        .values_list("post__uid", "valid_from", "valid_until")
    ):
        forces[post].append(Days(start, _ended(end, day)))
    olds: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for old, new in pairs:
        olds[new].append(old)
    return {
        uid: Past(
            holds[uid],
            [hold for old in olds[uid] for hold in holds[old]],
            forces[uid],
            [days for old in olds[uid] for days in forces[old]],
        )
        for uid in own
    }


def _hold(row: Any, day: date) -> Hold:
    state = Held(row.state) if row.state in set(Held) else Held.ACTING
    title = post_title(row.post.position_name, row.post.work_unit.name)
    days = Days(row.valid_from, _ended(row.valid_until, day))
    return Hold(row.person_id, row.person.full_name, state, days, title, exact=not row.since_unknown)


def _ended(end: date | None, day: date) -> date | None:
    """An end that has come by a day; one to come is told by none."""
    return end if end and end <= day else None
