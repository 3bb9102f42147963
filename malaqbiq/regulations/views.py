"""Aturan & sumber: what the law says, where that stands, and what an office states itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import named, said, sentence
from malaqbiq.kernel.words import Named
from malaqbiq.regulations.forms import FactForm, initial_of
from malaqbiq.regulations.labels import LABELS
from malaqbiq.regulations.loader.faults import BrokenLaw
from malaqbiq.regulations.models import Fact
from malaqbiq.regulations.rules.rows import Row
from malaqbiq.regulations.rules.rows.base import TRUST_WORDS, Trust
from malaqbiq.regulations.rules.telling import GROUPS, TELLINGS, about, says, written
from malaqbiq.regulations.rules.titles import source_told
from malaqbiq.regulations.selectors import fact_history, work_unit_rows
from malaqbiq.regulations.selectors.browsing import facts_seen, tables_held
from malaqbiq.regulations.selectors.facts import row_of
from malaqbiq.regulations.services import fact_state, fact_withdraw
from malaqbiq.ui.audience import audience, everyone
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import Column, QuerySource, Shown, dated, table, workbook_response

TONES = {
    Trust.TWO_SOURCES: "good",
    Trust.ONE_SOURCE: "good",
    Trust.MEMORY: "warn",
    Trust.JUDGEMENT: "warn",
    Trust.NOT_FOUND: "bad",
    Trust.OFFICE: "info",
}


SOME = 50
"""Among so many of a table's facts an example is looked for."""


@dataclass(frozen=True, slots=True)
class Line:
    """A fact in a list: its key, what it is about and says, and the row itself."""

    table: str
    key: str
    about: str
    says: str
    row: Row


@dataclass(frozen=True, slots=True)
class Told:
    """One field of a fact: a day, some items, or a text."""

    label: str
    value: object

    @property
    def kind(self) -> str:
        """How a page shows it."""
        return "items" if isinstance(self.value, list) else "day" if isinstance(self.value, date) else "text"


@everyone
@require_safe
def tables(request: PageRequest) -> HttpResponse:
    """The tables of the law, by what they are about."""
    held = tables_held(request.access)
    groups = [
        (_(group), [(name, _(telling.title), held.get(name)) for name, telling in listed.items()])
        for group, listed in GROUPS.items()
    ]
    return page(request, "regulations/tables.html", {"groups": groups})


@everyone
@require_safe
def facts(request: PageRequest, name: str) -> HttpResponse:
    """The facts of one table that hold on the day, or all of them."""
    title = _title(name)
    every = "all" in request.GET
    seen = facts_seen(request.access, table=name, day=None if every else request.day)
    if text := request.GET.get("q", "").strip()[:100]:
        seen = seen.annotate(words=Cast("value", TextField())).filter(Q(words__icontains=text) | Q(key__icontains=text))
    orders = {"": ("slot", "valid_from", "office_code", "pk"), "since": ("valid_from", "pk")}
    found = table(request.GET, _columns(), QuerySource[Fact, Line](seen, orders, _lines))
    if request.GET.get("format") == "xlsx":
        return workbook_response(dated(title, request.day), title, found)
    context = {"name": name, "title": title, "table": found, "text": text, "every": every}
    return page(request, "regulations/facts.html", {**context, "may_state": _offices(request.access)}, region="list")


@everyone
@require_safe
def fact(request: PageRequest, name: str, key: str) -> HttpResponse:
    """One fact: all it says, its source and trust, what was said before, and whose it is."""
    title = _title(name)
    held = list(facts_seen(request.access, table=name).filter(key=key).order_by("office_code"))
    if not held:
        raise Http404
    context = {
        "name": name,
        "title": title,
        "key": key,
        "stated": [(one, _told(row_of(one)), _trust(row_of(one))) for one in held],
        "about": about(name, row_of(held[-1])),
        "history": [(one, says(name, one.row)) for one in reversed(fact_history(request.access, key))],
        "offices": _offices(request.access),
        "mine": {office for office, _name in _offices(request.access)},
    }
    return page(request, "regulations/fact.html", context, region="drawer-body")


@audience(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: PageRequest, name: str) -> HttpResponse:
    """State a fact as a work unit's own; it begins with what a fact of that key says now."""
    title, offices = _title(name), _offices(request.access)
    like = facts_seen(request.access, table=name).filter(key=request.GET.get("like", "")).order_by("office_code").last()
    form = FactForm(name, request.POST or None, offices=offices, initial=initial_of(row_of(like)) if like else None)
    if request.method == "POST" and form.is_valid():
        try:
            stated = fact_state(
                access=request.access, office=form.cleaned_data["office"], table=name, values=form.values()
            )
        except UserError as error:
            _refused(form, error)
        else:
            messages.success(request, _("Stated. It counts from now on; what was decided before stays as it is."))
            return redirect("law-fact", name=name, key=stated.key)
    context = {"name": name, "title": title, "form": form, "stands": _example(request, name, like)}
    return page(request, "regulations/state.html", context, status=422 if form.errors else 200)


def _example(request: PageRequest, name: str, like: Fact | None) -> Line | None:
    """The fact that the form begins with, else one of the table that says something today."""
    if like:
        return _lines([like])[0]
    held = facts_seen(request.access, table=name, day=request.day).order_by("slot", "-valid_from", "pk")
    return next((line for line in _lines(list(held[:SOME])) if line.says), None)


@audience(Role.ADMINISTRATOR)
@require_POST
def withdrawal(request: PageRequest, name: str, key: str) -> HttpResponse:
    """Withdraw an office's own fact; the national one counts again."""
    office = request.POST.get("office", "")
    if office not in dict(_offices(request.access)):
        raise Http404
    try:
        fact_withdraw(access=request.access, office=office, table=name, key=key)
    except UserError as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, _("Withdrawn. What the national files say counts again."))
    return redirect("law-table", name=name)


def _title(name: str) -> str:
    if name not in TELLINGS:
        raise Http404
    return _(TELLINGS[name].title)


def _offices(access: Access) -> list[tuple[str, str]]:
    """The work units that the asker administers, with their names, for stating facts."""
    mine = access.units(Role.ADMINISTRATOR)
    if mine is not None and not mine:
        return []
    names = {row.code: row.name for row in work_unit_rows(access) if mine is None or row.code in mine}
    return sorted((code, f"{code} {name}") for code, name in names.items())


def _lines(found: Sequence[Fact]) -> list[Line]:
    rows = [(one, row_of(one)) for one in found]
    return [Line(one.table, one.key, about(one.table, row), says(one.table, row), row) for one, row in rows]


def _columns() -> list[Column[Line]]:
    return [
        Column("about", _("About"), lambda one: one.about, show=_about, width=44),
        Column("says", _("Says"), lambda one: one.says, show=_says, width=50),
        Column("since", _("From"), lambda one: one.row.valid_from, kind="date", sort=True),
        Column("through", _("Through"), lambda one: one.row.valid_through, kind="date"),
        Column("trust", _("Trust"), lambda one: _(TRUST_WORDS[one.row.trust]), show=_trusted, width=24),
        Column("source", _("Source"), lambda one: said(source_told(one.row.source)), width=50, chosen=False),
        Column(
            "office",
            _("Stated by"),
            lambda one: one.row.office and named(Named("work_unit", one.row.office)),
            chosen=False,
        ),
    ]


def _stated_by(one: Line) -> str:
    return named(Named("work_unit", one.row.office)) if one.row.office else ""


def _about(one: Line) -> Shown:
    return Shown(one.about, reverse("law-fact", args=[one.table, one.key]))


def _says(one: Line) -> Shown:
    return Shown(one.says) if one.says else Shown(_("not found"), tone="bad")


def _trusted(one: Line) -> Shown:
    return _trust(one.row)


def _trust(row: Row) -> Shown:
    return Shown(_(TRUST_WORDS[row.trust]), tone=TONES.get(row.trust, ""))


def _told(row: Row) -> list[Told]:
    """Every field that says something, with its name."""
    fields = ((name, getattr(row, name)) for name in type(row).model_fields if name not in {"trust", "office"})
    return [
        Told(str(LABELS.get(name) or name.replace("_", " ").capitalize()), _value(name, value))
        for name, value in fields
        if value not in (None, "", ())
    ]


def _value(name: str, value: object) -> object:
    if isinstance(value, tuple):
        return [str(item) for item in value]
    if name in {"source", "note"}:
        return said(source_told(str(value)))
    return value if isinstance(value, date) else written(name, value)


def _refused(form: forms.Form, error: UserError) -> None:
    """Put each fault beside its field; what belongs to none above them all."""
    faults = error.faults if isinstance(error, BrokenLaw) else ()
    for fault in faults:
        column = fault.column.partition(".")[0]
        form.add_error(column if column in form.fields else None, said(fault.reason))
    if not faults:
        form.add_error(None, sentence(error))
