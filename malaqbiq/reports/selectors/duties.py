"""What monthly reports ask of somebody: to send, to mend, to check, to enclose. Two statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from malaqbiq.decrees.selectors.ledger import begun_on
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import Period
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.pay.rules.months import month_before, month_of
from malaqbiq.pay.selectors.groups import groups_on
from malaqbiq.reports.models import Report
from malaqbiq.reports.rules.stages import Stage
from malaqbiq.reports.selectors.board import CHECKERS, last_reports, stage_now


@dataclass(frozen=True, slots=True)
class Asks:
    """Units of an officer that have not sent the last month's report (the month), those with a month before it of which
    they never sent one, the earliest first, and reports by what they wait for.
    """

    month: Period
    unsent: Sequence[str]
    missed: Sequence[tuple[str, Period]]
    returned: Sequence[Report]
    to_check: Sequence[Report]
    to_enclose: Sequence[Report]


def reports_asking(access: Access, day: date) -> Asks:
    """What is asked of somebody on a day about the year up to it. Three statements, and those of the groups of a day.

    A unit with contract staff owes a report on each month from that on in which the office began to use Malaqbiq; any
    other is asked once it has sent one.
    """
    before = month_before(month_of(day))
    sends, checks = access.units(Role.SDM_OFFICER) or frozenset(), access.units(*CHECKERS) or frozenset()
    if not sends and not checks:
        return Asks(before, (), (), (), (), ())
    last = Report.objects.filter(work_unit__code__in=sends | checks).order_by().values_list("work_unit__code")
    begun = dict(last.annotate(last=Max("month")))
    year_ago = before.start.replace(year=before.start.year - 1)
    found = last_reports(begun, year_ago, before.start) if begun else {}
    tree = unit_tree(access, day=day) if found else None
    months = _owed(before, year_ago)
    staffed = {group.unit for group in groups_on(day) if group.is_worker and group.unit in sends} if months else set()
    asked = {code for code in begun if code in sends} | staffed
    missed = [(code, of) for of in reversed(months[1:]) for code in sorted(staffed) if (code, of.start) not in found]
    mine = [one for one in found.values() if tree and (tree.province_of(one.work_unit.code) or "") in checks]
    return Asks(
        before,
        sorted(code for code in asked if begun.get(code, year_ago) < before.start),
        missed,
        [one for (code, _), one in found.items() if code in sends and stage_now(one) is Stage.RETURNED],
        [one for one in mine if stage_now(one) is Stage.SENT and one.sent_by != access.actor],
        [one for one in mine if stage_now(one) is Stage.CHECKED],
    )


def _owed(last: Period, first: date) -> list[Period]:
    """The months, the last one first, since the office began and not before a day."""
    began, found, of = begun_on(), list[Period](), last
    while began and of.start >= max(first, began.replace(day=1)):
        found.append(of)
        of = month_before(of)
    return found
