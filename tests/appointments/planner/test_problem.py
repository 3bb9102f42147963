from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from malaqbiq.appointments.planner.problem import Kin, Problem, Staying, Weights
from tests.appointments.planner.instances import GROUPS, UNITS, candidate, post

POSTS = (post(2, "7601", law=3), post(1, "76"))
PEOPLE = (candidate(2, "7601", *POSTS, law=2), candidate(1, "76", POSTS[0]))
PROBLEM = Problem(UNITS, GROUPS, POSTS, PEOPLE, (Staying("76", {"law": 1}),))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"units": ("76", "7601", "76")}, "more than one unit 76"),
        ({"posts": POSTS * 2}, "more than one post"),
        ({"candidates": PEOPLE * 2}, "more than one candidate"),
        ({"units": ("7601",)}, "posts in work units that are not in the problem: 76"),
        ({"candidates": (replace(PEOPLE[0], levels={"law": 5}),)}, "from 0 to 4"),
        ({"staying": (Staying("76", {"law": -1}),)}, "from 0 to 4"),
        ({"posts": (post(1, "76", law=0),)}, "from 1 to 4"),
        ({"candidates": (replace(PEOPLE[0], score=10_001),)}, "from 0 to 10000"),
        ({"weights": Weights(moving=-1)}, "not below 0"),
        ({"kin": frozenset({Kin(UUID(int=1), UUID(int=9), "76")})}, "no candidates"),
        ({"chosen": frozenset({(PEOPLE[1].uid, POSTS[1].uid)})}, "not possible"),
        ({"chosen": frozenset({(one.uid, POSTS[0].uid) for one in PEOPLE})}, "more than one post chosen"),
        ({"chosen": frozenset({(PEOPLE[0].uid, one.uid) for one in POSTS})}, "more than one person chosen"),
    ],
)
def test_what_contradicts_itself_is_refused(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        replace(PROBLEM, **changes)


def test_what_is_barred_is_not_possible() -> None:
    one, other = PEOPLE[1].uid, PEOPLE[0].uid
    assert PROBLEM.possible == ((one, POSTS[0].uid), (other, POSTS[1].uid), (other, POSTS[0].uid))
    barred = replace(PROBLEM, barred=frozenset({(other, POSTS[1].uid)}))
    assert barred.possible == ((one, POSTS[0].uid), (other, POSTS[0].uid))


def test_a_unit_has_places_for_who_is_there_or_for_who_comes() -> None:
    assert PROBLEM.places == {"76": 2, "7601": 1, "7602": 1}
    crowd = replace(PROBLEM, posts=tuple(post(n, "7602") for n in range(3)))
    assert crowd.places["7602"] == 3
