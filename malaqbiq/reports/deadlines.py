"""What falls due with monthly reports: each unit's report, and the province's covering letter."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from malaqbiq.kernel.access import Role
from malaqbiq.kernel.periods import Period, month
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.pay.rules.months import month_before
from malaqbiq.regulations.rules.rows import ServiceRuleRow
from malaqbiq.regulations.rules.rows.base import doubt
from malaqbiq.regulations.rules.titles import rule_told
from malaqbiq.regulations.selectors import terms
from malaqbiq.reports.rules.stages import Stage, due_on, is_late
from malaqbiq.reports.selectors.board import LETTER_DAY, SEND_DAY, stages_in, year_before
from malaqbiq.reports.selectors.owing import owing_on
from malaqbiq.ui.deadlines import Asked, Deadlines, Due, Matter, State

REPORT = Matter("monthly-report", gettext_lazy("Monthly report of contract staff"))
LETTER = Matter("covering-letter", gettext_lazy("Covering letter of monthly reports"))


def monthly(asked: Asked) -> Iterator[Due]:
    """The reports due in the days asked about: on each month that was over by then, from each unit; and the letters.

    Of which months which unit is asked: `owing_on`. A letter is due where a unit of the province owes a report.
    """
    tree, said = unit_tree(asked.access, day=asked.today), terms(asked.access)
    about = [month_before(month(year, number)) for year in asked.years for number in range(1, 13)]
    stages = stages_in(asked.units, year_before(asked.years[0]), about[-1].start)
    owing = owing_on(asked.today, stages.keys())
    offices = [code for code in sorted(asked.units) if code in tree and tree.province_of(code) == code]
    for of in about:
        what = _("Report on %(month)s") % {"month": date_format(of.start, "F Y")}
        asks = {code for code in asked.units if owing.asks(code, of)}
        for code in sorted(asks):
            stage = stages.get((code, of.start), Stage.NONE)
            if row := said.row(SEND_DAY, of.last_day or of.start, code):
                yield _report(asked, of, code, stage, row, what)
        for code in offices:
            below = tree.below(code) & asked.units
            if asks & below and (row := said.row(LETTER_DAY, of.last_day or of.start, code)):
                enclosed = any(stages.get((unit, of.start)) is Stage.LETTERED for unit in below)
                yield _letter(asked, of, code, row, enclosed=enclosed)


def _report(asked: Asked, of: Period, code: str, stage: Stage, row: ServiceRuleRow, what: str) -> Due:
    due = due_on(of, int(row.figure))
    late = is_late(stage, due, asked.today, begun=True)
    state = State.LATE if late else State.OPEN if stage in {Stage.NONE, Stage.RETURNED} else State.DONE
    address = reverse("report", args=[code, f"{of.start:%Y-%m}"])
    return Due(due, REPORT, code, code, Role.SDM_OFFICER, what, address, rule_told(row), row.key, doubt(row), state)


def _letter(asked: Asked, of: Period, code: str, row: ServiceRuleRow, *, enclosed: bool) -> Due:
    what = _("Covering letter for %(month)s") % {"month": date_format(of.start, "F Y")}
    address = f"{reverse('report-letters')}?office={code}&month={of.start:%Y-%m}"
    day = due_on(of, int(row.figure))
    state = State.DONE if enclosed else State.LATE if day < asked.today else State.OPEN
    return Due(day, LETTER, code, code, Role.SDM_OFFICER, what, address, rule_told(row), row.key, doubt(row), state)


DEADLINES = [Deadlines((REPORT, LETTER), monthly)]
