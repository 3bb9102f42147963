"""What a decree may do to a person's service, to posts and to a unit's structure. Pure: nothing here asks a database.

Tracks: of a person ``service.employment``, ``service.home``, ``service.duty``, ``service.rank``,
``service.post_held``; of a post ``service.post_in_force``, ``service.holder``; of a work unit ``service.structure``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from malaqbiq.decrees.rules.effects import Act, Effect, Fact, Invariant, Payload, Problem
from malaqbiq.decrees.rules.timeline import Timelines, Track
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.words import Words, gettext_noop


class Status(StrEnum):
    """In what relation a person serves (UU 20/2023 for ASN; PPNPN by KPU's own guides)."""

    PNS = "pns"
    PPPK = "pppk"
    PPPK_PARUH_WAKTU = "pppk_paruh_waktu"
    PPNPN = "ppnpn"


NOT_IN_SERVICE = gettext_noop("the person is not in service on that day")

CONTRACT_WORKERS = frozenset({Status.PPNPN, Status.PPPK_PARUH_WAKTU})
"""Whose pay has a floor and is set by decree here."""


class Holding(StrEnum):
    """How a post is held."""

    DEFINITIVE = "definitive"
    DEMISIONER = "demisioner"


@dataclass(frozen=True, slots=True)
class Employment:
    """That a person serves, as what; a contract is an employment with an end."""

    status: str
    job_family: str


@dataclass(frozen=True, slots=True)
class Place:
    """A work unit where a person has their home (satker induk, which pays) or their duty (tempat tugas)."""

    work_unit: UUID


@dataclass(frozen=True, slots=True)
class Rank:
    """Golongan: III/c for a PNS, IX for a PPPK."""

    grade: str


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post that a person holds, and how."""

    post: UUID
    state: str


@dataclass(frozen=True, slots=True)
class PostInForce:
    """That a post exists, under which structure."""

    regime: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post, and how."""

    person: UUID
    state: str


@dataclass(frozen=True, slots=True)
class Structure:
    """The structure in force in a work unit: regime (key in regulations) and typology."""

    regime: str
    typology: str


EMPLOYMENT = Track("service.employment", Employment)
HOME = Track("service.home", Place)
DUTY = Track("service.duty", Place)
RANK = Track("service.rank", Rank)
POST_HELD = Track("service.post_held", PostHeld)
POST_IN_FORCE = Track("service.post_in_force", PostInForce)
HOLDER = Track("service.holder", Holder)
STRUCTURE = Track("service.structure", Structure)


class EngagedV1(Payload):
    """`last_day` is the last day of a contract, counted; without one the employment has no end."""

    status: Status
    job_family: str = ""
    work_unit: UUID
    last_day: date | None = None


class Engaged(Effect[EngagedV1]):
    """A person enters service: engagement of contract staff, or an employment that the opening tells of."""

    name = "service.engaged"
    payloads: ClassVar = {1: EngagedV1}

    def check(self, timelines: Timelines, act: Act[EngagedV1]) -> Iterable[Problem]:
        yield from _term_ends_after_it_starts(act)
        if timelines.at(EMPLOYMENT, act.effective_on):
            words = gettext_noop("the person is in service already on that day: extend the contract or end it first")
            yield Problem("service.in_service", Words(words))

    def fold(self, timelines: Timelines, act: Act[EngagedV1]) -> Timelines:
        return _employed(timelines, act)

    def describe(self, act: Act[EngagedV1]) -> tuple[Fact, ...]:
        return _contract_facts(act)


class Extended(Effect[EngagedV1]):
    """A contract is extended: a new term follows the one before, in the same unit."""

    name = "service.extended"
    payloads: ClassVar = {1: EngagedV1}

    def check(self, timelines: Timelines, act: Act[EngagedV1]) -> Iterable[Problem]:
        yield from _term_ends_after_it_starts(act)
        before = act.effective_on - DAY
        employment, home = timelines.at(EMPLOYMENT, before), timelines.at(HOME, before)
        if employment is None or home is None:
            words = gettext_noop("there is no contract on the day before that could be extended")
            yield Problem("service.nothing_to_extend", Words(words))
        elif employment.value.status != act.payload.status:
            yield Problem("service.other_status", Words(gettext_noop("an extension can't change the person's status")))
        elif home.value.work_unit != act.payload.work_unit:
            words = gettext_noop("an extension can't move the person to another work unit")
            yield Problem("service.other_unit", Words(words))

    def fold(self, timelines: Timelines, act: Act[EngagedV1]) -> Timelines:
        return _employed(timelines, act)

    def describe(self, act: Act[EngagedV1]) -> tuple[Fact, ...]:
        return _contract_facts(act)


class EndedV1(Payload):
    """Why service ends: a code (``term``, ``appraisal``, ``resigned``, ``deceased``, ``appointed``, ``retired``)."""

    reason: str


class Ended(Effect[EndedV1]):
    """Service ends: the day of the entry is the first day out of service."""

    name = "service.ended"
    payloads: ClassVar = {1: EndedV1}

    def check(self, timelines: Timelines, act: Act[EndedV1]) -> Iterable[Problem]:
        if timelines.at(EMPLOYMENT, act.effective_on - DAY) is None:
            yield Problem("service.not_in_service", Words(NOT_IN_SERVICE))

    def fold(self, timelines: Timelines, act: Act[EndedV1]) -> Timelines:
        for track in (EMPLOYMENT, HOME, DUTY, RANK, POST_HELD):
            timelines = timelines.cut(track, act.effective_on)
        return timelines

    def describe(self, act: Act[EndedV1]) -> tuple[Fact, ...]:
        return (Fact("ended_on", act.effective_on.isoformat()), Fact("reason", act.payload.reason))


class MovedV1(Payload):
    """The work unit that becomes the person's home."""

    work_unit: UUID


class Moved(Effect[MovedV1]):
    """A person's home unit changes (mutasi)."""

    name = "service.moved"
    payloads: ClassVar = {1: MovedV1}

    def check(self, timelines: Timelines, act: Act[MovedV1]) -> Iterable[Problem]:
        yield from _in_service(timelines, act.effective_on)

    def fold(self, timelines: Timelines, act: Act[MovedV1]) -> Timelines:
        employment = timelines.at(EMPLOYMENT, act.effective_on)
        end = employment.end if employment else None
        return timelines.put(HOME, act.effective_on, end, Place(act.payload.work_unit), act.by)

    def describe(self, act: Act[MovedV1]) -> tuple[Fact, ...]:
        return (Fact("work_unit", str(act.payload.work_unit)),)


class DutyAssignedV1(Payload):
    """Where the person works until `last_day`, counted; the home unit stays and pays."""

    work_unit: UUID
    last_day: date


class DutyAssigned(Effect[DutyAssignedV1]):
    """A Surat Tugas: another place of duty for a time, after which stands what stood before."""

    name = "service.duty_assigned"
    payloads: ClassVar = {1: DutyAssignedV1}

    def check(self, timelines: Timelines, act: Act[DutyAssignedV1]) -> Iterable[Problem]:
        yield from _term_ends_after_it_starts(act)
        yield from _in_service(timelines, act.effective_on)

    def fold(self, timelines: Timelines, act: Act[DutyAssignedV1]) -> Timelines:
        place, end = Place(act.payload.work_unit), act.payload.last_day + DAY
        return timelines.lay_over(DUTY, act.effective_on, end, place, act.by)


class RankGivenV1(Payload):
    """A golongan of the rank ladder."""

    grade: str


class RankGiven(Effect[RankGivenV1]):
    """A person holds a rank from a day on."""

    name = "service.rank_given"
    payloads: ClassVar = {1: RankGivenV1}

    def check(self, timelines: Timelines, act: Act[RankGivenV1]) -> Iterable[Problem]:
        yield from _in_service(timelines, act.effective_on)

    def fold(self, timelines: Timelines, act: Act[RankGivenV1]) -> Timelines:
        return timelines.put(RANK, act.effective_on, None, Rank(act.payload.grade), act.by)


class StructureOpenedV1(Payload):
    """The structure by its regime's key, and the unit's typology."""

    regime: str
    typology: str


class StructureOpened(Effect[StructureOpenedV1]):
    """A structure is in force in a work unit from a day on."""

    name = "service.structure_opened"
    subjects = ("work_unit",)
    payloads: ClassVar = {1: StructureOpenedV1}

    def fold(self, timelines: Timelines, act: Act[StructureOpenedV1]) -> Timelines:
        value = Structure(act.payload.regime, act.payload.typology)
        return timelines.put(STRUCTURE, act.effective_on, None, value, act.by)


class PostOpenedV1(Payload):
    """The structure that opens the post."""

    regime: str


class PostOpened(Effect[PostOpenedV1]):
    """A post exists from a day on."""

    name = "service.post_opened"
    subjects = ("post",)
    payloads: ClassVar = {1: PostOpenedV1}

    def check(self, timelines: Timelines, act: Act[PostOpenedV1]) -> Iterable[Problem]:
        if timelines.at(POST_IN_FORCE, act.effective_on):
            yield Problem("service.post_open", Words(gettext_noop("the post is in force already on that day")))

    def fold(self, timelines: Timelines, act: Act[PostOpenedV1]) -> Timelines:
        return timelines.put(POST_IN_FORCE, act.effective_on, None, PostInForce(act.payload.regime), act.by)


class PostGivenV1(Payload):
    """Who is given which post, and how it is held."""

    person: UUID
    post: UUID
    state: Holding = Holding.DEFINITIVE


class PostGiven(Effect[PostGivenV1]):
    """A person holds a post from a day on. It touches both: at most one holder of a post, at most one post of a
    person.
    """

    name = "service.post_given"
    subjects = ("person", "post")
    payloads: ClassVar = {1: PostGivenV1}

    def check(self, timelines: Timelines, act: Act[PostGivenV1]) -> Iterable[Problem]:
        if timelines.subject.kind == "post":
            if timelines.at(POST_IN_FORCE, act.effective_on) is None:
                yield Problem("service.post_not_in_force", Words(gettext_noop("the post is not in force on that day")))
            if timelines.at(HOLDER, act.effective_on):
                yield Problem("service.post_held", Words(gettext_noop("the post has another holder on that day")))
            return
        yield from _in_service(timelines, act.effective_on)
        if timelines.at(POST_HELD, act.effective_on):
            yield Problem("service.holds_post", Words(gettext_noop("the person holds another post on that day")))

    def fold(self, timelines: Timelines, act: Act[PostGivenV1]) -> Timelines:
        payload = act.payload
        if timelines.subject.kind == "post":
            return timelines.put(HOLDER, act.effective_on, None, Holder(payload.person, payload.state), act.by)
        return timelines.put(POST_HELD, act.effective_on, None, PostHeld(payload.post, payload.state), act.by)


class PostLeftV1(Payload):
    """Who leaves which post."""

    person: UUID
    post: UUID


class PostLeft(Effect[PostLeftV1]):
    """A person no longer holds a post from a day on."""

    name = "service.post_left"
    subjects = ("person", "post")
    payloads: ClassVar = {1: PostLeftV1}

    def check(self, timelines: Timelines, act: Act[PostLeftV1]) -> Iterable[Problem]:
        before = act.effective_on - DAY
        if timelines.subject.kind == "post":
            holder = timelines.at(HOLDER, before)
            holds = holder is not None and holder.value.person == act.payload.person
        else:
            held = timelines.at(POST_HELD, before)
            holds = held is not None and held.value.post == act.payload.post
        if not holds:
            yield Problem("service.not_the_holder", Words(gettext_noop("the person does not hold that post")))

    def fold(self, timelines: Timelines, act: Act[PostLeftV1]) -> Timelines:
        return timelines.cut(HOLDER if timelines.subject.kind == "post" else POST_HELD, act.effective_on)


def _employed(timelines: Timelines, act: Act[EngagedV1]) -> Timelines:
    payload = act.payload
    end = payload.last_day + DAY if payload.last_day else None
    value = Employment(payload.status, payload.job_family)
    timelines = timelines.put(EMPLOYMENT, act.effective_on, end, value, act.by)
    return timelines.put(HOME, act.effective_on, end, Place(payload.work_unit), act.by)


def _contract_facts(act: Act[EngagedV1]) -> tuple[Fact, ...]:
    facts = [Fact("status", act.payload.status), Fact("job_family", act.payload.job_family)]
    facts.append(Fact("starts_on", act.effective_on.isoformat()))
    if act.payload.last_day:
        facts.append(Fact("last_day", act.payload.last_day.isoformat()))
    return tuple(facts)


def _term_ends_after_it_starts(act: Act[EngagedV1] | Act[DutyAssignedV1]) -> Iterable[Problem]:
    if act.payload.last_day is not None and act.payload.last_day < act.effective_on:
        yield Problem("service.term_ends_before", Words(gettext_noop("the term ends before it starts")))


def _in_service(timelines: Timelines, day: date) -> Iterable[Problem]:
    if timelines.at(EMPLOYMENT, day) is None:
        yield Problem("service.not_in_service", Words(NOT_IN_SERVICE))


def _within(track: Track[Any], around: Track[Any], code: str, words: str) -> Invariant:
    """Whatever stands on a track stands only while something stands on another."""

    def test(timelines: Timelines) -> Iterable[Problem]:
        for span in timelines.spans(track):
            if not covered(timelines, around, span.start, span.end):
                yield Problem(code, Words(words), span.entry)

    kind = "post" if track == HOLDER else "person"
    return Invariant(code, kind, test)


def covered(timelines: Timelines, track: Track[Any], start: date, end: date | None) -> bool:
    """Whether something stands on a track on every day from `start` up to, not including, `end`."""
    reached = start
    for span in timelines.spans(track):
        if span.start <= reached and (span.end is None or span.end > reached):
            if span.end is None or (end is not None and span.end >= end):
                return True
            reached = span.end
    return False


EFFECTS = (
    Engaged(),
    Extended(),
    Ended(),
    Moved(),
    DutyAssigned(),
    RankGiven(),
    StructureOpened(),
    PostOpened(),
    PostGiven(),
    PostLeft(),
)

INVARIANTS = (
    _within(EMPLOYMENT, HOME, "service.no_home", gettext_noop("a person in service must have a home unit")),
    _within(HOME, EMPLOYMENT, "service.home_alone", gettext_noop("a home unit needs an employment around it")),
    _within(POST_HELD, EMPLOYMENT, "service.post_out_of_service", gettext_noop("a post is held only while in service")),
    _within(HOLDER, POST_IN_FORCE, "service.holder_of_no_post", gettext_noop("a holder needs a post in force")),
)
