"""Fillings that go on: which phase each is at, and what that phase waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from malaqbiq.appointments.models import Appointment, Inauguration, Nominee, Participant, Phase, Proposal, Seat
from malaqbiq.appointments.rules.rounds import Held, PhaseFacts, SeatFacts, Stage, stage_of
from malaqbiq.appointments.selectors.rounds import rounds_seen
from malaqbiq.appointments.selectors.scores import CANDIDATE, Progress, is_whole, panels_progress
from malaqbiq.kernel.access import Access


@dataclass(frozen=True, slots=True)
class GoingOn:
    """A phase that isn't done: what comes next in it, for how many of its posts nobody was inaugurated, the day for
    which an inauguration is planned, and how far the asker himself is if he is of the panel.
    """

    phase: Phase
    stage: Stage
    left: int
    held_on: date | None
    own: Progress | None


def phases_going_on(access: Access, day: date) -> list[GoingOn]:
    """Of each filling that the asker sees the phases that are open and not all inaugurated, and the first that may be
    opened; the oldest first. Two statements, one where there is nothing to score.
    """
    phases = list(_unfinished(access).order_by("round__begun_at", "round_id", "ordinal"))
    panels = panels_progress([one.pk for one in phases if one.has_candidates and not one.is_proposed])
    found, held_up = [], set[int]()
    for one in phases:
        is_open = one.opened_on is not None and one.opened_on <= day
        if is_open or one.round_id not in held_up:
            members = panels.get(one.pk, [])
            known = PhaseFacts(False, is_open, one.has_candidates, is_whole(members), one.is_proposed)
            stage = stage_of(known, SeatFacts(Held.VACANT, one.has_nominees, one.is_appointed))
            own = next((row for row in members if row.member.person_id == access.person), None)
            found.append(GoingOn(one, stage, one.left or 0, one.held_on, own))
        if one.holds_up:
            held_up.add(one.round_id)
    return found


def _unfinished(access: Access) -> QuerySet[Any, Any]:
    mine = {"phase": OuterRef("pk")}
    sworn_in = Appointment.objects.filter(seat=OuterRef("pk"), inauguration__isnull=False)
    left = Seat.objects.filter(~Exists(sworn_in), **mine).order_by().values("phase")
    later = Appointment.objects.filter(seat=OuterRef("seat"), pk__gt=OuterRef("pk"))
    appointed = Appointment.objects.filter(~Exists(later), seat__phase=OuterRef("pk"), inauguration__isnull=True)
    planned = Inauguration.objects.filter(closed_at__isnull=True, **mine).order_by("held_on", "pk")
    rows = Phase.objects.filter(inaugurated_on__isnull=True, round__in=rounds_seen(access))
    return rows.select_related("round__office").annotate(
        left=Subquery(left.annotate(many=Count("pk")).values("many")),
        has_candidates=Exists(Participant.objects.filter(part=CANDIDATE, **mine)),
        has_nominees=Exists(Nominee.objects.filter(seat__phase=OuterRef("pk"))),
        is_proposed=Exists(Proposal.objects.filter(**mine)),
        is_appointed=Exists(appointed),
        held_on=Subquery(planned.values("held_on")[:1]),
    )
