"""How far each work unit is with its reports: units by months, and what waits for whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import Period, month
from malaqbiq.organization.rules.tree import ROOT, Tree
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.regulations.rules.rows import ServiceRuleRow
from malaqbiq.regulations.rules.terms import Terms
from malaqbiq.regulations.selectors import terms
from malaqbiq.reports.models import Report
from malaqbiq.reports.rules.stages import Stage, due_on, is_late, stage_of
from malaqbiq.reports.selectors.owing import Owing, owing_on

READERS = (Role.SDM_OFFICER, Role.SECRETARY, Role.AUDITOR)
CHECKERS = (Role.SDM_OFFICER, Role.SECRETARY)
"""Who checks reports, where his role covers the province."""

SEND_DAY, LETTER_DAY = "contract-report-day", "contract-letter-day"
MOST_UNITS = 60
"""More work units than this are not shown at once: of a whole country one province is."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit's month: the stage of its last version (0: none), by when it is due, whether that has passed, and whether
    the unit owes a report on it at all.
    """

    unit: str
    month: Period
    stage: Stage
    version: int
    due: date | None
    late: bool
    begun: bool
    owed: bool

    @property
    def address(self) -> str:
        """The month in addresses."""
        return f"{self.month.start:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Board:
    """The months of a year of the work units of a province, or of all that the asker reads, by code."""

    year: int
    office: str
    lines: Sequence[tuple[str, str, Sequence[Cell]]]
    tree: Tree
    covered: frozenset[str]
    rule: ServiceRuleRow | None

    @property
    def late(self) -> list[Cell]:
        """The months that are past their day, the earliest first."""
        found = (cell for _, _, cells in self.lines for cell in cells if cell.late)
        return sorted(found, key=lambda cell: (cell.month.start, cell.unit))


def board_of(access: Access, *, year: int, day: date, office: str = "") -> Board:
    """The board of a year as it is on a day. An office that the asker doesn't read is taken as not asked for."""
    tree = unit_tree(access, day=day)
    units = access.units(*READERS)
    covered = frozenset(tree.names) if units is None else units & frozenset(tree.names)
    office = office if office in covered else ""
    if not office and len(covered) > MOST_UNITS:
        office = min(code for code in covered if code != ROOT)
    shown = sorted((tree.below(office) & covered) if office and office != ROOT else {office} if office else covered)
    months = [month(year, number) for number in range(1, 13)]
    last, said = last_reports(shown, year_before(year), months[-1].start), terms(access)
    owing = owing_on(day, last)
    lines = [
        (code, tree.names[code], [_cell(code, of, last.get((code, of.start)), said, day, owing) for of in months])
        for code in shown
    ]
    return Board(year, office, lines, tree, covered, said.row(SEND_DAY, day, office or next(iter(shown), ROOT)))


def cells_of(access: Access, *, unit: str, day: date) -> list[Cell]:
    """The months of the day's year and the year before of one unit, as the board of its province shows them.

    Two statements, and those of the groups of a day. The caller has found that the asker may read the unit's reports.
    """
    months = [month(year, number) for year in (day.year - 1, day.year) for number in range(1, 13)]
    last, said = last_reports([unit], year_before(day.year), months[-1].start), terms(access)
    owing = owing_on(day, last)
    return [_cell(unit, of, last.get((unit, of.start)), said, day, owing) for of in months]


def stages_in(units: Collection[str], first: date, last: date) -> Mapping[tuple[str, date], Stage]:
    """The stage of the last report of each unit and month (its first day) between two days that has one.

    One statement. The caller has found that the asker may read the units' reports.
    """
    return {key: _stage(report) for key, report in last_reports(units, first, last).items()}


def year_before(year: int) -> date:
    """From when on reports are read to tell whether offices report at all: the first day of the year before."""
    return month(year - 1, 1).start


def report_due(said: Terms, unit: str, of: Period) -> date | None:
    """By when a unit's report on a month is due, by the rule on the month's last day."""
    number = said.number(SEND_DAY, of.last_day or of.start, unit)
    return due_on(of, number) if number else None


def last_report(unit: str, of: Period) -> Report | None:
    """The last version of a unit's report on a month, with its review and enclosure."""
    return last_reports([unit], of.start, of.start).get((unit, of.start))


def stage_now(report: Report | None) -> Stage:
    """The stage of a report's version; none without one."""
    return _stage(report) if report else Stage.NONE


def _cell(code: str, of: Period, report: Report | None, said: Terms, day: date, owing: Owing) -> Cell:
    stage, due = stage_now(report), report_due(said, code, of)
    owed = owing.asks(code, of)
    late = is_late(stage, due, day, begun=owed)
    return Cell(code, of, stage, report.version if report else 0, due, late, of.start <= day, owed)


def last_reports(units: Collection[str], first: date, last: date) -> dict[tuple[str, date], Report]:
    """The last version of each unit and month (its first day) between two days, with review and enclosure, not content.

    One statement. The caller has found that the units may be read.
    """
    rows = Report.objects.filter(work_unit__code__in=units, month__gte=first, month__lte=last).defer("content")
    rows = rows.select_related("work_unit", "review", "review__enclosure")
    return {(row.work_unit.code, row.month): row for row in rows.order_by("version")}


def _stage(report: Report) -> Stage:
    review = getattr(report, "review", None)
    lettered = review is not None and getattr(review, "enclosure", None) is not None
    return stage_of(sent=True, outcome=review.outcome if review else "", lettered=lettered)
