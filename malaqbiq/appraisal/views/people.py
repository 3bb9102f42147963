"""The people of a cycle: who is how far, who scores whom, and everything about one of them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from malaqbiq.appraisal.forms import DecisionForm, ExcuseForm, ModerationForm, NamingForm, PaperObjectionForm
from malaqbiq.appraisal.listing import people_table
from malaqbiq.appraisal.selectors.namings import namings_of
from malaqbiq.appraisal.selectors.people import PARTS, people_of
from malaqbiq.appraisal.selectors.persons import person_appraised
from malaqbiq.appraisal.selectors.seen import KEEPERS, READERS
from malaqbiq.appraisal.services import (
    Naming,
    ScoreChange,
    appraisers_assign,
    decision_make,
    excuse_give,
    excuse_withdraw,
    objection_raise,
    score_moderate,
)
from malaqbiq.appraisal.views.answers import failures_told
from malaqbiq.kernel.access import Role
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import dated, workbook_response


@audience(*READERS)
@require_safe
@theirs
def people(request: PageRequest, cycle: UUID) -> HttpResponse:
    """The people of a cycle, of one work unit or part if the address names it."""
    unit, part = request.GET.get("unit", ""), request.GET.get("part", "")
    found = people_of(access=request.access, cycle=cycle, unit=unit, part=part, on=request.day)
    listed = people_table(request.GET, found.cycle, found.people)
    if request.GET.get("format") == "xlsx":
        return workbook_response(dated(found.cycle.title, request.day), _("Appraised people"), listed)
    context = {"cycle": found.cycle, "table": listed, "units": found.units, "unit": unit, "part": part, "parts": PARTS}
    return page(request, "appraisal/people.html", context, region="list")


@audience(*READERS)
@require_safe
@theirs
def person(request: PageRequest, cycle: UUID, person: UUID) -> HttpResponse:
    """Everything about one person's appraisal."""
    return _person_page(request, cycle, person)


def _person_page(request: PageRequest, cycle: UUID, person: UUID, **forms: object) -> HttpResponse:
    found = person_appraised(access=request.access, cycle=cycle, person=person, on=request.day)
    if isinstance(deciding := forms.get("decision_form"), DecisionForm):
        deciding.look_again(found.stands)
    code, office = found.appraisee.work_unit.code, found.cycle.office.code
    context = {
        "one": found,
        "cycle": found.cycle,
        "keeps": request.access.covers(code, *KEEPERS),
        "decides": request.access.covers(office, Role.SECRETARY) and request.access.covers(code),
        "excuse_form": ExcuseForm(),
        "decision_form": DecisionForm(initial={"outcome": found.recommendation, "seen": found.stands}),
        "paper_form": PaperObjectionForm(initial={"raised_on": request.today}),
        **forms,
    }
    return page(request, "appraisal/person.html", context, region="drawer-body", status=422 if forms else 200)


@audience(*KEEPERS)
@require_POST
@theirs
def moderation(request: PageRequest, cycle: UUID, person: UUID) -> HttpResponse:
    """Set a component's score to another, with the reason."""
    form = ModerationForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        change = ScoreChange(data["component"], data["seen"], data["to"])
        with errors_told(form):
            score_moderate(access=request.access, cycle=cycle, person=person, change=change, reason=data["reason"])
            messages.success(request, _("The score was changed; what was given before stays on record."))
            return redirect("appraisal-person", cycle, person)
    return _person_page(request, cycle, person, moderation_form=form)


@audience(*KEEPERS)
@require_POST
@theirs
def excuse(request: PageRequest, cycle: UUID, person: UUID) -> HttpResponse:
    """Excuse somebody from the cycle, in writing."""
    form = ExcuseForm(request.POST)
    if form.is_valid():
        with errors_told(form):
            excuse_give(access=request.access, cycle=cycle, person=person, reason=form.cleaned_data["reason"])
            messages.success(request, _("The person is excused from this period."))
            return redirect("appraisal-person", cycle, person)
    return _person_page(request, cycle, person, excuse_form=form)


@audience(*KEEPERS)
@require_POST
@theirs
def excuse_withdrawal(request: PageRequest, cycle: UUID, person: UUID) -> HttpResponse:
    """Withdraw an excuse: the person is to be appraised."""
    with failures_told(request):
        excuse_withdraw(access=request.access, cycle=cycle, person=person)
        messages.success(request, _("The excuse is withdrawn: the person is to be appraised."))
    return redirect("appraisal-person", cycle, person)


@audience(Role.SECRETARY)
@require_POST
@theirs
def decision(request: PageRequest, cycle: UUID, person: UUID) -> HttpResponse:
    """Decide on one person."""
    form = DecisionForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        with errors_told(form):
            outcome, seen = form.recommendation(), form.cleaned_data["seen"] or None
            decision_make(access=request.access, cycle=cycle, person=person, outcome=outcome, reason=reason, seen=seen)
            messages.success(request, _("The decision is recorded."))
            return redirect("appraisal-person", cycle, person)
    return _person_page(request, cycle, person, decision_form=form)


@audience(*KEEPERS)
@require_POST
@theirs
def paper_objection(request: PageRequest, cycle: UUID, person: UUID) -> HttpResponse:
    """Record somebody's objection that came on paper."""
    form = PaperObjectionForm(request.POST)
    if form.is_valid():
        with errors_told(form):
            objection_raise(access=request.access, cycle=cycle, person=person, **form.cleaned_data)
            messages.success(request, _("The objection is recorded and waits for a decision."))
            return redirect("appraisal-person", cycle, person)
    return _person_page(request, cycle, person, paper_form=form)


@audience(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def appraisers(request: PageRequest, cycle: UUID) -> HttpResponse:
    """Who scores whom, one work unit at a time; the marked people are given an appraiser."""
    unit = request.GET.get("unit", "")
    found = namings_of(access=request.access, cycle=cycle, unit=unit, on=request.today)
    form = NamingForm(
        request.POST or None,
        people=[one.uid for one in found.people],
        candidates=[(one.uid, one.label) for one in found.candidates],
        components=found.components,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        wanted = [Naming(who, part, data["appraiser"]) for who in data["pick"] for part in data["component"]]
        with errors_told(form):
            appraisers_assign(access=request.access, cycle=cycle, namings=wanted)
            words = ngettext(
                "%(count)s person has an appraiser.", "%(count)s people have an appraiser.", len(data["pick"])
            )
            messages.success(request, words % {"count": len(data["pick"])})
            return redirect(f"{request.path}?unit={found.unit}")
    context = {"cycle": found.cycle, "namings": found, "form": form}
    return page(request, "appraisal/appraisers.html", context, status=422 if form.errors else 200)
