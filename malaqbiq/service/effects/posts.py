"""What a decree may do to structures, posts and their holders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import ClassVar
from uuid import UUID

from malaqbiq.decrees.rules.effects import Act, Effect, Fact, Payload, Problem
from malaqbiq.decrees.rules.timeline import Timelines
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.service.effects.staff import SinceV1, in_service, since_facts, since_unknown_in_openings
from malaqbiq.service.effects.tracks import (
    HOLDER,
    POST_HELD,
    POST_IN_FORCE,
    STRUCTURE,
    Holder,
    Holding,
    PostHeld,
    PostInForce,
    Structure,
)


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


class PostClosedV1(Payload):
    """The structure that has the post no more."""

    regime: str


class PostClosed(Effect[PostClosedV1]):
    """A post is no more from a day on. Whoever held it has left it by then, or keeps its work as demisioner."""

    name = "service.post_closed"
    subjects = ("post",)
    payloads: ClassVar = {1: PostClosedV1}

    def check(self, timelines: Timelines, act: Act[PostClosedV1]) -> Iterable[Problem]:
        if timelines.at(POST_IN_FORCE, act.effective_on) is None:
            yield Problem("service.post_not_in_force", Words(gettext_noop("the post is not in force on that day")))

    def fold(self, timelines: Timelines, act: Act[PostClosedV1]) -> Timelines:
        return timelines.cut(POST_IN_FORCE, act.effective_on)


class PostGivenV1(SinceV1):
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

    def subjects_named(self, payload: PostGivenV1) -> Mapping[str, UUID]:
        return {"person": payload.person, "post": payload.post}

    def check(self, timelines: Timelines, act: Act[PostGivenV1]) -> Iterable[Problem]:
        yield from since_unknown_in_openings(act)
        if timelines.subject.kind == "post":
            if timelines.at(POST_IN_FORCE, act.effective_on) is None:
                yield Problem("service.post_not_in_force", Words(gettext_noop("the post is not in force on that day")))
            if timelines.at(HOLDER, act.effective_on):
                yield Problem("service.post_held", Words(gettext_noop("the post has another holder on that day")))
            return
        yield from in_service(timelines, act.effective_on)
        if timelines.at(POST_HELD, act.effective_on):
            yield Problem("service.holds_post", Words(gettext_noop("the person holds another post on that day")))

    def fold(self, timelines: Timelines, act: Act[PostGivenV1]) -> Timelines:
        payload, unknown = act.payload, bool(act.payload.since_unknown)
        if timelines.subject.kind == "post":
            holder = Holder(payload.person, payload.state, unknown)
            return timelines.put(HOLDER, act.effective_on, None, holder, act.by)
        held = PostHeld(payload.post, payload.state, unknown)
        return timelines.put(POST_HELD, act.effective_on, None, held, act.by)

    def describe(self, act: Act[PostGivenV1]) -> tuple[Fact, ...]:
        return since_facts(act)


class PostLeftV1(Payload):
    """Who leaves which post."""

    person: UUID
    post: UUID


class PostKept(Effect[PostLeftV1]):
    """The definitive holder of a post is demisioner from a day on: he keeps its daily work until the inauguration.

    No term of PP 11/2017, but what KPU's offices call it when a structure is replaced under its holders.
    """

    name = "service.post_kept"
    subjects = ("person", "post")
    payloads: ClassVar = {1: PostLeftV1}

    def subjects_named(self, payload: PostLeftV1) -> Mapping[str, UUID]:
        return {"person": payload.person, "post": payload.post}

    def check(self, timelines: Timelines, act: Act[PostLeftV1]) -> Iterable[Problem]:
        yield from _held(timelines, act, act.effective_on)

    def fold(self, timelines: Timelines, act: Act[PostLeftV1]) -> Timelines:
        payload = act.payload
        if timelines.subject.kind == "post":
            holder = Holder(payload.person, Holding.DEMISIONER)
            return timelines.put(HOLDER, act.effective_on, None, holder, act.by)
        held = PostHeld(payload.post, Holding.DEMISIONER)
        return timelines.put(POST_HELD, act.effective_on, None, held, act.by)

    def describe(self, act: Act[PostLeftV1]) -> tuple[Fact, ...]:
        return (Fact("state", "tetap melaksanakan tugas sampai pelantikan"),)


class PostLeft(Effect[PostLeftV1]):
    """A person no longer holds a post from a day on."""

    name = "service.post_left"
    subjects = ("person", "post")
    payloads: ClassVar = {1: PostLeftV1}

    def subjects_named(self, payload: PostLeftV1) -> Mapping[str, UUID]:
        return {"person": payload.person, "post": payload.post}

    def check(self, timelines: Timelines, act: Act[PostLeftV1]) -> Iterable[Problem]:
        yield from _held(timelines, act, act.effective_on - DAY)

    def fold(self, timelines: Timelines, act: Act[PostLeftV1]) -> Timelines:
        return timelines.cut(HOLDER if timelines.subject.kind == "post" else POST_HELD, act.effective_on)


def _held(timelines: Timelines, act: Act[PostLeftV1], day: date) -> Iterable[Problem]:
    """That the person holds the post on a day, as either of them knows it."""
    if timelines.subject.kind == "post":
        holder = timelines.at(HOLDER, day)
        holds = holder is not None and holder.value.person == act.payload.person
    else:
        held = timelines.at(POST_HELD, day)
        holds = held is not None and held.value.post == act.payload.post
    if not holds:
        yield Problem("service.not_the_holder", Words(gettext_noop("the person does not hold that post")))
