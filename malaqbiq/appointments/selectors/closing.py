"""What closing an inauguration does to posts and people, before it is closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db.models import Q

from malaqbiq.appointments.models import Appointment, Phase
from malaqbiq.appointments.rules.rounds import Keeping, released
from malaqbiq.appointments.selectors.phases import replaced_in, seat_title
from malaqbiq.appointments.selectors.rounds import keepings
from malaqbiq.kernel.access import Access
from malaqbiq.organization.models import Post
from malaqbiq.organization.rules.names import post_title
from malaqbiq.service.effects import Holding
from malaqbiq.service.models import Holder


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one who waits to be sworn in: the post of his own that is vacant if he is (`vacates`), and the post whose work
    others take over if he isn't, so that he holds none (`loses`); empty where nothing of it happens.
    """

    vacates: str = ""
    loses: str = ""


def outcomes(
    phase: Phase, waiting: Sequence[Appointment], day: date, present: Collection[UUID] | None = None
) -> tuple[Mapping[UUID, Outcome], list[str]]:
    """What closing does to each who waits, by the appointment's uid, if all others who are `present` (by that uid; else
    all who wait) are sworn in on a day; and who else then holds no post: the name with the post that he kept. Four
    statements.
    """
    sworn = [row for row in waiting if present is None or row.uid in present]
    seats = list(phase.round.seats.values_list("post__uid", "post__work_unit__uid"))
    posts, units = [post for post, _unit in seats], {unit for _post, unit in seats}
    given = {row.seat.post_id for row in sworn}
    people = frozenset(row.person_id for row in waiting)
    held = Holder.objects.as_of(day).filter(state=Holding.DEFINITIVE).select_related("post__work_unit")
    definitive = list(held.filter(Q(post__uid__in=posts) | Q(person__uid__in=people)))
    filled = frozenset(one.post_id for one in definitive)
    kept = keepings(units, day)
    lost = _lost(kept, sworn, filled)
    own = [one for one in definitive if one.person_id in people and one.post_id not in given]
    left = {one.person_id: _title(one.post) for one in own}
    losing = Holder.objects.as_of(day).filter(person__uid__in=lost, state=Holding.DEMISIONER)
    losers = [one for one in losing.select_related("person", "post__work_unit") if lost[one.person_id] == one.post_id]
    titles = {one.person_id: _title(one.post) for one in losers}
    found = {row.uid: Outcome(left.get(row.person_id, ""), titles.get(row.person_id, "")) for row in waiting}
    others = [one for one in losers if one.person_id not in people]
    return found, sorted(f"{one.person.full_name} ({titles[one.person_id]})" for one in others)


def _lost(kept: Sequence[Keeping], sworn: Sequence[Appointment], filled: frozenset[UUID]) -> dict[UUID, UUID]:
    """Whose work passes to others if all these are sworn in but he himself, with the post: by person."""
    given = {row.person_id: row.seat.post_id for row in sworn}
    every = filled | set(given.values())
    passing = [one for one in kept if released(one, frozenset(), every)]
    return {one.person: one.post for one in passing if given.get(one.person) not in one.successors - filled}


def appointed_of(access: Access, day: date, person: UUID) -> list[tuple[Appointment, str]]:
    """The posts to which somebody is appointed by a received decree on a day without being sworn in, with the title.

    Whoever sees the person's page sees it: `access` is asked there. One statement.
    """
    del access
    own = Appointment.objects.filter(person__uid=person).filter(Q(inauguration=None) | Q(inauguration__held_on__gt=day))
    rows = Appointment.objects.filter(
        seat__phase__in=own.values("seat__phase"), decision__withdrawn_at=None, decision__decided_on__lte=day
    ).select_related("decision", "inauguration", "seat__post__work_unit", "person")
    every = list(rows.order_by("seat__phase_id", "pk"))
    replaced = {pk for _phase, of in groupby(every, key=lambda row: row.seat.phase_id) for pk in replaced_in(of)}
    return [
        (row, seat_title(row.seat))
        for row in every
        if row.person_id == person
        and row.pk not in replaced
        and (row.inauguration is None or row.inauguration.held_on > day)
    ]


def _title(post: Post) -> str:
    return post_title(post.position_name, post.work_unit.name)
