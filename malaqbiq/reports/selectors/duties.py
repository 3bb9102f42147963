"""What monthly reports ask of somebody: to send, to mend, to check, to enclose. Two statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import Period
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.pay.rules.months import month_before, month_of
from malaqbiq.reports.models import Report
from malaqbiq.reports.rules.stages import Stage
from malaqbiq.reports.selectors.board import CHECKERS, last_reports, stage_now
from malaqbiq.reports.selectors.owing import owing_on


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

    Of which months which unit is asked: `owing_on`.
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
    owing = owing_on(day, {*begun.items(), *found})
    missing = [(code, of) for of in _months(before, year_ago) for code in sorted(sends) if owing.asks(code, of)]
    missing = [(code, of) for code, of in missing if (code, of.start) not in found]
    mine = [one for one in found.values() if tree and (tree.province_of(one.work_unit.code) or "") in checks]
    return Asks(
        before,
        [code for code, of in missing if of == before],
        [(code, of) for code, of in missing if of != before],
        [one for (code, _), one in found.items() if code in sends and stage_now(one) is Stage.RETURNED],
        [one for one in mine if stage_now(one) is Stage.SENT and one.sent_by != access.actor],
        [one for one in mine if stage_now(one) is Stage.CHECKED],
    )


def _months(last: Period, first: date) -> list[Period]:
    """The months from a day on up to the last one, in their order."""
    found, of = list[Period](), last
    while of.start >= first:
        found.append(of)
        of = month_before(of)
    return found[::-1]
