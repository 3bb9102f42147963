"""Closing a month: what was told to the operator of the treasury's payroll program, kept for good."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from malaqbiq.decrees.services.posting import ledger_lock
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.words import Words, gettext_noop, month_named
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.errors import MonthRefused
from malaqbiq.pay.models import PayLine, PayMonth
from malaqbiq.pay.rules.months import month_of
from malaqbiq.pay.rules.monthview import MonthLine, MonthView
from malaqbiq.pay.selectors.months import closed_months, month_view


@transaction.atomic
def month_close(*, access: Access, unit: str, month: date) -> PayMonth:
    """The closed month of a work unit (by its code and a day in it), with the lines as they stand now; one that is
    closed already is given as it was.

    MonthRefused for a month that has not begun, out of order, or while a question is open (the THR's month).
    """
    access.require(unit, Role.SDM_OFFICER)
    # One lock over all units, the one of issuing: of two who close the same month the second finds it closed; of two
    # units that pay somebody in turn the second sees whether the first told the THR; and no decree that is held to
    # closed months is issued between.
    ledger_lock()
    found = WorkUnit.objects.get(code=unit)
    of = month_of(month)
    closed = PayMonth.objects.filter(work_unit=found, month=of.start).first()
    if closed:
        return closed
    _refuse_out_of_order(access, found, of)
    view = month_view(access, unit=unit, month=of.start)
    if view.questions or view.thr_month is None:
        raise MonthRefused(view.questions[0], gettext_noop("answer it, then close the month"))
    return _write(access, view, view.thr_month)


def _refuse_out_of_order(access: Access, unit: WorkUnit, of: Period) -> None:
    if of.start > clock.today(unit.zone):
        raise MonthRefused(Words(gettext_noop("the month %(month)s has not begun"), {"month": month_named(of.start)}))
    months = closed_months(access, unit=unit.code)
    wanted = months[-1].end if months else None
    if wanted and wanted != of.start:
        raise MonthRefused(
            Words(gettext_noop("the next month to close is %(month)s"), {"month": month_named(wanted)}),
            gettext_noop("months are closed one after the other, so that nothing is told twice or left out"),
        )


def _write(access: Access, view: MonthView, thr_month: int) -> PayMonth:
    unknown = [_as_data(words) for words in view.unknown]
    closed = PayMonth.objects.create(
        work_unit_id=view.unit,
        month=view.month.start,
        place=view.place,
        thr_month=thr_month,
        unknown=unknown,
        closed_by=access.actor,
        closed_at=clock.now(),
    )
    rows = [_row(closed, ordinal, item) for ordinal, item in enumerate(view.lines, start=1)]
    PayLine.objects.bulk_create(rows, batch_size=500)
    detail: dict[str, Json] = {"month": view.month.start.isoformat(), "lines": len(rows)}
    activity_record(access=access, action="pay.month_close", unit_code=view.unit_code, detail=detail)
    return closed


def _row(closed: PayMonth, ordinal: int, item: MonthLine) -> PayLine:
    line = item.line
    return PayLine(
        pay_month=closed,
        ordinal=ordinal,
        person_id=line.person,
        kind=line.kind,
        about=line.about,
        amount=line.amount,
        monthly_amount=line.rate,
        days=line.days,
        of_days=line.of_days,
        changes=[change.value for change in line.changes],
        premiums=dict(item.premiums),
        entry_id=line.entry,
    )


def _as_data(words: Words) -> Json:
    params = {name: value if isinstance(value, int) else str(value) for name, value in words.params.items()}
    return {"message": words.message, "params": params}
