"""The best assignment over a phase's posts is reckoned, and taken over as nominees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from uuid import UUID

from django.conf import settings
from django.db import transaction

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Assignment, Phase, Proposal
from malaqbiq.appointments.planner.explain import explained
from malaqbiq.appointments.planner.problem import Problem, Weights
from malaqbiq.appointments.planner.solve import NoPlan, solve
from malaqbiq.appointments.planner.worth import gain_of
from malaqbiq.appointments.selectors.assignment import ASSIGNMENT, EXPLANATIONS, placed_by, problem_of
from malaqbiq.appointments.selectors.rounds import HANDS
from malaqbiq.appointments.selectors.scores import phases_scored
from malaqbiq.appointments.services.own import refuse_candidate
from malaqbiq.appointments.services.rounds import phase_locked, told
from malaqbiq.appointments.services.selecting import NOMINEES, Nominated, nominees_set
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.jobs import job_enqueue
from malaqbiq.kernel.models import Job
from malaqbiq.kernel.words import gettext_noop

DEFAULT_WEIGHTS = Weights()
"""What weighs how much unless it is said: our own default, no rule of KPU."""
HEAVIEST = 10_000
"""The most that anything may weigh: beyond it figures would no longer be exact."""


@transaction.atomic
def assignment_enqueue(*, access: Access, phase: UUID, keeping: bool, weights: Weights) -> Job:
    """The best assignment will be reckoned. RoundRefused before all scores are in, once the proposal is made, for who
    is a candidate of the phase himself, and while it is being reckoned otherwise.
    """
    found = _ready(access, phase, weights)
    arguments: dict[str, Json] = {"phase": str(phase), "keeping": keeping, "weights": asdict(weights)}
    job = job_enqueue(
        access=access,
        name=ASSIGNMENT,
        arguments=arguments,
        unit_code=found.round.office.code,
        subject_uid=found.uid,
        key=str(phase),
    )
    if job.arguments != arguments:
        raise RoundRefused(
            gettext_noop("it is being reckoned already, with other weights"),
            gettext_noop("wait until it is done, or cancel it under Work, then reckon again"),
        )
    return job


def assignment_reckon(
    *, access: Access, phase: UUID, keeping: bool = False, weights: Weights = DEFAULT_WEIGHTS, near: float = 0.0
) -> Assignment:
    """The best assignment as everything stands now, kept with its reasons; `near` as `solve` has it.

    RoundRefused as in `assignment_enqueue`, and where nothing keeps the first nominees that are named already.
    """
    with transaction.atomic():
        found = _ready(access, phase, weights)
    day = clock.today(settings.TIME_ZONE)
    problem = problem_of(access, found, day, keeping=keeping, weights=weights)
    try:
        # Outside of any transaction: it may take long, and others go on writing.
        plan = solve(problem, near=near)
    except NoPlan as error:
        raise RoundRefused(
            gettext_noop("no assignment was found that keeps the first nominees named"),
            gettext_noop("reckon again without keeping them"),
        ) from error
    with transaction.atomic():
        found = _ready(access, phase, weights)
        made = Assignment.objects.create(
            phase=found,
            weights=asdict(weights),
            value=plan.value,
            bound=plan.bound,
            fillable=plan.fillable,
            told=EXPLANATIONS.dump_python(explained(problem, plan.placed), mode="json"),
            reckoned_by=access.actor,
            reckoned_at=clock.now(),
        )
        told(access=access, phase=found, action="assignment_reckon", detail={"placed": len(plan.placed)})
    return made


@transaction.atomic
def assignment_use(*, access: Access, phase: UUID) -> int:
    """The latest assignment's people are the first nominees; second and third are who would be worth most in that very
    post. How many posts have nominees then.

    RoundRefused before any was reckoned, and once the proposal is made.
    """
    found = _ready(access, phase, DEFAULT_WEIGHTS)
    placed = placed_by(found)
    if not placed:
        raise RoundRefused(gettext_noop("no assignment was reckoned yet"))
    problem = problem_of(access, found, clock.today(settings.TIME_ZONE), weights=DEFAULT_WEIGHTS)
    people = dict(found.participants.values_list("person__uid", "uid"))
    nominated = [
        Nominated(post, [people[one] for one in _named(problem, post, who) if one in people])
        for post, who in placed.items()
    ]
    nominees_set(access=access, phase=phase, nominated=nominated, is_advised=True)
    return len(nominated)


def _named(problem: Problem, post: UUID, first: UUID) -> list[UUID]:
    """The first nominee, then the others who would be worth most there."""
    others = [person for person, one in problem.possible if one == post and person != first]
    where = problem.post.get(post)
    worth: Mapping[UUID, int] = (
        {who: gain_of(problem, problem.candidate[who], where) for who in others} if where else {}
    )
    return [first, *sorted(worth, key=lambda who: (-worth[who], who))][:NOMINEES]


def _ready(access: Access, phase: UUID, weights: Weights) -> Phase:
    found = phase_locked(access=access, phase=phase, roles=HANDS, is_open=True)
    refuse_candidate(access=access, phase=found)
    if Proposal.objects.standing().filter(phase=found).exists():
        raise RoundRefused(gettext_noop("the proposal was made: what it follows from stays"))
    if found.pk not in phases_scored([found.pk]):
        raise RoundRefused(gettext_noop("not all scores are in yet"))
    if not all(0 <= weight <= HEAVIEST for weight in asdict(weights).values()):
        raise RoundRefused(gettext_noop("a weight is a whole number from 0 to 10,000"))
    return found
