"""Standing in for a post: Plt where nobody holds it definitively, Plh while its holder is away for a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from malaqbiq.decrees.rules.effects import Act, Effect, Fact, Payload, Problem
from malaqbiq.decrees.rules.timeline import Origin, Span, Timelines, Track
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.service.effects.staff import TERM_ENDS_BEFORE, in_service
from malaqbiq.service.effects.tracks import (
    ACTING,
    HOLDER,
    PLH_FOR,
    PLT_FOR,
    Acting,
    ActingFor,
    Holding,
)
from malaqbiq.service.rules.acting import Capacity

CAPACITIES = {Capacity.PLT: "Pelaksana Tugas (Plt.)", Capacity.PLH: "Pelaksana Harian (Plh.)"}
"""What papers call it."""


class PostActingV1(Payload):
    """Who stands in for which post, how, through which last day (counted), and what was looked up for it.

    Own decrees hold the terms of the law table that they keep to: `most` is the first day out of the longest term that
    may begin on the entry's day, `again` how often somebody's term may be lengthened; None where none is said. The
    rest is what the paper says: the own post, which stays, and the rank.
    """

    person: UUID
    post: UUID
    capacity: Capacity
    last_day: date
    most: date | None = None
    again: int | None = None
    own_post: UUID | None = None
    grade: str | None = None


class PostActing(Effect[PostActingV1]):
    """A person stands in for a post through a last day, after which stands what stood before: who holds the post, or
    nobody, and the person's own post, which he keeps all the time.

    At most one person stands in for a post on a day, and nobody for two posts in one way. UU 30/2014 art. 14 (routine
    work by mandate); SE BKN 1/SE/I/2021 for the length of a Plt's term, which binds own decrees: received ones tell
    what was ordered elsewhere.
    """

    name = "service.post_acting"
    subjects = ("person", "post")
    payloads: ClassVar = {1: PostActingV1}

    def subjects_named(self, payload: PostActingV1) -> Mapping[str, UUID]:
        return {"person": payload.person, "post": payload.post}

    def check(self, timelines: Timelines, act: Act[PostActingV1]) -> Iterable[Problem]:
        of_post = timelines.subject.kind == "post"
        if act.payload.last_day < act.effective_on:
            yield Problem("service.term_ends_before", Words(TERM_ENDS_BEFORE))
        elif any(_meets(span, act) for span in timelines.spans(_track(timelines, act))):
            words = gettext_noop("somebody else stands in for the post in these days")
            other = gettext_noop("the person stands in for another post in the same way in these days")
            yield Problem("service.acting_twice", Words(words if of_post else other))
        if of_post:
            yield from _own_post(timelines, act)
            if act.origin is Origin.OWN:
                yield from _too_long(timelines, act)
        else:
            yield from in_service(timelines, act.effective_on)

    def fold(self, timelines: Timelines, act: Act[PostActingV1]) -> Timelines:
        payload, of_post = act.payload, timelines.subject.kind == "post"
        value = Acting(payload.person, payload.capacity) if of_post else ActingFor(payload.post)
        track: Track[Any] = _track(timelines, act)
        return timelines.lay_over(track, act.effective_on, payload.last_day + DAY, value, act.by)

    def describe(self, act: Act[PostActingV1]) -> tuple[Fact, ...]:
        payload = act.payload
        facts = [Fact("acting", CAPACITIES[payload.capacity]), Fact("starts_on", act.effective_on.isoformat())]
        facts.append(Fact("last_day", payload.last_day.isoformat()))
        if payload.own_post:
            facts.append(Fact("own_post", str(payload.own_post)))
        if payload.grade:
            facts.append(Fact("rank", payload.grade))
        return tuple(facts)


def _track(timelines: Timelines, act: Act[PostActingV1]) -> Track[Any]:
    if timelines.subject.kind == "post":
        return ACTING
    return PLT_FOR if act.payload.capacity is Capacity.PLT else PLH_FOR


def _meets(span: Span[Any], act: Act[PostActingV1]) -> bool:
    return span.start <= act.payload.last_day and (span.end is None or span.end > act.effective_on)


def _own_post(timelines: Timelines, act: Act[PostActingV1]) -> Iterable[Problem]:
    holder = timelines.at(HOLDER, act.effective_on)
    if holder and holder.value.person == act.payload.person:
        words = Words(gettext_noop("nobody stands in for the post that is his own"))
        yield Problem("service.acting_for_oneself", words, through=act.payload.last_day)


def _too_long(timelines: Timelines, act: Act[PostActingV1]) -> Iterable[Problem]:
    """A term that lasts longer than it may, and one that lengthens somebody's for once too often."""
    payload = act.payload
    if payload.most and payload.last_day >= payload.most:
        words = gettext_noop("a term that begins on that day lasts through %(day)s at most")
        yield Problem("service.acting_too_long", Words(words, {"day": payload.most - DAY}))
    if payload.again is not None and len(terms_before(timelines, payload.person, act.effective_on)) > payload.again:
        words = gettext_noop("the person's term as Plt of this post was lengthened as often as it may be (%(times)s)")
        yield Problem("service.acting_too_often", Words(words, {"times": payload.again}))


def terms_before(timelines: Timelines, person: UUID, day: date) -> list[Span[Acting]]:
    """The terms before a day in which somebody stood in for a post as Plt since it was last held definitively.

    A pause doesn't begin anew: that the post is empty is one case, however often its Plt changes (judgement).
    """
    held = (span.end for span in timelines.spans(HOLDER) if span.value.state == Holding.DEFINITIVE)
    since = max((end for end in held if end and end <= day), default=date.min)
    return [
        span
        for span in timelines.spans(ACTING)
        if span.value == Acting(person, Capacity.PLT) and since <= span.start < day
    ]
