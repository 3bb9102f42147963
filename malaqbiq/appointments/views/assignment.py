"""Penempatan terbaik: the best assignment over a phase's posts, its reasons, and what it makes of the work units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from malaqbiq.appointments.forms import AssignmentForm
from malaqbiq.appointments.planner.explain import Explanation
from malaqbiq.appointments.planner.problem import FULL
from malaqbiq.appointments.planner.worth import GroupBars
from malaqbiq.appointments.selectors.assignment import Advice, advice_of, reckoning_of
from malaqbiq.appointments.selectors.phases import seats_of, taking_part
from malaqbiq.appointments.selectors.rounds import SEERS, phase_seen
from malaqbiq.appointments.selectors.scores import phases_scored
from malaqbiq.appointments.selectors.settled import is_proposed, told_on
from malaqbiq.appointments.services import DEFAULT_WEIGHTS, assignment_enqueue, assignment_use
from malaqbiq.appointments.views.acts import shown, tried
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.charts import Dot, Dots, Span
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.requests import PageRequest

SCALE = FULL // 100
"""Competence is shown from 0 to 100."""


@audience(*SEERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def assignment(request: PageRequest, phase: UUID) -> HttpResponse:
    """What was advised last; it is reckoned anew, and its people are taken over as first nominees."""
    found = phase_seen(request.access, phase)
    reckoning = request.method == "POST" and request.POST.get("do") != "use"
    initial = asdict(DEFAULT_WEIGHTS)
    form = AssignmentForm(request.POST if reckoning else None, initial=initial)
    if reckoning and form.is_valid():
        with errors_told(form):
            keeping, weights = form.cleaned_data["keeping"], form.weights()
            job = assignment_enqueue(access=request.access, phase=phase, keeping=keeping, weights=weights)
            return redirect("job", uid=job.uid)
    refused, status = "", 422 if reckoning else 200
    if request.method == "POST" and not reckoning:
        refused, status = tried(request, lambda: _used(assignment_use(access=request.access, phase=phase)))
        if not refused:
            return redirect("phase-proposal", phase=phase)
    told = told_on(found, request.day)
    _members, candidates = taking_part(found, told.day)
    is_own = any(one.person == request.access.person for one in candidates)
    advice = None if is_own else advice_of(request.access, found, told.day, seats_of(found), candidates)
    context = {
        "told": told,
        "form": form,
        "advice": advice,
        "is_candidate": is_own,
        "job": None if is_own else reckoning_of(found),
        "made": is_proposed(found),
        "is_scored": found.pk in phases_scored([found.pk]),
        "units": list(_units(advice)) if advice else (),
        "groups": _groups(advice.explanation) if advice else (),
        "worse": _worse(advice) if advice else None,
    }
    return shown(request, found, "assignment", context, refused, status)


def _used(count: int) -> str:
    return ngettext("%(count)s post has its nominees.", "%(count)s posts have their nominees.", count) % {
        "count": count
    }


def _groups(told: Explanation) -> Sequence[GroupBars]:
    """The groups of competencies in which anybody is known to have any."""
    return [one for one in told.groups if one.highest]


def _units(advice: Advice) -> Iterator[tuple[str, list[tuple[str, float, float, Dots]]]]:
    """Every work unit with its competence in each group before and after, as figures and as two dots on a line."""
    groups = _groups(advice.explanation)
    for place, bar in enumerate(groups[0].units if groups else ()):
        cells = [
            (group.group, group.units[place].before / SCALE, group.units[place].after / SCALE, _dots(group, place))
            for group in groups
        ]
        yield advice.units.get(bar.unit, bar.unit), cells


def _dots(group: GroupBars, place: int) -> Dots:
    span, unit = Span(0, group.highest), group.units[place]
    before, after = (span.across(value) for value in (unit.before, unit.after))
    return Dots([Dot(before, unit.before, 1, 1, low=True), Dot(after, unit.after, 1, 2, low=False)], line=None)


def _worse(advice: Advice) -> float | None:
    """By how many hundredths of its worth another assignment might be better at most; None where it is the best."""
    made = advice.made
    return None if advice.is_best else 100 * (made.bound - made.value) / max(made.value, 1)
