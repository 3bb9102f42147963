"""Hari Ini: the next thing to do; and who did what."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from malaqbiq.home import charts
from malaqbiq.home.forms import DeedsForm
from malaqbiq.home.selectors.activity import (
    READERS,
    Deed,
    activities_asked,
    activities_seen,
    deeds,
    recent_deeds,
)
from malaqbiq.home.selectors.province import READERS as PROVINCE_READERS
from malaqbiq.home.selectors.province import province_seen
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.models import Activity
from malaqbiq.organization.selectors import unit_names_of
from malaqbiq.ui.audience import audience, everyone
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import Column, QuerySource, Shown, dated, table, workbook_response
from malaqbiq.ui.todos import to_do
from malaqbiq.ui.views import opens_as_kept

RECENT = 8


@everyone
@require_safe
def today(request: PageRequest) -> HttpResponse:
    """What is to be done, by deadline; below, what changed."""
    found = to_do(request.access, request.day)
    cards = [(card, card.tone(request.day)) for card in found.cards]
    recent = recent_deeds(request.access, request.day, RECENT)
    mine = request.access.person is not None and bool(request.access.roles.get(Role.STAFF))
    context = {"cards": cards, "more": found.more, "recent": recent, "mine": mine}
    return page(request, "home/today.html", context | {"glance": None if cards else _glance(request)})


def _glance(request: PageRequest) -> dict[str, Any] | None:
    """For whom nothing waits: the few figures of what he oversees; None who oversees nothing."""
    if not any(request.access.roles.get(role) for role in PROVINCE_READERS):
        return None
    found = province_seen(request.access, request.day)
    return {"found": found, "together": charts.drawn(found, None)[-1]} if found else None


@audience(*READERS)
@require_safe
@opens_as_kept
def activity(request: PageRequest) -> HttpResponse:
    """The whole log, as far as the reader's grants cover it."""
    form = DeedsForm(request.GET, units=unit_names_of(request.access, *READERS, day=request.day))
    seen = activities_asked(activities_seen(request.access, request.day), **form.asked)
    orders = {"": ("-at", "-pk"), "at": ("at", "pk")}
    source = QuerySource[Activity, Deed](seen, orders, lambda rows: deeds(request.access, request.day, rows))
    found = table(request.GET, _columns(), source)
    if request.GET.get("format") == "xlsx":
        return workbook_response(dated(_("Activity"), request.day), _("Activity"), found)
    return page(request, "home/activity.html", {"table": found, "form": form})


def _columns() -> list[Column[Deed]]:
    return [
        Column("what", _("What"), lambda one: one.what, width=40),
        Column("who", _("Who"), lambda one: one.who, width=28),
        Column("whom", _("Whom or which"), lambda one: one.whom, show=_whom, width=36),
        Column("unit", _("Work unit"), lambda one: one.unit, width=30),
        Column("at", _("When"), lambda one: timezone.make_naive(one.at), show=_when, kind="date", sort=True),
    ]


def _whom(one: Deed) -> Shown:
    return Shown(one.whom, one.address)


def _when(one: Deed) -> Shown:
    return Shown(timezone.localtime(one.at))
