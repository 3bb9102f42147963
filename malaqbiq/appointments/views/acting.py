"""Plt dan Plh: who stands in for which post until when, and letting somebody do so."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from malaqbiq.appointments.errors import ActingRefused
from malaqbiq.appointments.forms import EndForm, OrderForm
from malaqbiq.appointments.selectors.acting import (
    ORDERERS,
    Choice,
    Sheet,
    choices_of,
    post_ordered,
    posts_to_choose,
    sheet_of,
    term_ordered,
)
from malaqbiq.appointments.services import Order, acting_draft, acting_end, acting_record
from malaqbiq.kernel.days import days_require
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.reading import reading_once
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.organization.models import Post
from malaqbiq.organization.rules.names import post_name
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.regulations.rules.rows.base import doubt
from malaqbiq.regulations.rules.titles import rule_told
from malaqbiq.regulations.selectors import terms
from malaqbiq.service.effects import Capacity
from malaqbiq.service.rules.acting import ActingTerms
from malaqbiq.service.selectors.acting import SOON, Term, acting_on
from malaqbiq.service.selectors.chart import READERS, Scope, scope_of
from malaqbiq.service.wordings import HOLDINGS, TONES
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest, text_typed


@audience(*READERS)
@require_safe
@theirs
def acting(request: PageRequest) -> HttpResponse:
    """Everybody who stands in for a post in a work unit (``?unit=``) and those below it, by the last day."""
    scope = _scope(request)
    rows = acting_on(request.access, request.day, scope.codes) if scope else []
    said = ActingTerms.of(terms(request.access), request.day, scope.unit if scope else "00")
    context = {
        "scope": scope,
        "rows": [_row(one, request.day, said) for one in rows],
        "rules": _rules(said),
        "may_order": _may_order(request),
    }
    return page(request, "appointments/acting.html", context)


@audience(*ORDERERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def new(request: PageRequest) -> HttpResponse:
    """The post (``?post=``) and who may stand in for it from a day (``?start=``); posted, the order is drafted, or the
    one that was received recorded.
    """
    asked = request.POST if request.method == "POST" else request.GET
    uid = _uid(asked.get("post", ""))
    if uid is None:
        return _choosing(request)
    post = post_ordered(request.access, uid)
    if request.method == "POST" and not request.is_other_day:
        return _ordered(request, post)
    return _shown(request, post, _start(asked, request.day))


@audience(*ORDERERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def end(request: PageRequest, uid: UUID) -> HttpResponse:
    """A term ends before its last day: the holder is back, or the order is withdrawn."""
    found = term_ordered(request.access, uid)
    posted = request.method == "POST" and not request.is_other_day
    form = EndForm(request.POST if posted else None, initial={"last_day": request.today})
    if posted and form.is_valid():
        with errors_told(form):
            last_day = form.cleaned_data["last_day"]
            acting_end(access=request.access, entry=uid, last_day=last_day, received=form.received())
            messages.success(request, _("The term ends on that day."))
            return redirect("acting")
    title = post_name(found.post.position_name, found.post.work_unit.name)
    context = {"form": form, "term": found, "title": title, "capacity": HOLDINGS[found.capacity]}
    return page(request, "appointments/acting_end.html", context, status=422 if posted else 200)


def _ordered(request: PageRequest, post: Post) -> HttpResponse:
    is_received = request.POST.get("how") == "received"
    form = OrderForm(request.POST, is_received=is_received)
    person = _uid(request.POST.get("person", ""))
    if form.is_valid():
        with errors_told(form):
            if person is None:
                raise ActingRefused(gettext_noop("choose who stands in"))
            order = Order(post.uid, person, form.cleaned_data["start"], form.cleaned_data["last_day"])
            if is_received:
                acting_record(access=request.access, order=order, received=form.received())
                messages.success(request, _("The order is recorded."))
                return redirect("acting")
            decree = acting_draft(access=request.access, order=order)
            messages.success(request, _("The order is drafted: submit it, and another approves it."))
            return redirect("decree", uid=decree.uid)
    return _shown(request, post, _start(request.POST, request.day), form, person, status=422)


def _choosing(request: PageRequest) -> HttpResponse:
    """No post is named yet: choose one."""
    scope = _scope(request)
    seats = posts_to_choose(request.access, request.day, scope.codes) if scope else []
    context = {"scope": scope, "seats": [(seat, HOLDINGS[seat.state]) for seat in seats]}
    return page(request, "appointments/acting_choose.html", context)


def _shown(
    request: PageRequest,
    post: Post,
    start: date,
    form: OrderForm | None = None,
    person: UUID | None = None,
    status: int = 200,
) -> HttpResponse:
    text = (text_typed(request.GET, "q", 60) or text_typed(request.POST, "q", 60)).strip()
    chosen = person or _uid(request.GET.get("person", ""))
    with reading_once():
        sheet = sheet_of(request.access, post, start)
        found, more = choices_of(request.access, sheet, text=text, chosen=chosen)
        names = unit_tree(request.access, day=sheet.start).names
    blank = OrderForm(initial={"start": sheet.start, "last_day": sheet.last_most})
    context = {
        "post": post,
        "sheet": sheet,
        "capacity": HOLDINGS[sheet.capacity],
        "state": HOLDINGS[sheet.seat.state] if sheet.seat else "",
        "tone": TONES[sheet.seat.state] if sheet.seat else "",
        "form": form or blank,
        "choices": [(one, names.get(one.who.unit, one.who.unit), _place(one, sheet)) for one in found],
        "more": more,
        "q": text,
        "chosen": chosen,
        "office": names.get(sheet.issuer.office, "") if sheet.issuer else "",
        "how": request.POST.get("how", "own" if sheet.may_order else "received"),
        "rules": _rules(sheet.said),
        "may": not request.is_other_day and sheet.seat is not None and sheet.until is None,
    }
    return page(request, "appointments/acting_new.html", context, status=status)


def _place(one: Choice, sheet: Sheet) -> str:
    """Which term it would be, where it isn't the first."""
    if sheet.capacity is Capacity.PLH or one.place == 1:
        return ""
    return _("term %(number)s as Plt of this post") % {"number": one.place}


def _row(one: Term, day: date, said: ActingTerms) -> dict[str, Any]:
    most = said.most(one.capacity, one.start)
    left = one.days_left(day)
    return {
        "term": one,
        "capacity": HOLDINGS[one.capacity],
        "tone": TONES[one.capacity],
        "left": left,
        "is_soon": left <= SOON.days,
        "is_over": most is not None and one.last_day >= most,
        "begins_later": one.start > day,
        "after": one.last_day + DAY,
    }


def _rules(said: ActingTerms) -> list[dict[str, Any]]:
    """What is said of terms, each with its source and how far it can be trusted."""
    return [{"told": rule_told(row), "row": row, "doubt": doubt(row)} for row in said.rows]


def _scope(request: PageRequest) -> Scope | None:
    try:
        return scope_of(request.access, request.day, text_typed(request.GET, "unit", 8))
    except LookupError:
        raise Http404 from None


def _may_order(request: PageRequest) -> bool:
    return not request.is_other_day and bool(request.access.everything or request.access.units(*ORDERERS))


def _start(asked: QueryDict, day: date) -> date:
    """The first day that is asked about; the page's own where the address gets it wrong."""
    try:
        start = date.fromisoformat(asked.get("start", ""))
        days_require(start)
    except (ValueError, UserError):
        return day
    return start


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
