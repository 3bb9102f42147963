"""Daftar pegawai: find people, and do something with those who are marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from malaqbiq.decrees.rules.papers.fields import CODES
from malaqbiq.home.selectors.roster import LISTERS, Roster, View, Wanted
from malaqbiq.home.selectors.staff_row import StaffRow
from malaqbiq.intake.selectors.done import list_named
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.rupiah import rupiah
from malaqbiq.organization.rules.tree import Tree
from malaqbiq.service.effects import Status
from malaqbiq.ui.audience import audience
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import Column, Shown, dated, table, workbook_response
from malaqbiq.ui.views import opens_as_kept

VIEWS: Mapping[View, Promise | str] = {
    View.ALL: gettext_lazy("All"),
    View.CONTRACT: "PPNPN",
    View.UNDECREED: gettext_lazy("Contract staff without a decree"),
    View.CITED: gettext_lazy("Old decree, by a list"),
    View.BELOW: gettext_lazy("Below the floor"),
    View.ENDING: gettext_lazy("Contract ends within 60 days"),
}
STATUSES = CODES["status"]
MOST_UNITS = 60
"""Beyond so many work units the choice names provinces first."""
MOST_PICKED = 500


@dataclass(frozen=True, slots=True)
class Tab:
    """A ready view of the list: what it is called, how many it holds, its address."""

    label: Promise | str
    count: int
    address: str
    current: bool


@audience(*LISTERS)
@require_safe
@opens_as_kept
def staff(request: PageRequest) -> HttpResponse:
    """Everybody in service in the asker's work units, narrowed by what the address says; or that list as a workbook."""
    roster = Roster(request.access, request.day, wanted_of(request.GET))
    found = table(request.GET, columns(roster), roster)
    if request.GET.get("format") == "xlsx":
        return workbook_response(dated(_("Staff"), request.day), _("Staff"), found)
    counts = roster.counts()
    context = {
        "table": found,
        "wanted": roster.wanted,
        "tabs": _tabs(request.GET, roster, counts),
        "units": unit_choices_of(roster.tree, roster.units, roster.wanted.unit),
        "statuses": [(status.value, STATUSES[status.value]) for status in Status],
        "brought": list_named(request.access, roster.wanted.brought) if roster.wanted.brought else "",
        "by_old_decree": counts[View.CITED],
        "may_draft": not request.is_other_day and roster.is_wholly(Role.SDM_OFFICER),
        "is_filtered": bool(roster.wanted != Wanted(view=roster.wanted.view)),
    }
    return page(request, "home/staff/list.html", context, region="list")


def wanted_of(params: QueryDict) -> Wanted:
    """What an address asks of the list; what it gets wrong is taken as not said."""
    view = params.get("view", "")
    status = params.get("status", "")
    return Wanted(
        text=" ".join(params.get("q", "").split())[:100],
        unit=params.get("unit", "")[:8],
        below=params.get("only") != "1",
        status=status if status in STATUSES else "",
        ends_by=_day(params.get("until", "")),
        view=View(view) if view in set(View) else View.ALL,
        picked=picked_of(params),
        brought=_uid(params.get("list", "")),
    )


def picked_of(params: QueryDict) -> frozenset[UUID] | None:
    """The people marked in an address, None if none is; what is no uid is left out."""
    found = map(_uid, params.getlist("pick")[:MOST_PICKED])
    return frozenset(filter(None, found)) if "pick" in params else None


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def columns(roster: Roster) -> Sequence[Column[StaffRow]]:
    """The list's columns; what people are paid only for who may know it."""
    # So many are walked in the order of their names: the database has no other order at hand.
    sort = not roster.is_wide
    found = [
        Column[StaffRow]("name", gettext_lazy("Name"), lambda row: row.name, show=_name, sort=True, width=34),
        Column[StaffRow]("nip", "NIP", lambda row: row.nip, sort=sort, chosen=False, width=22),
        Column[StaffRow]("nik", "NIK", lambda row: row.nik, chosen=False, width=20),
        Column[StaffRow](
            "status",
            gettext_lazy("Status"),
            lambda row: STATUSES.get(row.status, row.status),
            show=_status,
            sort=sort,
            plain=True,
        ),
        Column[StaffRow]("unit", gettext_lazy("Work unit"), lambda row: row.unit_name, sort=sort, width=34, plain=True),
        Column[StaffRow]("duty", gettext_lazy("Duty unit"), lambda row: row.duty_name, chosen=False, width=34),
        Column[StaffRow]("job", gettext_lazy("Post or job"), lambda row: row.job, width=30, plain=True),
        Column[StaffRow]("since", gettext_lazy("Since"), lambda row: row.since, kind="date", chosen=False),
        Column[StaffRow]("last_day", gettext_lazy("Contract ends"), lambda row: row.last_day, kind="date", sort=sort),
    ]
    if roster.pay_units:
        found += [
            Column[StaffRow]("amount", gettext_lazy("Pay a month"), lambda row: row.amount, kind="rupiah", sort=sort),
            Column[StaffRow]("floor", gettext_lazy("Floor"), lambda row: row.floor, kind="rupiah", chosen=False),
            Column[StaffRow]("held", gettext_lazy("≥ minimum wage"), _held, show=_shown_held),
        ]
    return found


def unit_choices_of(tree: Tree, covered: frozenset[str], chosen: str) -> list[tuple[str, str, int]]:
    """Code, name and depth of the work units that can be chosen; of a whole country the provinces, and one's units."""
    units = [code for code in tree.parents if code in covered]
    if len(units) > MOST_UNITS:
        province = tree.province_of(chosen) if chosen in tree else None
        units = [code for code in units if len(tree.lineage(code)) < 3 or tree.province_of(code) == province]
    return [(code, tree.names.get(code, code), len(tree.lineage(code))) for code in units]


def _tabs(params: QueryDict, roster: Roster, counts: Mapping[View, int]) -> list[Tab]:
    left_out = set() if roster.pay_units else {View.BELOW}
    if not counts[View.CITED] and roster.wanted.view is not View.CITED:
        # Of a beginning only: later nobody serves by an old decree any more.
        left_out.add(View.CITED)
    shown = [view for view in View if view not in left_out]
    kept = [key for key in ("unit", "only", "as_of") if params.get(key)]
    found = []
    for view in shown:
        address = QueryDict(mutable=True)
        for key in kept:
            address[key] = params.get(key, "")
        if view:
            address["view"] = view.value
        found.append(
            Tab(VIEWS[view], counts[view], f"?{address.urlencode() or 'saved=none'}", view is roster.wanted.view)
        )
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _name(row: StaffRow) -> Shown:
    return Shown(row.name, link=reverse("person", args=[row.uid]), note=row.nip)


def _status(row: StaffRow) -> Shown:
    label = STATUSES.get(row.status, row.status)
    note = _("no decree yet") if row.is_undecreed else _("old decree, by a list") if row.is_cited else ""
    if row.decreed_from:
        note = _("decree takes effect on %(day)s") % {"day": date_format(row.decreed_from, "j M Y")}
    return Shown(label, note="; ".join(filter(None, (note, _drafted(row)))))


def _drafted(row: StaffRow) -> str:
    """In which decree somebody stands already who is owed one, so that nobody drafts another."""
    if len(row.drafted) > 1:
        return _("in %(count)s decrees already that aren't issued yet") % {"count": len(row.drafted)}
    return _("in a decree already that isn't issued yet: %(title)s") % {"title": row.drafted[0]} if row.drafted else ""


def _held(row: StaffRow) -> str:
    if row.shortfall is None:
        return _("not known") if row.pays and row.is_worker else ""
    return _("below by %(amount)s") % {"amount": rupiah(row.shortfall)} if row.shortfall else _("yes")


def _shown_held(row: StaffRow) -> Shown:
    tone = (
        "" if not (row.pays and row.is_worker) else "warn" if row.shortfall is None else "bad" if row.shortfall else ""
    )
    return Shown(_held(row), tone=tone)
