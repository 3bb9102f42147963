"""Bagan & jabatan: who holds which post on a day, as a chart and as a list, and what differs from another day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from malaqbiq.kernel.access import Role
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.regulations.selectors import regimes
from malaqbiq.service.rules.chart import Seat, differences
from malaqbiq.service.selectors.chart import READERS, Scope, charts, decrees_behind, scope_of, seats_on
from malaqbiq.service.selectors.structures import OPENERS
from malaqbiq.service.wordings import HOLDINGS, TONES, TURNS
from malaqbiq.ui.audience import audience
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import Column, ListSource, Shown, dated, table, workbook_response


@audience(*READERS)
@require_safe
def chart(request: PageRequest) -> HttpResponse:
    """The chart of a work unit (``?unit=``) and those below it, beside what differs from another day (``?with=``)."""
    scope = _scope(request)
    if scope is None:
        return page(request, "service/chart.html", {"scope": None})
    seats = seats_on(request.access, request.day, scope.codes)
    names = dict(unit_tree(request.access, day=request.day).names)
    context = {
        "scope": scope,
        "charts": charts(scope, seats, names),
        "counts": _counts(seats),
        "total": len(seats),
        "titles": {row.regime: row.title for row in regimes(request.access)},
        "may_order": not request.is_other_day and request.access.covers(scope.unit, Role.SDM_OFFICER),
        "may_open": not request.is_other_day and request.access.covers(scope.unit, *OPENERS),
        **_compared(request, scope, seats),
    }
    return page(request, "service/chart.html", context)


@audience(*READERS)
@require_safe
def posts(request: PageRequest) -> HttpResponse:
    """The posts as a list, to be sorted, narrowed to those held in one way (``?state=``) and exported; of the work unit
    without those below it where the address says so (``?only=1``).
    """
    alone = request.GET.get("only") == "1"
    scope = _scope(request, alone=alone)
    seats = seats_on(request.access, request.day, scope.codes) if scope else []
    state = request.GET.get("state", "")
    shown = [seat for seat in seats if seat.state == state] if state in HOLDINGS else seats
    found = table(request.GET, _columns(), ListSource(shown, ORDERS))
    if request.GET.get("format") == "xlsx":
        title = _("Posts of %(unit)s") % {"unit": scope.name if scope else ""}
        return workbook_response(dated(title, request.day), _("Posts"), found)
    context: dict[str, Any] = {"scope": scope, "table": found, "state": state, "states": HOLDINGS, "alone": alone}
    context["counts"] = _counts(seats)
    return page(request, "service/posts.html", context, region="list")


def _scope(request: PageRequest, *, alone: bool = False) -> Scope | None:
    try:
        return scope_of(request.access, request.day, request.GET.get("unit", "")[:8], alone=alone)
    except LookupError:
        raise Http404 from None


def _counts(seats: Sequence[Seat]) -> list[tuple[str, Any, int]]:
    counted = Counter(seat.state for seat in seats)
    return [(state, label, counted[state]) for state, label in HOLDINGS.items() if counted[state]]


def _compared(request: PageRequest, scope: Scope, seats: Sequence[Seat]) -> dict[str, Any]:
    """What differs between the page's day and the other one, the earlier of them first, with the decrees behind it."""
    other = _other_day(request)
    if other is None or other == request.day:
        return {}
    there = seats_on(request.access, other, scope.codes)
    first, last = min(other, request.day), max(other, request.day)
    found = differences(there, seats) if other < request.day else differences(seats, there)
    behind = decrees_behind([one.seat.post for one in found], first, last)
    return {
        "other": other,
        "first": first,
        "last": last,
        "differences": [(one, TURNS[one.turn], behind.get(one.seat.post, [])) for one in found],
        "changed": {one.seat.post for one in found},
    }


def _other_day(request: PageRequest) -> date | None:
    """The day to compare with; what the address gets wrong is taken as not said."""
    try:
        return date.fromisoformat(request.GET.get("with", ""))
    except ValueError:
        return None


ORDERS = {
    "post": lambda seat: (seat.unit, seat.regime, seat.code, seat.ordinal),
    "unit": lambda seat: seat.unit,
    "holder": lambda seat: seat.name or None,
    "state": lambda seat: seat.state,
    "since": lambda seat: seat.since,
}


def _columns() -> list[Column[Seat]]:
    return [
        Column("post", _("Post"), lambda seat: seat.title, sort=True, width=48),
        Column("unit", _("Work unit"), lambda seat: seat.unit_name, sort=True, width=32),
        Column("holder", _("Holder"), _name, show=_holder, sort=True, width=32),
        Column("state", _("Held as"), lambda seat: str(HOLDINGS[seat.state]), show=_state, sort=True),
        Column("since", _("Since"), lambda seat: seat.since, kind="date", sort=True),
        Column("decree", _("Decree"), lambda seat: seat.decree_number, show=_decree, width=28),
        Column("eselon", _("Eselon"), lambda seat: seat.eselon),
        Column("level", _("Level"), lambda seat: seat.level, chosen=False),
        Column("opened", _("Post in force since"), lambda seat: seat.opened, kind="date", chosen=False),
    ]


def _holder(seat: Seat) -> Shown:
    return Shown(_name(seat), reverse("person", args=[seat.holder])) if seat.holder else Shown("–")


def _name(seat: Seat) -> str:
    """Who holds it, or all who keep the work that it goes on with."""
    return ", ".join(one.name for one in seat.keepers) or seat.name


def _state(seat: Seat) -> Shown:
    return Shown(HOLDINGS[seat.state], tone=TONES[seat.state])


def _decree(seat: Seat) -> Shown:
    if seat.decree is None:
        return Shown("–")
    return Shown(seat.decree_number or _("opening"), reverse("decree", args=[seat.decree]))
