"""Batas & selisih: who is outside floor or ceiling on the day, why, and what it costs to mend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from malaqbiq.decrees.rules.papers.fields import CODES
from malaqbiq.kernel.rupiah import rupiah
from malaqbiq.kernel.speech import said
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.rules.limits import Basis, Limit, limit_title
from malaqbiq.pay.rules.wages import View, WageRow
from malaqbiq.pay.selectors.seen import READERS
from malaqbiq.pay.selectors.standing import LimitUsed, Standing, standing
from malaqbiq.pay.selectors.wageline import wage_line
from malaqbiq.regulations.rules.rows.base import TRUST_WORDS, Trust
from malaqbiq.regulations.rules.titles import source_told
from malaqbiq.ui.audience import audience
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import Column, ListSource, Shown, dated, table, workbook_response
from malaqbiq.ui.views import opens_as_kept

VIEWS: dict[View, Promise | str] = {
    View.ALL: gettext_lazy("All"),
    View.BELOW: gettext_lazy("Below the floor"),
    View.HELD: gettext_lazy("At the floor or above"),
    View.ABOVE: gettext_lazy("Above the ceiling"),
    View.UNKNOWN: gettext_lazy("Not known"),
    View.EXCEPTION: gettext_lazy("With an exception"),
}
BASES: dict[str, Promise | str] = {
    Basis.UMP.value: "UMP",
    Basis.UMK.value: "UMK",
    Basis.FORMER_PAY.value: gettext_lazy("former pay"),
}
STATUSES = CODES["status"]
TABLES = {"ump": "wage_floors", "umk": "wage_floors", "sbm": "pay_ceilings"}
"""In which table of the law a key stands, by how it begins."""


@audience(*READERS)
@require_safe
@opens_as_kept
def limits(request: PageRequest) -> HttpResponse:
    """How everybody's pay stands on the day; or that list as a workbook."""
    view = View(request.GET.get("view", "")) if request.GET.get("view", "") in set(View) else View.ALL
    unit, text = request.GET.get("unit", "")[:8], request.GET.get("q", "").strip()[:100]
    found = standing(request.access, request.day, view=view, unit=unit, text=text)
    listed = table(request.GET, columns(found), ListSource(found.rows, ORDERS))
    if request.GET.get("format") == "xlsx":
        return workbook_response(dated(_("Limits and differences"), request.day), _("Limits"), listed)
    context: dict[str, Any] = {"found": found, "table": listed, "unit": found.choice.unit, "text": text, "view": view}
    context |= {"tabs": _tabs(request.GET, found, view), "line_unit": _line_unit(found, found.choice.unit)}
    context |= {"floors": _explained(found.floors), "ceilings": _explained(found.ceilings)}
    return page(request, "pay/limits.html", context, region="list")


@audience(*READERS)
@require_safe
def line(request: PageRequest) -> HttpResponse:
    """The wage line of a work unit, or of a province (its code with a stop), over the years."""
    try:
        found = wage_line(request.access, request.day, unit=request.GET.get("unit", "")[:8])
    except WorkUnit.DoesNotExist as error:
        raise Http404 from error
    return page(request, "pay/line.html", {"line": found}, region="wage-line")


def columns(found: Standing) -> Sequence[Column[WageRow]]:
    """The columns of the list of pay."""
    return [
        Column("name", _("Name"), lambda row: row.name, show=_name, sort=True, width=32),
        Column(
            "unit",
            _("Work unit"),
            lambda row: found.names.get(row.unit_code, row.unit_code),
            sort=True,
            width=32,
            plain=True,
        ),
        Column("status", _("Status"), lambda row: _(STATUSES.get(row.status, row.status)), plain=True),
        Column("pay", _("Pay a month"), lambda row: row.monthly_amount, kind="rupiah", sort=True),
        Column("floor", _("Floor"), lambda row: row.floor.amount, show=_floor, kind="rupiah", sort=True),
        Column("basis", _("Basis of the floor"), lambda row: str(BASES.get(row.floor.basis, "")), chosen=False),
        Column("difference", _("Difference"), _difference, kind="rupiah", sort=True),
        Column("ceiling", _("Ceiling"), lambda row: row.ceiling.amount, show=_ceiling, kind="rupiah", chosen=False),
        Column("stands", _("Against its limits"), lambda row: _stands(row).text, show=_stands, width=30, plain=True),
        Column("last_day", _("Contract ends"), lambda row: row.last_day, kind="date", chosen=False),
    ]


def law_address(key: str) -> str:
    """Where a fact of law that a limit rests on is explained; empty for what no fact says."""
    name = TABLES.get(key.partition(":")[0])
    return reverse("law-fact", args=[name, key]) if name else ""


def _name(row: WageRow) -> Shown:
    return Shown(row.name, link=reverse("person", args=[row.person]))


def _difference(row: WageRow) -> int | None:
    """Pay less the floor, in rupiah."""
    if row.monthly_amount is None or row.floor.amount is None:
        return None
    return row.monthly_amount - row.floor.amount


ORDERS = {
    "name": lambda row: row.name,
    "unit": lambda row: row.unit_code,
    "pay": lambda row: row.monthly_amount,
    "floor": lambda row: row.floor.amount,
    "difference": _difference,
}


def _floor(row: WageRow) -> Shown:
    return _limit(row.floor, str(BASES.get(row.floor.basis, "")))


def _ceiling(row: WageRow) -> Shown:
    return _limit(row.ceiling, "")


def _limit(limit: Limit, note: str) -> Shown:
    if limit.amount is None:
        return Shown(_("not known"), note=said(limit.missing.what) if limit.missing else note)
    return Shown(limit.amount, link=law_address(limit.key), note=note)


def _stands(row: WageRow) -> Shown:
    """Where pay stands between its limits, in words."""
    if row.monthly_amount is None:
        return Shown(_("no decree says any pay"), tone="warn")
    if row.exception:
        return Shown(_("below by an exception"), tone="warn")
    if row.is_below:
        return Shown(_("below by %(amount)s") % {"amount": rupiah(row.shortfall or 0)}, tone="bad")
    if row.excess:
        return Shown(_("above the ceiling by %(amount)s") % {"amount": rupiah(row.excess)}, tone="bad")
    return Shown(_("floor not known"), tone="warn") if row.is_unknown else Shown(_("at or above the floor"))


def _tabs(params: QueryDict, found: Standing, current: View) -> list[tuple[Promise | str, int, str, bool]]:
    """Each view with how many it holds and its address."""
    tabs = []
    for view in View:
        address = QueryDict(mutable=True)
        for key in ("unit", "q", "as_of"):
            if params.get(key):
                address[key] = params.get(key, "")
        if view:
            address["view"] = view.value
        tabs.append((VIEWS[view], found.counts[view], f"?{address.urlencode() or 'saved=none'}", view is current))
    return tabs


def _explained(used: Sequence[LimitUsed]) -> list[dict[str, Any]]:
    """Each limit in use: what it is, by which source, how far to be trusted, where it is explained."""
    return [
        {
            "amount": item.limit.amount,
            "people": item.people,
            "basis": BASES.get(item.limit.basis, ""),
            "title": said(limit_title(item.limit.key)),
            "missing": said(item.limit.missing.words) if item.limit.missing else "",
            "source": "" if item.limit.basis == Basis.FORMER_PAY else said(source_told(item.limit.source)),
            "trust": _(TRUST_WORDS[Trust(item.limit.trust)]) if item.limit.trust in set(Trust) else "",
            "address": law_address(item.limit.key) if item.limit.amount is not None else "",
        }
        for item in used
    ]


def _line_unit(found: Standing, unit: str) -> str:
    """Of which work unit the wage line is shown: the chosen one, else the only one, else their province."""
    codes = [one.code for one in found.sums]
    if unit or not codes:
        return unit
    return codes[0] if len(codes) == 1 else f"{codes[0].partition('.')[0]}."
