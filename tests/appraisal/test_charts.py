"""Pictures of appraisals: strips by shares of people, and where verdicts begin."""

from __future__ import annotations

from malaqbiq.appraisal.charts import WIDTH, bands_drawn, strips
from malaqbiq.appraisal.rules.instrument import Step
from malaqbiq.appraisal.rules.spread import spread_of

BANDS = (Step(91_00, "a", "Sangat baik"), Step(76_00, "b", "Baik"), Step(0, "c", "Kurang"))


def test_a_verdict_begins_where_its_score_stands_and_the_lowest_has_no_bound() -> None:
    found = bands_drawn(BANDS)
    assert [(one.title, one.start) for one in found] == [("Baik", 76_00), ("Sangat baik", 91_00)]
    assert [one.x for one in found] == [round(WIDTH * 0.76), round(WIDTH * 0.91)]
    assert bands_drawn(BANDS[2:]) == []


def test_who_has_no_scores_has_no_strip_and_the_mean_stands_on_the_same_scale() -> None:
    found = strips([("76", "Satu", spread_of([50_00, 100_00])), ("77", "Dua", spread_of([]))])
    assert [one.label for one in found] == ["Satu"]
    assert found[0].mean == round(WIDTH * 0.75) and found[0].bars.count("M") == 2
