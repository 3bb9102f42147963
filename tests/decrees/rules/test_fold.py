"""The fold against an oracle that writes day by day into a plain list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import ClassVar
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from malaqbiq.decrees.rules.differ import difference, history
from malaqbiq.decrees.rules.effects import Act, Book, Effect, Payload
from malaqbiq.decrees.rules.fold import Mending, Posted, fold
from malaqbiq.decrees.rules.timeline import Origin, Subject, Timelines, Track

DAYS = 30
START = date(2022, 1, 1)
SUBJECT = Subject("person", UUID(int=1))


@dataclass(frozen=True)
class Mark:
    letter: str


class MarkV1(Payload):
    letter: str
    days: int | None = None


class Put(Effect[MarkV1]):
    name = "toy.put"
    payloads: ClassVar = {1: MarkV1}

    def fold(self, timelines: Timelines, act: Act[MarkV1]) -> Timelines:
        return timelines.put(TOY, act.effective_on, end_of(act), Mark(act.payload.letter), act.by)


class LayOver(Put):
    name = "toy.lay_over"

    def fold(self, timelines: Timelines, act: Act[MarkV1]) -> Timelines:
        return timelines.lay_over(TOY, act.effective_on, end_of(act), Mark(act.payload.letter), act.by)


class Cut(Put):
    name = "toy.cut"

    def fold(self, timelines: Timelines, act: Act[MarkV1]) -> Timelines:
        return timelines.cut(TOY, act.effective_on)


TOY = Track("toy", Mark)

BOOK = Book({effect.name: effect for effect in (Put(), LayOver(), Cut())}, ())


def end_of(act: Act[MarkV1]) -> date | None:
    return None if act.payload.days is None else act.effective_on + timedelta(act.payload.days)


@st.composite
def ledgers(draw: st.DrawFn) -> list[Posted]:
    """Up to twelve entries: fresh ones on any day, and mendings of any that is in force."""
    posted: list[Posted] = []
    mendable: list[Posted] = []
    gone: dict[UUID, date] = {}
    for place in range(1, draw(st.integers(1, 12)) + 1):
        day = START + timedelta(draw(st.integers(0, DAYS - 1)))
        mending = draw(st.sampled_from([None, None, *Mending])) if mendable else None
        target = draw(st.sampled_from(mendable)) if mending else None
        if target and mending is Mending.CORRECTION and target.act.entry in gone:
            # A replacement that would begin after its revocation is refused; here it begins before.
            day = target.act.effective_on
        payload = MarkV1(letter=chr(64 + place), days=draw(st.none() | st.integers(1, 12)))
        if target and mending is Mending.ANNULMENT:
            day = target.act.effective_on
        if target and mending is Mending.REVOCATION:
            day = max(day, target.act.effective_on)
        act = Act(UUID(int=place), draw(st.sampled_from(list(BOOK.effects))), payload, day, (place, 1), Origin.OWN)
        item = Posted(act, place, target.act.entry if target else None, mending)
        posted.append(item)
        if mending in (None, Mending.CORRECTION):
            mendable.append(item)
        if target and mending is Mending.REVOCATION:
            gone[target.act.entry] = min(day, gone.get(target.act.entry, day))
        if target and mending is Mending.CORRECTION and target.act.entry in gone:
            gone[act.entry] = gone[target.act.entry]
        if target and (mending is not Mending.REVOCATION or day == target.act.effective_on):
            mendable.remove(target)
    return posted


def expected(posted: list[Posted]) -> list[str | None]:
    """What stands on each day: for each day, write only the acts that count on that very day."""
    return [written(posted, day)[day] for day in range(DAYS)]


def written(posted: list[Posted], asked: int) -> list[str | None]:
    acts: dict[UUID, tuple[date, tuple[int, int], Act[MarkV1]]] = {}
    until: dict[UUID, date] = {}
    for item in posted:
        act, rank = item.act, item.act.rank
        if item.mends:
            target = acts[item.mends][2]
            gone = act.effective_on if item.mending is Mending.REVOCATION else target.effective_on
            inherited = until.get(item.mends)
            until[item.mends] = min(gone, until.get(item.mends, gone))
            rank = acts[item.mends][1]
            if item.mending is not Mending.CORRECTION:
                continue
            if inherited:
                until[act.entry] = inherited
        acts[act.entry] = (act.effective_on, rank, act)
    days: list[str | None] = [None] * (DAYS + 20)
    on = START + timedelta(asked)
    for _, _, act in sorted(acts.values(), key=lambda item: item[:2]):
        if act.entry in until and until[act.entry] <= on:
            continue
        first = (act.effective_on - START).days
        last = len(days) if act.payload.days is None or act.effect == "toy.cut" else first + act.payload.days
        fill = None if act.effect == "toy.cut" else act.payload.letter
        after = days[last:] if act.effect == "toy.lay_over" else [None] * (len(days) - last)
        days = days[:first] + [fill] * (min(last, len(days)) - first) + after
        days = days[: DAYS + 20]
    return days


def stands(timelines: Timelines) -> list[str | None]:
    found = (timelines.at(TOY, START + timedelta(day)) for day in range(DAYS))
    return [span.value.letter if span else None for span in found]


@given(ledgers())
@settings(max_examples=400, deadline=None)
def test_every_day_stands_what_the_acts_that_count_on_it_say(posted: list[Posted]) -> None:
    assert stands(fold(SUBJECT, posted, BOOK).timelines) == expected(posted)


@given(ledgers(), st.randoms())
@settings(max_examples=100, deadline=None)
def test_the_order_in_which_entries_are_read_does_not_matter(posted: list[Posted], random: object) -> None:
    shuffled = list(posted)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(SUBJECT, shuffled, BOOK) == fold(SUBJECT, posted, BOOK)


@given(ledgers())
@settings(max_examples=200, deadline=None)
def test_rows_written_step_by_step_are_the_history_and_what_was_known_never_changes(posted: list[Posted]) -> None:
    open_rows: dict = {}
    closed: set = set()
    known_at: dict[int, list[str | None]] = {}
    for place in range(1, len(posted) + 1):
        now = fold(SUBJECT, posted[:place], BOOK).timelines
        change = difference(open_rows, now)
        closed |= {(item, open_rows.pop(item), place) for item in change.close}
        open_rows |= dict.fromkeys(change.open, place)
        known_at[place] = stands(now)
    rows = {(item.track, item.span, item.known_from, item.known_until) for item in history(SUBJECT, posted, BOOK)}
    assert rows == {(*item, start, None) for item, start in open_rows.items()} | {
        (*item, start, end) for item, start, end in closed
    }
    for place, before in known_at.items():
        then: dict[int, str | None] = dict.fromkeys(range(DAYS))
        for _, span, start, end in rows:
            if start <= place and (end is None or place < end):
                for day in range(DAYS):
                    if START + timedelta(day) in span:
                        assert then[day] is None, "two values on one day"
                        then[day] = span.value.letter
        assert list(then.values()) == before


def test_spans_of_a_track_never_overlap_and_stand_in_order() -> None:
    @given(ledgers())
    @settings(max_examples=200, deadline=None)
    def check(posted: list[Posted]) -> None:
        spans = fold(SUBJECT, posted, BOOK).timelines.spans(TOY)
        for one, next_one in pairwise(spans):
            assert one.end is not None
            assert one.end <= next_one.start

    check()


def entry(place: int, day: int, effect: str = "toy.put", days: int | None = None, **mending: object) -> Posted:
    payload = MarkV1(letter=chr(64 + place), days=days)
    act = Act(UUID(int=place), effect, payload, START + timedelta(day), (place, 1), Origin.OPENING)
    return Posted(act, place, **mending)  # type: ignore[arg-type]


def test_a_revocation_brings_back_what_would_stand_without_the_entry() -> None:
    ledger = [entry(1, 0), entry(2, 5), entry(3, 10, mends=UUID(int=2), mending=Mending.REVOCATION)]
    assert stands(fold(SUBJECT, ledger, BOOK).timelines) == ["A"] * 5 + ["B"] * 5 + ["A"] * 20


def test_a_correction_keeps_the_place_in_the_order_and_the_origin() -> None:
    ledger = [entry(1, 3), entry(2, 3), entry(3, 3, mends=UUID(int=1), mending=Mending.CORRECTION)]
    timelines = fold(SUBJECT, ledger, BOOK).timelines
    assert stands(timelines)[3:] == ["B"] * 27
    alone = fold(SUBJECT, [ledger[0], ledger[2]], BOOK).timelines
    assert {span.origin for span in alone.spans(TOY)} == {Origin.OPENING}


def test_what_was_annulled_can_not_be_mended_again() -> None:
    ledger = [
        entry(1, 0),
        entry(2, 0, mends=UUID(int=1), mending=Mending.ANNULMENT),
        entry(3, 0, mends=UUID(int=1), mending=Mending.REVOCATION),
    ]
    assert [problem.code for problem in fold(SUBJECT, ledger, BOOK).problems] == ["decrees.nothing_to_mend"]
