"""Papan Siklus PPNPN: how far every work unit has come, and exactly who is behind each figure."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from malaqbiq.appraisal.models import Cycle
from malaqbiq.appraisal.selectors import READERS, cycle_seen, cycles_seen
from malaqbiq.home.labels import PARTS, STEPS
from malaqbiq.home.rules.board import Part, Stance, Step
from malaqbiq.home.selectors.board import board, board_lines
from malaqbiq.home.selectors.roster import LISTERS
from malaqbiq.ui.audience import audience
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import Column, ListSource, Shown, dated, table, workbook_response


@audience(*READERS)
@require_safe
def cycle_board(request: PageRequest, uid: UUID | None = None) -> HttpResponse:
    """The board of a cycle, of the latest one if none is named."""
    cycles = list(cycles_seen(access=request.access, on=request.day)[:20])
    cycle = _cycle(request, uid) if uid else (cycles[0] if cycles else None)
    context: dict[str, Any] = {"cycles": cycles, "cycle": cycle, "steps": STEPS.values()}
    if cycle:
        lines, whole = board_lines(request.access, cycle, request.day)
        context |= {"lines": lines, "whole": whole, "covered": request.access.units(*LISTERS)}
    return page(request, "home/board.html", context)


@audience(*READERS)
@require_safe
def behind(request: PageRequest, uid: UUID, step: str) -> HttpResponse:
    """Exactly the people behind a cell of the board; those who lack the step come first."""
    if step not in set(Step):
        raise Http404
    cycle, wanted, part = _cycle(request, uid), Step(step), request.GET.get("part", "")
    of_part = Part(part) if part in set(Part) else None
    people = board(request.access, cycle, request.day).behind(request.GET.get("unit", ""), wanted, of_part)
    columns = [
        Column[Stance]("name", _("Name"), lambda one: one.name, sort=True, width=32, show=_person),
        Column[Stance]("unit", _("Work unit"), lambda one: one.unit_name, sort=True, width=32),
        Column[Stance](
            "done",
            STEPS[wanted],
            lambda one: _("yes") if wanted in one.done else _("not yet"),
            show=lambda one: Shown(_("yes"), tone="good") if wanted in one.done else Shown(_("not yet"), tone="warn"),
            sort=True,
        ),
    ]
    orders = {"name": lambda one: one.name, "unit": lambda one: one.unit_code, "done": lambda one: wanted in one.done}
    found = table(request.GET, columns, ListSource(people, orders))
    title = str(STEPS[wanted])
    if request.GET.get("format") == "xlsx":
        return workbook_response(dated(title, request.day), title, found)
    missing = sum(wanted not in one.done for one in people)
    context = {"cycle": cycle, "table": found, "title": title, "missing": missing, "count": len(people)}
    context |= {"step": step, "unit_code": request.GET.get("unit", ""), "part": PARTS[of_part] if of_part else ""}
    context["unit"] = people[0].unit_name if people and request.GET.get("unit") else ""
    return page(request, "home/behind.html", context, region="drawer-body")


def _cycle(request: PageRequest, uid: UUID) -> Cycle:
    try:
        return cycle_seen(access=request.access, cycle=uid, on=request.day)
    except Cycle.DoesNotExist as error:
        raise Http404 from error


def _person(one: Stance) -> Shown:
    return Shown(one.name, link=reverse("person", args=[one.person]))
