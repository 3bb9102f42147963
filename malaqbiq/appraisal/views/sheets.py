"""Lembar Nilai: score one's own people, on the page or in Excel."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from malaqbiq.appraisal.forms import EntriesRefusedByForm, WorkbookForm, entries_from_form, entries_from_json
from malaqbiq.appraisal.grid import Grid, answer, grid
from malaqbiq.appraisal.selectors.sheets import scores_given, sheet_of, sheets_waiting
from malaqbiq.appraisal.services import ScoreEntry
from malaqbiq.appraisal.services.sheet_files import sheet_file_take, sheet_file_write
from malaqbiq.appraisal.services.sheets import Saved, sheet_save
from malaqbiq.kernel.access import Forbidden
from malaqbiq.kernel.downloads import made_response
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.media import MEBIBYTE, XLSX
from malaqbiq.kernel.speech import sentence
from malaqbiq.ui.audience import everyone, theirs
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest

FILE_LIMIT = 5 * MEBIBYTE


@everyone
@require_safe
def own_sheets(request: PageRequest) -> HttpResponse:
    """The sheet of the newest cycle in which the asker scores somebody, or the word that there is none."""
    waiting = sheets_waiting(access=request.access)
    if len(waiting) == 1:
        return redirect("appraisal-sheet", waiting[0].uid)
    return page(request, "appraisal/sheets.html", {"cycles": waiting})


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def sheet(request: PageRequest, cycle: UUID) -> HttpResponse:
    """One's own people in rows, the scores to give in columns; without script it is a form with a button."""
    if request.method != "POST":
        return _sheet_page(request, cycle, (), Saved(0))
    try:
        entries = entries_from_form(request.POST)
        saved = sheet_save(access=request.access, cycle=cycle, entries=entries)
    except EntriesRefusedByForm:
        return HttpResponse(status=400)
    except Forbidden:
        raise
    except UserError as error:
        messages.error(request, sentence(error))
        return redirect(request.get_full_path())
    words = ngettext("%(count)s score was saved.", "%(count)s scores were saved.", saved.changed)
    messages.success(request, words % {"count": saved.changed})
    if saved.problems:
        return _sheet_page(request, cycle, entries, saved)
    return redirect(request.get_full_path())


def _sheet_page(
    request: PageRequest, cycle: UUID, entries: Sequence[ScoreEntry], saved: Saved, **more: object
) -> HttpResponse:
    unit, number = request.GET.get("unit", ""), request.GET.get("page", "")
    asked = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    found = sheet_of(access=request.access, cycle=cycle, unit=unit, page=asked)
    drawn: Grid = grid(found, entries, saved.problems, _theirs(request, cycle, entries, saved))
    context: Mapping[str, object] = {"sheet": found, "cycle": found.cycle, "grid": drawn, "unit": unit, **more}
    context = {**context, "rules": found.cycle.rules}
    return page(request, "appraisal/sheet.html", context, status=422 if saved.problems or more else 200)


def _theirs(request: PageRequest, cycle: UUID, entries: Sequence[ScoreEntry], saved: Saved) -> Mapping[object, object]:
    stale = [entries[one.position] for one in saved.problems if one.stale]
    slots = [(one.person, one.component, one.month) for one in stale]
    return scores_given(access=request.access, cycle=cycle, slots=slots)  # type: ignore[return-value]


@everyone
@require_POST
@theirs
def cells(request: PageRequest, cycle: UUID) -> JsonResponse:
    """Save cells as they are filled: what was saved with its version, what wasn't with the reason and what stands."""
    try:
        entries = entries_from_json(request.body)
        saved = sheet_save(access=request.access, cycle=cycle, entries=entries)
    except EntriesRefusedByForm:
        return JsonResponse({"error": "entries"}, status=400)
    except Forbidden:
        raise
    except UserError as error:
        return JsonResponse({"error": sentence(error)}, status=409)
    slots = [(one.person, one.component, one.month) for one in entries]
    standing = scores_given(access=request.access, cycle=cycle, slots=slots)
    return JsonResponse(answer(entries, saved.problems, standing))


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def workbook(request: PageRequest, cycle: UUID) -> HttpResponse:
    """The same sheet as an Excel file to fill in; what comes back is taken as far as it can be."""
    with tempfile.TemporaryDirectory(prefix="malaqbiq-") as folder:
        path = Path(folder) / "sheet.xlsx"
        if request.method != "POST":
            written = sheet_file_write(access=request.access, cycle=cycle, path=path)
            return made_response(path.read_bytes(), f"{_('Scores')} {written.cycle.title}", XLSX)
        form = WorkbookForm(request.POST, request.FILES)
        taken = None
        if form.is_valid() and _stored(form, path):
            with errors_told(form, "file"):
                taken = sheet_file_take(access=request.access, cycle=cycle, path=path)
    if taken is None:
        return _sheet_page(request, cycle, (), Saved(0), upload=form)
    return page(request, "appraisal/sheet_file.html", {"taken": taken, "cycle_uid": cycle})


def _stored(form: WorkbookForm, path: Path) -> bool:
    file = form.cleaned_data["file"]
    if file.size > FILE_LIMIT:
        form.add_error("file", _("The file is larger than 5 MiB."))
        return False
    path.write_bytes(file.read())
    return True
