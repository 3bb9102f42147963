from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malaqbiq.appraisal.rules.instrument import Component, Kind, Recommendation, instrument_read
from malaqbiq.appraisal.rules.points import HIGHEST
from malaqbiq.appraisal.rules.scoring import (
    AttendanceRefused,
    AttendanceSums,
    Missing,
    Outcome,
    Record,
    Tally,
    attendance_points,
    months_to_score,
    outcome_of,
    weighted,
)
from malaqbiq.kernel.periods import Period
from tests.appraisal.instruments import DEFAULT, PEERS, WRITTEN_TEST

INSTRUMENT = instrument_read({"key": "malaqbiq", **DEFAULT})
MONTHS = tuple(f"2021-{number:02}" for number in range(1, 13))
YEAR = Period(date(2021, 1, 1), date(2022, 1, 1))
FULL = AttendanceSums(months=12, working_days=240, present=228, leave=6, sick=3)

splits = st.lists(st.integers(1, 99), min_size=1, max_size=7, unique=True).map(
    lambda cuts: [high - low for low, high in zip([0, *sorted(cuts)], [*sorted(cuts), 100], strict=True)]
)


def components(weights: list[int]) -> list[Component]:
    return [Component(f"c{number}", "C", Kind.PEERS, weight) for number, weight in enumerate(weights)]


@given(splits, st.data())
def test_a_weighted_score_lies_between_the_lowest_and_the_highest(weights: list[int], data: st.DataObject) -> None:
    scored = {f"c{n}": data.draw(st.integers(0, HIGHEST)) for n in range(len(weights))}
    assert min(scored.values()) <= weighted(components(weights), scored) <= max(scored.values())


@given(splits, st.data())
def test_a_weighted_score_is_the_decimal_sum_rounded_half_up(weights: list[int], data: st.DataObject) -> None:
    scored = {f"c{n}": data.draw(st.integers(0, HIGHEST)) for n in range(len(weights))}
    exact = sum(Decimal(w) / 100 * Decimal(s) / 100 for w, s in zip(weights, scored.values(), strict=True))
    rounded = Decimal(exact).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    assert Decimal(weighted(components(weights), scored)).scaleb(-2) == rounded


@given(splits, st.data())
def test_no_higher_component_lowers_a_weighted_score(weights: list[int], data: st.DataObject) -> None:
    scored = {f"c{n}": data.draw(st.integers(0, HIGHEST)) for n in range(len(weights))}
    raised = {**scored, "c0": data.draw(st.integers(scored["c0"], HIGHEST))}
    assert weighted(components(weights), raised) >= weighted(components(weights), scored)


def test_attendance_counts_leave_and_sickness_as_present() -> None:
    assert attendance_points(FULL) == 9875
    assert attendance_points(AttendanceSums(1, 3, 2)) == 6667


@given(st.integers(1, 400), st.data())
def test_attendance_lies_between_0_and_100(working: int, data: st.DataObject) -> None:
    present = data.draw(st.integers(0, working))
    leave = data.draw(st.integers(0, working - present))
    points = attendance_points(AttendanceSums(12, working, present, leave))
    assert 0 <= points <= HIGHEST
    assert (points == HIGHEST) == (present + leave == working)


@pytest.mark.parametrize(
    "sums",
    [AttendanceSums(1, 0, 0), AttendanceSums(1, 20, 21), AttendanceSums(1, 20, 18, 2, 1), AttendanceSums(1, 20, -1)],
)
def test_impossible_attendance_is_refused(sums: AttendanceSums) -> None:
    with pytest.raises(AttendanceRefused):
        attendance_points(sums)


def record(**parts: object) -> Record:
    given = {
        "months": MONTHS,
        "tallies": {"result": Tally(12 * 8050, 12), "behaviour": Tally(7000, 1, 1)},
        "attendance": FULL,
    }
    return Record(**{**given, **parts})  # type: ignore[arg-type]


def test_a_complete_record_gives_score_verdict_and_recommendation() -> None:
    outcome = outcome_of(INSTRUMENT, record())
    assert outcome == Outcome(
        points=8283,  # 0.30 x 98.75 + 0.40 x 80.50 + 0.30 x 70.00 = 82.825
        verdict="baik",
        recommendation=Recommendation.EXTEND,
        components={"attendance": 9875, "result": 8050, "behaviour": 7000},
    )


def test_a_missing_component_is_named_and_never_taken_as_nothing() -> None:
    outcome = outcome_of(INSTRUMENT, record(tallies={"result": Tally(11 * 8000, 11)}, attendance=None))
    assert isinstance(outcome, Missing)
    assert {key: str(words) for key, words in outcome.components.items()} == {
        "attendance": "no attendance is recorded",
        "result": "11 of 12 scores are there",
        "behaviour": "0 of 1 scores are there",
    }


def test_attendance_of_some_months_only_is_missing() -> None:
    outcome = outcome_of(INSTRUMENT, record(attendance=AttendanceSums(7, 140, 140)))
    assert isinstance(outcome, Missing)
    assert str(outcome.components["attendance"]) == "attendance is recorded for 7 of 12 months"


def test_every_named_peer_must_have_scored() -> None:
    peers = instrument_read({"key": "peers", **PEERS})
    assert isinstance(outcome_of(peers, Record((), {"peers": Tally(160_00, 2, 3)})), Missing)
    complete = outcome_of(peers, Record((), {"peers": Tally(250_01, 3, 3)}))
    assert isinstance(complete, Outcome)
    assert complete.points == 8334  # 83.33666...


def test_what_was_adjusted_stands_for_what_was_entered() -> None:
    outcome = outcome_of(INSTRUMENT, record(adjusted={"behaviour": 0}))
    assert isinstance(outcome, Outcome)
    assert outcome.components["behaviour"] == 0


def test_a_written_test_and_two_superiors_give_ms_or_tms() -> None:
    instrument = instrument_read({"key": "bawaslu", **WRITTEN_TEST})
    tallies = {"test": Tally(5999, 1), "direct": Tally(6000, 1), "indirect": Tally(6000, 1)}
    outcome = outcome_of(instrument, Record((), tallies))
    assert isinstance(outcome, Outcome)
    assert (outcome.points, outcome.verdict) == (6000, "ms")  # 59.995, half up


@pytest.mark.parametrize(
    ("since", "months"),
    [
        (None, MONTHS),
        (date(2019, 1, 1), MONTHS),
        (date(2021, 11, 1), MONTHS[10:]),
        (date(2021, 11, 2), MONTHS[11:]),
        (date(2021, 12, 15), MONTHS[11:]),
        (date(2022, 1, 1), ()),
    ],
)
def test_only_months_served_in_full_ask_for_a_score(since: date | None, months: tuple[str, ...]) -> None:
    assert months_to_score(YEAR, since) == months


def test_a_period_without_an_end_has_no_months() -> None:
    with pytest.raises(ValueError, match="no end"):
        months_to_score(Period(date(2021, 1, 1)), None)
