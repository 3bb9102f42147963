"""Bulan ini: what the payroll's operator is told, and what differs in the operator's list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.views.found import uids_named
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.downloads import workbook_response
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import sentence
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.forms import month_of
from malaqbiq.pay.lines import difference_words, line_words, remedy_words
from malaqbiq.pay.models import PaymentList
from malaqbiq.pay.rules.listed import Finding
from malaqbiq.pay.rules.months import month_before
from malaqbiq.pay.rules.monthview import MonthLine, MonthView
from malaqbiq.pay.selectors import dpp_comparison, month_view
from malaqbiq.pay.selectors.closing import before_closing
from malaqbiq.pay.selectors.handed import HandedOn, handed_on
from malaqbiq.pay.selectors.seen import READERS, unit_read, units_read
from malaqbiq.pay.services import dpp_export, month_close, month_export
from malaqbiq.ui.audience import audience
from malaqbiq.ui.pages import done, page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import Column, ListSource, Shown, table
from malaqbiq.ui.track import Offer


@audience(*READERS)
@require_safe
def month(request: PageRequest) -> HttpResponse:
    """A work unit's month: its changes, or all its lines; with decrees named (``pick``) only those of their people."""
    picks = request.GET.getlist("pick")
    handed = _handed(request.access, picks) if picks else None
    units = units_read(request.access)
    first, day = (handed.units, handed.since or request.day) if handed else (units, request.day)
    of, code = month_of(request.GET.get("month", ""), day), request.GET.get("unit", "")[:8] or next(iter(first), "")
    unit = _unit(request, code)
    if request.GET.get("format") == "xlsx":
        return workbook_response(f"{_('Month')} {code} {of:%Y-%m}", lambda path: _exported(request, code, of, path))
    view = month_view(request.access, unit=code, month=of)
    every = request.GET.get("lines", "all" if handed else "") == "all"
    lines = _of(handed, view.lines)
    changes = _of(handed, view.changes())
    listed = table(request.GET, _columns(view), ListSource(lines if every else changes, ORDERS))
    context: dict[str, Any] = {"view": view, "table": listed, "unit": unit, "units": units, "every": every}
    context |= {"changes": len(changes), "lines": len(lines), "handed": handed, "picks": picks}
    may_close = _may_close(request, view)
    context |= {"may_close": may_close, "name": _name_of(of), "address": _address(code, of, picks)}
    context["told"] = before_closing(request.access, view) if may_close else None
    context |= {"before": month_before(view.month).start, "next": view.month.end, "whole": _address(code, of)}
    context["keeps_profile"] = request.access.covers(code, Role.SDM_OFFICER)
    context["others"] = [(one, units[one]) for one in first if handed and one in units]
    return page(request, "pay/month.html", context)


@audience(Role.SDM_OFFICER)
@require_POST
def closing(request: PageRequest) -> HttpResponse:
    """Close a month for good."""
    code, asked = request.POST.get("unit", "")[:8], request.POST.get("month", "")
    of = month_of(asked, request.today)
    _unit(request, code, Role.SDM_OFFICER)
    if not asked.startswith(f"{of:%Y-%m}"):
        messages.error(request, _("Nothing was closed: which month is meant can't be read."))
        return redirect(_address(code, of))
    try:
        month_close(access=request.access, unit=code, month=of)
    except UserError as error:
        messages.error(request, sentence(error))
    else:
        told = _("%(month)s is closed. Export it for the payroll's operator.") % {"month": _name_of(of)}
        done(request, told, _onward(request, code, of))
    return redirect(_address(code, of, request.POST.getlist("pick")))


@audience(*READERS)
@require_safe
def comparison(request: PageRequest) -> HttpResponse:
    """The operator's payment list (DPP) beside the decrees in force."""
    code, of = request.GET.get("unit", "")[:8], month_of(request.GET.get("month", ""), request.day)
    context = {"unit": _unit(request, code), "name": _name_of(of), "address": _address(code, of)}
    try:
        found = dpp_comparison(request.access, unit=code, month=of)
    except PaymentList.DoesNotExist:
        return page(request, "pay/comparison.html", context)
    if request.GET.get("format") == "xlsx":
        return workbook_response(f"DPP {code} {of:%Y-%m}", lambda path: _compared(request, code, of, path))
    listed = table(request.GET, _findings(), ListSource(found.findings, {}))
    return page(request, "pay/comparison.html", {**context, "found": found, "table": listed})


def _onward(request: PageRequest, code: str, of: date) -> Offer | None:
    """The same month of the next unit that the decrees hand people on to, if any is named and one is left."""
    picks = request.POST.getlist("pick")
    after = _handed(request.access, picks).unit_after(code) if picks else ""
    name = units_read(request.access).get(after, "") if after else ""
    return Offer(_("Next: %(unit)s") % {"unit": name}, _address(after, of, picks)) if name else None


def _handed(access: Access, picks: Sequence[str]) -> HandedOn:
    try:
        return handed_on(access, uids_named(picks))
    except Decree.DoesNotExist:
        raise Http404 from None


def _of(handed: HandedOn | None, lines: Sequence[MonthLine]) -> Sequence[MonthLine]:
    return lines if handed is None else [item for item in lines if item.line.person in handed.people]


def _exported(request: PageRequest, code: str, of: date, path: Path) -> None:
    month_export(access=request.access, unit=code, month=of, path=path)


def _compared(request: PageRequest, code: str, of: date, path: Path) -> None:
    dpp_export(access=request.access, unit=code, month=of, path=path)


def _unit(request: PageRequest, code: str, *roles: Role) -> WorkUnit:
    """The work unit, if the asker may read its pay (and holds the role there); else it isn't there."""
    try:
        found = unit_read(request.access, code)
    except WorkUnit.DoesNotExist as error:
        raise Http404 from error
    if not request.access.covers(code, *(roles or READERS)):
        raise Http404
    return found


def _may_close(request: PageRequest, view: MonthView) -> bool:
    begun = view.month.start <= request.today and not view.questions and view.closed_at is None
    return begun and not request.is_other_day and request.access.covers(view.unit_code, Role.SDM_OFFICER)


def _address(code: str, of: date, picks: Sequence[str] = ()) -> str:
    asked = [("unit", code), ("month", f"{of:%Y-%m}"), *(("pick", one) for one in picks)]
    return f"{reverse('pay-month')}?{urlencode(asked)}"


def _name_of(of: date) -> str:
    return date_format(of, "F Y")


ORDERS: dict[str, Callable[[MonthLine], Any]] = {
    "name": lambda item: item.name,
    "amount": lambda item: item.line.amount,
    "rate": lambda item: item.line.rate,
}


def _columns(view: MonthView) -> Sequence[Column[MonthLine]]:
    def person(item: MonthLine) -> Shown:
        address = reverse("pay-slip", args=[item.line.person])
        return Shown(item.name, link=f"{address}?month={view.month.start:%Y-%m}")

    return [
        Column("name", _("Name"), lambda item: item.name, show=person, sort=True, width=32),
        Column("what", _("What"), lambda item: line_words(view, item) or _("as before"), width=28),
        Column("about", _("For the month"), lambda item: _name_of(item.line.about)),
        Column("days", _("Days paid"), lambda item: f"{item.line.days}/{item.line.of_days}"),
        Column("rate", _("Pay of a full month"), lambda item: item.line.rate, kind="rupiah", sort=True),
        Column("amount", _("Gross"), lambda item: item.line.amount, kind="rupiah", sort=True),
        Column("decree", _("Decree"), lambda item: item.decree_number, width=28),
        Column("dated", _("Dated"), lambda item: item.decided_on, kind="date", chosen=False),
    ]


def _findings() -> Sequence[Column[Finding]]:
    return [
        Column("name", _("Name"), lambda item: item.name, show=_found, width=32),
        Column("nik", "NIK", lambda item: item.nik, chosen=False),
        Column("difference", _("Difference"), difference_words, width=34),
        Column("listed", _("Gross in the list"), lambda item: item.listed, kind="rupiah"),
        Column("owed", _("Gross by decree"), lambda item: item.owed, kind="rupiah"),
        Column("remedy", _("What to do"), remedy_words, width=50),
    ]


def _found(item: Finding) -> Shown:
    return Shown(item.name, link=reverse("person", args=[item.person]) if item.person else "")
