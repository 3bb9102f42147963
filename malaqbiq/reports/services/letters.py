"""The province's covering letter to KPU RI over the reports that are checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json, canonical, digest
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.rules.names import Authority, authority_title
from malaqbiq.organization.rules.tree import ROOT
from malaqbiq.organization.selectors import signature_block, signer_on
from malaqbiq.pay.rules.months import month_of
from malaqbiq.reports.errors import ReportRefused
from malaqbiq.reports.models import Enclosure, Letter, Report
from malaqbiq.reports.rules.papers import Enclosed, letter_content
from malaqbiq.reports.rules.stages import Stage
from malaqbiq.reports.selectors.board import CHECKERS
from malaqbiq.reports.selectors.letters import UnitOfLetter, units_of_letter
from malaqbiq.reports.selectors.papers import head_of


@transaction.atomic
def letter_make(*, access: Access, office: str, month: date, number: str, dated_on: date) -> Letter:
    """The covering letter of a province (by code) over all checked reports on a month that no letter names yet.

    The number is the one in the office's own book. Units without a checked report are named as to follow; a later
    letter encloses theirs. Forbidden for who has no role on the office; ReportRefused if nothing is checked, the number
    is empty or taken, or the letter is dated ahead.
    """
    access.require(office, *CHECKERS)
    # The office is locked, so that of two who make the letter at once the second finds nothing left to enclose.
    found = WorkUnit.objects.select_for_update().get(code=office)
    of, today = month_of(month), clock.today(found.zone)
    # So are its units: none sends a correction while its report is enclosed.
    codes = [one.code for one in units_of_letter(access, office=office, of=of, day=today)]
    list(WorkUnit.objects.select_for_update().filter(code__in=codes).order_by("code"))
    units = units_of_letter(access, office=office, of=of, day=today)
    checked = [one for one in units if one.stage is Stage.CHECKED]
    number = " ".join(number.split())
    _refuse(found, checked, number, dated_on, today)
    content = _content(access, found, units, dated_on, f"{of.start:%Y-%m}")
    letter = Letter.objects.create(
        office=found,
        month=of.start,
        number=number,
        dated_on=dated_on,
        content=content,
        digest=digest(canonical(content)),
        made_by=access.actor,
        made_at=clock.now(),
    )
    reports = [one.report for one in checked if one.report]
    Enclosure.objects.bulk_create([Enclosure(letter=letter, review=report.review) for report in reports])
    detail: dict[str, Json] = {"month": of.start.isoformat(), "reports": len(reports)}
    activity_record(access=access, action="reports.letter", unit_code=office, detail=detail)
    return letter


def _refuse(office: WorkUnit, checked: Sequence[UnitOfLetter], number: str, dated_on: date, today: date) -> None:
    if not checked:
        raise ReportRefused(
            gettext_noop("no report of this month is checked and not yet in a letter"),
            gettext_noop("check the reports that were sent first"),
        )
    if not number:
        raise ReportRefused(gettext_noop("type the letter's number as it stands in the office's book"))
    if Letter.objects.filter(office=office, number=number).exists():
        raise ReportRefused(gettext_noop("another letter of this office has this number"))
    if dated_on > today:
        raise ReportRefused(gettext_noop("a letter is not dated ahead"))
    reviewed = [one.report.review.reviewed_at for one in checked if one.report]
    if any(dated_on < at.astimezone(ZoneInfo(office.zone)).date() for at in reviewed):
        raise ReportRefused(gettext_noop("the letter is dated before a report in it was checked"))


def _content(access: Access, office: WorkUnit, units: Sequence[UnitOfLetter], dated_on: date, month: str) -> Any:
    checked = [one.report for one in units if one.stage is Stage.CHECKED and one.report]
    waiting = [one.name for one in units if one.stage in {Stage.NONE, Stage.SENT, Stage.RETURNED}]
    return letter_content(
        month,
        [_enclosed(report) for report in checked],
        waiting,
        head=head_of(access, office, dated_on.year),
        place=office.seat,
        signer=_signer(access, office, dated_on),
    )


def _enclosed(report: Report) -> Enclosed:
    sent_on = report.sent_at.astimezone(ZoneInfo(report.work_unit.zone)).date()
    return Enclosed(report.work_unit.name, report.version, report.people, sent_on)


def _signer(access: Access, office: WorkUnit, day: date) -> Mapping[str, Any]:
    """Who signs: the Sekretaris or who acts for him that day; only the title where nobody was written down."""
    authority = Authority.SEKJEN if office.code == ROOT else Authority.SEKRETARIS
    signer = signer_on(access, unit=office.code, authority=authority, day=day)
    if signer is None:
        return {"lines": [f"{authority_title(authority, office.name)},"], "name": "", "number": ""}
    block = signature_block(signer)
    *above, last = block.lines
    number = f"NIP {block.nip}" if block.nip else ""
    return {"lines": [*above, f"{last},"], "name": block.name, "number": number}
