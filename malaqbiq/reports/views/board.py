"""Laporan bulanan: how far every unit is in every month of a year, and a text to remind by."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from malaqbiq.kernel.periods import month
from malaqbiq.organization.rules.tree import Tree
from malaqbiq.regulations.rules.rows.base import doubt
from malaqbiq.reports.labels import ICONS, STAGES, TONES, mark_of
from malaqbiq.reports.rules.stages import Stage
from malaqbiq.reports.selectors.board import MOST_UNITS, READERS, Board, Cell, board_of
from malaqbiq.reports.selectors.letters import offices_of
from malaqbiq.ui.audience import audience
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.templatetags.ui import day as written_day


@audience(*READERS)
@require_safe
def board(request: PageRequest) -> HttpResponse:
    """The months of a year of all units, each with a mark that leads to it."""
    found = _asked(request)
    context = {
        "found": found,
        "months": [month(found.year, number).start for number in range(1, 13)],
        "lines": [(code, name, [(cell, *mark_of(cell)) for cell in cells]) for code, name, cells in found.lines],
        "key": [(STAGES[stage], TONES[stage], ICONS[stage]) for stage in Stage],
        "offices": offices_of(request.access, day=request.day),
        "is_wide": len(found.covered) > MOST_UNITS,
        "mark": doubt(found.rule) if found.rule else "",
    }
    return page(request, "reports/board.html", context)


@audience(*READERS)
@require_safe
def remind(request: PageRequest) -> HttpResponse:
    """A ready text about the reports that are late, to be sent by who reads it."""
    found = _asked(request)
    return page(request, "reports/remind.html", {"found": found, "text": _reminder(found.late, found.tree)})


def _asked(request: PageRequest) -> Board:
    text, office = request.GET.get("year", ""), request.GET.get("office", "")[:8]
    known = text.isascii() and text.isdecimal() and len(text) == 4 and "1950" < text < "2199"
    return board_of(request.access, year=int(text) if known else _year(request), day=request.day, office=office)


def _year(request: PageRequest) -> int:
    """The year of the month before the day's: in January last year's December is at work."""
    return request.day.year - (request.day.month == 1)


def _reminder(late: Sequence[Cell], tree: Tree) -> str:
    if not late:
        return ""
    head = ngettext(
        "%(count)s monthly report of contract staff (PPNPN) has not come in yet:",
        "%(count)s monthly reports of contract staff (PPNPN) have not come in yet:",
        len(late),
    ) % {"count": len(late)}
    lines = [head, ""]
    for cell in late:
        words = {"unit": tree.names.get(cell.unit, cell.unit), "month": date_format(cell.month.start, "F Y")}
        said = _("- %(unit)s, %(month)s, due on %(day)s") % {**words, "day": written_day(cell.due)}
        lines.append(f"{said} ({STAGES[Stage.RETURNED]})" if cell.stage is Stage.RETURNED else said)
    return "\n".join([*lines, "", _("Please send it in Malaqbiq: Reports, Monthly report. Thank you.")])
