"""One person of the opening: mended, added, and who he is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from malaqbiq.intake.forms import IdentityForm, MendForm, NewPersonForm, RegisterForm
from malaqbiq.intake.forms.persons import shown
from malaqbiq.intake.selectors import opening_is_locked
from malaqbiq.intake.selectors.mending import OpeningSays, opening_says, units_entered
from malaqbiq.intake.services.mending import opening_add, opening_mend
from malaqbiq.intake.services.taken import Taken
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.speech import said
from malaqbiq.pay.selectors.drafts import OrderKind
from malaqbiq.people.models import Person
from malaqbiq.people.selectors import identity_masked, person_visible
from malaqbiq.people.services import IdentityRefused, person_register, person_update
from malaqbiq.regulations.selectors import job_families
from malaqbiq.service.effects import Status
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest

MEANT = ("status", "unit", "start", "last_day")
"""Columns that are always told, as they stand: they say which service is meant."""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A field that will say something else: its name, what it said and what it will say."""

    label: str
    before: str
    after: str


@audience(Role.SDM_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def mend(request: PageRequest, uid: UUID) -> HttpResponse:
    """What the opening said of somebody, told otherwise: first what it changes, then it is kept."""
    says = opening_says(request.access, request.today, uid)
    if opening_is_locked(request.access):
        return page(request, "intake/mend.html", {"says": says, "locked": True})
    form = MendForm(_typed(request), initial=dict(says.cells), **_choices(request))
    if request.method != "POST" or "again" in request.POST:
        return _asked(request, form, {"says": says})
    if not form.changed_data:
        messages.info(request, _("Nothing was changed."))
        return redirect("person", uid=uid)
    keeps = form.is_valid() and "keep" in request.POST
    taken = _mended(request, says, form, keeps=keeps)
    if form.errors or taken is None:
        return _asked(request, form, {"says": says})
    if keeps:
        messages.success(request, _("Mended. The timeline keeps what was said before."))
        return redirect("person", uid=uid)
    return _reviewed(request, form, taken, {"says": says})


@audience(Role.SDM_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def new(request: PageRequest) -> HttpResponse:
    """Somebody whom the opening's list forgot."""
    if opening_is_locked(request.access):
        return page(request, "intake/mend.html", {"locked": True})
    form = NewPersonForm(_typed(request), initial={"status": Status.PPNPN.value}, **_choices(request))
    if request.method != "POST" or "again" in request.POST:
        return _asked(request, form, {})
    # What is wrong with one field doesn't keep back what is wrong with another.
    keeps, taken = form.is_valid() and "keep" in request.POST, None
    with errors_told(form):
        taken = opening_add(access=request.access, day=request.today, cells=form.cells(), dry_run=not keeps)
        form.told(taken.faults)
    if form.errors or taken is None:
        return _asked(request, form, {"known": next(iter(taken.people), None) if taken else None})
    if keeps:
        messages.success(request, _("Entered, with the opening that says so."))
        return redirect("person", uid=next(iter(taken.people)))
    return _reviewed(request, form, taken, {})


@audience(Role.SDM_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def identity(request: PageRequest, uid: UUID) -> HttpResponse:
    """Who somebody is, with where it stands."""
    person = person_visible(request.access, request.today, uid, Role.SDM_OFFICER)
    known = identity_masked(uid)
    masked = {name: getattr(known, name, "") for name in IdentityForm.HIDDEN}
    masked["birth_date"] = str(known.birth_year or "")
    given = {name: getattr(person, name) for name in IdentityForm.base_fields if name not in IdentityForm.HIDDEN}
    form = IdentityForm(request.POST or None, initial={**given, "source": ""}, masked=masked)
    if request.method == "POST" and form.is_valid():
        _identified(request, uid, form)
        if not form.errors:
            messages.success(request, _("Saved."))
            return redirect("person-about", uid=uid)
    context = {"person": person, "form": form}
    return page(request, "intake/identity.html", context, status=422 if form.errors else 200)


@audience(Role.SDM_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def register(request: PageRequest) -> HttpResponse:
    """Somebody who is new to the office; next comes the decree that engages him."""
    form = RegisterForm(_typed(request), units=units_entered(request.access, request.today))
    if request.method == "POST" and form.is_valid() and (person := _registered(request, form)):
        told = _("%(name)s is registered. A decree says from when they serve, as what, and for which pay.")
        messages.success(request, told % {"name": person.full_name})
        return redirect(f"{reverse('decree-new')}?{urlencode({'kind': OrderKind.ENGAGEMENT, 'pick': person.uid})}")
    context = {"form": form, "locked": opening_is_locked(request.access)}
    return page(request, "intake/register.html", context, status=422 if form.errors else 200)


def _registered(request: PageRequest, form: RegisterForm) -> Person | None:
    """Who was registered; None where a number is wrong, which then stands beside its field."""
    with errors_told(form):
        try:
            return person_register(access=request.access, draft=form.draft())
        except IdentityRefused as error:
            _refused(form, error)
    return None


def _refused(form: IdentityForm | RegisterForm, error: IdentityRefused) -> None:
    for problem in (problem for found in error.problems.values() for problem in found):
        form.add_error(problem.fields[0], said(problem.words).capitalize())


def _typed(request: PageRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _choices(request: PageRequest) -> dict[str, Any]:
    jobs = [row.name for row in job_families(request.access, day=request.today)]
    return {"units": units_entered(request.access, request.today), "jobs": jobs}


def _mended(request: PageRequest, says: OpeningSays, form: MendForm, *, keeps: bool) -> Taken | None:
    meant = {name: str(says.cells[name]) for name in MEANT if says.cells.get(name)}
    taken = None
    with errors_told(form):
        taken = opening_mend(
            access=request.access,
            day=request.today,
            person=says.person,
            cells={**meant, **form.cells()},
            dry_run=not keeps,
        )
        form.told(taken.faults)
    return taken


def _identified(request: PageRequest, uid: UUID, form: IdentityForm) -> None:
    changes = form.changes()
    try:
        if changes:
            person_update(access=request.access, day=request.today, uid=uid, changes=changes)
    except IdentityRefused as error:
        _refused(form, error)


def _asked(request: PageRequest, form: MendForm | NewPersonForm, context: dict[str, Any]) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return page(request, "intake/mend.html", {**context, "form": form}, status=status)


def _reviewed(
    request: PageRequest, form: MendForm | NewPersonForm, taken: Taken, context: dict[str, Any]
) -> HttpResponse:
    """What would be told, before it is: each field that changes, and doubts that hold nothing up."""
    changes = [_otherwise(form, name) for name in form.fields if name in form.changed_data]
    typed = [(name, value) for name, value in request.POST.items() if name not in {"csrfmiddlewaretoken", "keep"}]
    warnings = [said(fault.words) for fault in taken.warnings]
    context |= {"changes": changes, "typed": typed, "warnings": warnings}
    return page(request, "intake/mend_review.html", context)


def _otherwise(form: MendForm | NewPersonForm, name: str) -> Otherwise:
    field, after = form.fields[name], form.cleaned_data.get(name)
    names = dict(getattr(field, "choices", ()))
    before = form.initial.get(name) if isinstance(form, MendForm) else None
    return Otherwise(str(field.label), str(names.get(before, shown(before))), str(names.get(after, shown(after))))
