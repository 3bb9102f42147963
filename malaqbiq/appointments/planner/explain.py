"""Why each person stands where he stands, and what the whole does to the work units. Exact, without a solver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from malaqbiq.appointments.planner.problem import Post, Problem
from malaqbiq.appointments.planner.worth import (
    GroupBars,
    Move,
    Placed,
    UnitLevels,
    bars_of,
    fit_of,
    gain_of,
    levels_after,
    levels_before,
    levels_moved,
    part_of,
    unevenness_of,
    value_of,
)
from malaqbiq.kernel.words import gettext_noop


class Vacancy(StrEnum):
    """Why a post stays vacant."""

    NOBODY = "nobody"
    BARRED = "barred"
    TAKEN = "taken"
    KIN = "kin"


VACANCY_LABELS = {
    Vacancy.NOBODY: gettext_noop("nobody among the candidates is eligible for it"),
    Vacancy.BARRED: gettext_noop("everyone eligible has close family in its chain of command"),
    Vacancy.TAKEN: gettext_noop("everyone eligible is given another post"),
    Vacancy.KIN: gettext_noop("who is left over would come beside close family"),
}


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A competence of which there is less than the post asks for; `level` is None where nobody told."""

    kind: str
    level: int | None
    needed: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """The best other holder of a post with all the rest as planned, and by how much the plan would be worth less.

    `exchanged` is the post that the planned holder takes for it, None if he takes none. A cost below 0 (the other is
    better) there is only where the panel has settled otherwise, or where the plan isn't proven the best.
    """

    person: UUID
    exchanged: UUID | None
    cost: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Why a person stands in a post: fit and score (0 to `FULL`), what is short, and what the move does.

    `is_moved`: he works in another unit now. Then `brings` and `takes` are what the unit of the post gains and the one
    that he leaves loses, by group; else they are empty. `is_chosen`: the panel has settled it.
    """

    post: UUID
    person: UUID
    fit: int
    score: int
    short: tuple[Shortfall, ...]
    is_moved: bool
    brings: Mapping[str, int]
    takes: Mapping[str, int]
    is_chosen: bool
    alternative: Alternative | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A plan told: its placings, the posts that stay vacant and why, and the units before and after.

    `value` is that of the plan; `unevenness_before` and `_after` are what the units' spreads cost in it.
    """

    standings: tuple[Standing, ...]
    vacant: Mapping[UUID, Vacancy]
    groups: tuple[GroupBars, ...]
    value: int
    unevenness_before: int
    unevenness_after: int

    @property
    def moves(self) -> int:
        """How many go to another work unit."""
        return sum(standing.is_moved for standing in self.standings)


def explained(problem: Problem, placed: Placed) -> Explanation:
    """Why a plan (the person by the post's uid) is as it is; posts in the order of their uid."""
    levels = levels_after(problem, placed)
    return Explanation(
        standings=tuple(_standing(problem, placed, levels, post) for post in problem.post if post in placed),
        vacant={post: _vacancy(problem, placed, post) for post in problem.post if post not in placed},
        groups=bars_of(problem, placed),
        value=value_of(problem, placed),
        unevenness_before=unevenness_of(problem, levels_before(problem)),
        unevenness_after=unevenness_of(problem, levels),
    )


def kin_brought_together(problem: Problem, placed: Placed) -> bool:
    """Whether somebody is given a post in a unit where close family works afterwards, against what the problem bars."""
    posts = {person: problem.post[post].unit for post, person in placed.items()}
    return any(
        kin.unit in (posts.get(kin.one), posts.get(kin.other))
        and all(posts.get(person, problem.candidate[person].unit) == kin.unit for person in (kin.one, kin.other))
        for kin in problem.kin
    )


def _standing(problem: Problem, placed: Placed, levels: UnitLevels, uid: UUID) -> Standing:
    post, person = problem.post[uid], problem.candidate[placed[uid]]
    is_moved = person.unit != post.unit
    groups = problem.kinds if is_moved else ()
    return Standing(
        post=uid,
        person=person.uid,
        fit=fit_of(person, post),
        score=person.score,
        short=_short(person.levels, post),
        is_moved=is_moved,
        brings={group: part_of(problem, person.levels, group, post.unit) for group in groups},
        takes={group: part_of(problem, person.levels, group, person.unit) for group in groups},
        is_chosen=(person.uid, uid) in problem.chosen,
        alternative=min(
            _alternatives(problem, placed, levels, uid),
            key=lambda other: (other.cost, other.exchanged is not None, other.person),
            default=None,
        ),
    )


def _short(levels: Mapping[str, int], post: Post) -> tuple[Shortfall, ...]:
    return tuple(
        Shortfall(kind, levels.get(kind), need)
        for kind, need in sorted(post.needs.items())
        if levels.get(kind, 0) < need
    )


def _vacancy(problem: Problem, placed: Placed, uid: UUID) -> Vacancy:
    eligible = {person for person, one in problem.candidate.items() if uid in one.posts}
    able = {person for person in eligible if (person, uid) not in problem.barred}
    if not eligible:
        return Vacancy.NOBODY
    if not able:
        return Vacancy.BARRED
    return Vacancy.TAKEN if able <= set(placed.values()) else Vacancy.KIN


def _alternatives(problem: Problem, placed: Placed, levels: UnitLevels, uid: UUID) -> Iterator[Alternative]:
    """Every other holder of a post by one change: a person without a post takes it, or two who are placed exchange."""
    possible, posts = set(problem.possible), {person: post for post, person in placed.items()}
    holder = placed[uid]
    for person in problem.candidate:
        other = posts.get(person)
        if person == holder or (person, uid) not in possible:
            continue
        if other and ((holder, other) not in possible or (person, other) in problem.chosen):
            continue
        changed = {**placed, uid: person} | ({other: holder} if other else {})
        if not kin_brought_together(problem, changed):
            yield Alternative(person, other, _cost(problem, placed, changed, levels))


def _cost(problem: Problem, placed: Placed, changed: Placed, levels: UnitLevels) -> int:
    """By how much a changed plan is worth less, of which only what differs is reckoned."""
    differing = [post for post in placed if placed[post] != changed[post]]
    lost = sum(
        gain_of(problem, problem.candidate[plan[post]], problem.post[post]) * sign
        for plan, sign in ((placed, 1), (changed, -1))
        for post in differing
    )
    moved = levels_moved(problem, levels, _moves(problem, placed, changed, differing))
    return lost + unevenness_of(problem, moved) - unevenness_of(problem, levels)


def _moves(problem: Problem, placed: Placed, changed: Placed, differing: list[UUID]) -> Iterator[Move]:
    """Who works elsewhere after a change, and where from."""
    before = {placed[post]: problem.post[post].unit for post in differing}
    after = {changed[post]: problem.post[post].unit for post in differing}
    for person in dict.fromkeys([*before, *after]):
        home = problem.candidate[person].unit
        yield person, before.get(person, home), after.get(person, home)
