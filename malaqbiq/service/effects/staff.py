"""What a decree may do to a person's service: engage, extend, end, move, assign, rank."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from malaqbiq.decrees.rules.effects import Act, Effect, Fact, Payload, Problem
from malaqbiq.decrees.rules.timeline import Origin, Timelines
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.service.effects.tracks import DUTY, EMPLOYMENT, HOME, RANK, Employment, Place, Rank, Status

NOT_IN_SERVICE = gettext_noop("the person is not in service on that day")
TERM_ENDS_BEFORE = gettext_noop("the term ends before it starts")
EXTENDED_ALREADY = gettext_noop(
    "an issued decree extends this contract from that day already: take the person out, or correct that decree"
)


class SinceV1(Payload):
    """What may stand since a day that nobody knows, if the opening tells of it: then `since_unknown` is true.

    Left out it is None, which is not stored: entries that were written before it existed read as they always did.
    """

    since_unknown: bool | None = None


class EngagedV1(SinceV1):
    """`last_day` is the last day of a contract, counted; without one the employment has no end.

    `cited`, in an opening: the old decree that was in force was named. Its number is a record, no part of the ledger.
    """

    status: Status
    job_family: str = ""
    work_unit: UUID
    last_day: date | None = None
    cited: bool | None = None


class Engaged(Effect[EngagedV1]):
    """A person enters service: engagement of contract staff, or an employment that the opening tells of."""

    name = "service.engaged"
    payloads: ClassVar = {1: EngagedV1}

    def units_named(self, payload: EngagedV1) -> tuple[UUID, ...]:
        return (payload.work_unit,)

    def check(self, timelines: Timelines, act: Act[EngagedV1]) -> Iterable[Problem]:
        yield from since_unknown_in_openings(act)
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

    def units_named(self, payload: EngagedV1) -> tuple[UUID, ...]:
        return (payload.work_unit,)

    def check(self, timelines: Timelines, act: Act[EngagedV1]) -> Iterable[Problem]:
        yield from since_unknown_in_openings(act)
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
        elif act.origin is Origin.OWN and _begins_by_own(timelines, act.effective_on):
            yield Problem("service.extended_already", Words(EXTENDED_ALREADY))

    def fold(self, timelines: Timelines, act: Act[EngagedV1]) -> Timelines:
        return _employed(timelines, act)

    def describe(self, act: Act[EngagedV1]) -> tuple[Fact, ...]:
        return _contract_facts(act)


class EndedV1(Payload):
    """Why service ends: a code (``term``, ``appraisal``, ``resigned``, ``deceased``, ``appointed``, ``retired``)."""

    reason: str


class Ended(Effect[EndedV1]):
    """Service ends: the day of the entry is the first day out of it. A post must be left by an entry of its own."""

    name = "service.ended"
    payloads: ClassVar = {1: EndedV1}

    def check(self, timelines: Timelines, act: Act[EndedV1]) -> Iterable[Problem]:
        if timelines.at(EMPLOYMENT, act.effective_on - DAY) is None:
            yield Problem("service.not_in_service", Words(NOT_IN_SERVICE))

    def fold(self, timelines: Timelines, act: Act[EndedV1]) -> Timelines:
        for track in (EMPLOYMENT, HOME, DUTY, RANK):
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

    def units_named(self, payload: MovedV1) -> tuple[UUID, ...]:
        return (payload.work_unit,)

    def check(self, timelines: Timelines, act: Act[MovedV1]) -> Iterable[Problem]:
        yield from in_service(timelines, act.effective_on)

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

    def units_named(self, payload: DutyAssignedV1) -> tuple[UUID, ...]:
        return (payload.work_unit,)

    def check(self, timelines: Timelines, act: Act[DutyAssignedV1]) -> Iterable[Problem]:
        yield from _term_ends_after_it_starts(act)
        yield from in_service(timelines, act.effective_on)

    def fold(self, timelines: Timelines, act: Act[DutyAssignedV1]) -> Timelines:
        place, end = Place(act.payload.work_unit), act.payload.last_day + DAY
        return timelines.lay_over(DUTY, act.effective_on, end, place, act.by)


class RankGivenV1(SinceV1):
    """A golongan of the rank ladder."""

    grade: str


class RankGiven(Effect[RankGivenV1]):
    """A person holds a rank from a day on."""

    name = "service.rank_given"
    payloads: ClassVar = {1: RankGivenV1}

    def check(self, timelines: Timelines, act: Act[RankGivenV1]) -> Iterable[Problem]:
        yield from since_unknown_in_openings(act)
        yield from in_service(timelines, act.effective_on)

    def fold(self, timelines: Timelines, act: Act[RankGivenV1]) -> Timelines:
        value = Rank(act.payload.grade, bool(act.payload.since_unknown))
        return timelines.put(RANK, act.effective_on, None, value, act.by)

    def describe(self, act: Act[RankGivenV1]) -> tuple[Fact, ...]:
        return (Fact("grade", act.payload.grade), *since_facts(act))


def _employed(timelines: Timelines, act: Act[EngagedV1]) -> Timelines:
    payload = act.payload
    end = payload.last_day + DAY if payload.last_day else None
    value = Employment(payload.status, payload.job_family, bool(payload.since_unknown), bool(payload.cited))
    timelines = timelines.put(EMPLOYMENT, act.effective_on, end, value, act.by)
    return timelines.put(HOME, act.effective_on, end, Place(payload.work_unit), act.by)


def _contract_facts(act: Act[EngagedV1]) -> tuple[Fact, ...]:
    facts = [Fact("status", act.payload.status), Fact("job_family", act.payload.job_family)]
    facts += since_facts(act) or [Fact("starts_on", act.effective_on.isoformat())]
    if act.payload.last_day:
        facts.append(Fact("last_day", act.payload.last_day.isoformat()))
    return tuple(facts)


def _begins_by_own(timelines: Timelines, day: date) -> bool:
    """Whether a contract begins on a day by an own decree: nobody holds two decrees of one term."""
    standing = timelines.at(EMPLOYMENT, day)
    return standing is not None and standing.start == day and standing.origin is Origin.OWN


def _term_ends_after_it_starts(act: Act[EngagedV1] | Act[DutyAssignedV1]) -> Iterable[Problem]:
    if act.payload.last_day is not None and act.payload.last_day < act.effective_on:
        yield Problem("service.term_ends_before", Words(TERM_ENDS_BEFORE))


def since_unknown_in_openings(act: Act[Any]) -> Iterable[Problem]:
    """That a decree issued here or received doesn't say from when it takes effect, if so: only the opening may not."""
    if act.payload.since_unknown and act.origin is not Origin.OPENING:
        yield Problem("service.since_unknown", Words(gettext_noop("only the opening may leave open since when")))


def since_facts(act: Act[Any]) -> tuple[Fact, ...]:
    """That nobody knows since when, if so."""
    return (Fact("since", "unknown"),) if act.payload.since_unknown else ()


def in_service(timelines: Timelines, day: date) -> Iterable[Problem]:
    """That the person does not serve on a day, if so."""
    if timelines.at(EMPLOYMENT, day) is None:
        yield Problem("service.not_in_service", Words(NOT_IN_SERVICE))
