"""Work on the filling of posts in the background."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from malaqbiq.appointments.planner.problem import Weights
from malaqbiq.appointments.selectors.assignment import ASSIGNMENT
from malaqbiq.appointments.selectors.rounds import HANDS
from malaqbiq.appointments.services.assigning import assignment_reckon
from malaqbiq.kernel.jobs import Link, Result, Work, task
from malaqbiq.kernel.words import Words, gettext_noop


def _proposal(arguments: Mapping[str, Any]) -> Link:
    return Link(gettext_noop("To the proposal"), "phase-proposal", [arguments["phase"]])


@task(ASSIGNMENT, title=gettext_noop("Reckon the best assignment"), roles=HANDS, back=_proposal)
def assignment(work: Work, *, phase: str, keeping: bool, weights: Mapping[str, int]) -> Result:
    """The best assignment over the posts of a phase is there, with its reasons."""
    work.progress.stage(gettext_noop("reckoning the best assignment"))
    made = assignment_reckon(access=work.access, phase=UUID(phase), keeping=keeping, weights=Weights(**weights))
    placed = len(made.told["standings"])
    told = [Words(gettext_noop("Posts for which somebody is proposed: %(count)s."), {"count": placed})]
    return Result(told, [_proposal({"phase": phase})])
