"""Who is told of monthly reports: the officers of a unit whose report is asked for or was returned."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from malaqbiq.accounts.selectors import notices_told, role_holders, uids_of
from malaqbiq.accounts.services import Telling, notices_send, notices_settle
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.words import month_named
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.rules.months import month_before, month_of
from malaqbiq.regulations.selectors import terms
from malaqbiq.reports.models import Report
from malaqbiq.reports.notices import ASKED, ASKED_BY, RETURNED
from malaqbiq.reports.selectors.board import report_due


@transaction.atomic
def reports_ask(*, access: Access) -> int:
    """Tell the officers of each unit that the report on the last month is to be sent, once; how many were told.

    A unit that never sent a report is not asked. Forbidden for all but a system user.
    """
    access.require("", Role.ADMINISTRATOR)
    today = clock.today(settings.TIME_ZONE)
    of, said = month_before(month_of(today)), terms(access)
    last = Report.objects.order_by().values("work_unit").annotate(last=Max("month")).filter(last__lt=of.start)
    units = list(WorkUnit.objects.filter(uid__in=last.values("work_unit")).order_by("code"))
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


def _officers(unit: WorkUnit, day: date) -> frozenset[UUID]:
    return role_holders(Role.SDM_OFFICER, unit_code=unit.code, day=day)
