"""Fillings that go on: which phase each is at, and what that phase waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from malaqbiq.accounts.selectors import grants_held
from malaqbiq.appointments.models import Appointment, Inauguration, Nominee, Participant, Phase, Proposal, Seat
from malaqbiq.appointments.rules.rounds import Held, PhaseFacts, SeatFacts, Stage, stage_of
from malaqbiq.appointments.selectors.rounds import RUNNERS, SEERS, rounds_seen
from malaqbiq.appointments.selectors.scores import CANDIDATE, Progress, is_whole, panels_progress
from malaqbiq.kernel.access import Access
from malaqbiq.service.effects import Holding
from malaqbiq.service.models import Holder, PostInForce


@dataclass(frozen=True, slots=True)
class GoingOn:
    """A phase that isn't done: what comes next in it, how many of its posts in force nobody holds definitively, the day
    for which an inauguration is planned, and how far the asker himself is if he is of the panel.

    `is_own`: the asker is a candidate himself; `is_officers`: an SDM officer of the office is one.
    """

    phase: Phase
    stage: Stage
    left: int
    held_on: date | None
    own: Progress | None
    is_own: bool
    is_officers: bool


def phases_going_on(access: Access, day: date) -> list[GoingOn]:
    """Of each filling that the asker sees the phases that are open and not all inaugurated, and the first that may be
    opened; the oldest first. Two statements, one where there is nothing to score.
    """
    phases = list(_unfinished(access, day).filter(left__gt=0).order_by("round__begun_at", "round_id", "ordinal"))
    panels = panels_progress([one.pk for one in phases if one.has_candidates and not one.is_proposed])
    found, held_up = [], set[int]()
    for one in phases:
        is_open = one.opened_on is not None and one.opened_on <= day
        if is_open or one.round_id not in held_up:
            members = panels.get(one.pk, [])
            known = PhaseFacts(False, is_open, one.has_candidates, is_whole(members), one.is_proposed)
            stage = stage_of(known, SeatFacts(Held.VACANT, one.has_nominees, one.is_appointed))
            own = next((row for row in members if row.member.person_id == access.person), None)
            found.append(GoingOn(one, stage, one.left, one.held_on, own, one.is_own, one.is_officers))
        if one.holds_up:
            held_up.add(one.round_id)
    return found


def seats_elsewhere(access: Access) -> list[Seat]:
    """Posts of the asker's work units that are being filled in another office's filling, which he doesn't see, and for
    which nobody was sworn in yet: with its title and level, by work unit. One statement.
    """
    sworn = Appointment.objects.filter(seat=OuterRef("pk"), inauguration__isnull=False)
    rows = Seat.objects.filter(~Exists(sworn), phase__inaugurated_on__isnull=True, round__ending=None)
    rows = rows.exclude(round__in=rounds_seen(access))
    codes = access.units(*SEERS)
    if codes is not None:
        rows = rows.filter(post__work_unit__code__in=codes)
    found = rows.select_related("post__work_unit", "phase", "round__office")
    return list(found.order_by("post__work_unit__code", "post__unit_code", "post__ordinal"))


def _unfinished(access: Access, day: date) -> QuerySet[Any, Any]:
    mine = {"phase": OuterRef("pk")}
    definitive = Holder.objects.as_of(day).filter(post=OuterRef("post"), state=Holding.DEFINITIVE)
    in_force = PostInForce.objects.as_of(day).filter(post=OuterRef("post"))
    left = Seat.objects.filter(Exists(in_force), ~Exists(definitive), **mine).order_by().values("phase")
    # As `replaced_in` has it: by post and by person the one recorded last.
    again = Q(seat=OuterRef("seat")) | Q(person=OuterRef("person"))
    stands = Appointment.objects.filter(decision__withdrawn_at=None)
    later = stands.filter(again, seat__phase=OuterRef("seat__phase"), pk__gt=OuterRef("pk"))
    appointed = stands.filter(~Exists(later), seat__phase=OuterRef("pk"), inauguration__isnull=True)
    planned = Inauguration.objects.filter(closed_at__isnull=True, **mine).order_by("held_on", "pk")
    candidates = Participant.objects.filter(part=CANDIDATE, **mine)
    officer = grants_held(RUNNERS, day).filter(
        work_unit=OuterRef("phase__round__office"), user__person_link__person=OuterRef("person")
    )
    rows = Phase.objects.filter(inaugurated_on__isnull=True, round__ending=None, round__in=rounds_seen(access))
    return rows.select_related("round__office").annotate(
        left=Subquery(left.annotate(many=Count("pk")).values("many")),
        has_candidates=Exists(candidates),
        is_own=Exists(candidates.filter(person__uid__in=[access.person] if access.person else [])),
        is_officers=Exists(candidates.filter(Exists(officer))),
        has_nominees=Exists(Nominee.objects.filter(seat__phase=OuterRef("pk"))),
        is_proposed=Exists(Proposal.objects.standing().filter(**mine)),
        is_appointed=Exists(appointed),
        held_on=Subquery(planned.values("held_on")[:1]),
    )
