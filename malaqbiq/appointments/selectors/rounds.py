"""Rounds that fill posts: those that the asker may see, and how far each post is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from malaqbiq.appointments.models import Appointment, Nominee, Participant, Phase, Proposal, Round, Score, Seat
from malaqbiq.appointments.rules.rounds import (
    LEVELS,
    Held,
    Keeping,
    PhaseFacts,
    SeatFacts,
    Stage,
    stage_of,
)
from malaqbiq.appointments.selectors.changes import READERS
from malaqbiq.appointments.selectors.phases import replaced_in
from malaqbiq.appointments.selectors.scores import phases_scored
from malaqbiq.appointments.selectors.settled import with_settling
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.models import Post, Succession, WorkUnit
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.service.effects import Holding
from malaqbiq.service.models import Holder, PostInForce
from malaqbiq.service.rules.chart import Seat as ChartSeat
from malaqbiq.service.selectors.chart import seats_on
from malaqbiq.service.selectors.structures import posts_are_in_force

SEERS = (*READERS, Role.APPRAISER)
"""Who sees rounds of his work units: appraisers too, of whom panels are made."""
RUNNERS = (Role.SDM_OFFICER,)
"""Who runs a round."""
RELEASERS = (Role.SECRETARY,)
"""Who releases a phase before its inauguration, and makes the proposal."""
HANDS = (*RUNNERS, *RELEASERS)
"""Who writes down nominees, decrees and inaugurations: the Sekretaris too, for where it is about the officer."""


@dataclass(frozen=True, slots=True)
class BoardSeat:
    """A post of a round: how it is held on the day, what it waits for, and who is appointed to it."""

    seat: Seat
    chart: ChartSeat
    held: Held
    stage: Stage
    days: int | None
    """since it is demisioner"""
    appointed: str = ""
    closed_on: date | None = None
    """since when the post is in force no more"""


@dataclass(frozen=True, slots=True)
class BoardPhase:
    """A phase with its posts as of a day, and whether an earlier one holds it up then."""

    phase: Phase
    waits: bool
    seats: Sequence[BoardSeat]
    day: date

    @property
    def opened_on(self) -> date | None:
        """Since when it is open, if it is."""
        return _by(self.phase.opened_on, self.day)

    @property
    def released_on(self) -> date | None:
        """Since when later phases need not wait for it, if so."""
        return _by(self.phase.released_on, self.day)

    @property
    def inaugurated_on(self) -> date | None:
        """When the last of its posts was filled, if it is."""
        return _by(self.phase.inaugurated_on, self.day)

    @property
    def holds_up(self) -> bool:
        """Whether later phases wait for it."""
        return self.inaugurated_on is None and self.released_on is None

    @property
    def stages(self) -> Counter[Stage]:
        """How many posts wait for what."""
        return Counter(one.stage for one in self.seats)

    @property
    def filled(self) -> int:
        """How many posts have a definitive holder."""
        return self.stages[Stage.FILLED]

    @property
    def closed(self) -> int:
        """How many posts are in force no more."""
        return self.stages[Stage.CLOSED]


def rounds_seen(access: Access) -> QuerySet[Round]:
    """The rounds of offices that the asker covers, the latest first."""
    codes = access.units(*SEERS)
    found = Round.objects.select_related("office", "ending")
    return found if codes is None else found.filter(office__code__in=codes)


def rounds_begun(access: Access, day: date) -> QuerySet[Round]:
    """Those of them that were begun by a day, each with whether all of its phases are inaugurated (`is_done`)."""
    unfinished = Phase.objects.filter(round=OuterRef("pk"), inaugurated_on__isnull=True)
    return rounds_seen(access).filter(begun_at__date__lte=day).annotate(is_done=~Exists(unfinished))


def round_seen(access: Access, uid: UUID) -> Round:
    """One of them; Round.DoesNotExist for any other."""
    return rounds_seen(access).get(uid=uid)


def phase_seen(access: Access, uid: UUID) -> Phase:
    """A phase of one of them; Phase.DoesNotExist for any other."""
    found = with_settling(Phase.objects.select_related("round__office", "round__ending")).get(uid=uid)
    if not access.covers(found.round.office.code, *SEERS):
        raise Phase.DoesNotExist
    return found


def phases_named(access: Access, phases: Collection[UUID]) -> dict[UUID, str]:
    """What phases of rounds that the asker sees are called, by uid: the round's title and the level. One statement."""
    rows = Phase.objects.filter(uid__in=phases, round__in=rounds_seen(access)).select_related("round")
    return {row.uid: f"{row.round.title}: {row.level}" for row in rows}


def posts_unfilled(access: Access, *, office: str, day: date, levels: Collection[str]) -> list[Post]:
    """The posts in force in an office and below it on a day that have no definitive holder and that no round is at yet,
    in the order of their levels.
    """
    codes = [code for code in unit_tree(access, day=day).below(office) if access.covers(code, *RUNNERS)]
    held = Holder.objects.as_of(day).filter(state=Holding.DEFINITIVE).values("post")
    at_work = Seat.objects.filter(phase__inaugurated_on__isnull=True, round__ending=None).values("post")
    rows = PostInForce.objects.as_of(day).filter(post__work_unit__code__in=codes, post__level__in=levels)
    rows = rows.exclude(post__in=held).exclude(post__in=at_work).select_related("post__work_unit")
    posts = [row.post for row in rows]
    order = {level: number for number, level in enumerate(LEVELS)}
    return sorted(posts, key=lambda post: (order[post.level], post.work_unit.code, post.unit_code, post.ordinal))


def office_has_posts(access: Access, *, office: str, day: date) -> bool:
    """Whether any post is in force in an office and below it, of the work units that the asker runs."""
    below = unit_tree(access, day=day).below(office)
    return posts_are_in_force([code for code in below if access.covers(code, *RUNNERS)], day)


def board_of(access: Access, found: Round, day: date) -> list[BoardPhase]:
    """Every phase of a round with its posts as they stand on a day, by the days of what was done. Eight statements,
    whatever the number of posts; one more where some are in force no more.

    Nominees have no day: those of now are told of a phase that wasn't proposed by then.
    """
    named = Participant.objects.filter(phase=OuterRef("pk"), part=Participant.Part.CANDIDATE, named_at__date__lte=day)
    proposed = Proposal.objects.standing().filter(phase=OuterRef("pk"), dated_on__lte=day)
    scored_later = Score.objects.filter(member__phase=OuterRef("pk"), given_at__date__gt=day)
    phases = list(
        found.phases.annotate(
            has_candidates=Exists(named), is_proposed=Exists(proposed), is_scored_later=Exists(scored_later)
        )
    )
    nominees = Nominee.objects.filter(seat=OuterRef("pk"))
    seats = list(found.seats.select_related("post__work_unit").annotate(has_nominees=Exists(nominees)))
    chart = {one.post: one for one in seats_on(access, day, {seat.post.work_unit.code for seat in seats})}
    closed = _closed({seat.post_id for seat in seats} - chart.keys(), day)
    scored = phases_scored([phase.pk for phase in phases if not phase.is_scored_later])
    appointed = _appointed(found, day)
    named_for = {seat.pk for seat in seats if seat.has_nominees}
    by_phase: defaultdict[int, list[Seat]] = defaultdict(list)
    for seat in seats:
        by_phase[seat.phase_id].append(seat)
    board, waits = [], False
    for phase in phases:
        facts = PhaseFacts(
            waits=waits,
            is_open=phase.opened_on is not None and phase.opened_on <= day,
            has_candidates=phase.has_candidates,
            is_scored=phase.pk in scored,
            is_proposed=phase.is_proposed,
        )
        shown = [
            _board_seat(seat, chart.get(seat.post_id), facts, named_for, appointed, closed, day)
            for seat in sorted(by_phase[phase.pk], key=_place)
        ]
        board.append(BoardPhase(phase, waits, shown, day))
        waits = waits or board[-1].holds_up
    return board


def _by(when: date | None, day: date) -> date | None:
    """A day that has come by another; None for one to come."""
    return when if when and when <= day else None


def _closed(posts: Collection[UUID], day: date) -> dict[UUID, date]:
    """Since when posts (by uid) are in force no more on a day."""
    if not posts:
        return {}
    rows = PostInForce.objects.known().filter(post__uid__in=posts, valid_until__lte=day)
    ended = rows.order_by("valid_until").values_list("post__uid", "valid_until")
    return {post: since for post, since in ended if since}


def _appointed(found: Round, day: date) -> dict[int, str]:
    """Who was appointed by a day, and not sworn in yet, by the key of the seat."""
    rows = Appointment.objects.filter(seat__round=found, decision__decided_on__lte=day)
    every = list(rows.filter(decision__withdrawn_at=None).order_by("pk").select_related("person", "inauguration"))
    replaced = replaced_in(every)
    waiting = (row for row in every if row.inauguration is None or row.inauguration.held_on > day)
    return {row.seat_id: row.person.full_name for row in waiting if row.pk not in replaced}


def keepings(units: Collection[UUID], day: date) -> list[Keeping]:
    """The demisioners of work units on a day, with the posts in force that go on with their work. Two statements."""
    rows = list(
        Holder.objects.as_of(day)
        .filter(state=Holding.DEMISIONER, post__work_unit__uid__in=units)
        .select_related("post__work_unit")
    )
    successors: defaultdict[UUID, set[UUID]] = defaultdict(set)
    # Of a structure that was replaced in its turn no post is filled any more: nobody waits for it.
    in_force = PostInForce.objects.as_of(day).values("post")
    pairs = Succession.objects.filter(old__uid__in=[row.post_id for row in rows], new__in=in_force)
    for old, new in pairs.values_list("old__uid", "new__uid"):
        successors[old].add(new)
    return [
        Keeping(row.person_id, row.post_id, row.post.work_unit_id, row.valid_from, frozenset(successors[row.post_id]))
        for row in rows
    ]


def offices_of_rounds(access: Access) -> list[WorkUnit]:
    """The offices in which the asker may begin a round: provinces, or what stands alone, by code."""
    codes = access.units(*RUNNERS)
    found = WorkUnit.objects.exclude(level=WorkUnit.Level.SETJEN).order_by("code")
    return list(found if codes is None else found.filter(code__in=codes))


def _place(seat: Seat) -> tuple[str, str, int]:
    return (seat.post.work_unit.code, seat.post.unit_code, seat.post.ordinal)


def _board_seat(
    seat: Seat,
    chart: ChartSeat | None,
    facts: PhaseFacts,
    named_for: Collection[int],
    appointed: Mapping[int, str],
    closed: Mapping[UUID, date],
    day: date,
) -> BoardSeat:
    shown = chart or ChartSeat(
        seat.post_id,
        seat.post.work_unit.code,
        seat.post.work_unit.name,
        seat.post.regime,
        seat.post.unit_code,
        seat.post.parent_code,
        seat.post.ordinal,
        seat.post.position_name,
        seat.post.eselon,
        seat.post.level,
        day,
    )
    held = Held(shown.state) if shown.state in set(Held) else Held.ACTING
    own = SeatFacts(held, seat.pk in named_for, seat.pk in appointed, is_closed=seat.post_id in closed)
    days = (day - shown.since).days if held is Held.DEMISIONER and shown.since else None
    since = closed.get(seat.post_id)
    return BoardSeat(seat, shown, held, stage_of(facts, own), days, appointed.get(seat.pk, ""), since)
