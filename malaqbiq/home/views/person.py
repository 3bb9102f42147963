"""Halaman pegawai: any question on one person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from malaqbiq.decrees.rules.papers.fields import CODES
from malaqbiq.home.selectors.roster import LISTERS
from malaqbiq.kernel.access import Access, Role
from malaqbiq.people.models import Person
from malaqbiq.people.services import person_reveal
from malaqbiq.service.selectors import PersonNow, person_now
from malaqbiq.ui.audience import everyone
from malaqbiq.ui.pages import page
from malaqbiq.ui.panels import panels
from malaqbiq.ui.requests import PageRequest


@everyone
@require_safe
def person(request: PageRequest, uid: UUID) -> HttpResponse:
    """What stands for a person on the day, what decrees say about him, his papers; 404 for a foreign one."""
    now = _found(request, uid)
    filled = panels(request.access, request.day, "person", uid)
    context = {**_header(request.access, now), "panels": filled, "part": "now"}
    return page(request, "home/staff/person.html", context, region="drawer-body")


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def about(request: PageRequest, uid: UUID) -> HttpResponse:
    """Who the person is, and what no decree decides. A POST shows numbers and contact in full, and is written down."""
    now = _found(request, uid)
    context: dict[str, Any] = {**_header(request.access, now), "part": "about"}
    context["may_reveal"] = _may_reveal(request.access, now)
    if request.method == "POST":
        context["revealed"] = _revealed(request, uid)
    context["panels"] = panels(request.access, request.day, "person-about", uid)
    return page(request, "home/staff/person.html", context, region="drawer-body")


def _found(request: PageRequest, uid: UUID) -> PersonNow:
    try:
        return person_now(request.access, request.day, uid)
    except Person.DoesNotExist as error:
        raise Http404 from error


def _header(access: Access, now: PersonNow) -> dict[str, Any]:
    sees_unit = access.covers(now.unit_code, *LISTERS)
    asks = access.person == now.uid and bool(access.roles.get(Role.STAFF))
    return {"now": now, "status": CODES["status"].get(now.status, now.status), "sees_unit": sees_unit, "asks": asks}


def _may_reveal(access: Access, now: PersonNow) -> bool:
    return now.is_seen_by(access, Role.SDM_OFFICER)


def _revealed(request: PageRequest, uid: UUID) -> dict[str, str]:
    """Numbers and contact in full, by what stands today: whoever asks about another day is not told more by it."""
    try:
        shown = person_reveal(
            access=request.access, day=request.today, uid=uid, secrets=("nik", "phone", "email", "address")
        )
    except Person.DoesNotExist as error:
        raise Http404 from error
    return {name: text for name, text in shown.items()}  # noqa: C416
