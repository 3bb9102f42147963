from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given, settings

from malaqbiq.appointments.planner.problem import Problem, Staying
from malaqbiq.appointments.planner.worth import (
    GroupBars,
    UnitBar,
    bars_of,
    fit_of,
    levels_after,
    levels_before,
    value_of,
)
from tests.appointments.planner.instances import GROUPS, UNITS, candidate, plans, post, problems, unit_levels, worth


@pytest.mark.parametrize(
    ("needs", "levels", "fit"),
    [
        ({"law": 3}, {"law": 3}, 10_000),
        ({"law": 3}, {"law": 4}, 10_000),
        ({"law": 3}, {"law": 2}, 6_667),
        ({"law": 3, "budget": 1}, {"budget": 4}, 2_500),
        ({"law": 3}, {}, 0),
        ({}, {"law": 4}, 0),
    ],
)
def test_fit_is_how_much_of_what_is_asked_is_there(needs: dict[str, int], levels: dict[str, int], fit: int) -> None:
    assert fit_of(candidate(1, "76", **levels), post(1, "76", **needs)) == fit


@settings(deadline=None, max_examples=40)
@given(problems(most_posts=3, most_candidates=4))
def test_value_and_levels_are_what_their_definition_says(problem: Problem) -> None:
    for placed in plans(problem):
        assert value_of(problem, placed) == worth(problem, placed)[1]
        levels = levels_after(problem, placed)
        assert {(group, unit): level for group in levels for unit, level in levels[group].items()} == unit_levels(
            problem, placed
        )


def test_a_unit_of_masters_is_full() -> None:
    masters = tuple(Staying("76", dict.fromkeys(GROUPS, 4)) for _ in range(4))
    levels = levels_before(Problem(UNITS, GROUPS, (), (), masters))
    assert {group: units["76"] for group, units in levels.items()} == {"office": 10_000, "election": 10_000}


def test_bars_stand_in_the_order_of_the_problem() -> None:
    there = post(1, "7601")
    one = candidate(1, "76", there, law=4)
    problem = Problem(("7601", "76"), {"law": "election"}, (there,), (one,), (Staying("76", {"law": 2}),))
    assert bars_of(problem, {there.uid: UUID(int=1)}) == (
        GroupBars(
            group="election",
            units=(UnitBar("7601", 0, 10_000), UnitBar("76", 7_500, 2_500)),
            highest=10_000,
            spread_before=7_500,
            spread_after=7_500,
        ),
    )


def test_who_comes_from_elsewhere_is_missed_nowhere() -> None:
    there = post(1, "76")
    problem = Problem(("76",), {"law": "election"}, (there,), (candidate(1, "00", there, law=2),))
    (bars,) = bars_of(problem, {there.uid: UUID(int=1)})
    assert bars.units == (UnitBar("76", 0, 5_000),)
