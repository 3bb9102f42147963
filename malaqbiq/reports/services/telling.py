"""Who is told of monthly reports: the officers of a unit whose report is asked for or was returned."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min
from django.urls import reverse

from malaqbiq.accounts.selectors import notices_told, role_holders, uids_of
from malaqbiq.accounts.services import Telling, notices_send, notices_settle
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.words import month_named
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.rules.months import month_before, month_of
from malaqbiq.regulations.selectors import terms
from malaqbiq.reports.models import Report
from malaqbiq.reports.notices import ASKED, ASKED_BY, RETURNED
from malaqbiq.reports.selectors.board import report_due
from malaqbiq.reports.selectors.owing import owing_on


@transaction.atomic
def reports_ask(*, access: Access) -> int:
    """Tell the officers of each unit that owes the report on the last month and hasn't sent it, once; how many.

    Which units owe it: `owing_on`. Forbidden for all but a system user.
    """
    access.require("", Role.ADMINISTRATOR)
    today = clock.today(settings.TIME_ZONE)
    of, said = month_before(month_of(today)), terms(access)
    units = list(WorkUnit.objects.filter(code__in=_owing(of, today)).order_by("code"))
    once = {unit.code: f"{ASKED}:{unit.code}:{of.start:%Y-%m}" for unit in units}
    told = notices_told(once.values())
    count = 0
    for unit in (unit for unit in units if once[unit.code] not in told):
        due = report_due(said, unit.code, of)
        telling = Telling(
            kind=ASKED_BY if due else ASKED,
            path=reverse("report", args=[unit.code, f"{of.start:%Y-%m}"]),
            subject=unit.uid,
            unit_code=unit.code,
            params={"month": month_named(of.start), **({"due": due} if due else {})},
            once=once[unit.code],
        )
        count += notices_send(access=access, to=_officers(unit, today), telling=telling)
    return count


def returned_tell(*, access: Access, report: Report) -> None:
    """Tell who sent it; if that was no user, the officers nearest to the unit."""
    unit = report.work_unit
    path = reverse("report", args=[unit.code, f"{report.month:%Y-%m}"])
    telling = Telling(
        kind=RETURNED,
        path=path,
        subject=unit.uid,
        unit_code=unit.code,
        params={"month": month_named(report.month)},
    )
    notices_send(
        access=access, to=uids_of([report.sent_by]) or _officers(unit, clock.today(unit.zone)), telling=telling
    )


def sent_settle(*, access: Access, unit: WorkUnit) -> None:
    """Nobody is asked for the unit's report any more."""
    notices_settle(access=access, subjects=[unit.uid], kinds=[ASKED, ASKED_BY, RETURNED])


def _owing(of: Period, today: date) -> list[str]:
    """The units (codes) that owe a month's report as it is today and have none of it or of a later month."""
    months = Report.objects.order_by().values_list("work_unit__code").annotate(Min("month"), Max("month"))
    rows = list(months)
    last = {code: latest for code, _, latest in rows}
    owing = owing_on(today, {(code, first) for code, first, _ in rows})
    return [code for code in owing.since if owing.asks(code, of) and last.get(code, date.min) < of.start]


def _officers(unit: WorkUnit, day: date) -> frozenset[UUID]:
    return role_holders(Role.SDM_OFFICER, unit_code=unit.code, day=day)
