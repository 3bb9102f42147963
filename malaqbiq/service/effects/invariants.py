"""What must hold on every day, whoever wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from malaqbiq.decrees.rules.effects import Invariant, Problem
from malaqbiq.decrees.rules.timeline import Timelines, Track
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.service.effects.tracks import EMPLOYMENT, HOLDER, HOME, POST_HELD, POST_IN_FORCE, Holding


def _within(
    track: Track[Any], around: Track[Any], code: str, words: str, but: Callable[[Any], bool] = lambda _value: False
) -> Invariant:
    """Whatever stands on a track stands only while something stands on another, `but` for some values."""

    def test(timelines: Timelines) -> Iterable[Problem]:
        for span in timelines.spans(track):
            if not but(span.value) and not covered(timelines, around, span.start, span.end):
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


INVARIANTS = (
    _within(EMPLOYMENT, HOME, "service.no_home", gettext_noop("a person in service must have a home unit")),
    _within(HOME, EMPLOYMENT, "service.home_alone", gettext_noop("a home unit needs an employment around it")),
    _within(POST_HELD, EMPLOYMENT, "service.post_out_of_service", gettext_noop("a post is held only while in service")),
    _within(
        HOLDER,
        POST_IN_FORCE,
        "service.holder_of_no_post",
        gettext_noop("a holder needs a post in force"),
        but=lambda holder: holder.state == Holding.DEMISIONER,
    ),
)
