"""What a plan must keep, as rows of a linear model: one function a constraint. Knows no solver.

A column for each possible pairing is 1 if it is chosen and 0 if not; after them, for each group of competences, stand
the competence of its worst unit and of its best one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from malaqbiq.appointments.planner.problem import Pairing, Problem
from malaqbiq.appointments.planner.worth import levels_before, part_of

Terms = dict[int, int]
"""Factors by column."""


@dataclass(frozen=True, slots=True)
class Row:
    """That the sum of the columns, each times its factor, lies between two bounds; None: any."""

    terms: Terms
    lowest: int | None = None
    highest: int | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column stands for what."""

    pairings: tuple[Pairing, ...]
    groups: tuple[str, ...]

    @classmethod
    def of(cls, problem: Problem) -> Columns:
        """The columns of a problem; what doesn't weigh has none."""
        return cls(problem.possible, tuple(problem.kinds) if problem.weights.levelling and problem.units else ())

    def worst(self, number: int) -> int:
        """The column of the worst unit's competence in a group."""
        return len(self.pairings) + 2 * number

    def best(self, number: int) -> int:
        """The column of the best unit's competence in a group."""
        return self.worst(number) + 1

    def __len__(self) -> int:
        return len(self.pairings) + 2 * len(self.groups)


def post_has_one_holder_at_most(columns: Columns) -> Iterator[Row]:
    """Nobody or one person in a post."""
    return (Row(terms, highest=1) for terms in _together(post for _, post in columns.pairings))


def person_has_one_post_at_most(columns: Columns) -> Iterator[Row]:
    """No post or one for a person."""
    return (Row(terms, highest=1) for terms in _together(person for person, _ in columns.pairings))


def kin_are_not_brought_together(problem: Problem, columns: Columns) -> Iterator[Row]:
    """If one of the two is given a post in the unit, the other doesn't work there, by a post or as before."""
    for kin in sorted(problem.kin, key=lambda kin: (kin.one, kin.other, kin.unit)):
        for placed, near in ((kin.one, kin.other), (kin.other, kin.one)):
            comes = _columns(problem, columns, placed, kin.unit, inside=True)
            if not comes:
                continue
            if problem.candidate[near].unit == kin.unit:
                goes = _columns(problem, columns, near, kin.unit, inside=False)
                yield Row(dict.fromkeys(comes, 1) | dict.fromkeys(goes, -1), highest=0)
            else:
                meets = _columns(problem, columns, near, kin.unit, inside=True)
                yield Row(dict.fromkeys([*comes, *meets], 1), highest=1)


def what_the_panel_chose_stands(problem: Problem, columns: Columns) -> Iterator[Row]:
    """A pairing that the panel has settled is part of every plan."""
    return (
        Row({number: 1}, lowest=1, highest=1)
        for number, pairing in enumerate(columns.pairings)
        if pairing in problem.chosen
    )


def every_unit_lies_between_worst_and_best(problem: Problem, columns: Columns) -> Iterator[Row]:
    """No unit's competence after the filling is below the worst's, or above the best's."""
    for number, group in enumerate(columns.groups):
        before, shifts = levels_before(problem)[group], _shifts(problem, columns, group)
        for unit in problem.units:
            yield Row(shifts[unit] | {columns.worst(number): -1}, lowest=-before[unit])
            yield Row(shifts[unit] | {columns.best(number): -1}, highest=-before[unit])


def so_many_posts_are_filled(columns: Columns, count: int) -> Iterator[Row]:
    """At least so many posts have a holder."""
    yield Row(dict.fromkeys(range(len(columns.pairings)), 1), lowest=count)


def _together(keys: Iterable[UUID]) -> Iterator[Terms]:
    """Columns of pairings with the same key, each once; a key with one pairing alone binds nothing."""
    terms: defaultdict[UUID, Terms] = defaultdict(dict)
    for number, key in enumerate(keys):
        terms[key][number] = 1
    return (found for found in terms.values() if len(found) > 1)


def _columns(problem: Problem, columns: Columns, person: UUID, unit: str, *, inside: bool) -> list[int]:
    """Pairings of a person with posts inside a unit, or outside it."""
    return [
        number
        for number, (who, post) in enumerate(columns.pairings)
        if who == person and (problem.post[post].unit == unit) is inside
    ]


def _shifts(problem: Problem, columns: Columns, group: str) -> dict[str, Terms]:
    """By unit, what each pairing adds to its competence in a group, or takes from it."""
    shifts: dict[str, Terms] = {unit: {} for unit in problem.units}
    for number, (person, post) in enumerate(columns.pairings):
        one, goal = problem.candidate[person], problem.post[post].unit
        if one.unit == goal:
            continue
        if added := part_of(problem, one.levels, group, goal):
            shifts[goal][number] = added
        if taken := part_of(problem, one.levels, group, one.unit):
            shifts[one.unit][number] = -taken
    return shifts
