"""A province with two kabupaten that report on their contract staff, and who sends and checks."""

from __future__ import annotations

from datetime import date

from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.rules.months import month_of
from malaqbiq.people.models import Person
from malaqbiq.reports.models import Report, Review
from malaqbiq.reports.selectors.composing import content_now
from malaqbiq.reports.services import report_review, report_send
from tests import builders as make

CODES = ("76", "76.01", "76.02")
JANUARY, TODAY, LAST_DAY = date(2022, 1, 1), date(2022, 2, 3), date(2022, 12, 31)
KABUPATEN = Access("user:kab", {Role.SDM_OFFICER: frozenset({"76.01"})})
PROVINCE = Access("user:prov", {Role.SDM_OFFICER: frozenset(CODES)})
SECRETARY = Access("user:sekretaris", {Role.SECRETARY: frozenset(CODES)})


def town() -> dict[str, WorkUnit]:
    """The work units by code."""
    return {code: make.unit(code, "kabkota" if "." in code else "provinsi") for code in CODES}


def serving(name: str, where: WorkUnit, start: date = date(2021, 1, 1), last_day: date = LAST_DAY) -> Person:
    """A contract worker of a unit, by the opening."""
    who = make.person(name)
    make.opened(where, make.engaged(who, where, start, last_day))
    return who


def sent(code: str, month: date = JANUARY, access: Access = PROVINCE) -> Report:
    """A unit's report as it stands now."""
    content = content_now(WorkUnit.objects.get(code=code), month_of(month))
    return report_send(access=access, unit=code, month=month, digest=content.digest)


def reviewed(report: Report, outcome: str = "checked", access: Access = SECRETARY) -> Review:
    """A report that another found in order, or returned."""
    return report_review(
        access=access,
        report=report.uid,
        digest=report.digest,
        outcome=outcome,
        reason="" if outcome == "checked" else "kurang",
    )
