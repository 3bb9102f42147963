"""Periode: open a cycle, watch how far it is, tell, close, decide, and have the decrees drafted."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from malaqbiq.appraisal.charts import strips_drawn
from malaqbiq.appraisal.forms import OpenForm, TermForm, first_term_after
from malaqbiq.appraisal.labels import HOLDS
from malaqbiq.appraisal.listing import cycles_table
from malaqbiq.appraisal.selectors.decidable import Left, named, undrafted
from malaqbiq.appraisal.selectors.openings import opening_choices, opening_proposed
from malaqbiq.appraisal.selectors.progress import Progress, cycle_progress, cycles_listed
from malaqbiq.appraisal.selectors.seen import KEEPERS, READERS
from malaqbiq.appraisal.selectors.unsettled import objection_until_if_told, objections_until
from malaqbiq.appraisal.services import (
    attendance_take,
    cycle_close,
    cycle_draft_decrees,
    cycle_open,
    cycle_refresh,
    decisions_take,
    results_tell,
)
from malaqbiq.appraisal.services.decreeing import Drafted
from malaqbiq.appraisal.views.answers import failures_told
from malaqbiq.kernel.access import Role
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.pages import done, page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import dated, workbook_response
from malaqbiq.ui.track import Offer
from malaqbiq.ui.views import opens_as_kept

FOLLOWED = 100
"""Drafts of which the next step is offered at once: an address holds no more names."""


@audience(*READERS)
@require_safe
@opens_as_kept
def cycles(request: PageRequest) -> HttpResponse:
    """All cycles that the asker sees something of."""
    found = cycles_table(request.GET, cycles_listed(access=request.access, on=request.day))
    if request.GET.get("format") == "xlsx":
        return workbook_response(dated(_("Appraisal periods"), request.day), _("Appraisal periods"), found)
    keeps = bool(request.access.units(*KEEPERS))
    return page(request, "appraisal/cycles.html", {"table": found, "keeps": keeps}, region="list")


@audience(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def opening(request: PageRequest) -> HttpResponse:
    """Open a cycle for those in service on a day."""
    choices = opening_choices(access=request.access, day=request.today)
    form = OpenForm(request.POST or None, initial=opening_proposed(day=request.today), **choices)
    if request.method == "POST" and form.is_valid():
        with errors_told(form):
            opened = cycle_open(access=request.access, **form.asked())
            onward = Offer(_("Name who scores whom"), reverse("appraisal-appraisers", args=[opened.uid]))
            done(request, _("The period is open."), onward)
            return redirect("appraisal-cycle", opened.uid)
    return page(request, "appraisal/open.html", {"form": form}, status=422 if form.errors else 200)


@audience(*READERS)
@require_safe
@theirs
def cycle(request: PageRequest, cycle: UUID) -> HttpResponse:
    """How far a cycle is, what holds it up, and what comes next."""
    found = cycle_progress(access=request.access, cycle=cycle, on=request.day)
    context = {
        "progress": found,
        "cycle": found.cycle,
        "holds": [(hold.value, HOLDS[hold] % {"count": count}) for hold, count in found.holds.items()],
        "objecting": (0, None) if found.is_open else _objecting(found, request.day),
        "until": objection_until_if_told(cycle=found.cycle, today=request.day) if found.ready else None,
        "drawn": strips_drawn(((unit.code, unit.name, unit.spread) for unit in found.units), found.instrument.bands),
    }
    return page(request, "appraisal/cycle.html", context)


@audience(*KEEPERS)
@require_POST
@theirs
def telling(request: PageRequest, cycle: UUID) -> HttpResponse:
    """Tell everybody whose result is complete; the days for objections begin."""
    with failures_told(request):
        told = results_tell(access=request.access, cycle=cycle)
        words = ngettext("%(count)s person was told the result.", "%(count)s people were told their result.", told)
        messages.success(request, words % {"count": told})
    return redirect("appraisal-cycle", cycle)


@audience(Role.SDM_OFFICER)
@require_POST
@theirs
def attendance(request: PageRequest, cycle: UUID) -> HttpResponse:
    """Take attendance from the records of service."""
    with failures_told(request):
        taken = attendance_take(access=request.access, cycle=cycle)
        words = ngettext(
            "Attendance of %(count)s person was taken.", "Attendance of %(count)s people was taken.", taken
        )
        messages.success(request, words % {"count": taken})
    return redirect("appraisal-cycle", cycle)


@audience(*KEEPERS)
@require_POST
@theirs
def refreshing(request: PageRequest, cycle: UUID) -> HttpResponse:
    """Bring the people of a cycle up to what service says."""
    with failures_told(request):
        changed = cycle_refresh(access=request.access, cycle=cycle)
        words = ngettext(
            "%(count)s person was brought up to date.", "%(count)s people were brought up to date.", changed
        )
        messages.success(request, words % {"count": changed})
    return redirect("appraisal-cycle", cycle)


@audience(*KEEPERS)
@require_POST
@theirs
def closure(request: PageRequest, cycle: UUID) -> HttpResponse:
    """Close a cycle: its results are frozen."""
    with failures_told(request):
        cycle_close(access=request.access, cycle=cycle)
        messages.success(request, _("The period is closed and its results are frozen. Next: the Sekretaris decides."))
    return redirect("appraisal-cycle", cycle)


@audience(Role.SECRETARY)
@require_POST
@theirs
def decisions(request: PageRequest, cycle: UUID) -> HttpResponse:
    """Decide as the results recommend, for all whom the asker may decide on."""
    with failures_told(request):
        taken = decisions_take(access=request.access, cycle=cycle)
        words = ngettext("%(count)s person was decided on.", "%(count)s people were decided on.", taken.decided)
        onward = Offer(_("Draft the decrees"), reverse("appraisal-drafts", args=[cycle]))
        done(request, words % {"count": taken.decided}, onward if taken.decided else None)
        if taken.left:
            left = ngettext(
                "%(count)s person is left, named below.", "%(count)s people are left, named below.", len(taken.left)
            )
            messages.warning(request, left % {"count": len(taken.left)})
    return redirect("appraisal-cycle", cycle)


@audience(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def drafts(request: PageRequest, cycle: UUID) -> HttpResponse:
    """Have the decrees drafted that the decisions ask for; running it again drafts nothing twice.

    Where nobody is left the next step is offered at once: what submitting them does.
    """
    found = cycle_progress(access=request.access, cycle=cycle, on=request.today)
    form = TermForm(request.POST or None, initial=first_term_after(found.cycle.service_on))
    drafted = None
    if request.method == "POST" and form.is_valid():
        with errors_told(form):
            together = form.cleaned_data["together"]
            drafted = cycle_draft_decrees(access=request.access, cycle=cycle, term=form.term(), together=together)
    if drafted and drafted.is_whole and len(drafted.decrees) <= FOLLOWED:
        told = ngettext("%(count)s decree is drafted.", "%(count)s decrees are drafted.", len(drafted.decrees))
        messages.success(request, told % {"count": len(drafted.decrees)})
        picks = [("act", "submit"), *(("pick", decree.uid) for decree in drafted.decrees)]
        return redirect(f"{reverse('decree-review')}?{urlencode(picks)}")
    context = {"progress": found, "cycle": found.cycle, "form": form, "drafted": drafted} | _in_the_way(drafted)
    context["undrafted"] = undrafted(access=request.access, cycle=found.cycle, on=request.today)
    context["objecting"] = _objecting(found, request.today)
    return page(request, "appraisal/drafts.html", context, status=422 if form.errors else 200)


def _in_the_way(drafted: Drafted | None) -> dict[str, Any]:
    """Whom drafting waits for by work unit, and whom it left as they are, by name."""
    if drafted is None:
        return {}
    waiting = [(code, one) for code, obstacles in drafted.waiting.items() for one in obstacles]
    known = named([one for _code, one in waiting] + [*drafted.left, *drafted.notes])
    by_unit: dict[str, list[Left]] = {}
    for (code, _obstacle), one in zip(waiting, known, strict=False):
        by_unit.setdefault(code, []).append(one)
    return {"waiting": list(by_unit.items()), "left": known[len(waiting) :]}


def _objecting(found: Progress, day: date) -> tuple[int, date | None]:
    return objections_until(cycle=found.cycle, told_on=found.told_on, today=day)
