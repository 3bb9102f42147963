"""A work unit's monthly report: read, sent, checked or returned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from malaqbiq.decrees.rules.papers.fields import CODES
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.downloads import made_response
from malaqbiq.kernel.media import PDF
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.speech import sentence
from malaqbiq.pay.forms import month_of as month_named
from malaqbiq.pay.rules.months import month_of
from malaqbiq.pay.selectors.seen import unit_read
from malaqbiq.reports.errors import ReportRefused
from malaqbiq.reports.labels import CHANGES, STAGES, TONES, missing_words
from malaqbiq.reports.rules.content import DAYS, LACKED
from malaqbiq.reports.selectors.board import CHECKERS, READERS
from malaqbiq.reports.selectors.papers import report_pdf
from malaqbiq.reports.selectors.reading import MonthOfUnit, Named, month_of_unit, report_read
from malaqbiq.reports.services import report_review, report_send
from malaqbiq.service.rules.jobs import job_name
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest, text_typed
from malaqbiq.ui.tables import Column, ListSource, Shown, table, workbook_response

LONGEST = 2000
"""Characters of a note or a reason."""
STATUSES = CODES["status"]
ATTENDANCE = {
    "working_days": gettext_lazy("Working days"),
    "present": gettext_lazy("Present"),
    "late": gettext_lazy("Late"),
    "leave": gettext_lazy("Leave"),
    "sick": gettext_lazy("Sick"),
    "absent": gettext_lazy("Absent"),
}


@audience(*READERS)
@require_safe
@theirs
def report(request: PageRequest, unit: str, month: str) -> HttpResponse:
    """A unit's month: the last version, another one, or what would be sent now; as a page, PDF or workbook."""
    of = _month(month)
    asked = request.GET.get("version", "")
    version = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else None
    found = month_of_unit(request.access, unit=unit, of=of, day=request.day, version=version)
    name = f"{_('Monthly report')} {found.unit.code} {month}"
    if request.GET.get("format") == "pdf":
        return made_response(report_pdf(request.access, found, day=request.day), name, PDF)
    only = request.GET.get("only", "")
    lines = [one for one in found.lines if only in one.line.missing] if only in LACKED else found.lines
    listed = table(request.GET, _columns(), ListSource(lines, ORDERS))
    if request.GET.get("format") == "xlsx":
        return workbook_response(name, _("Monthly report"), listed)
    context = {**_context(request, found, listed, month), "only": only if only in LACKED else ""}
    return page(request, "reports/report.html", context)


@audience(Role.SDM_OFFICER)
@require_POST
@theirs
def sending(request: PageRequest, unit: str, month: str) -> HttpResponse:
    """Send a unit's report on a month as it was shown."""
    of, shown, note = _month(month), request.POST.get("digest", ""), text_typed(request.POST, "note", LONGEST)
    unit_read(request.access, unit)
    try:
        sent = report_send(access=request.access, unit=unit, month=of.start, digest=shown, note=note)
    except ReportRefused as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, _("Version %(version)s is sent to be checked.") % {"version": sent.version})
    return redirect("report", unit, month)


@audience(*CHECKERS)
@require_POST
@theirs
def review(request: PageRequest, uid: UUID) -> HttpResponse:
    """Check a version that was sent, or return it with a reason."""
    found, posted = report_read(request.access, uid), request.POST
    try:
        report_review(
            access=request.access,
            report=found.uid,
            digest=posted.get("digest", ""),
            outcome=posted.get("outcome", ""),
            reason=text_typed(posted, "reason", LONGEST),
        )
    except ReportRefused as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, _("The review is recorded."))
    return redirect("report", found.work_unit.code, f"{found.month:%Y-%m}")


def _month(text: str) -> Period:
    """The month that an address names; 404 if it names none."""
    named = month_named(text, date.min)
    if len(text) != 7 or named == date.min:
        raise Http404
    return month_of(named)


def _context(request: PageRequest, found: MonthOfUnit, listed: Any, month: str) -> dict[str, Any]:
    return {
        "found": found,
        "table": listed,
        "month": month,
        "name": date_format(found.month.start, "F Y"),
        "missing": missing_words(found.content),
        "changed": [one for one in found.lines if one.line.changes],
        "versions": [(one, STAGES[one.stage], TONES[one.stage]) for one in found.versions],
        "stage": capfirst(STAGES[found.stage]),
        "tone": TONES[found.stage],
        "version": found.chosen.report.version if found.chosen else 0,
        "may_send": found.may_send and not found.chosen and not request.is_other_day,
        "may_correct": found.may_send and bool(found.chosen),
        "may_review": found.may_review and bool(found.chosen) and not request.is_other_day,
    }


ORDERS = {
    "name": lambda one: one.name,
    "amount": lambda one: one.line.amount,
    "until": lambda one: one.line.until or None,
}


def _columns() -> Sequence[Column[Named]]:
    return [
        Column[Named]("name", gettext_lazy("Name"), lambda one: one.name, show=_name, sort=True, width=34),
        Column[Named]("status", gettext_lazy("Status"), _status, chosen=False),
        Column[Named]("job", gettext_lazy("Job"), lambda one: job_name(one.line.family), width=24),
        Column[Named]("until", gettext_lazy("Contract ends"), lambda one: _day(one.line.until), kind="date", sort=True),
        Column[Named]("amount", gettext_lazy("Pay a month"), lambda one: one.line.amount, kind="rupiah", sort=True),
        Column[Named]("changes", gettext_lazy("Changes"), _changes, show=_shown_changes, width=24),
        *(_attended(name) for name in DAYS),
    ]


def _attended(name: str) -> Column[Named]:
    return Column[Named](
        name, ATTENDANCE[name], lambda one: one.line.attendance[name] if one.line.attendance else None, kind="whole"
    )


def _name(one: Named) -> Shown:
    return Shown(one.name, note=_("no decree yet") if one.line.undecreed else "")


def _status(one: Named) -> str:
    return STATUSES.get(one.line.status, one.line.status)


def _changes(one: Named) -> str:
    return ", ".join(str(CHANGES[change]) for change in CHANGES if change in one.line.changes)


def _shown_changes(one: Named) -> Shown:
    return Shown(_changes(one), tone="info" if one.line.changes else "")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
