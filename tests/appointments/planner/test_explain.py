from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from hypothesis import given, settings

from malaqbiq.appointments.planner.explain import (
    VACANCY_LABELS,
    Alternative,
    Shortfall,
    Vacancy,
    explained,
    kin_brought_together,
)
from malaqbiq.appointments.planner.problem import Kin, Problem, Staying, Weights
from malaqbiq.appointments.planner.solve import solve
from malaqbiq.appointments.planner.worth import unevenness_of, value_of
from tests.appointments.planner.instances import GROUPS, UNITS, candidate, is_kept, plans, post, problems, worth


@settings(deadline=None, max_examples=60)
@given(problems())
def test_no_alternative_is_better_and_each_costs_what_it_says(problem: Problem) -> None:
    plan = solve(problem)
    told = explained(problem, plan.placed)
    assert told.value == plan.value
    assert {standing.post: standing.person for standing in told.standings} == plan.placed
    for standing in told.standings:
        others = {}
        for other in plans(problem):
            if other.keys() == plan.placed.keys() and other[standing.post] != standing.person:
                differing = {uid for uid in other if other[uid] != plan.placed[uid]}
                is_exchange = {other[uid] for uid in differing} == {plan.placed[uid] for uid in differing}
                if len(differing) == 1 or (len(differing) == 2 and is_exchange):
                    others[frozenset(other.items())] = plan.value - worth(problem, other)[1]
        assert (standing.alternative.cost if standing.alternative else None) == min(others.values(), default=None)
        assert min(others.values(), default=0) >= 0


@settings(deadline=None, max_examples=60)
@given(problems(most_posts=3, most_candidates=4))
def test_kin_are_found_together_where_no_plan_may_be(problem: Problem) -> None:
    for placed in plans(replace(problem, kin=frozenset())):
        assert kin_brought_together(problem, placed) is not is_kept(problem, placed)


@settings(deadline=None, max_examples=60)
@given(problems())
def test_every_vacant_post_has_its_reason(problem: Problem) -> None:
    plan = solve(problem)
    told = explained(problem, plan.placed)
    assert told.vacant.keys() == {one.uid for one in problem.posts} - plan.placed.keys()
    for uid, reason in told.vacant.items():
        eligible = {one.uid for one in problem.candidates if uid in one.posts}
        able = {person for person in eligible if (person, uid) not in problem.barred}
        free = able - set(plan.placed.values())
        assert (reason is Vacancy.NOBODY, reason is Vacancy.BARRED) == (not eligible, bool(eligible and not able))
        assert (reason is Vacancy.KIN) == bool(free)


def test_a_standing_tells_fit_shortfall_and_what_the_move_does() -> None:
    there = post(1, "7601", law=4, budget=2, writing=1)
    one = candidate(1, "76", there, score=8_000, law=2, writing=3)
    rival = candidate(2, "7601", there, score=5_000, law=1)
    problem = Problem(UNITS, GROUPS, (there,), (one, rival), (Staying("76", {}),), weights=Weights(levelling=0))
    (standing,) = explained(problem, {there.uid: one.uid}).standings
    assert (standing.fit, standing.score, standing.is_moved, standing.is_chosen) == (4_286, 8_000, True, False)
    assert standing.short == (Shortfall("budget", None, 2), Shortfall("law", 2, 4))
    assert standing.brings == {"election": 2_500, "office": 3_750}
    assert standing.takes == {"election": 1_250, "office": 1_875}
    planned, instead = (value_of(problem, {there.uid: uid}) for uid in (one.uid, rival.uid))
    assert standing.alternative == Alternative(rival.uid, None, planned - instead)


def test_who_stays_in_his_unit_brings_and_takes_nothing() -> None:
    here = post(1, "76")
    told = explained(Problem(UNITS, GROUPS, (here,), (candidate(1, "76", here, law=4),)), {here.uid: UUID(int=1)})
    (standing,) = told.standings
    assert (standing.is_moved, standing.brings, standing.takes, standing.alternative) == (False, {}, {}, None)
    assert told.moves == 0 and told.unevenness_before == told.unevenness_after


def test_an_exchange_is_an_alternative_too() -> None:
    both = post(1, "76", law=4), post(2, "7601", budget=4)
    people = candidate(1, "76", *both, law=4), candidate(2, "7601", *both, budget=4)
    problem = Problem(UNITS, GROUPS, both, people, weights=Weights(fit=1, score=0, levelling=0, moving=7))
    told = explained(problem, solve(problem).placed)
    assert [standing.alternative for standing in told.standings] == [
        Alternative(people[1].uid, both[1].uid, 20_014),
        Alternative(people[0].uid, both[0].uid, 20_014),
    ]


def test_what_the_panels_choice_costs_is_seen() -> None:
    here = post(1, "76", law=4)
    good, chosen = candidate(1, "76", here, law=4), candidate(2, "76", here)
    problem = Problem(UNITS, GROUPS, (here,), (good, chosen), chosen=frozenset({(chosen.uid, here.uid)}))
    (standing,) = explained(problem, solve(problem).placed).standings
    assert standing.is_chosen and standing.alternative == Alternative(good.uid, None, -30_000)


def test_levelling_is_told_as_what_unevenness_costs() -> None:
    there = post(1, "7601")
    people = tuple(candidate(n, "76", there, law=4) for n in (1, 2))
    problem = Problem(("76", "7601"), {"law": "election"}, (there,), people)
    told = explained(problem, solve(problem).placed)
    assert (told.unevenness_before, told.unevenness_after) == (200_000, 100_000)
    assert told.unevenness_after == unevenness_of(problem, {"election": {"76": 5_000, "7601": 10_000}})
    assert told.moves == 1


def test_kin_who_work_together_already_are_nobodys_doing() -> None:
    here = post(1, "7601")
    people = candidate(1, "76", here), candidate(2, "76", here)
    problem = Problem(UNITS, GROUPS, (here,), people, kin=frozenset({Kin(people[0].uid, people[1].uid, "76")}))
    assert not kin_brought_together(problem, {})
    assert len(solve(problem).placed) == 1


def test_every_reason_has_its_words() -> None:
    assert VACANCY_LABELS.keys() == set(Vacancy)
