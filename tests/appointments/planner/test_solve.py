from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malaqbiq.appointments.planner.problem import Candidate, Kin, Post, Problem, Staying, Weights
from malaqbiq.appointments.planner.solve import NoPlan, Plan, solve
from malaqbiq.appointments.planner.worth import value_of
from tests.appointments.planner.instances import GROUPS, UNITS, candidate, is_kept, plans, post, problems, worth

EVERY_KIND = {"budget": 4, "law": 4, "logistics": 4, "writing": 4}


@settings(deadline=None, max_examples=120)
@given(problems())
def test_no_plan_is_better_than_the_one_found(problem: Problem) -> None:
    plan = solve(problem)
    assert is_kept(problem, plan.placed)
    assert (
        worth(problem, plan.placed) == (plan.fillable, plan.value) == max(worth(problem, one) for one in plans(problem))
    )
    assert plan.is_best and plan.gap == 0 and plan.bound == plan.value


@settings(deadline=None, max_examples=40)
@given(problems(), st.data())
def test_what_the_panel_chose_stands_and_the_rest_is_best_around_it(problem: Problem, data: st.DataObject) -> None:
    if problem.possible:
        problem = replace(problem, chosen=frozenset({data.draw(st.sampled_from(problem.possible))}))
    kept = [worth(problem, one) for one in plans(problem)]
    if not kept:
        with pytest.raises(NoPlan):
            solve(problem)
    else:
        plan = solve(problem)
        assert problem.chosen <= {(person, uid) for uid, person in plan.placed.items()}
        assert worth(problem, plan.placed) == max(kept)


@settings(deadline=None, max_examples=40)
@given(problems(), st.sampled_from([0.0, 0.0005, 0.005]))
def test_however_little_time_there_is_the_bounds_hold(problem: Problem, seconds: float) -> None:
    best = max(worth(problem, one) for one in plans(problem))
    try:
        plan = solve(problem, seconds=seconds)
    except NoPlan:
        return  # nothing was found, and nothing is claimed
    assert is_kept(problem, plan.placed)
    assert worth(problem, plan.placed) == (len(plan.placed), plan.value) <= best
    assert plan.fillable >= best[0] and (len(plan.placed) < best[0] or plan.bound >= best[1])
    assert not plan.is_best or worth(problem, plan.placed) == best


@settings(deadline=None, max_examples=40)
@given(problems(), st.randoms(use_true_random=False))
def test_the_same_problem_in_another_order_gives_the_same_plan(problem: Problem, random: Random) -> None:
    posts, candidates, staying = list(problem.posts), list(problem.candidates), list(problem.staying)
    for things in (posts, candidates, staying):
        random.shuffle(things)
    shuffled = replace(
        problem,
        posts=tuple(posts),
        candidates=tuple(candidates),
        staying=tuple(staying),
        groups=dict(reversed(problem.groups.items())),
    )
    assert solve(shuffled) == solve(problem)


@settings(deadline=None, max_examples=40)
@given(problems(), st.permutations(range(1, 6)))
def test_another_name_for_somebody_changes_no_value(problem: Problem, numbers: list[int]) -> None:
    named = {UUID(int=old): UUID(int=new + 50) for old, new in enumerate(numbers, start=1)}
    renamed = replace(
        problem,
        candidates=tuple(replace(one, uid=named[one.uid]) for one in problem.candidates),
        barred=frozenset((named[person], uid) for person, uid in problem.barred),
        kin=frozenset(Kin(named[kin.one], named[kin.other], kin.unit) for kin in problem.kin),
    )
    plan, again = solve(problem), solve(renamed)
    assert (again.value, len(again.placed), again.fillable) == (plan.value, len(plan.placed), plan.fillable)


def test_filling_comes_before_everything_else() -> None:
    """Whoever fits the one post best is needed for the other, however much that costs."""
    law, budget = post(1, "76", law=4), post(2, "7601")
    best = candidate(1, "76", law, budget, score=10_000, law=4)
    other = candidate(2, "76", law, score=0)
    weights = Weights(fit=1000, score=1000, levelling=1000, moving=10**7)
    problem = Problem(UNITS, GROUPS, (law, budget), (best, other), weights=weights)
    plan = solve(problem)
    assert plan.placed == {law.uid: other.uid, budget.uid: best.uid}
    assert plan.value < value_of(problem, {law.uid: best.uid})


def test_a_strong_unit_gives_to_a_weak_one() -> None:
    strong, weak = post(1, "76"), post(2, "7601")
    able = [candidate(n, "76", strong, weak, **EVERY_KIND) for n in (1, 2)]
    weaker = candidate(3, "7601", strong, weak, law=1)
    problem = Problem(("76", "7601"), GROUPS, (strong, weak), (*able, weaker))
    assert solve(problem).placed[weak.uid] in {one.uid for one in able}
    unlevelled = replace(problem, weights=Weights(levelling=0))
    assert solve(unlevelled).placed[weak.uid] == weaker.uid


def test_a_move_has_to_pay() -> None:
    here, there = post(1, "76"), post(2, "7601")
    people = (candidate(1, "76", here, there, score=500), candidate(2, "7601", here, there, score=400))
    plan = solve(Problem(UNITS, GROUPS, (here, there), people))
    assert plan.placed == {here.uid: people[0].uid, there.uid: people[1].uid}


def test_kin_are_not_brought_together_even_by_who_stays() -> None:
    """Who works in the unit already hinders his brother as long as nothing takes him away."""
    here, away = post(1, "76"), post(2, "7601")
    one, other = candidate(1, "7602", here), candidate(2, "76")
    kin = frozenset({Kin(one.uid, other.uid, "76")})
    assert solve(Problem(UNITS, GROUPS, (here,), (one, other), kin=kin)).placed == {}
    leaves = replace(other, posts=frozenset({away.uid}))
    plan = solve(Problem(UNITS, GROUPS, (here, away), (one, leaves), kin=kin))
    assert plan.placed == {here.uid: one.uid, away.uid: other.uid}


@pytest.mark.parametrize(
    ("posts", "candidates"),
    [((), ()), ((post(1, "76"),), ()), ((), (candidate(1, "76"),)), ((post(1, "76"),), (candidate(1, "76"),))],
    ids=["nothing", "nobody", "no post", "nobody eligible"],
)
def test_nothing_to_place_is_a_plan_too(posts: tuple[Post, ...], candidates: tuple[Candidate, ...]) -> None:
    problem = Problem(UNITS, GROUPS, posts, candidates, (Staying("76", {"law": 4}),))
    plan = solve(problem)
    assert plan == Plan(placed={}, value=value_of(problem, {}), bound=plan.value, fillable=0)
    assert plan.value < 0 and plan.is_best


def test_a_choice_that_cannot_be_has_no_plan() -> None:
    both = post(1, "76"), post(2, "76")
    people = candidate(1, "7601", *both), candidate(2, "7601", *both)
    chosen = frozenset(zip((one.uid for one in people), (one.uid for one in both), strict=True))
    kin = frozenset({Kin(people[0].uid, people[1].uid, "76")})
    with pytest.raises(NoPlan, match="Infeasible"):
        solve(Problem(UNITS, GROUPS, both, people, kin=kin, chosen=chosen))


def test_a_province_of_the_largest_kind_gets_a_plan_with_its_gap() -> None:
    problem = national(Random(1))  # noqa: S311 (made-up people, the same each time)
    plan = solve(problem)
    assert is_kept(problem, plan.placed)
    assert len(plan.placed) == plan.fillable == 60
    assert worth(problem, plan.placed)[1] == plan.value <= plan.bound
    assert plan.is_best is (plan.gap == 0)


def test_the_solver_says_nothing_of_its_own() -> None:
    """What a command prints is its own answer, read by machines."""
    code = (
        "from malaqbiq.appointments.planner.problem import Problem\n"
        "from malaqbiq.appointments.planner.solve import solve\n"
        "from tests.appointments.planner.instances import GROUPS, UNITS, candidate, post\n"
        "here = post(1, '76')\n"
        "print(len(solve(Problem(UNITS, GROUPS, (here,), (candidate(1, '76', here),))).placed))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("1\n", "")


def national(random: Random, *, posts: int = 60, candidates: int = 150, units: int = 40) -> Problem:
    """A filling of a large province's shape, made up."""
    codes = tuple(f"{number:04}" for number in range(units))
    vacant = tuple(
        post(n, codes[n % units], **{kind: random.randint(1, 4) for kind in random.sample(sorted(GROUPS), 2)})
        for n in range(posts)
    )

    def can() -> dict[str, int]:
        return {kind: random.randint(0, 4) for kind in GROUPS if random.random() < 0.7}

    people = tuple(
        Candidate(
            UUID(int=1000 + n),
            random.choice(codes),
            can(),
            random.randint(4000, 10_000),
            frozenset(one.uid for one in vacant if random.random() < 0.5),
        )
        for n in range(candidates)
    )
    staying = tuple(Staying(unit, can()) for unit in codes for _ in range(8))
    return Problem(codes, GROUPS, vacant, people, staying)
