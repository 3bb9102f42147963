"""Slip: what one person is paid for a month, and by which decree."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from malaqbiq.pay.forms import month_of
from malaqbiq.pay.rules.months import month_before
from malaqbiq.pay.rules.months import month_of as period_of
from malaqbiq.pay.selectors.slip import slip
from malaqbiq.people.models import Person
from malaqbiq.ui.audience import everyone
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest


@everyone
@require_safe
def own(request: PageRequest) -> HttpResponse:
    """One's own slip."""
    if request.access.person is None:
        return page(request, "pay/slip.html", {"found": None})
    return one(request, request.access.person)


@everyone
@require_safe
def one(request: PageRequest, uid: UUID) -> HttpResponse:
    """A person's slip: one's own, or that of somebody whose pay one may read."""
    of = month_of(request.GET.get("month", ""), request.day)
    try:
        found = slip(request.access, person=uid, month=of)
    except Person.DoesNotExist as error:
        raise Http404 from error
    context = {"found": found, "name": _name_of(of), "own": request.access.person == uid}
    context |= {"before": month_before(period_of(of)).start, "next": period_of(of).end}
    return page(request, "pay/slip.html", context, region="drawer-body")


def _name_of(of: date) -> str:
    return date_format(of, "F Y")
