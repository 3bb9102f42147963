"""Penyusun SK: left people and what is set for them, right the page as it will be, below what holds it up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from malaqbiq.decrees.errors import StaleWrite
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.selectors.decrees import decree_visible
from malaqbiq.decrees.selectors.waiting import waiting_on
from malaqbiq.decrees.services.reviewing import decree_read
from malaqbiq.decrees.views.decree import sheet_of
from malaqbiq.kernel.access import Forbidden, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.reading import reading_ahead, reading_once
from malaqbiq.kernel.speech import sentence
from malaqbiq.organization.selectors import units_on
from malaqbiq.pay.forms import KINDS, OrderForm
from malaqbiq.pay.selectors.drafts import (
    Order,
    OrderKind,
    first_day,
    issued_elsewhere,
    new_years_eve,
    order_of,
    pay_before,
    people_chosen,
    people_found,
)
from malaqbiq.pay.services.drafts import order_change, order_draft
from malaqbiq.regulations.selectors import job_families
from malaqbiq.service.confirmations import AHEAD
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest, version_quoted
from malaqbiq.ui.templatetags.ui import long_day as written_day

MOST = 300
"""People that are chosen for one draft by hand."""


@audience(Role.SDM_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def new(request: PageRequest) -> HttpResponse:
    """A new draft: its kind, its people, its days. People come marked from a list, or are found here."""
    asked = request.POST if request.method == "POST" else request.GET
    kind = _kind(asked.get("kind", ""))
    people = _people(request, asked)
    days = _days(kind, people, request.today)
    posted = _following(request.POST, days)
    writes = request.method == "POST" and "start" in request.POST and "find" not in request.POST
    typed = {name: text for name, text in posted.items() if text}
    form = _form(request, kind, people, data=posted if writes else None, initial={**days, **typed})
    if writes and form.is_valid() and (made := _drafted(request, form)):
        messages.success(request, _made_words(request, posted))
        return redirect("decree-compose", uid=made.uid)
    context = {**_shown(request, form, people, asked), "kinds": KINDS, "kind": kind, "days": days}
    context["ahead"] = kind != OrderKind.PAY and days["start"] > request.today + AHEAD
    context["runs_to"] = days["start"] - DAY
    context["elsewhere"] = issued_elsewhere(request.access, kind, days["start"])
    return page(request, "pay/new_draft.html", context, status=422 if form.errors else 200)


@audience(Role.SDM_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def compose(request: PageRequest, uid: UUID) -> HttpResponse:
    """A draft on contract staff, changed and read."""
    decree, order = _draft(request, uid)
    if request.method != "POST":
        people = tuple(dict.fromkeys([who for who, _pay in order.people]))
        form = _form(request, order.kind, people, initial=_of_order(order), titled=True)
        return _composer(request, decree, form, people, request.GET, paid=order)
    people = _people(request, request.POST)
    form = _form(request, order.kind, people, data=request.POST, titled=True)
    if "find" in request.POST or not form.is_valid():
        status = 422 if form.errors else 200
        return _composer(request, decree, form, people, request.POST, paid=order, status=status)
    try:
        order_change(access=request.access, decree=uid, version=version_quoted(request), order=form.order())
    except Forbidden:
        raise
    except UserError as error:
        form.add_error(None, sentence(error))
        stale = order if isinstance(error, StaleWrite) else None
        status = 409 if stale else 422
        return _composer(request, decree, form, people, request.POST, paid=order, stale=stale, status=status)
    messages.success(request, _("The draft is kept."))
    return redirect("decree-compose", uid=uid)


@audience(Role.SDM_OFFICER)
@require_safe
@theirs
def reading(request: PageRequest, uid: UUID) -> HttpResponse:
    """The paper of a draft as it is kept, and what holds it up: everybody in it is looked at for that."""
    decree, _order = _draft(request, uid)
    with reading_once(), reading_ahead():
        sheet, gaps, error = sheet_of(request.access, decree)
        blockers, remarks = decree_read(access=request.access, decree=decree)
    context: dict[str, Any] = {"decree": decree, "sheet": sheet, "gaps": gaps, "error": error}
    context |= {"blockers": blockers, "remarks": remarks}
    return render(request, "pay/_reading.html", context)


def _draft(request: PageRequest, uid: UUID) -> tuple[Decree, Order]:
    decree = decree_visible(request.access, uid)
    order = order_of(decree) if decree.state == Decree.State.DRAFT else None
    if order is None or not request.access.covers(decree.office.code, Role.SDM_OFFICER):
        raise Http404
    return decree, order


def _composer(
    request: PageRequest,
    decree: Decree,
    form: OrderForm,
    people: Sequence[UUID],
    asked: QueryDict,
    *,
    paid: Order,
    stale: Order | None = None,
    status: int = 200,
) -> HttpResponse:
    theirs = [who for who, _pay in stale.people] if stale else []
    context = {
        **_shown(request, form, people, asked, decree.uid),
        "decree": decree,
        "paid": pay_before([who for who, _pay in paid.people], paid.start),
        "stale": stale,
        "stale_names": people_chosen(request.access, request.today, theirs),
        "version": decree.version,
    }
    return page(request, "pay/compose.html", context, status=status)


def _shown(
    request: PageRequest, form: OrderForm, people: Sequence[UUID], asked: QueryDict, besides: UUID | None = None
) -> dict[str, Any]:
    text = asked.get("q", "")
    found = people_found(request.access, request.today, text, frozenset(people)) if text else []
    names = people_chosen(request.access, request.today, people)
    asked_about = [*people, *(who for who, _name in found)]
    waiting = waiting_on(request.access, asked_about, besides=besides)
    shown = {"form": form, "names": names, "text": text, "found": found, "eve": new_years_eve(request.today)}
    return {**shown, "waiting": waiting, "twice": [who for who in people if who in waiting]}


def _form(
    request: PageRequest,
    kind: OrderKind,
    people: Sequence[UUID],
    *,
    data: QueryDict | None = None,
    initial: dict[str, Any] | None = None,
    titled: bool = False,
) -> OrderForm:
    units, jobs = [], []
    if kind == OrderKind.ENGAGEMENT:
        codes = request.access.units(Role.SDM_OFFICER)
        units = [unit for unit in units_on(request.access, day=request.today) if codes is None or unit.code in codes]
        jobs = [(row.family, row.name) for row in job_families(request.access, day=request.today)]
    return OrderForm(data, kind=kind, people=people, units=units, jobs=jobs, titled=titled, initial=initial)


def _drafted(request: PageRequest, form: OrderForm) -> Decree | None:
    # Who composes with his own people for an office above him is told whose decree it would be.
    try:
        return order_draft(access=request.access, order=form.order())
    except UserError as error:
        form.add_error(None, sentence(error))
        return None


def _people(request: PageRequest, asked: QueryDict) -> tuple[UUID, ...]:
    """The people whom an address or a form names, less those that it takes out; Http404 for anybody not seen."""
    gone = set(asked.getlist("remove"))
    texts = [text for text in (*asked.getlist("person"), *asked.getlist("pick")) if text not in gone]
    try:
        people = tuple(dict.fromkeys(UUID(text) for text in texts[:MOST]))
    except ValueError:
        raise Http404 from None
    if len(people_chosen(request.access, request.today, people)) < len(people):
        raise Http404
    return people


def _days(kind: OrderKind, people: Sequence[UUID], today: date) -> dict[str, date]:
    """The days that are proposed: from the day after the people's contracts end; other pay within them from today."""
    start = today if kind == OrderKind.PAY else first_day(people, today)
    return {"start": start, "last_day": date(start.year, 12, 31)}


def _following(posted: QueryDict, days: Mapping[str, date]) -> QueryDict:
    """What was sent; days left as they had been proposed are those that follow from the people who are in it now."""
    said = posted.copy()
    for name, day in days.items():
        if name in posted and posted[name] == posted.get(f"proposed-{name}"):
            said[name] = day.isoformat()
    return said


def _made_words(request: PageRequest, posted: QueryDict) -> str:
    """That the draft is made, and its first day where that is another than the one on the page that was sent."""
    if posted["start"] == request.POST["start"]:
        return _("The draft is made. Read it on the right, then submit it.")
    day = written_day(date.fromisoformat(str(posted["start"])))
    return _("The draft is made, from %(day)s: the day after the contracts end. It can be changed here.") % {"day": day}


def _of_order(order: Order) -> dict[str, Any]:
    head = {name: getattr(order, name) for name in ("title", "start", "last_day", "reason", "status", "job_family")}
    amounts = {f"amount-{who}": f"{amount:,}".replace(",", ".") for who, amount in order.people if amount}
    return {**head, "work_unit": str(order.work_unit or ""), **amounts}


def _kind(text: str) -> OrderKind:
    return OrderKind(text) if text in set(OrderKind) else OrderKind.EXTENSION
