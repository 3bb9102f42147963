"""Small fillings made at random, and what is best in them by trying everything: written apart from the planner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import floor
from uuid import UUID

from hypothesis import strategies as st

from malaqbiq.appointments.planner.problem import Candidate, Kin, Levels, Post, Problem, Staying, Weights

UNITS = ("76", "7601", "7602")
GROUPS = {"budget": "office", "law": "election", "logistics": "election", "writing": "office"}
ELSEWHERE = "00"


def post(number: int, unit: str, **needs: int) -> Post:
    return Post(UUID(int=100 + number), unit, needs)


def candidate(number: int, unit: str, *posts: Post, score: int = 0, **levels: int) -> Candidate:
    return Candidate(UUID(int=number), unit, levels, score, frozenset(one.uid for one in posts))


@st.composite
def problems(draw: st.DrawFn, *, most_posts: int = 4, most_candidates: int = 5) -> Problem:
    levels = st.dictionaries(st.sampled_from(sorted(GROUPS)), st.integers(0, 4))
    needs = st.dictionaries(st.sampled_from(sorted(GROUPS)), st.integers(1, 4), max_size=2)
    units = st.sampled_from(UNITS)
    posts = tuple(Post(UUID(int=100 + n), draw(units), draw(needs)) for n in range(draw(st.integers(0, most_posts))))
    uids = [one.uid for one in posts]
    some = st.frozensets(st.sampled_from(uids)) if uids else st.just(frozenset[UUID]())
    home, score = st.sampled_from((*UNITS, ELSEWHERE)), st.integers(0, 10_000)
    candidates = tuple(
        Candidate(UUID(int=n + 1), draw(home), draw(levels), draw(score), draw(some))
        for n in range(draw(st.integers(0, most_candidates)))
    )
    pairings = sorted((one.uid, uid) for one in candidates for uid in one.posts)
    pairs = [(one.uid, other.uid) for one in candidates for other in candidates if one.uid < other.uid]
    kin = [Kin(*draw(st.sampled_from(pairs)), draw(units)) for _ in range(draw(st.integers(0, 3)) if pairs else 0)]
    return Problem(
        units=UNITS,
        groups=GROUPS,
        posts=posts,
        candidates=candidates,
        staying=tuple(draw(st.lists(st.builds(Staying, units, levels), max_size=4))),
        barred=draw(st.frozensets(st.sampled_from(pairings), max_size=2)) if pairings else frozenset(),
        kin=frozenset(kin),
        weights=draw(st.builds(Weights, *[st.integers(0, 40)] * 3, st.integers(0, 3000))),
    )


def plans(problem: Problem) -> Iterator[dict[UUID, UUID]]:
    """Every plan that may be."""
    yield from (placed for placed in _matchings(problem, list(problem.posts)) if is_kept(problem, placed))


def is_kept(problem: Problem, placed: Mapping[UUID, UUID]) -> bool:
    people = {one.uid: one for one in problem.candidates}
    units = {one.uid: one.unit for one in problem.posts}
    given = {person: units[uid] for uid, person in placed.items()}
    if len(given) != len(placed) or any((person, uid) in problem.barred for uid, person in placed.items()):
        return False
    if any(uid not in people[person].posts for uid, person in placed.items()):
        return False
    if any(placed.get(uid) != person for person, uid in problem.chosen):
        return False
    for kin in problem.kin:
        works = [given.get(person, people[person].unit) for person in (kin.one, kin.other)]
        if works == [kin.unit] * 2 and {kin.one, kin.other} & set(given):
            return False
    return True


def worth(problem: Problem, placed: Mapping[UUID, UUID]) -> tuple[int, int]:
    """How many posts a plan fills, and its value."""
    people = {one.uid: one for one in problem.candidates}
    posts = {one.uid: one for one in problem.posts}
    value = 0
    for uid, person in placed.items():
        fit, needs = 0, posts[uid].needs
        if needs:
            met = sum(min(need, people[person].levels.get(kind, 0)) for kind, need in needs.items())
            fit = rounded(Fraction(10_000 * met, sum(needs.values())))
        value += problem.weights.fit * fit + problem.weights.score * people[person].score
        value -= problem.weights.moving if people[person].unit != posts[uid].unit else 0
    levels = unit_levels(problem, placed)
    for group in set(problem.groups.values()):
        of_units = [levels[group, unit] for unit in problem.units]
        value -= problem.weights.levelling * (max(of_units) - min(of_units))
    return len(placed), value


def unit_levels(problem: Problem, placed: Mapping[UUID, UUID]) -> dict[tuple[str, str], int]:
    goes = {person: next(one.unit for one in problem.posts if one.uid == uid) for uid, person in placed.items()}
    after = [(goes.get(one.uid, one.unit), one.levels) for one in problem.candidates]
    after += [(one.unit, one.levels) for one in problem.staying]
    levels = {}
    for unit in problem.units:
        places = sum(one.unit == unit for one in (*problem.candidates, *problem.staying))
        places = max(1, places, sum(one.unit == unit for one in problem.posts))
        for group in set(problem.groups.values()):
            levels[group, unit] = sum(_part(can, group, places) for where, can in after if where == unit)
    return levels


def rounded(exact: Fraction) -> int:
    return floor(exact + Fraction(1, 2))


def _part(can: Levels, group: str, places: int) -> int:
    kinds = [kind for kind, its in GROUPS.items() if its == group]
    return rounded(Fraction(10_000 * sum(can.get(kind, 0) for kind in kinds), 4 * len(kinds) * places))


def _matchings(problem: Problem, posts: list[Post]) -> Iterator[dict[UUID, UUID]]:
    if not posts:
        yield {}
        return
    first, *rest = posts
    for placed in _matchings(problem, rest):
        yield placed
        for one in problem.candidates:
            if first.uid in one.posts and one.uid not in placed.values():
                yield {**placed, first.uid: one.uid}
