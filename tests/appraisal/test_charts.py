"""Pictures of appraisals: strips by shares of people on one scale, and where verdicts begin."""

from __future__ import annotations

from malaqbiq.appraisal.charts import WIDTH, strips_drawn
from malaqbiq.appraisal.rules.instrument import Step
from malaqbiq.appraisal.rules.spread import spread_of

BANDS = (Step(91_00, "a", "Sangat baik"), Step(76_00, "b", "Baik"), Step(40_00, "c", "Cukup"), Step(0, "d", "Kurang"))


def test_the_scale_begins_below_the_lowest_score_and_no_later_than_at_its_middle() -> None:
    drawn = strips_drawn([("76", "Satu", spread_of([56_00, 100_00]))])
    assert [(mark.points, mark.x) for mark in drawn.marks] == [(50_00, 0), (75_00, WIDTH // 2), (100_00, WIDTH)]
    assert strips_drawn([("76", "Satu", spread_of([95_00]))]).marks == drawn.marks
    whole = strips_drawn([("76", "Satu", spread_of([56_00])), ("77", "Dua", spread_of([3_00]))])
    assert [mark.points for mark in whole.marks] == [0, 25_00, 50_00, 75_00, 100_00]


def test_a_verdict_begins_where_its_score_stands_on_the_scale() -> None:
    found = strips_drawn([("76", "Satu", spread_of([56_00]))], BANDS).bounds
    assert [(one.title, one.points) for one in found] == [("Baik", 76_00), ("Sangat baik", 91_00)]
    assert [one.x for one in found] == [round(WIDTH * 0.52), round(WIDTH * 0.82)]
    low = strips_drawn([("76", "Satu", spread_of([5_00]))], BANDS).bounds
    assert [one.title for one in low] == ["Cukup", "Baik", "Sangat baik"]


def test_who_has_no_scores_has_no_strip_and_the_mean_stands_on_the_same_scale() -> None:
    drawn = strips_drawn([("76", "Satu", spread_of([50_00, 100_00])), ("77", "Dua", spread_of([]))])
    (only,) = drawn.strips
    assert (only.label, only.mean, only.bars.count("M")) == ("Satu", WIDTH // 2, 2)
    assert strips_drawn([]).strips == []
