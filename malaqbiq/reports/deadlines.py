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
from malaqbiq.regulations.selectors import terms
from malaqbiq.reports.rules.stages import Stage, begun_by, due_on, is_late
from malaqbiq.reports.selectors.board import LETTER_DAY, SEND_DAY, stages_in, year_before
from malaqbiq.ui.deadlines import Asked, Deadlines, Due, Matter, State

REPORT = Matter("monthly-report", gettext_lazy("Monthly report of contract staff"))
LETTER = Matter("covering-letter", gettext_lazy("Covering letter of monthly reports"))


def monthly(asked: Asked) -> Iterator[Due]:
    """The reports due in the days asked about: on each month that was over by then, from each unit; and the letters."""
    tree, said = unit_tree(asked.access, day=asked.today), terms(asked.access)
    about = [month_before(month(year, number)) for year in asked.years for number in range(1, 13)]
    stages = stages_in(asked.units, year_before(asked.years[0]), about[-1].start)
    first = min((start for _, start in stages), default=None)
    for of in about:
        for code in sorted(asked.units):
            stage = stages.get((code, of.start), Stage.NONE)
            if row := said.row(SEND_DAY, of.last_day or of.start, code):
                yield _report(asked, of, code, stage, row, begun=begun_by(first, of))
        for code in sorted(code for code in asked.units if code in tree and tree.province_of(code) == code):
            if row := said.row(LETTER_DAY, of.last_day or of.start, code):
                enclosed = any(stages.get((unit, of.start)) is Stage.LETTERED for unit in tree.below(code))
                yield _letter(of, code, row, State.DONE if enclosed else State.OPEN)


def _report(asked: Asked, of: Period, code: str, stage: Stage, row: ServiceRuleRow, *, begun: bool) -> Due:
    due = due_on(of, int(row.figure))
    done = stage not in {Stage.NONE, Stage.RETURNED}
    state = State.DONE if done else State.LATE if is_late(stage, due, asked.today, begun=begun) else State.OPEN
    what = _("Report on %(month)s") % {"month": date_format(of.start, "F Y")}
    address = reverse("report", args=[code, f"{of.start:%Y-%m}"])
    return Due(due, REPORT, code, code, Role.SDM_OFFICER, what, address, row.statement, row.key, doubt(row), state)


def _letter(of: Period, code: str, row: ServiceRuleRow, state: State) -> Due:
    what = _("Covering letter for %(month)s") % {"month": date_format(of.start, "F Y")}
    address = f"{reverse('report-letters')}?office={code}&month={of.start:%Y-%m}"
    day = due_on(of, int(row.figure))
    return Due(day, LETTER, code, code, Role.SDM_OFFICER, what, address, row.statement, row.key, doubt(row), state)


DEADLINES = [Deadlines((REPORT, LETTER), monthly)]
