"""The best plan of a problem, by HiGHS. Nothing else here or elsewhere in the room knows a solver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor
from uuid import UUID

import highspy
import numpy as np

from malaqbiq.appointments.planner import constraints
from malaqbiq.appointments.planner.constraints import Columns, Row
from malaqbiq.appointments.planner.problem import Problem
from malaqbiq.appointments.planner.worth import gain_of, value_of

SECONDS = 60.0
CLOSE = 0.9
"""Values are whole: what lies closer to the bound than one is the best."""
NOISE = 0.05
"""What a bound in floating point may lie below a whole number that it means."""


class NoPlan(Exception):
    """No plan keeps what the panel has settled, or none was found in the time given."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is placed (the person by the post's uid), and how good that is known to be.

    `value` is exact (`worth.value_of`). No plan can fill more than `fillable` posts, and none that fills as many as
    this one is worth more than `bound`: both lie above what was reached only if the time ran out.
    """

    placed: Mapping[UUID, UUID]
    value: int
    bound: int
    fillable: int

    @property
    def gap(self) -> int:
        """By how much a plan that fills as many posts might be better at most."""
        return self.bound - self.value

    @property
    def is_best(self) -> bool:
        """Whether it is proven that no plan is better."""
        return self.gap == 0 and len(self.placed) == self.fillable


def solve(problem: Problem, *, seconds: float = SECONDS, seed: int = 0, near: float = 0.0) -> Plan:
    """The plan that fills as many posts as can be filled, and of those the one worth most.

    The same problem gives the same plan, in whatever order it was written, unless the time runs out first: then the
    best found by then, with its gap. `near`: a plan is good enough once no other is proven to be worth more by such a
    part of its value (0.01: a hundredth); its gap is told all the same. Raises NoPlan if nothing keeps what the panel
    has settled.
    """
    columns = Columns.of(problem)
    if not columns.pairings:
        value = value_of(problem, {})
        return Plan(placed={}, value=value, bound=value, fillable=0)
    rows = _rows(problem, columns)
    filling = _maximised(columns, [1] * len(columns.pairings), rows, seconds=seconds / 2, seed=seed)
    if filling.chosen is None:
        raise NoPlan(filling.status)
    count = len(filling.chosen)
    rows += constraints.so_many_posts_are_filled(columns, count)
    gains = [gain_of(problem, problem.candidate[person], problem.post[post]) for person, post in columns.pairings]
    gains += [problem.weights.levelling, -problem.weights.levelling] * len(columns.groups)
    best = _maximised(columns, gains, rows, seconds=max(seconds - filling.seconds, seconds / 2), seed=seed, near=near)
    chosen = filling.chosen if best.chosen is None else best.chosen
    placed = {post: person for person, post in (columns.pairings[number] for number in chosen)}
    value = value_of(problem, placed)
    return Plan(
        placed=placed,
        value=value,
        bound=best.bound(value, most=_most(columns, gains)),
        fillable=filling.bound(count, most=len(problem.post)),
    )


class _Quiet(highspy.Highs):
    """A solver that says nothing: since 1.16 it tells its name while it is made, before any option can be set."""

    def enableCallbacks(self) -> None:  # noqa: N802 (HiGHS's own name)
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


@dataclass(frozen=True, slots=True)
class _Found:
    """What the solver found: the pairings chosen (None: nothing yet), and what it proved that nothing exceeds."""

    chosen: tuple[int, ...] | None
    limit: float
    status: str
    seconds: float

    def bound(self, reached: int, *, most: int) -> int:
        """The limit as a whole number, `most` where nothing was proven.

        It is held against what was truly reached, never against the solver's word that its answer is the best.
        """
        return max(reached, floor(min(self.limit + NOISE, most)))


def _rows(problem: Problem, columns: Columns) -> list[Row]:
    """All constraints of a problem."""
    return [
        *constraints.post_has_one_holder_at_most(columns),
        *constraints.person_has_one_post_at_most(columns),
        *constraints.kin_are_not_brought_together(problem, columns),
        *constraints.what_the_panel_chose_stands(problem, columns),
        *constraints.every_unit_lies_between_worst_and_best(problem, columns),
    ]


def _most(columns: Columns, gains: Sequence[int]) -> int:
    """More than the best candidate for each post, in units as level as can be, no plan is worth."""
    best: dict[UUID, int] = {}
    for (_, post), gain in zip(columns.pairings, gains, strict=False):
        best[post] = max(gain, best.get(post, 0))
    return sum(best.values())


def _maximised(
    columns: Columns, gains: Sequence[int], rows: Sequence[Row], *, seconds: float, seed: int, near: float = 0.0
) -> _Found:
    """The pairings of the best solution that was found in the time given."""
    highs = _solver(seconds=seconds, seed=seed, near=near)
    highs.passModel(_model(columns, gains, rows))
    highs.run()
    info, solution = highs.getInfo(), highs.getSolution().col_value
    is_found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return _Found(
        chosen=tuple(number for number in range(len(columns.pairings)) if solution[number] > 0.5) if is_found else None,
        limit=info.mip_dual_bound,
        status=highs.modelStatusToString(highs.getModelStatus()),
        seconds=highs.getRunTime(),
    )


def _solver(*, seconds: float, seed: int, near: float) -> highspy.Highs:
    """A quiet solver in one thread, which makes the same of the same."""
    highs = _Quiet()  # type: ignore[no-untyped-call]
    options: dict[str, bool | float | str] = {
        "threads": 1,
        "parallel": "off",
        "random_seed": seed,
        "time_limit": seconds,
        "mip_rel_gap": near,
        "mip_abs_gap": CLOSE,
    }
    for option, setting in options.items():
        highs.setOptionValue(option, setting)
    return highs


def _model(columns: Columns, gains: Sequence[int], rows: Sequence[Row]) -> highspy.HighsLp:
    """What HiGHS is given: rows of integers as its sparse matrix."""
    pairings, width = len(columns.pairings), len(columns)
    continuous = width - pairings
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = width, len(rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array([*gains, *[0] * (width - len(gains))], dtype=np.double)
    lp.col_lower_ = np.array([0.0] * pairings + [-highspy.kHighsInf] * continuous)
    lp.col_upper_ = np.array([1.0] * pairings + [highspy.kHighsInf] * continuous)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * pairings + [highspy.HighsVarType.kContinuous] * continuous
    lp.row_lower_ = np.array([-highspy.kHighsInf if row.lowest is None else row.lowest for row in rows])
    lp.row_upper_ = np.array([highspy.kHighsInf if row.highest is None else row.highest for row in rows])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(row.terms) for row in rows)], dtype=np.int32)
    lp.a_matrix_.index_ = np.array([column for row in rows for column in row.terms], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([factor for row in rows for factor in row.terms.values()], dtype=np.double)
    return lp
