from __future__ import annotations

from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malaqbiq.appraisal.rules.instrument import InstrumentRefused, Kind, Recommendation, instrument_read, step_at
from tests.appraisal.instruments import DEFAULT, WRITTEN_TEST


def changed(**parts: Any) -> dict[str, Any]:
    return {"key": "malaqbiq", **deepcopy(DEFAULT), **parts}


def test_the_default_has_three_components_five_bands_and_three_recommendations() -> None:
    instrument = instrument_read(changed())
    assert [(c.key, c.kind, c.weight) for c in instrument.components] == [
        ("attendance", Kind.ATTENDANCE, 30),
        ("result", Kind.MONTHLY, 40),
        ("behaviour", Kind.DIRECT_SUPERIOR, 30),
    ]
    assert [step.start for step in instrument.bands] == [9100, 7600, 6100, 5100, 0]
    assert instrument.label == "bawaan Malaqbiq, bukan ketentuan KPU"


@pytest.mark.parametrize(
    ("points", "band", "advice"),
    [
        (10000, "sangat_baik", Recommendation.EXTEND),
        (9100, "sangat_baik", Recommendation.EXTEND),
        (9099, "baik", Recommendation.EXTEND),
        (7600, "baik", Recommendation.EXTEND),
        (6100, "cukup", Recommendation.EXTEND),
        (6099, "kurang", Recommendation.EXTEND_WITH_COACHING),
        (5100, "kurang", Recommendation.EXTEND_WITH_COACHING),
        (5099, "buruk", Recommendation.DO_NOT_EXTEND),
        (0, "buruk", Recommendation.DO_NOT_EXTEND),
    ],
)
def test_a_step_holds_from_its_score_on(points: int, band: str, advice: str) -> None:
    instrument = instrument_read(changed())
    assert (step_at(instrument.bands, points).key, step_at(instrument.advice, points).key) == (band, advice)


def test_meeting_the_requirements_is_two_bands() -> None:
    bands = instrument_read({"key": "bawaslu", **WRITTEN_TEST}).bands
    assert [step_at(bands, points).key for points in (6000, 5999)] == ["ms", "tms"]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"components": []}, "no components"),
        ({"components": "attendance * 30"}, "no components"),
        ({"components": [{"key": "a", "title": "A", "kind": "monthly", "weight": 99}]}, "add up to 99"),
        ({"components": [{"key": "a", "title": "A", "kind": "monthly", "weight": 100.0}]}, "whole number from 1"),
        ({"components": [{"key": "a", "title": "A", "kind": "monthly", "weight": True}]}, "whole number from 1"),
        ({"components": [{"key": "a", "title": "A", "kind": "monthly", "weight": "__import__('os')"}]}, "whole number"),
        ({"components": [{"key": "a", "title": "A", "kind": "monthly", "weight": 0}]}, "whole number from 1"),
        ({"components": [{"key": "a", "title": "A", "kind": "guess", "weight": 100}]}, "guess is not known"),
        ({"components": [{"key": "{{a}}", "title": "A", "kind": "peers", "weight": 100}]}, "small letters"),
        ({"components": [{"key": "a", "title": "A", "kind": "peers", "weight": 50}] * 2}, "more than once"),
        ({"components": [{"key": "a", "title": "A", "kind": "attendance", "weight": 50}] * 2}, "only one component"),
        ({"components": [{"key": "a", "title": "A", "kind": ["peers"], "weight": 100}]}, "is not known"),
        ({"bands": [{"from": 91, "key": "good"}]}, "last step must start at 0"),
        ({"bands": [{"from": 0, "key": "low"}, {"from": 0, "key": "lower"}]}, "must fall"),
        ({"bands": [{"from": "91 + 1", "key": "good"}, {"from": 0, "key": "low"}]}, "from 0 to 100"),
        ({"bands": [{"from": 101, "key": "good"}, {"from": 0, "key": "low"}]}, "from 0 to 100"),
        ({"bands": [{"from": 0}]}, "a step has no key"),
        ({"advice": [{"from": 0, "key": "promote"}]}, "promote is not a recommendation"),
        ({"objection_days": None}, "objection_days"),
        ({"title": ""}, "no title"),
    ],
)
def test_what_is_no_instrument_is_refused_and_named(parts: dict[str, Any], words: str) -> None:
    with pytest.raises(InstrumentRefused, match=words):
        instrument_read(changed(**parts))


def test_every_problem_is_named_at_once() -> None:
    with pytest.raises(InstrumentRefused) as refused:
        instrument_read({"components": [{"key": "a", "weight": 1}], "bands": [], "advice": []})
    assert len(refused.value.problems) >= 6


@given(st.lists(st.integers(1, 100), min_size=1, max_size=8))
def test_weights_are_taken_only_if_they_add_up_to_a_hundred(weights: list[int]) -> None:
    rows = [{"key": f"c{n}", "title": "C", "kind": "peers", "weight": weight} for n, weight in enumerate(weights)]
    if sum(weights) == 100:
        assert len(instrument_read(changed(components=rows)).components) == len(weights)
    else:
        with pytest.raises(InstrumentRefused):
            instrument_read(changed(components=rows))


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("ab_09{}", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab_09{}", max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(changed())), json))
def test_no_data_however_broken_fails_otherwise_than_by_name(parts: dict[str, Any]) -> None:
    with suppress(InstrumentRefused):
        instrument_read(changed(**parts))
