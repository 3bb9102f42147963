"""Data belum lengkap: fill gaps, column by column, each person saved by himself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from malaqbiq.home.views.staff import unit_choices_of
from malaqbiq.intake.selectors import Incomplete, incomplete, opening_is_locked
from malaqbiq.intake.services import FILLABLE, GapRefused, gap_fill
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.speech import said
from malaqbiq.organization.rules.tree import ROOT, Tree
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.service.selectors import person_now
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest, text_typed
from malaqbiq.ui.tables import Column, ListSource, table

COLUMNS = {
    "nik": gettext_lazy("NIK"),
    "nip": gettext_lazy("NIP or NI PPPK"),
    "sex": gettext_lazy("Sex"),
    "birth": gettext_lazy("Date of birth"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("Email"),
    "address": gettext_lazy("Address"),
    "education": gettext_lazy("Education"),
    "position": gettext_lazy("Post or job"),
    "grade": gettext_lazy("Rank"),
    "start": gettext_lazy("First day of service"),
    "last_day": gettext_lazy("Last day of the contract"),
    "amount": gettext_lazy("Pay a month"),
    "decree_number": gettext_lazy("Number of the old decree (all staff, civil servants too)"),
    "decree_date": gettext_lazy("Date of the decree in force"),
}
RECORDED = frozenset({"decree_number", "decree_date"})
"""What a list still records once the opening is locked: it decides nothing."""

HINTS = {
    "nik": gettext_lazy("16 digits, as on the KTP"),
    "nip": gettext_lazy("18 digits"),
    "sex": gettext_lazy("L or P"),
    "birth": gettext_lazy("such as 17/08/1990 or 17 Agustus 1990"),
    "phone": gettext_lazy("such as 0812 3456 7890"),
    "email": gettext_lazy("one address"),
    "address": gettext_lazy("in one line, as it stands in the contract"),
    "education": gettext_lazy("such as SMA, D3 Akuntansi or S1 Hukum"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """A person who lacks the chosen column, what was typed for him and what is wrong with it."""

    uid: UUID
    name: str
    unit_name: str
    said: str = ""
    typed: str = ""
    error: str = ""


@audience(Role.SDM_OFFICER)
@require_safe
def gaps(request: PageRequest) -> HttpResponse:
    """How many lack what in a work unit, and the people who lack the chosen column, each with a field of his own."""
    return _gaps(request)


@audience(Role.SDM_OFFICER)
@require_POST
@theirs
def gap(request: PageRequest, column: str, uid: UUID) -> HttpResponse:
    """Save one person's field. What can't be taken comes back as it was typed, with the reason beside it."""
    if column not in FILLABLE:
        raise Http404
    typed = text_typed(request.POST, "value", 255)
    error = ""
    try:
        gap_fill(
            access=request.access,
            day=request.today,
            person=uid,
            column=column,
            text=typed,
            source=_("stated to the office"),
        )
    except GapRefused as refused:
        error = said(refused.words)
    return _answer(request, column, uid, typed, error)


def _answer(request: PageRequest, column: str, uid: UUID, typed: str, error: str) -> HttpResponse:
    # What can't be taken was never looked up: whom it is about may not be there for the asker.
    now = person_now(request.access, request.today, uid) if request.htmx or error else None
    if request.htmx and now:
        line = Gap(uid, now.name, now.unit_name, typed=typed, error=error)
        context = {"line": line, "column": column, "hint": HINTS[column], "is_saved": not error}
        return render(request, "home/staff/_gap.html", context)
    if error:
        return _gaps(request, column=column, refused=(uid, typed, error), status=422)
    messages.success(request, _("Saved."))
    query = request.GET.urlencode()
    return HttpResponseRedirect(f"{reverse('gaps')}{'?' if query else ''}{query}")


def _gaps(
    request: PageRequest, column: str = "", refused: tuple[UUID, str, str] | None = None, status: int = 200
) -> HttpResponse:
    tree = unit_tree(request.access, day=request.day)
    units = request.access.units(Role.SDM_OFFICER) or frozenset()
    unit = _unit(request.GET.get("unit", ""), units, tree)
    below = request.GET.get("only") != "1"
    people = incomplete(request.access, request.day, units=scope_of(unit, units, tree, below=below))
    counts = Counter(key for one in people for key in one.missing)
    column = column or request.GET.get("column", "")
    column = column if column in counts or column in FILLABLE else next((key for key in FILLABLE if counts[key]), "")
    lines = [_line(one, column, tree, refused) for one in people if column in one.missing]
    context: dict[str, Any] = {
        "unit": unit,
        "units": unit_choices_of(tree, units, unit),
        "unit_name": tree.names.get(unit, unit),
        "below": below,
        "has_below": len(scope_of(unit, units, tree)) > 1,
        "locked": opening_is_locked(request.access),
        "by_list": counts.keys() & RECORDED,
        "people": len(people),
        "tabs": [(key, COLUMNS[key], counts[key]) for key in FILLABLE if counts[key] or key == column],
        "decided": [(key, COLUMNS[key], counts[key]) for key in COLUMNS if key not in FILLABLE and counts[key]],
        "column": column,
        "label": COLUMNS.get(column, ""),
        "hint": HINTS.get(column, ""),
        "may_fill": column in FILLABLE and not request.is_other_day,
        "table": table(request.GET, LINES, ListSource(lines, {})),
    }
    return page(request, "home/staff/gaps.html", context, region="gaps", status=status)


LINES: Sequence[Column[Gap]] = [Column[Gap]("name", "", lambda line: line.name)]


def _line(one: Incomplete, column: str, tree: Tree, refused: tuple[UUID, str, str] | None) -> Gap:
    typed, error = refused[1:] if refused and refused[0] == one.person else ("", "")
    unit_name = tree.names.get(one.unit_code, one.unit_code)
    return Gap(one.person, one.name, unit_name, one.said.get(column, ""), typed, error)


def _unit(wanted: str, units: frozenset[str], tree: Tree) -> str:
    """The work unit asked for, else the highest of the asker's."""
    if wanted in units:
        return wanted
    return min(units, key=lambda code: (len(tree.lineage(code)) if code in tree else 9, code), default="")


def scope_of(unit: str, units: frozenset[str], tree: Tree, *, below: bool = True) -> frozenset[str]:
    """A work unit, with all `below` it; KPU RI's own secretariat alone: a country's gaps are nobody's list."""
    if unit == ROOT or unit not in tree or not below:
        return frozenset({unit})
    return tree.below(unit) & units
