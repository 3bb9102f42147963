"""What a filling is reckoned from: vacant posts, who may have them, who works where, and what weighs how much.

Fit, score and a work unit's competence all stand on one scale from 0 to `FULL`, whole numbers, so that weights compare
and a value is exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

FULL = 10_000
HIGHEST_LEVEL = 4
"""The highest level of a competence: teaches others."""

Levels = Mapping[str, int]
"""Levels of competence (0 to `HIGHEST_LEVEL`) by the code of the kind. What isn't there nobody told: it counts as 0."""
Pairing = tuple[UUID, UUID]
"""A person and a post."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who may be given posts: his work unit now, what he can, the panel's score (0 to `FULL`), his posts."""

    uid: UUID
    unit: str
    levels: Levels
    score: int
    posts: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Post:
    """A vacant post: its work unit, and the levels that it asks for (1 to `HIGHEST_LEVEL`)."""

    uid: UUID
    unit: str
    needs: Levels


@dataclass(frozen=True, slots=True)
class Staying:
    """Somebody whom this filling doesn't move: his work unit, and what he can."""

    unit: str
    levels: Levels


@dataclass(frozen=True, slots=True)
class Kin:
    """Two candidates, close family, whom a post given here may not bring together in a unit's chain of command."""

    one: UUID
    other: UUID
    unit: str


@dataclass(frozen=True, slots=True)
class Weights:
    """What weighs how much. The figures are our own default, no rule of KPU.

    `fit` and `score` count for each post filled; `levelling` for the distance between the best and the worst unit in
    each group of competences; `moving` is what one move to another work unit costs, in points of the value.
    """

    fit: int = 3
    score: int = 2
    levelling: int = 20
    moving: int = 500


@dataclass(frozen=True)
class Problem:
    """A filling: `units` are those among which competence is to be level, `groups` tells each kind's group.

    `barred` are pairings that may not be, whatever else is done (close to somebody who stays in the chain); `chosen`
    are those that the panel has settled. Raises ValueError if something in it contradicts itself.
    """

    units: tuple[str, ...]
    groups: Mapping[str, str]
    posts: tuple[Post, ...]
    candidates: tuple[Candidate, ...]
    staying: tuple[Staying, ...] = ()
    barred: frozenset[Pairing] = frozenset()
    kin: frozenset[Kin] = frozenset()
    chosen: frozenset[Pairing] = frozenset()
    weights: Weights = Weights()

    def __post_init__(self) -> None:
        """Refuse what can't be meant."""
        self._refuse_doubles()
        self._refuse_strangers()
        self._refuse_figures_off_the_scale()

    @cached_property
    def post(self) -> Mapping[UUID, Post]:
        """Posts by uid, in its order: what is reckoned doesn't hang on the order in which they were given."""
        return {post.uid: post for post in sorted(self.posts, key=lambda post: post.uid)}

    @cached_property
    def candidate(self) -> Mapping[UUID, Candidate]:
        """Candidates by uid, in its order."""
        return {one.uid: one for one in sorted(self.candidates, key=lambda one: one.uid)}

    @cached_property
    def possible(self) -> tuple[Pairing, ...]:
        """Every pairing that may be: eligible, and not barred."""
        pairings = ((person, post) for person, one in self.candidate.items() for post in self.post if post in one.posts)
        return tuple(pairing for pairing in pairings if pairing not in self.barred)

    @cached_property
    def kinds(self) -> Mapping[str, tuple[str, ...]]:
        """The kinds of each group, both in the order of their codes."""
        kinds: dict[str, tuple[str, ...]] = dict.fromkeys(sorted(set(self.groups.values())), ())
        for kind in sorted(self.groups):
            kinds[self.groups[kind]] += (kind,)
        return kinds

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Between how many a unit's competence is shared: the people who work there now, at least its vacant posts.

        It stays the same whatever is done. Were it counted anew, a unit would look better for losing its weakest.
        """
        people = Counter([one.unit for one in self.staying] + [one.unit for one in self.candidates])
        vacant = Counter(post.unit for post in self.posts)
        return {unit: max(people[unit], vacant[unit], 1) for unit in self.units}

    def _refuse_doubles(self) -> None:
        for what, keys in (
            ("unit", self.units),
            ("post", [post.uid for post in self.posts]),
            ("candidate", [one.uid for one in self.candidates]),
            ("post chosen", [post for _, post in self.chosen]),
            ("person chosen", [person for person, _ in self.chosen]),
        ):
            if doubles := sorted(str(key) for key, times in Counter(keys).items() if times > 1):
                raise ValueError(f"more than one {what} {', '.join(doubles)}")

    def _refuse_strangers(self) -> None:
        if strange := {post.unit for post in self.posts} - set(self.units):
            raise ValueError(f"posts in work units that are not in the problem: {', '.join(sorted(strange))}")
        family = {person for kin in self.kin for person in (kin.one, kin.other)}
        if unknown := family - set(self.candidate):
            raise ValueError(f"kin who are no candidates: {', '.join(sorted(map(str, unknown)))}")
        if strange_chosen := self.chosen - set(self.possible):
            raise ValueError(f"chosen, but not possible: {', '.join(sorted(map(str, strange_chosen)))}")

    def _refuse_figures_off_the_scale(self) -> None:
        people = [one.levels for one in self.candidates] + [one.levels for one in self.staying]
        if any(not 0 <= level <= HIGHEST_LEVEL for levels in people for level in levels.values()):
            raise ValueError(f"a level of competence is from 0 to {HIGHEST_LEVEL}")
        if any(not 1 <= level <= HIGHEST_LEVEL for post in self.posts for level in post.needs.values()):
            raise ValueError(f"a post asks for a level from 1 to {HIGHEST_LEVEL}")
        if any(not 0 <= one.score <= FULL for one in self.candidates):
            raise ValueError(f"a score is from 0 to {FULL}")
        weights = self.weights
        if min(weights.fit, weights.score, weights.levelling, weights.moving) < 0:
            raise ValueError("a weight is not below 0")
