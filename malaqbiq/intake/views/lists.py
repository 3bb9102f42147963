"""Impor: a file, its columns, its faults mended in place, then taken in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from malaqbiq.accounts.selectors import actor_names
from malaqbiq.intake.forms import UploadForm, cells_said, left_said, places_said, sure_said
from malaqbiq.intake.models import Upload
from malaqbiq.intake.rules.employees import status_read
from malaqbiq.intake.rules.kinds import KINDS, kind_named
from malaqbiq.intake.rules.opening import DECREED, LOCKED, NEEDS_A_DECREE
from malaqbiq.intake.rules.remarks import remarks_unpacked
from malaqbiq.intake.rules.rows import Fault
from malaqbiq.intake.selectors import opening_extent, opening_is_locked
from malaqbiq.intake.selectors.done import import_before, imports_named, undecreed_of
from malaqbiq.intake.selectors.mended import cells_mended, said_by_hand
from malaqbiq.intake.selectors.uploads import (
    KEPT_FOR,
    columns_of,
    given_up_by,
    imports_seen,
    last_try,
    twins_of,
    under_way,
    uploads_seen,
    uploads_under_way,
)
from malaqbiq.intake.services import Outcome, mended_make, rejects_make, template_make
from malaqbiq.intake.services.uploads import (
    Said,
    is_long,
    upload_amend,
    upload_give_up,
    upload_store,
    upload_take,
    upload_take_enqueue,
    upload_tried,
)
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.downloads import workbook_response
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.identity import nik_read
from malaqbiq.kernel.jobs import error_of
from malaqbiq.kernel.models import Job
from malaqbiq.kernel.speech import said as told
from malaqbiq.kernel.speech import sentence
from malaqbiq.kernel.workbooks.cells import TOO_LONG_A_NUMBER, CellRefused, shown
from malaqbiq.kernel.workbooks.reading import Row, Table
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.service.effects import CONTRACT_WORKERS
from malaqbiq.ui.audience import audience
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest

MOST_SHOWN = 100
"""Rows with faults that are mended on one page."""

MOST_LISTS = 12
"""Payment lists of one file whose comparisons are offered."""

MOST_BEFORE = 20
"""Lists that came in before, as the page tells them."""


@dataclass(frozen=True, slots=True)
class Faulty:
    """A row that isn't taken: its number, whom it seems to be about, and each cell at fault with what stands there.

    `meant` is whom it means of those who are known. `engages` tells whether a decree of our own engages its status.
    """

    number: int
    name: str
    cells: list[tuple[str, str, str, str, bool, bool]]
    """key of the column, its header, what stands in it, why that is refused, whether one may be sure of it, and whether
    nothing that is typed there helps: it takes a decree"""
    meant: UUID | None
    engages: bool


@audience(Role.SDM_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: PageRequest) -> HttpResponse:
    """Choose a kind and a file; below, what is on its way in, and what was brought in before."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = upload_store(
                access=request.access, kind=form.cleaned_data["kind"], name=file.name, content=file.read()
            )
        except UserError as error:
            form.add_error("file", sentence(error))
        else:
            return redirect("import-upload", uid=upload.uid)
    locked = opening_is_locked(request.access)
    context = {
        "form": form,
        "kinds": [(kind, _(kind.guide)) for kind in KINDS.values()],
        "chosen": request.POST.get("kind") or request.GET.get("kind", "employees"),
        "under_way": [] if request.is_other_day else under_way(request.access),
        "before": imports_named(request.access, request.day, MOST_BEFORE),
        "locked": locked,
        "extent": None if locked else opening_extent(request.access, request.day),
    }
    return page(request, "intake/lists.html", context)


@audience(Role.SDM_OFFICER)
@require_safe
def template(request: PageRequest, kind: str) -> HttpResponse:
    """An empty workbook of a kind."""
    if kind not in KINDS:
        raise Http404
    found = kind_named(kind)
    return workbook_response(
        found.alias or found.name,
        lambda path: template_make(access=request.access, kind=kind, path=path, day=request.day),
    )


@audience(Role.SDM_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: PageRequest, uid: UUID) -> HttpResponse:
    """The columns of a list, and its faults, to be mended in place; what is said is kept, and tried anew."""
    try:
        if request.method == "POST":
            posted = request.POST.dict()
            said = Said(places_said(posted), cells_said(posted), sure_said(posted), left_said(posted))
            upload_amend(access=request.access, upload=uid, said=said)
            return redirect("import-upload", uid=uid)
        held = uploads_under_way(request.access).get(uid=uid)
        job = last_try(held) if is_long(held) and held.tried is None else None
        if job and not job.is_over and job.actor == request.access.actor:
            return redirect("job", uid=job.uid)
        return _looked_at(request, held, job)
    except Upload.DoesNotExist:
        return _over(request, uid)


def _looked_at(request: PageRequest, held: Upload, job: Job | None) -> HttpResponse:
    context: dict[str, Any] = {"upload": held, "kind": kind_named(held.kind)}
    try:
        by_hand = said_by_hand(held)
        context |= {"columns": columns_of(held), "mended": by_hand.mended, "left": by_hand.left, "sure": by_hand.sure}
    except UserError:
        return page(request, "intake/upload_gone.html", context)
    context |= {"twins": twins_of(request.access, held), "until": held.at + KEPT_FOR}
    if held.owner != request.access.actor:
        context["who"] = actor_names({held.owner}).get(held.owner, "")
    try:
        outcome = upload_tried(access=request.access, upload=held, day=request.today)
    except UserError as error:
        why = (error_of(job) if job else None) or error
        return page(request, "intake/upload.html", context | {"refused": sentence(why)})
    faulty = _faulty(outcome)
    context |= {"outcome": outcome, "faulty": faulty[:MOST_SHOWN], "more": max(0, len(faulty) - MOST_SHOWN)}
    context["may_be_emptied"] = _may_be_emptied(outcome)
    context |= {"remarks": replace(outcome.remarks, left=()), "changed": outcome.accepted - outcome.taken.new}
    return page(request, "intake/upload.html", context)


@audience(Role.SDM_OFFICER)
@require_POST
def taking(request: PageRequest, uid: UUID) -> HttpResponse:
    """Take a list in, without the rows that are at fault if that was said."""
    access, day, partial = request.access, request.today, "partial" in request.POST
    try:
        if is_long(uploads_under_way(access).get(uid=uid)):
            job = upload_take_enqueue(access=access, upload=uid, day=day, partial=partial)
            return redirect("job", uid=job.uid)
        outcome, done = upload_take(access=access, upload=uid, day=day, partial=partial)
    except UserError as error:
        messages.error(request, sentence(error))
        return redirect("import-upload", uid=uid)
    except Upload.DoesNotExist:
        return _over(request, uid)
    if done is None:
        left = len(outcome.rejected)
        messages.error(request, _("Nothing was taken in: %(count)s rows are at fault.") % {"count": left})
        return redirect("import-upload", uid=uid)
    return redirect("import-done", uid=done.uid)


@audience(Role.SDM_OFFICER)
@require_POST
def giving_up(request: PageRequest, uid: UUID) -> HttpResponse:
    """Throw an upload away."""
    try:
        upload_give_up(access=request.access, upload=uid)
    except Upload.DoesNotExist:
        return _over(request, uid)
    messages.success(request, _("The list was thrown away; nothing of it was taken in."))
    return redirect("import")


@audience(Role.SDM_OFFICER)
@require_safe
def rejects(request: PageRequest, uid: UUID) -> HttpResponse:
    """The rows at fault as a workbook, each with the reason beside its cell."""
    held = _held(request, uid)
    try:
        outcome = upload_tried(access=request.access, upload=held, day=request.today)
    except UserError as error:
        raise Http404 from error
    return workbook_response(_("rejected rows"), lambda path: rejects_make(outcome=outcome, path=path))


@audience(Role.SDM_OFFICER)
@require_safe
def mended(request: PageRequest, uid: UUID) -> HttpResponse:
    """The list with what was mended of it: before it is taken in, and for a while after."""
    held = _held(request, uid)
    name = _("%(file)s, mended") % {"file": held.file.name.removesuffix(held.file.suffix)}
    try:
        return workbook_response(name, lambda path: mended_make(upload=held, path=path))
    except UserError as error:
        raise Http404 from error


@audience(Role.SDM_OFFICER)
@require_safe
def done(request: PageRequest, uid: UUID) -> HttpResponse:
    """What a list brought and what is to be told of its rows, and what to do next."""
    found = imports_seen(request.access, date.max).filter(uid=uid).first()
    if found is None:
        raise Http404
    kind, remarks = kind_named(found.kind), remarks_unpacked(found.remarks)
    context: dict[str, Any] = {"done": found, "kind": kind, "remarks": remarks}
    context["left"] = [(one.row, kind.headers.get(one.key, one.key), one.words) for one in remarks.left]
    context["who"] = actor_names({found.actor}).get(found.actor, "")
    context["before"] = import_before(request.access, found) if found.unchanged and not found.accepted else None
    names = unit_tree(request.access, day=request.day).names
    context["lists"] = [(names.get(unit, unit), unit, month) for unit, month in remarks.lists][:MOST_LISTS]
    context["undecreed"] = undecreed_of(request.access, found, request.day) if found.kind == "employees" else 0
    if held := uploads_seen(request.access).filter(uid=uid).first():
        context |= {"until": (held.taken_at or held.at) + KEPT_FOR, "mended": _count_mended(held)}
    return page(request, "intake/done.html", context)


def _held(request: PageRequest, uid: UUID) -> Upload:
    """A list whose workbook is there, on its way in or taken in."""
    try:
        return uploads_seen(request.access).get(uid=uid)
    except Upload.DoesNotExist as error:
        raise Http404 from error


def _over(request: PageRequest, uid: UUID) -> HttpResponse:
    """Where a list leads that is no more on its way in, saying who did what with it; 404 where there was none."""
    if done := imports_seen(request.access, date.max).filter(uid=uid).first():
        who = actor_names({done.actor}).get(done.actor, "")
        messages.info(request, _("This list was taken in already, by %(who)s; nothing was done twice.") % {"who": who})
        return redirect("import-done", uid=uid)
    if actor := given_up_by(request.access, uid):
        who = actor_names({actor}).get(actor, "")
        messages.info(request, _("This list was thrown away already, by %(who)s.") % {"who": who})
        return redirect("import")
    raise Http404


def _count_mended(held: Upload) -> int:
    try:
        return cells_mended(held)
    except UserError:
        return 0


def _faulty(outcome: Outcome) -> list[Faulty]:
    table, headers = outcome.table, KINDS[outcome.kind].headers
    by_row: defaultdict[int, list[tuple[str, str, str, str, bool, bool]]] = defaultdict(list)
    for fault in outcome.faults:
        marks = (_may_be_sure(fault), fault.words.message == LOCKED)
        by_row[fault.row].append((fault.key, headers[fault.key], fault.value, told(fault.words), *marks))
    rows = {row.number: row for row in table.rows}
    meant = {row: uid for uid, row in outcome.taken.people.items()}
    naming = "name" if "name" in table.places else "number"
    return [
        Faulty(number, shown(table.cell(rows[number], naming)), cells, meant.get(number), _engages(table, rows[number]))
        for number, cells in sorted(by_row.items())
    ]


def _engages(table: Table, row: Row) -> bool:
    """Whether the status of a row is one that a decree of our own engages people in."""
    try:
        return status_read(table.cell(row, "status")) in CONTRACT_WORKERS
    except CellRefused:
        return False


def _may_be_emptied(outcome: Outcome) -> bool:
    """Whether something that only a decree changes stands in a column that may be left empty."""
    needed = {key for group in KINDS[outcome.kind].needed for key in group}
    said = [fault for fault in outcome.faults if fault.value and fault.words.message in {DECREED, NEEDS_A_DECREE}]
    return any(fault.key not in needed for fault in said)


def _may_be_sure(fault: Fault) -> bool:
    """Whether it is a NIK that stands as a number with all of its digits: they may be right."""
    is_number = fault.words.message == TOO_LONG_A_NUMBER and fault.key == "nik"
    return is_number and not any(not problem.warning for problem in nik_read(fault.value)[1])
