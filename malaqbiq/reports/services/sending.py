"""A report is sent by its unit, then checked or returned by another person of the province."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.selectors import province_of
from malaqbiq.pay.rules.months import month_of
from malaqbiq.reports.errors import ReportChanged, ReportRefused
from malaqbiq.reports.models import Report, Review
from malaqbiq.reports.rules.stages import Stage, may_send
from malaqbiq.reports.selectors.board import CHECKERS, last_report, stage_now
from malaqbiq.reports.selectors.composing import content_now
from malaqbiq.reports.services.telling import returned_tell, sent_settle

CHANGED = gettext_noop("the report has changed since you looked at it")
LOOK_AGAIN = gettext_noop("look at it again, then do it")


@transaction.atomic
def report_send(*, access: Access, unit: str, month: date, digest: str, note: str = "") -> Report:
    """The report of a work unit (by code) on a month (a day in it) as the next version, frozen as it stands now.

    `digest` is of the content that the sender was shown: ReportChanged if it is another by now. ReportRefused before
    the month is over, or while a version waits to be reviewed. Forbidden for who is no SDM officer of the unit.
    """
    access.require(unit, Role.SDM_OFFICER)
    # The unit is locked, so that of two who send at once the second finds the first one's version waiting.
    found, of = WorkUnit.objects.select_for_update().get(code=unit), month_of(month)
    _refuse_unfinished(of, clock.today(found.zone))
    before = last_report(unit, of)
    if not may_send(stage_now(before)):
        raise ReportRefused(
            gettext_noop("a version of this report was sent and waits to be checked"),
            gettext_noop("a correction can be sent once it is checked or returned"),
        )
    content = content_now(found, of)
    if content.digest != digest:
        raise ReportChanged(CHANGED, LOOK_AGAIN)
    report = Report.objects.create(
        work_unit=found,
        month=of.start,
        version=before.version + 1 if before else 1,
        content=content.packed(),
        digest=content.digest,
        people=len(content.serving),
        note=note.strip(),
        sent_by=access.actor,
        sent_at=clock.now(),
    )
    sent_settle(access=access, unit=found)
    _log(access, "reports.send", report)
    return report


@transaction.atomic
def report_review(*, access: Access, report: UUID, digest: str, outcome: str, reason: str = "") -> Review:
    """A sent report as checked, or as returned with a reason, by another person than who sent it.

    Forbidden for who has no role on the province; ReportRefused for the sender, a report that doesn't wait, or a return
    without a reason; ReportChanged if the digest is not the report's.
    """
    unit = Report.objects.select_related("work_unit").get(uid=report).work_unit
    province = province_of(access, code=unit.code, day=clock.today(unit.zone)) or unit.code
    access.require(province, *CHECKERS)
    WorkUnit.objects.select_for_update().get(uid=unit.uid)
    found = Report.objects.select_related("work_unit", "review", "review__enclosure").get(uid=report)
    _refuse_review(access, found, outcome, reason.strip())
    if found.digest != digest:
        raise ReportChanged(CHANGED, LOOK_AGAIN)
    review = Review.objects.create(
        report=found,
        outcome=outcome,
        reason=reason.strip(),
        sent_by=found.sent_by,
        reviewed_by=access.actor,
        reviewed_at=clock.now(),
    )
    if outcome == Review.Outcome.RETURNED:
        returned_tell(access=access, report=found)
    _log(access, "reports.check" if outcome == Review.Outcome.CHECKED else "reports.return", found)
    return review


def _refuse_unfinished(of: Period, today: date) -> None:
    if of.end is None or today < of.end:
        words = gettext_noop("the month %(month)s is not over yet")
        raise ReportRefused(
            Words(words, {"month": f"{of.start:%Y-%m}"}), gettext_noop("send the report when it has ended")
        )


def _refuse_review(access: Access, report: Report, outcome: str, reason: str) -> None:
    if stage_now(report) is not Stage.SENT:
        raise ReportRefused(gettext_noop("this report does not wait to be checked"))
    if outcome not in Review.Outcome.values:
        raise ReportRefused(gettext_noop("a report is either checked or returned"))
    if outcome == Review.Outcome.RETURNED and not reason:
        raise ReportRefused(gettext_noop("say why the report is returned, so that the unit can mend it"))
    if access.actor == report.sent_by:
        raise ReportRefused(
            gettext_noop("who sends a report does not check it"), gettext_noop("have another person check it")
        )


def _log(access: Access, action: str, report: Report) -> None:
    detail: dict[str, Json] = {"month": report.month.isoformat(), "version": report.version}
    activity_record(access=access, action=action, unit_code=report.work_unit.code, detail=detail)
