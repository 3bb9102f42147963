"""Predikat and penalties of a civil servant, recorded from his page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.speech import sentence
from malaqbiq.service.forms import EndForm, PenaltyForm, PredikatForm
from malaqbiq.service.models import Penalty
from malaqbiq.service.selectors.conduct import penalties_of
from malaqbiq.service.selectors.person import PersonNow, person_now
from malaqbiq.service.services.conduct import (
    RECORDERS,
    SERVANTS,
    penalty_end,
    penalty_record,
    penalty_remove,
    predikat_remove,
    predikats_record,
)
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest


@audience(*RECORDERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def predikat(request: PageRequest, uid: UUID) -> HttpResponse:
    """What a year was rated; said again of the same year it replaces what was said."""
    now = _servant(request, uid)
    form = PredikatForm(request.POST or None, initial={"year": request.today.year - 1})

    def act() -> object:
        return predikats_record(access=request.access, day=request.today, drafts=[form.draft(uid)])

    return _asked(request, now, form, act, _("Record a predikat"))


@audience(*RECORDERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def penalties(request: PageRequest, uid: UUID) -> HttpResponse:
    """A penalty that was imposed elsewhere."""
    now = _servant(request, uid)
    form = PenaltyForm(request.POST or None)

    def act() -> object:
        return penalty_record(access=request.access, day=request.today, draft=form.draft(uid))

    return _asked(request, now, form, act, _("Record a penalty"))


@audience(*RECORDERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def penalty(request: PageRequest, uid: UUID, penalty: UUID) -> HttpResponse:
    """Through which day a penalty runs."""
    now = _servant(request, uid)
    found = _penalty(request, uid, penalty)
    form = EndForm(request.POST or None, initial={"last_day": found.valid_until and found.valid_until - DAY})

    def act() -> object:
        last_day = form.cleaned_data["last_day"]
        return penalty_end(access=request.access, day=request.today, uid=found.uid, last_day=last_day)

    return _asked(request, now, form, act, _("End of a penalty"))


@audience(*RECORDERS)
@require_POST
@theirs
def predikat_removal(request: PageRequest, uid: UUID, year: int) -> HttpResponse:
    """Take back what was recorded of a year by mistake."""
    return _taken_back(
        request, uid, lambda: predikat_remove(access=request.access, day=request.today, person=uid, year=year)
    )


@audience(*RECORDERS)
@require_POST
@theirs
def removal(request: PageRequest, uid: UUID, penalty: UUID) -> HttpResponse:
    """Take back a penalty that was recorded by mistake."""
    found = _penalty(request, uid, penalty)
    return _taken_back(request, uid, lambda: penalty_remove(access=request.access, day=request.today, uid=found.uid))


def _servant(request: PageRequest, uid: UUID) -> PersonNow:
    """The civil servant of whom the asker records it; 404 for anybody else."""
    now = person_now(request.access, request.today, uid)
    if now.status not in SERVANTS or not request.access.covers(now.unit_code, *RECORDERS):
        raise Http404
    return now


def _penalty(request: PageRequest, uid: UUID, penalty: UUID) -> Penalty:
    _servant(request, uid)
    found = next((one for one in penalties_of(uid, request.today) if one.uid == penalty), None)
    if found is None:
        raise Http404
    return found


def _asked(
    request: PageRequest, now: PersonNow, form: forms.Form, act: Callable[[], object], title: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        with errors_told(form):
            act()
            messages.success(request, _("Recorded."))
            return redirect("person-about", uid=now.uid)
    context: dict[str, Any] = {"now": now, "form": form, "title": title}
    return page(request, "service/conduct.html", context, status=422 if form.errors else 200)


def _taken_back(request: PageRequest, uid: UUID, act: Callable[[], object]) -> HttpResponse:
    _servant(request, uid)
    try:
        act()
        messages.success(request, _("Taken back."))
    except UserError as error:
        messages.error(request, sentence(error))
    return redirect("person-about", uid=uid)
