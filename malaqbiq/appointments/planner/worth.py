"""What a plan is worth, and what it makes of each work unit's competence: exact, without a solver.

A plan is told by who is placed: the person by the post's uid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from malaqbiq.appointments.planner.problem import FULL, HIGHEST_LEVEL, Candidate, Levels, Post, Problem
from malaqbiq.appraisal.rules.points import half_up

Placed = Mapping[UUID, UUID]
UnitLevels = Mapping[str, Mapping[str, int]]
"""Each unit's competence (0 to `FULL` where all of its places are held by masters of all) by group, then by unit."""
Move = tuple[UUID, str, str]
"""A person, from a unit, to a unit."""


@dataclass(frozen=True, slots=True)
class UnitBar:
    """A work unit's competence in a group before and after."""

    unit: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class GroupBars:
    """Work units side by side in one group, and the distance between best and worst; `highest` ends the scale."""

    group: str
    units: tuple[UnitBar, ...]
    highest: int
    spread_before: int
    spread_after: int


def fit_of(candidate: Candidate, post: Post) -> int:
    """How much of what the post asks for is there, from 0 to `FULL`; more than is asked for counts nothing extra.

    A post that asks for nothing fits nobody better than another: 0.
    """
    there = sum(min(candidate.levels.get(kind, 0), need) for kind, need in post.needs.items())
    return half_up(there * FULL, sum(post.needs.values())) if post.needs else 0


def gain_of(problem: Problem, candidate: Candidate, post: Post) -> int:
    """What placing the candidate there is worth by itself, without what it does to the units' competence."""
    weights = problem.weights
    moving = weights.moving if candidate.unit != post.unit else 0
    return weights.fit * fit_of(candidate, post) + weights.score * candidate.score - moving


def part_of(problem: Problem, levels: Levels, group: str, unit: str) -> int:
    """What one person adds to a unit's competence in a group: his mean level on the scale, shared between its places.

    0 for a unit that isn't in the problem. Each part is rounded, so that a unit's competence is the sum of its people.
    """
    if unit not in problem.places:
        return 0
    kinds = problem.kinds[group]
    reached = sum(levels.get(kind, 0) for kind in kinds)
    return half_up(FULL * reached, HIGHEST_LEVEL * len(kinds) * problem.places[unit])


def levels_before(problem: Problem) -> dict[str, dict[str, int]]:
    """Each unit's competence with everybody where he works now."""
    levels = {group: dict.fromkeys(problem.units, 0) for group in problem.kinds}
    people = [(one.unit, one.levels) for one in problem.staying] + [
        (one.unit, one.levels) for one in problem.candidates
    ]
    for unit, can in people:
        if unit in problem.places:
            for group, units in levels.items():
                units[unit] += part_of(problem, can, group, unit)
    return levels


def levels_after(problem: Problem, placed: Placed) -> dict[str, dict[str, int]]:
    """Each unit's competence with the placed in their posts' units, and everybody else where he works now."""
    moves = ((person, problem.candidate[person].unit, problem.post[post].unit) for post, person in placed.items())
    return levels_moved(problem, levels_before(problem), moves)


def levels_moved(problem: Problem, levels: UnitLevels, moves: Iterable[Move]) -> dict[str, dict[str, int]]:
    """Each unit's competence once people went from a unit to another."""
    moved = {group: dict(units) for group, units in levels.items()}
    for person, origin, goal in moves:
        if origin == goal:
            continue
        can = problem.candidate[person].levels
        for group, units in moved.items():
            if origin in units:
                units[origin] -= part_of(problem, can, group, origin)
            if goal in units:
                units[goal] += part_of(problem, can, group, goal)
    return moved


def spread_of(units: Mapping[str, int]) -> int:
    """The distance between the best and the worst unit; 0 without any."""
    return max(units.values(), default=0) - min(units.values(), default=0)


def value_of(problem: Problem, placed: Placed) -> int:
    """What a plan is worth: its placings' gains, less the units' unevenness. It doesn't ask whether the plan may be."""
    gains = sum(gain_of(problem, problem.candidate[person], problem.post[post]) for post, person in placed.items())
    return gains - unevenness_of(problem, levels_after(problem, placed))


def unevenness_of(problem: Problem, levels: UnitLevels) -> int:
    """What the units' unevenness costs: each group's spread, as levelling weighs."""
    return problem.weights.levelling * sum(spread_of(units) for units in levels.values())


def bars_of(problem: Problem, placed: Placed) -> tuple[GroupBars, ...]:
    """Units before and after by group, ready to draw: groups by code, units as the problem lists them."""
    before, after = levels_before(problem), levels_after(problem, placed)
    return tuple(
        GroupBars(
            group=group,
            units=tuple(UnitBar(unit, before[group][unit], after[group][unit]) for unit in problem.units),
            highest=max((*before[group].values(), *after[group].values()), default=0),
            spread_before=spread_of(before[group]),
            spread_after=spread_of(after[group]),
        )
        for group in problem.kinds
    )
