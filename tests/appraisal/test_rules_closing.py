from __future__ import annotations

from uuid import UUID

from malaqbiq.appraisal.rules.closing import Counted, Stage, coverage_of, obstacles, stage_of
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.rules.scoring import Missing, Outcome
from malaqbiq.kernel.words import Words

A, B, C, D = (UUID(int=number) for number in range(1, 5))
SCORED = Outcome(8000, "baik", Recommendation.EXTEND, {"result": 8000})
LACKING = Missing({"result": Words("nothing")})


def test_an_excuse_stands_whatever_was_entered() -> None:
    assert stage_of(SCORED, excused=True) is Stage.EXCUSED
    assert stage_of(LACKING, excused=True) is Stage.EXCUSED
    assert stage_of(LACKING, excused=False) is Stage.MISSING


def test_everybody_in_service_needs_a_result_or_an_excuse() -> None:
    assert obstacles([A, B], {A: SCORED, B: LACKING, C: LACKING}, excused={B}, objecting=set()) == []


def test_who_lacks_something_is_named_with_what() -> None:
    found = obstacles([A, B, C, D], {A: LACKING, B: SCORED, C: SCORED}, excused=set(), objecting={C})
    assert [(one.person, str(one.why)) for one in found] == [
        (A, "neither a result nor a written excuse; missing: result"),
        (C, "an objection is not decided"),
        (D, "in service, but not in the cycle"),
    ]


def test_coverage_counts_by_work_unit_and_component() -> None:
    units = coverage_of(
        [
            Counted("76.01", Stage.MISSING, ["behaviour"]),
            Counted("76", Stage.SCORED, ["result", "behaviour"], told=True),
            Counted("76.01", Stage.EXCUSED),
        ]
    )
    assert list(units) == ["76", "76.01"]
    kab = units["76.01"]
    assert (kab.to_appraise, kab.scored, kab.excused, kab.missing, dict(kab.components)) == (
        2,
        0,
        1,
        1,
        {"behaviour": 1},
    )
