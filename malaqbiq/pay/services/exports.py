"""The month's changes, and a payment list's differences, as workbooks for the operator of the payroll program.

A workbook holds whole NIK only for an SDM officer of the unit, and that it was made is logged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.identity import mask_nik
from malaqbiq.kernel.speech import named, said
from malaqbiq.kernel.words import Named
from malaqbiq.kernel.workbooks.cells import Cell
from malaqbiq.kernel.workbooks.writing import Heading, Styles, cell_write, sheet_add, workbook_opened, workbook_write
from malaqbiq.pay.lines import difference_words, line_words
from malaqbiq.pay.rules.listed import Finding
from malaqbiq.pay.rules.monthview import MonthLine, MonthView
from malaqbiq.pay.selectors.dpp import dpp_comparison
from malaqbiq.pay.selectors.months import month_view
from malaqbiq.service.rules.jobs import job_name

Row = Sequence[Cell | None]


def month_export(*, access: Access, unit: str, month: date, path: Path) -> MonthView:
    """Write a work unit's month into a workbook: its changes, all lines, and what must be known beside them."""
    view = month_view(access, unit=unit, month=month)
    whole = access.covers(unit, Role.SDM_OFFICER)
    headings = [*_headings(), *(Heading(key.upper(), "rupiah", 14) for key in view.premium_totals())]
    with workbook_opened(path) as workbook:
        styles = Styles(workbook)
        for title, lines in ((_("Changes"), view.changes()), (_("All"), view.lines)):
            rows = (_row(view, item, whole=whole) for item in lines)
            _sheet(workbook, styles, title, headings, rows)
        _sheet(workbook, styles, _("Notes"), [Heading(_("Note"), width=100)], ([note] for note in _notes(view)))
    _log(access, "pay.month_export", unit, view.month.start, len(view.lines))
    return view


def dpp_export(*, access: Access, unit: str, month: date, path: Path) -> tuple[Finding, ...]:
    """Write every difference between a month's payment list and the decrees in force into a workbook."""
    found = dpp_comparison(access, unit=unit, month=month)
    headings = [
        Heading(_("Name"), width=32),
        Heading(_("NIK"), width=20),
        Heading(_("Difference"), width=34),
        Heading(_("Gross in the list"), "rupiah"),
        Heading(_("Gross by decree"), "rupiah"),
        Heading(_("Paid by"), width=12),
    ]
    rows = [
        [item.name, item.nik, difference_words(item), item.listed, item.owed, item.unit_code] for item in found.findings
    ]
    strange = _("not recognised (row %(row)s): %(why)s")
    rows += [
        [one.name, one.nik, strange % {"row": one.row, "why": said(one.why)}, one.gross, None, ""]
        for one in found.strays
    ]
    workbook_write(path, _("Differences"), headings, rows)
    _log(access, "pay.dpp_export", unit, found.month.start, len(rows))
    return found.findings


def _log(access: Access, action: str, unit: str, month: date, lines: int) -> None:
    detail: dict[str, Json] = {"month": month.isoformat(), "lines": lines}
    activity_record(access=access, action=action, unit_code=unit, detail=detail)


def _sheet(workbook: Workbook, styles: Styles, title: str, headings: Sequence[Heading], rows: Iterable[Row]) -> None:
    sheet = sheet_add(workbook, title, headings, styles)
    for number, row in enumerate(rows, start=1):
        for column, (heading, value) in enumerate(zip(headings, row, strict=True)):
            cell_write(sheet, number, column, value, styles, kind=heading.kind)


def _headings() -> list[Heading]:
    return [
        Heading(_("Name"), width=32),
        Heading(_("NIK"), width=20),
        Heading(_("Job family"), width=20),
        Heading(_("What"), width=28),
        Heading(_("For the month"), width=14),
        Heading(_("Days paid"), "whole", 10),
        Heading(_("Days of the month"), "whole", 10),
        Heading(_("Pay of a full month"), "rupiah"),
        Heading(_("Gross"), "rupiah"),
        Heading(_("Decree"), width=28),
        Heading(_("Dated"), "date", 12),
    ]


def _row(view: MonthView, item: MonthLine, *, whole: bool) -> Row:
    line, nik = item.line, item.nik or ""
    return [
        item.name,
        nik if whole else mask_nik(nik),
        job_name(item.job_family),
        line_words(view, item),
        f"{line.about:%Y-%m}",
        line.days,
        line.of_days,
        line.rate,
        line.amount,
        item.decree_number,
        item.decided_on,
        *(item.premiums.get(key, 0) for key in view.premium_totals()),
    ]


def _notes(view: MonthView) -> list[str]:
    state = _("closed") if view.closed_at else _("not closed: this can still change")
    notes = [
        _("Month %(month)s of %(unit)s, %(state)s.")
        % {
            "month": date_format(view.month.start, "F Y"),
            "unit": named(Named("work_unit", view.unit_code)),
            "state": state,
        },
        _("Known: decrees up to place %(place)s of the ledger.") % {"place": view.place},
        _("Gross in all: %(gross)s rupiah.") % {"gross": view.gross},
        _("A part of a month is paid by its calendar days, rounded up. Premiums count a full month's pay."),
    ]
    notes += [_("Asked: %(question)s") % {"question": said(words)} for words in view.questions]
    notes += [_("Not known: %(what)s") % {"what": said(words)} for words in view.unknown]
    unknown = [key for key, total in view.premium_totals().items() if total is None]
    notes += [_("The premium of %(programme)s can't be counted.") % {"programme": key.upper()} for key in unknown]
    return notes
