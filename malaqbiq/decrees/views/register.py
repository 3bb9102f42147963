"""The register: find a decree, and account for every number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from malaqbiq.decrees.forms import ElsewhereForm, FirstNumberForm, ReserveForm, VoidForm
from malaqbiq.decrees.labels import ACCOUNTS, AUTHORITIES, SERIES
from malaqbiq.decrees.models import Register
from malaqbiq.decrees.registry import composers
from malaqbiq.decrees.selectors.documents import READERS
from malaqbiq.decrees.selectors.issuers import deciders
from malaqbiq.decrees.selectors.registers import (
    Account,
    Numbered,
    NumberSource,
    RegisterCount,
    registers_counted,
    registers_visible,
)
from malaqbiq.decrees.services.registers import number_elsewhere, number_void, numbers_reserve, register_open
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import sentence
from malaqbiq.organization.selectors import work_unit
from malaqbiq.regulations.rules.rows.papers import Document
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import Column, Shown, table, workbook_response
from malaqbiq.ui.views import opens_as_kept

MOST_UNOPENED = 6
"""Registers that wait for their first number and are named: who keeps more of them begins with these."""
FORMS: dict[str, type[forms.Form]] = {"elsewhere": ElsewhereForm, "void": VoidForm, "reserved": ReserveForm}
SERVICES: dict[str, Callable[..., object]] = {
    "elsewhere": number_elsewhere,
    "void": number_void,
    "reserved": numbers_reserve,
}


@audience(*READERS)
@require_safe
@opens_as_kept
def register(request: PageRequest) -> HttpResponse:
    """All registers, and one of them number by number."""
    counted = registers_counted(registers_visible(request.access))
    chosen = _chosen(counted, request.GET.get("register", ""))
    if chosen is None:
        context = {"registers": [], "chosen": None, "unopened": _unopened(request, counted)}
        return page(request, "decrees/register.html", context)
    if request.GET.get("format") == "xlsx":
        return workbook_response(f"Register {chosen.register.year}", _named(chosen.register), _table(request, chosen))
    return _register(request, counted, chosen)


@audience(Role.SDM_OFFICER)
@require_POST
def numbers(request: PageRequest, register: int, use: str) -> HttpResponse:
    """A number that another decree has, or none, or that is kept: accounted for."""
    counted = registers_counted(registers_visible(request.access))
    chosen = next((item for item in counted if item.register.pk == register), None)
    if chosen is None or use not in FORMS or not _may(request, chosen.register):
        raise Http404
    form = FORMS[use](request.POST, prefix=use)
    if form.is_valid():
        try:
            SERVICES[use](access=request.access, register=register, **form.cleaned_data)
        except UserError as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, _("The number is accounted for."))
            return redirect(f"{reverse('register')}?register={register}")
    return _register(request, counted, chosen, {use: form}, status=422)


@audience(Role.SDM_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def first(request: PageRequest, office: str, authority: str) -> HttpResponse:
    """With which number this year's register of an office's authority begins, said before anything has a number."""
    unit, year = work_unit(request.access, code=office), request.today.year
    if authority not in AUTHORITIES or not request.access.covers(unit.code, Role.SDM_OFFICER):
        raise Http404
    form = FirstNumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with errors_told(form):
            opened = register_open(
                access=request.access, office=unit.uid, authority=authority, year=year, **form.cleaned_data
            )
        if not form.errors:
            messages.success(request, _("The register is open: the next decree issued takes this number."))
            return redirect(f"{reverse('register')}?register={opened.pk}")
    title = f"{year} · {AUTHORITIES[authority]} {unit.name}"
    context = {"form": form, "title": title}
    return page(request, "decrees/register_first.html", context, status=422 if form.errors else 200)


def _register(
    request: PageRequest,
    counted: list[RegisterCount],
    chosen: RegisterCount,
    bound: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    value = request.GET.get("value", "")
    context: dict[str, Any] = {
        "registers": [(item, _named(item.register)) for item in counted],
        "chosen": chosen,
        "title": _named(chosen.register),
        "accounts": [(account, label, tone, chosen.counts[account]) for account, (label, tone) in ACCOUNTS.items()],
        "unopened": _unopened(request, counted),
        "table": _table(request, chosen),
        "may": _may(request, chosen.register),
        "forms": {use: form(prefix=use, initial={"value": value, "first": value}) for use, form in FORMS.items()}
        | (bound or {}),
        "opened": next(iter(bound), "") if bound else "elsewhere" if value else "",
        "account": request.GET.get("account", ""),
        "text": request.GET.get("q", ""),
    }
    return page(request, "decrees/register.html", context, region="list", status=status)


def _unopened(request: PageRequest, counted: list[RegisterCount]) -> list[tuple[str, str]]:
    """By name and address, the registers of this year that the asker may open by saying their first number."""
    year, units = request.today.year, request.access.units(Role.SDM_OFFICER)
    if request.is_other_day or not units or any(item.register.year == year for item in counted):
        return []
    found = deciders(request.access, kinds=composers(), codes=units, day=request.today)
    mine = sorted(one for one in found if one[1] in AUTHORITIES and request.access.covers(one[0], Role.SDM_OFFICER))
    return [
        (
            f"{year} · {AUTHORITIES[authority]} {work_unit(request.access, code=office).name}",
            reverse("register-first", args=[office, authority]),
        )
        for office, authority in mine[:MOST_UNOPENED]
    ]


def _table(request: PageRequest, chosen: RegisterCount) -> Any:
    wanted = request.GET.get("account", "")
    account = Account(wanted) if wanted in set(Account) else None
    source = NumberSource(chosen.register, chosen.highest, account, request.GET.get("q", "").strip()[:100])
    return table(request.GET, _columns(chosen.register, may=_may(request, chosen.register)), source)


def _chosen(counted: list[RegisterCount], wanted: str) -> RegisterCount | None:
    if not wanted:
        return counted[0] if counted else None
    found = next((item for item in counted if str(item.register.pk) == wanted), None)
    if found is None:
        raise Http404
    return found


def _may(request: PageRequest, register: Register) -> bool:
    return request.access.covers(register.office.code, Role.SDM_OFFICER)


def _named(register: Register) -> str:
    authority = AUTHORITIES.get(register.authority, register.authority)
    named = f"{register.year} · {authority} {register.office.name}"
    return named if register.kind == Document.DECREE else f"{named} · {SERIES.get(register.kind, register.kind)}"


def _columns(register: Register, *, may: bool) -> list[Column[Numbered]]:
    def account(row: Numbered) -> Shown:
        label, tone = ACCOUNTS[row.account]
        return Shown(label, tone=tone or "plain")

    def value(row: Numbered) -> Shown:
        if row.account in {Account.OPEN, Account.RESERVED} and may:
            return Shown(row.value, f"{reverse('register')}?register={register.pk}&value={row.value}#account")
        return Shown(row.value, reverse("decree", args=[row.decree]) if row.decree else "")

    return [
        Column("value", gettext_lazy("No."), lambda row: row.value, value, kind="whole", width=8),
        Column("account", gettext_lazy("What became of it"), lambda row: str(ACCOUNTS[row.account][0]), account),
        Column("number", gettext_lazy("Number as written"), lambda row: row.text, width=30),
        Column("date", gettext_lazy("Date"), lambda row: row.dated_on, kind="date"),
        Column("title", gettext_lazy("About, or why"), lambda row: row.title, width=60),
        Column("by", gettext_lazy("Recorded by"), lambda row: row.by, chosen=False),
    ]
