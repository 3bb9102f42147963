"""What a row of the opening changes: entries that are new, entries that correct the opening, or why a decree is needed.

While the opening isn't locked, a list corrects what earlier lists said. What an own or received decree said is never
touched by a list, and once the opening is locked nothing is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from malaqbiq.decrees.rules.effects import Payload
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.rules.papers.fields import CODES
from malaqbiq.decrees.rules.timeline import Origin, Span, Timelines
from malaqbiq.intake.rules.employees import EmployeeRow
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.rupiah import rupiah
from malaqbiq.kernel.words import Named, Words
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.pay.effects import TERM, PayTerm, TermSetV1
from malaqbiq.service.effects import (
    EMPLOYMENT,
    HOME,
    POST_HELD,
    RANK,
    Employment,
    EngagedV1,
    Place,
    PostGivenV1,
    PostHeld,
    Rank,
    RankGivenV1,
)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry to be: new, or mending one of the opening's."""

    effect: str
    effective_on: date
    payload: Payload | None
    post: UUID | None = None
    mends: UUID | None = None
    mending: Mending | None = None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A column that contradicts what a decree says, or that only a decree can change now."""

    key: str
    words: Words


@dataclass(frozen=True, slots=True)
class Seat:
    """A post in force that a row names: since when it is in force and vacant but for its holder, and who that is."""

    post: UUID
    since: date
    holder: UUID | None
    holder_name: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows are planned on: the day of the list, whether the opening is locked, and names of work units by uid."""

    on: date
    locked: bool
    units: Mapping[UUID, str]


@dataclass(frozen=True, slots=True)
class Planned:
    """What a row changes, and what stands against it."""

    changes: tuple[Change, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


Said = str | date | Named
"""What stands, as a sentence can tell it; empty where nothing does."""

NEEDS_A_DECREE = _("needs a decree: the register says %(says)s")
LOCKED = _("needs a decree: the opening is locked")
DECREED = _("needs a decree")
HELD = _("%(name)s holds this post: correct whichever of the two is wrong, or have a decree end that first")


def plan(row: EmployeeRow, stands: Timelines | None, seat: Seat | None, ground: Ground) -> Planned:
    """What a row changes of what stands for its person (None for somebody new)."""
    span = contract_meant(row, stands, ground.on) if stands else None
    if stands is None or span is None:
        if ground.locked:
            return Planned(contradictions=(Contradiction("status", Words(LOCKED)),))
        if seat and seat.holder:
            return Planned(contradictions=tuple(_taken_seat(seat, None)))
        return Planned(tuple(_fresh(row, seat, ground.on)))
    against = (*_contradictions(row, stands, span, seat, ground), *_taken_seat(seat, stands))
    if against:
        return Planned(contradictions=against)
    return Planned(tuple(_corrections(row, stands, span, seat, ground)))


def unmet(row: EmployeeRow, stands: Timelines, seat: Seat | None, ground: Ground) -> tuple[Contradiction, ...]:
    """What would still differ from the row after its corrections: something that a decree said is in the way."""
    span = contract_meant(row, stands, ground.on)
    if span is None:
        return (Contradiction("status", Words(LOCKED)),)
    found = _differences(row, stands, span, seat, ground)
    return tuple(Contradiction(key, _needs_a_decree(says)) for key, says, _by in found)


def reference_day(span: Span[Employment], on: date) -> date:
    """The day on which a list is true of a service: the day of the list, or the nearest day of the service."""
    if on < span.start:
        return span.start
    return on if span.end is None or on < span.end else span.end - DAY


def contract_meant(row: EmployeeRow, stands: Timelines, on: date) -> Span[Employment] | None:
    """The service that a row is about: that of its first day, else one that its days overlap.

    Without a first day that of the list's day, else the last. None if the row tells of another time.
    """
    spans = stands.spans(EMPLOYMENT)
    if row.start is None:
        return stands.at(EMPLOYMENT, on) or (spans[-1] if spans else None)
    end = row.last_day + DAY if row.last_day else None
    overlapping = [span for span in spans if span.clipped(row.start, end)]
    return stands.at(EMPLOYMENT, row.start) or (overlapping[0] if overlapping else None)


def _fresh(row: EmployeeRow, seat: Seat | None, on: date) -> Iterator[Change]:
    """The entries of somebody of whom nothing stands in the row's time."""
    start = row.start or on
    yield Change(
        "service.engaged",
        start,
        EngagedV1(
            status=row.status,
            job_family=row.family,
            work_unit=row.unit.uid,
            last_day=row.last_day,
            since_unknown=row.start is None or None,
            cited=row.tells_decree or None,
        ),
    )
    if row.grade:
        yield Change("service.rank_given", start, RankGivenV1(grade=row.grade, since_unknown=True))
    if row.amount:
        yield Change("pay.term_set", start, TermSetV1(monthly_amount=row.amount, last_day=row.last_day))
    if seat:
        yield from _seated(row, seat, start)


def _seated(row: EmployeeRow, seat: Seat, start: date, held: Span[PostHeld] | None = None) -> Iterator[Change]:
    """The entry by which the row's person (filled in later) is given a post, or corrects since when he holds it."""
    payload = PostGivenV1(person=NOBODY, post=seat.post, since_unknown=row.post_since is None or None)
    since = max(row.post_since or start, seat.since)
    if held is None:
        yield Change("service.post_given", since, payload, seat.post)
    else:
        yield Change("service.post_given", since, payload, seat.post, held.entry, Mending.CORRECTION)


def _sits_since_another_day(row: EmployeeRow, seat: Seat, held: Span[PostHeld]) -> bool:
    """Whether the row names the day since which the post is held, and another stands; a post has one no earlier."""
    if row.post_since is None:
        return False
    return held.value.since_unknown or max(row.post_since, seat.since) != held.start


NOBODY = UUID(int=0)
"""Stands for the row's person until he is registered."""


def _contradictions(
    row: EmployeeRow, stands: Timelines, span: Span[Employment], seat: Seat | None, ground: Ground
) -> Iterator[Contradiction]:
    """Columns that differ from what stands where a list may not change it."""
    for key, says, said_by in _differences(row, stands, span, seat, ground):
        if ground.locked or (said_by is not None and said_by.origin is not Origin.OPENING):
            yield Contradiction(key, _needs_a_decree(says))


def _needs_a_decree(says: Said) -> Words:
    return Words(NEEDS_A_DECREE, {"says": says}) if says else Words(DECREED)


def _differences(
    row: EmployeeRow, stands: Timelines, span: Span[Employment], seat: Seat | None, ground: Ground
) -> Iterator[tuple[str, Said, Span[Any] | None]]:
    """Each column that differs: its key, what stands, and the span that says so."""
    day = reference_day(span, ground.on)
    home, rank, term, held = (stands.at(track, day) for track in (HOME, RANK, TERM, POST_HELD))
    last_day = span.end - DAY if span.end else None
    if row.status != span.value.status:
        yield "status", CODES["status"].get(span.value.status, span.value.status), span
    if row.family and row.family != span.value.job_family:
        yield "position", Named("job_family", span.value.job_family) if span.value.job_family else "", span
    if home is None or home.value.work_unit != row.unit.uid:
        yield "unit", ground.units.get(home.value.work_unit, "") if home else "", home or span
    if row.start and (row.start != span.start or span.value.since_unknown):
        yield "start", span.start, span
    if row.last_day and row.last_day != last_day:
        yield "last_day", last_day or "", span
    if row.grade and (rank is None or rank.value.grade != row.grade):
        yield "grade", rank.value.grade if rank else "", rank
    if row.amount and (term is None or term.value.monthly_amount != row.amount):
        yield "amount", rupiah(term.value.monthly_amount) if term else "", term
    if seat and (held is None or held.value.post != seat.post):
        yield "position", "", held
    elif seat and held and _sits_since_another_day(row, seat, held):
        yield "post_since", held.start, held


def _taken_seat(seat: Seat | None, stands: Timelines | None) -> Iterator[Contradiction]:
    """That somebody else holds the post, if so."""
    if seat and seat.holder and (stands is None or seat.holder != stands.subject.uid):
        yield Contradiction("position", Words(HELD, {"name": seat.holder_name}))


def _corrections(
    row: EmployeeRow, stands: Timelines, span: Span[Employment], seat: Seat | None, ground: Ground
) -> Iterator[Change]:
    """The entries that bring what stands to what the row says.

    That an old decree is named changes what the opening says while it isn't locked; later its number is a record alone.
    """
    day = reference_day(span, ground.on)
    home, rank, term, held = (stands.at(track, day) for track in (HOME, RANK, TERM, POST_HELD))
    start = row.start or span.start
    last_day = row.last_day or (span.end - DAY if span.end else None)
    first_home = stands.at(HOME, span.start)
    # Where another entry has moved the person since, the row tells of that home, and the first one stays.
    moved = home is not None and first_home is not None and home.entry != first_home.entry
    unit = first_home.value.work_unit if moved and first_home else row.unit.uid
    family = row.family or span.value.job_family
    engaged = EngagedV1(
        status=row.status,
        job_family=family,
        work_unit=unit,
        last_day=last_day,
        since_unknown=(row.start is None and span.value.since_unknown) or None,
        cited=(span.value.cited or (row.tells_decree and not ground.locked and span.origin is Origin.OPENING)) or None,
    )
    if (start, engaged) != (span.start, _engaged_as_it_stands(span, first_home)):
        yield Change("service.engaged", start, engaged, mends=span.entry, mending=Mending.CORRECTION)
    yield from _rank(row, rank, span, start)
    yield from _pay(row, term, span, start, last_day)
    if seat and (held is None or held.value.post != seat.post):
        if held is not None:
            yield Change("service.post_given", held.start, None, held.value.post, held.entry, Mending.ANNULMENT)
        yield from _seated(row, seat, start)
    elif seat and held and _sits_since_another_day(row, seat, held):
        yield from _seated(row, seat, start, held)


def _engaged_as_it_stands(span: Span[Employment], home: Span[Place] | None) -> EngagedV1 | None:
    if home is None:
        return None
    return EngagedV1(
        status=span.value.status,
        job_family=span.value.job_family,
        work_unit=home.value.work_unit,
        last_day=span.end - DAY if span.end else None,
        since_unknown=span.value.since_unknown or None,
        cited=span.value.cited or None,
    )


def _rank(row: EmployeeRow, rank: Span[Rank] | None, span: Span[Employment], start: date) -> Iterator[Change]:
    """The rank that the row gives, or the one that stands, moved with the first day of service."""
    if rank is None:
        if row.grade:
            yield Change("service.rank_given", start, RankGivenV1(grade=row.grade, since_unknown=True))
        return
    since = _moved(rank.start, span.start, start)
    grade = row.grade or rank.value.grade
    if rank.origin is Origin.OPENING and (since, grade) != (rank.start, rank.value.grade):
        payload = RankGivenV1(grade=grade, since_unknown=rank.value.since_unknown or None)
        yield Change("service.rank_given", since, payload, mends=rank.entry, mending=Mending.CORRECTION)


def _pay(
    row: EmployeeRow, term: Span[PayTerm] | None, span: Span[Employment], start: date, last_day: date | None
) -> Iterator[Change]:
    """The pay that the row gives, or what stands, moved with the days of service."""
    if term is None:
        if row.amount:
            yield Change("pay.term_set", start, TermSetV1(monthly_amount=row.amount, last_day=last_day))
        return
    since = _moved(term.start, span.start, start)
    end = last_day + DAY if last_day else None
    until = end if term.end == span.end else term.end
    amount = row.amount or term.value.monthly_amount
    if term.origin is Origin.OPENING and (since, until, amount) != (term.start, term.end, term.value.monthly_amount):
        payload = TermSetV1(monthly_amount=amount, last_day=until - DAY if until else None)
        yield Change("pay.term_set", since, payload, mends=term.entry, mending=Mending.CORRECTION)


def _moved(day: date, before: date, after: date) -> date:
    """A first day that moves with the first day of service if it was the same, and never lies before it."""
    return after if day == before else max(day, after)
