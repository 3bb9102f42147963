"""Paket audit: what a pack would hold, and asking for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from malaqbiq.home.forms import PackForm
from malaqbiq.home.selectors.packing import READERS, pack_asked, pack_held, packs_made, tree_covered
from malaqbiq.home.services.packing import KEPT_FOR, pack_enqueue
from malaqbiq.home.views.staff import unit_choices_of
from malaqbiq.kernel.models import Job
from malaqbiq.kernel.packs import Asked
from malaqbiq.organization.rules.tree import Tree
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest


@audience(*READERS)
@theirs
@require_http_methods(["GET", "HEAD", "POST"])
def audit_pack(request: PageRequest) -> HttpResponse:
    """What a pack of a work unit and some days would hold; pressed, a job that makes it."""
    tree, covered = tree_covered(request.access, request.today)
    form = PackForm(request.POST if request.method == "POST" else _wanted(request, tree, covered))
    if not form.is_valid():
        return page(request, "home/audit_pack.html", _context(request, tree, covered, form), status=422)
    unit, period = form.cleaned_data["unit"], form.cleaned_data["period"]
    asked = pack_asked(request.access, unit=unit, period=period, today=request.today)
    if request.method == "POST":
        return redirect("job", uid=pack_enqueue(access=request.access, asked=asked, unit=unit).uid)
    return page(request, "home/audit_pack.html", _context(request, tree, covered, form, asked))


def _wanted(request: PageRequest, tree: Tree, covered: frozenset[str]) -> dict[str, Any]:
    """What the address asks, else the highest of one's units and the year so far."""
    first = min(covered, key=lambda code: (len(tree.lineage(code)), code), default="")
    days = {"first": date(request.day.year, 1, 1).isoformat(), "last": request.day.isoformat()}
    return {"unit": first, **days, **{key: value for key, value in request.GET.items() if value}}


def _context(
    request: PageRequest, tree: Tree, covered: frozenset[str], form: PackForm, asked: Asked | None = None
) -> dict[str, Any]:
    unit = str(form["unit"].value() or "")
    held = pack_held(asked) if asked else []
    return {
        "form": form,
        "unit": unit,
        "unit_name": tree.names.get(unit, ""),
        "units": unit_choices_of(tree, covered, unit),
        "asked": asked,
        "held": held,
        "every": len(asked.units) if asked else 0,
        "is_empty": not any(said.number for one in held if one.part.folder != CHECKS for said in one.counts),
        "made": [_made(job, tree) for job in packs_made(request.access)],
        "kept": KEPT_FOR.days,
    }


def _made(job: Job, tree: Tree) -> tuple[Job, str, date, date]:
    """A pack made before: of which work unit, and from which day to which."""
    first, last = (date.fromisoformat(job.arguments[key]) for key in ("first", "last"))
    return job, tree.names.get(job.unit_code, job.unit_code), first, last


CHECKS = "pemeriksaan"
"""The part that is never empty: the ledger is checked whatever a pack is of."""
