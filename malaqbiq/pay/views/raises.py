"""Rencana kenaikan: whose pay a floor lifts, at what cost against the DIPA, and the drafts that carry it out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from malaqbiq.kernel.access import Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import sentence
from malaqbiq.pay.forms import day_of
from malaqbiq.pay.rules.raises import Due, UnitRaises
from malaqbiq.pay.selectors.raise_review import RaiseReview, raise_review
from malaqbiq.pay.selectors.seen import READERS
from malaqbiq.pay.services import raise_draft_decrees
from malaqbiq.ui.audience import audience
from malaqbiq.ui.pages import done, page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import Column, ListSource, dated, table, workbook_response
from malaqbiq.ui.track import Offer

MOST_UNITS = 40
"""Work units whose people are listed on one page; of more only the sums are shown."""


@audience(*READERS)
@require_safe
def raises(request: PageRequest) -> HttpResponse:
    """The plan for the floor of a day, by work unit; or all of it as a workbook."""
    day = day_of(request.GET.get("day", ""), request.day)
    found = raise_review(request.access, day, unit=_unit(request.GET))
    if request.GET.get("format") == "xlsx":
        rows = [(found, unit, due) for unit in found.plan.units for due in unit.due]
        listed = table(request.GET, _columns(), ListSource(rows, {}))
        return workbook_response(dated(_("Raises"), day), _("Raises"), listed)
    return page(request, "pay/raises.html", _context(found))


@audience(Role.SDM_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def drafting(request: PageRequest) -> HttpResponse:
    """Look at what would be drafted; then draft just that."""
    data = request.POST if request.method == "POST" else request.GET
    day = day_of(data.get("day", ""), request.today)
    found = raise_review(request.access, day, unit=_unit(data))
    if request.method == "POST" and found.drafts:
        if request.POST.get("agreed") != found.digest:
            messages.warning(request, _("Meanwhile something has changed: look at it again."))
        elif _drafted(request, found):
            return redirect("decrees")
    return page(request, "pay/drafting.html", _context(found))


def _unit(data: QueryDict) -> str:
    return data.get("unit", "")[:8]


def _drafted(request: PageRequest, found: RaiseReview) -> bool:
    units = [code for draft in found.drafts for code in draft.units]
    try:
        drafted = raise_draft_decrees(access=request.access, day=found.plan.day, units=units)
    except UserError as error:
        messages.error(request, sentence(error))
        return False
    text = ngettext("%(count)s draft made.", "%(count)s drafts made.", len(found.drafts))
    picks = urlencode([("act", "submit"), *(("pick", str(decree.uid)) for decree in drafted)])
    onward = Offer(_("See what submitting them does"), f"{reverse('decree-review')}?{picks}")
    done(request, text % {"count": len(found.drafts)}, onward)
    return True


def _context(found: RaiseReview) -> dict[str, Any]:
    due = [unit for unit in found.plan.units if unit.due or unit.excepted]
    units: list[dict[str, Any]] = [
        {"raises": unit, "name": found.names.get(unit.unit_code, unit.unit_code), "waits": _waits(found, unit)}
        for unit in due
    ]
    unknown = [words for unit in due for words in unit.unknown]
    return {
        "found": found,
        "day": found.plan.day,
        "asked": urlencode(
            {"day": found.plan.day.isoformat(), **({"unit": found.choice.unit} if found.choice.unit else {})}
        ),
        "units": units[:MOST_UNITS],
        "more_units": max(0, len(units) - MOST_UNITS),
        "unknown": unknown[:MOST_UNITS],
        "short": [one for one in units if one["raises"].left is not None and one["raises"].left < 0],
        "drafts": [
            {"draft": draft, "name": found.names.get(draft.units[0], ""), "office": found.names.get(draft.office, "")}
            for draft in found.drafts
        ],
        "missing": found.plan.missing,
        "unnamed": [found.names.get(code, code) for code in found.unnamed],
        "foreign": [found.names.get(code, code) for code in found.foreign],
        "years": [date(found.plan.day.year + more, 1, 1) for more in (-1, 0, 1)],
    }


def _waits(found: RaiseReview, unit: UnitRaises) -> int:
    return sum(one.person in found.pending for one in unit.due)


def _columns() -> list[Column[tuple[RaiseReview, UnitRaises, Due]]]:
    return [
        Column("name", _("Name"), lambda row: row[2].name, width=32),
        Column("unit", _("Work unit"), lambda row: row[0].names.get(row[1].unit_code, ""), width=32),
        Column("before", _("Pay before"), lambda row: row[2].amount, kind="rupiah"),
        Column("after", _("Pay after"), lambda row: row[2].floor.amount, kind="rupiah"),
        Column("last_day", _("Contract ends"), lambda row: row[2].last_day, kind="date"),
        Column("year", _("Cost in the year"), lambda row: row[2].cost.gross, kind="rupiah"),
    ]
