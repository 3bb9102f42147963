"""SAYA: what a member of staff comes for: decrees and papers, slip, score and objection, data to correct."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from malaqbiq.appraisal.selectors.person import results_of
from malaqbiq.appraisal.selectors.persons import own_standing
from malaqbiq.decrees.rules.papers.fields import CODES
from malaqbiq.home.panels import own_decrees
from malaqbiq.home.reminders import unknown_of
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.periods import DAY
from malaqbiq.service.selectors import person_now
from malaqbiq.ui.audience import everyone
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest


@everyone
@require_safe
def mine(request: PageRequest) -> HttpResponse:
    """One's own decrees, the latest first, and the way to all else about oneself."""
    access, person = request.access, request.access.person
    context: dict[str, Any] = {"now": None}
    if person is not None:
        now, standing = person_now(access, request.day, person), own_standing(access=access)
        results = results_of(access, request.day, person) if standing and standing.last_day else []
        after = person_now(access, now.last_day + DAY, person) if now.serves and now.last_day else None
        context = {
            "now": now,
            "then": after.last_day if after and after.serves else None,
            "status": CODES["status"].get(now.status, now.status),
            "decrees": own_decrees(access, request.day),
            "standing": standing,
            "result": next((one for one in results if standing and one.cycle == standing.appraisee.cycle.uid), None),
            "unknown": unknown_of(person),
            "asks": bool(access.roles.get(Role.STAFF)),
        }
    return page(request, "home/mine.html", context)
