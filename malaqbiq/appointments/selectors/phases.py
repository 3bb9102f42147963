"""One phase: who takes part, who could, what was decided, and who waits to be sworn in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain, count
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery

from malaqbiq.appointments.models import (
    Appointment,
    Decision,
    Inauguration,
    Nominee,
    Participant,
    Phase,
    Proposal,
    Score,
    Seat,
)
from malaqbiq.appointments.selectors.scores import CANDIDATE, MEMBER
from malaqbiq.decrees.models.projection import standing_on
from malaqbiq.kernel.access import Access
from malaqbiq.organization.rules.names import post_name
from malaqbiq.people.models import Person
from malaqbiq.people.selectors import people_visible
from malaqbiq.service.effects import Status
from malaqbiq.service.models import Employment, PostInForce

MOST_FOUND = 40
NOMINEES = Prefetch("nominees", Nominee.objects.select_related("candidate"))


@dataclass(frozen=True, slots=True)
class Someone:
    """A person who takes part or could: their work unit and the post that they hold, if any."""

    person: UUID
    name: str
    unit: str
    post: str
    state: str
    participant: Participant | None = None


def seats_of(phase: Phase, day: date | None = None) -> list[Seat]:
    """The posts of a phase by work unit and the structure's order; `with_force` of a day, if one is said."""
    seats = with_force(phase.seats.all(), day) if day else phase.seats.all()
    rows = seats.select_related("post__work_unit").prefetch_related(NOMINEES)
    return sorted(rows, key=lambda seat: (seat.post.work_unit.code, seat.post.unit_code, seat.post.ordinal))


def with_force(seats: QuerySet[Seat], day: date) -> QuerySet[Seat]:
    """Posts of phases, each with whether it is in force on a day: for one that `is_closed` nobody is proposed."""
    in_force = PostInForce.objects.as_of(day).filter(post=OuterRef("post_id"))
    return seats.annotate(is_in_force=Exists(in_force))


def is_closed(seat: Seat) -> bool:
    """Whether a post that came `with_force` is in force no more."""
    return not vars(seat)["is_in_force"]


def seat_title(seat: Seat) -> str:
    """The post's name with its work unit's."""
    title = post_name(seat.post.position_name, seat.post.work_unit.name)
    return title if seat.post.work_unit.name in title else f"{title}, {seat.post.work_unit.name}"


def taking_part(phase: Phase, day: date) -> tuple[list[Someone], list[Someone]]:
    """The panel's members and the candidates, by name. Two statements."""
    rows = {row.person_id: row for row in phase.participants.all()}
    found = [_as(one, rows[one.person]) for one in _someone(_of(rows), day)]
    parts = [[one for one in found if rows[one.person].part == part] for part in (MEMBER, CANDIDATE)]
    return parts[0], parts[1]


def by_label(people: Iterable[Someone]) -> dict[str, Someone]:
    """People by what tells them apart: the name; with the work unit, then a number, where it is another's too."""
    found: dict[str, Someone] = {}
    for one in people:
        alike = (f"{one.name} ({number})" for number in count(2))
        label = next(name for name in chain((one.name, f"{one.name}, {one.unit}"), alike) if name not in found)
        found[label] = one
    return found


def servants_found(access: Access, phase: Phase, day: date, *, text: str) -> list[Someone]:
    """PNS in service whom the asker sees and who take no part yet, by a piece of their name or NIP; at most forty."""
    serving = Employment.objects.as_of(day).filter(status=Status.PNS).values("person__uid")
    found = (
        people_visible(access, day).filter(uid__in=serving).exclude(uid__in=phase.participants.values("person__uid"))
    )
    found = found.filter(nip__startswith=text) if text.isdigit() else found.filter(name__icontains=text)
    return _someone(_of(found.order_by("name").values_list("uid", flat=True)[:MOST_FOUND]), day)


def appointments_of(phase: Phase) -> list[Appointment]:
    """Everybody whom a decree of the phase appoints, by decree and post."""
    rows = Appointment.objects.filter(seat__phase=phase)
    return list(
        rows.select_related(
            "decision", "seat__post__work_unit", "person", "inauguration", "decree", "petikan__file"
        ).order_by("decision__decided_on", "decision__pk", "seat__post__work_unit__code", "seat__post__unit_code")
    )


def replaced_in(rows: Iterable[Appointment]) -> dict[int, Appointment]:
    """Of appointments by decrees that stand those that one recorded later replaced before anybody was sworn in by them:
    by key, with what came in their place. A later decree for the post replaces it, and one that appoints the person to
    another.
    """
    by_post: dict[int, Appointment] = {}
    by_person: dict[UUID, Appointment] = {}
    found = {}
    for row in sorted(rows, key=lambda one: (one.decision_id, one.pk), reverse=True):
        later = by_post.get(row.seat_id) or by_person.get(row.person_id)
        if later is None:
            by_post[row.seat_id] = by_person[row.person_id] = row
        elif row.inauguration_id is None:
            found[row.pk] = later
    return found


def appointments_waiting(phase: Phase) -> list[Appointment]:
    """Who of a phase is appointed by a decree that was received, and isn't sworn in; `replaced_in` says by which of
    several. By post.
    """
    rows = Appointment.objects.filter(seat__phase=phase, decision__withdrawn_at=None)
    rows = rows.select_related("decision", "seat__post__work_unit", "person")
    every = list(rows.order_by("seat_id", "pk"))
    replaced = replaced_in(every)
    return [row for row in every if row.inauguration_id is None and row.pk not in replaced]


def decision_in(phase: Phase, uid: UUID) -> Decision:
    """A decree of appointment of this phase; Decision.DoesNotExist for another's."""
    return phase.decisions.select_related("file").get(uid=uid)


def appointment_in(phase: Phase, uid: UUID) -> Appointment:
    """Somebody's appointment by a decree of this phase; Appointment.DoesNotExist for another's."""
    return Appointment.objects.select_related("petikan__file").get(uid=uid, seat__phase=phase)


def inauguration_in(phase: Phase, uid: UUID) -> Inauguration:
    """An inauguration of this phase; Inauguration.DoesNotExist for another's."""
    return phase.inaugurations.select_related("invitation", "phase").get(uid=uid)


def is_being_scored(phase: Phase) -> bool:
    """Whether somebody has given a score: who takes part stays then."""
    return Score.objects.filter(member__phase=phase).exists()


def proposal_of(phase: Phase) -> Proposal | None:
    """The phase's proposal that stands, if it is made."""
    return Proposal.objects.standing().filter(phase=phase).first()


def proposals_of(phase: Phase) -> list[Any]:
    """All proposals of a phase, those too that were taken back, the latest first; each with the number of the decree
    that answers it, as `answered`.
    """
    decrees = Decision.objects.standing().filter(phase=OuterRef("phase")).order_by("decided_on", "pk")
    answered = Subquery(decrees.values("number")[:1])
    return list(Proposal.objects.filter(phase=phase).annotate(answered=answered).order_by("-pk"))


def _of(uids: Iterable[UUID]) -> QuerySet[Person]:
    return Person.objects.filter(uid__in=list(uids)).order_by("name", "pk")


def _someone(people: QuerySet[Person], day: date) -> list[Someone]:
    """The people with the home unit and the post that they have on a day. One statement."""
    joined = people.annotate(home=standing_on("homeunit_rows", day), held=standing_on("postheld_rows", day))
    told = joined.annotate(unit=F("home__work_unit__name"), post=F("held__post__position_name"), state=F("held__state"))
    return [Someone(one.uid, one.full_name, one.unit or "", one.post or "", one.state or "") for one in told]


def _as(one: Someone, participant: Participant) -> Someone:
    return Someone(one.person, one.name, one.unit, one.post, one.state, participant)
