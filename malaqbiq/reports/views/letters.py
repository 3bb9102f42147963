"""The province's covering letters to KPU RI."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from malaqbiq.kernel.downloads import made_response
from malaqbiq.kernel.media import PDF
from malaqbiq.kernel.speech import sentence
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.forms import month_of as month_named
from malaqbiq.pay.rules.months import month_before, month_of
from malaqbiq.reports.errors import ReportRefused
from malaqbiq.reports.forms import LetterForm
from malaqbiq.reports.labels import ICONS, STAGES, TONES
from malaqbiq.reports.rules.stages import Stage
from malaqbiq.reports.selectors.board import CHECKERS, READERS
from malaqbiq.reports.selectors.letters import offices_of, units_of_letter
from malaqbiq.reports.selectors.papers import letter_pdf, letter_read, letters_of
from malaqbiq.reports.services import letter_make
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest


@audience(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def letters(request: PageRequest) -> HttpResponse:
    """A month's reports of a province, how far each is, and the letters over them; who may, makes one."""
    offices = offices_of(request.access, day=request.day)
    office = request.GET.get("office", "")[:8] or next((code for code, _ in offices), "")
    asked = month_named(request.GET.get("month", ""), month_before(month_of(request.day)).start)
    of = month_of(asked)
    units = units_of_letter(request.access, office=office, of=of, day=request.day)
    may_make = request.access.covers(office, *CHECKERS) and not request.is_other_day
    form = LetterForm(request.POST if request.method == "POST" else None, initial={"dated_on": request.today})
    if request.method == "POST":
        if not may_make:
            raise WorkUnit.DoesNotExist
        if form.is_valid() and _made(request, form, office, of.start):
            return redirect(f"{reverse('report-letters')}?office={office}&month={of.start:%Y-%m}")
    checked = sum(one.stage is Stage.CHECKED for one in units)
    context = {
        "offices": offices,
        "office": office,
        "month": of.start,
        "name": date_format(of.start, "F Y"),
        "units": [(one, STAGES[one.stage], TONES[one.stage], ICONS[one.stage]) for one in units],
        "checked": checked,
        "form": form if may_make and checked else None,
        "letters": letters_of(request.access, office, of.start),
    }
    return page(request, "reports/letters.html", context)


@audience(*READERS)
@require_safe
@theirs
def letter(request: PageRequest, uid: UUID) -> HttpResponse:
    """A covering letter as PDF."""
    found = letter_read(request.access, uid)
    return made_response(letter_pdf(found), f"{_('Covering letter')} {found.month:%Y-%m}", PDF)


def _made(request: PageRequest, form: LetterForm, office: str, month: date) -> bool:
    try:
        made = letter_make(access=request.access, office=office, month=month, **form.cleaned_data)
    except ReportRefused as error:
        messages.error(request, sentence(error))
        return False
    messages.success(request, _("The letter %(number)s is made.") % {"number": made.number})
    return True
