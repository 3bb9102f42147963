"""What must hold on every day, whoever wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from malaqbiq.decrees.rules.effects import Invariant, Problem
from malaqbiq.decrees.rules.timeline import Span, Timelines, Track
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.service.effects.tracks import (
    ACTING,
    EMPLOYMENT,
    HOLDER,
    HOME,
    PLH_FOR,
    PLT_FOR,
    POST_HELD,
    POST_IN_FORCE,
    Holding,
)
from malaqbiq.service.rules.acting import Capacity


def _within(
    track: Track[Any], around: Track[Any], code: str, words: str, but: Callable[[Any], bool] = lambda _value: False
) -> Invariant:
    """Whatever stands on a track stands only while something stands on another, `but` for some values."""

    def test(timelines: Timelines) -> Iterable[Problem]:
        for span in timelines.spans(track):
            if not but(span.value) and not covered(timelines, around, span.start, span.end):
                yield Problem(code, Words(words), span.entry)

    kind = "post" if track in {HOLDER, ACTING} else "person"
    return Invariant(code, kind, test)


def covered(timelines: Timelines, track: Track[Any], start: date, end: date | None) -> bool:
    """Whether something stands on a track on every day from `start` up to, not including, `end`."""
    return _spanned(timelines.spans(track), start, end)


def _spanned(spans: Iterable[Span[Any]], start: date, end: date | None) -> bool:
    reached = start
    for span in spans:
        if span.start <= reached and (span.end is None or span.end > reached):
            if span.end is None or (end is not None and span.end >= end):
                return True
            reached = span.end
    return False


def _stands_in(timelines: Timelines) -> Iterable[Problem]:
    """A Plt stands in where nobody holds the post definitively, a Plh for a definitive holder.

    Terms that are over stay as they were served when the holder's appointment is taken back.
    """
    held = [span for span in timelines.spans(HOLDER) if span.value.state == Holding.DEFINITIVE]
    for span in timelines.spans(ACTING):
        if span.value.capacity == Capacity.PLH:
            if not _spanned(held, span.start, span.end):
                yield Problem("service.plh_of_nobody", Words(PLH_OF_NOBODY), span.entry, through=_last_day(span))
        elif any(one.clipped(span.start, span.end) for one in held):
            yield Problem("service.plt_of_a_holder", Words(PLT_OF_A_HOLDER), span.entry, through=_last_day(span))


def _last_day(span: Span[Any]) -> date | None:
    return span.end - DAY if span.end else None


PLT_OF_A_HOLDER = gettext_noop("a Plt stands in only while nobody holds the post definitively")
PLH_OF_NOBODY = gettext_noop("a Plh stands in only while the post has a definitive holder")

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
    _within(
        ACTING, POST_IN_FORCE, "service.acting_for_no_post", gettext_noop("one stands in only for a post in force")
    ),
    _within(PLT_FOR, EMPLOYMENT, "service.acting_out_of_service", gettext_noop("one stands in only while in service")),
    _within(PLH_FOR, EMPLOYMENT, "service.acting_out_of_service", gettext_noop("one stands in only while in service")),
    Invariant("service.stands_in", "post", _stands_in),
)
