"""What a province's covering letter of a month would enclose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import Period
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.rules.tree import ROOT
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.reports.models import Report
from malaqbiq.reports.rules.stages import Stage
from malaqbiq.reports.selectors.board import READERS, stage_now


@dataclass(frozen=True, slots=True)
class UnitOfLetter:
    """A work unit of the province with its last report of the month, and how far that is."""

    code: str
    name: str
    stage: Stage
    report: Report | None


def units_of_letter(access: Access, *, office: str, of: Period, day: date) -> Sequence[UnitOfLetter]:
    """Every work unit of an office (by code) with its last report on a month, by code, in two statements.

    WorkUnit.DoesNotExist if the asker doesn't read the office, or it is no province.
    """
    tree = unit_tree(access, day=day)
    if not access.covers(office, *READERS) or office not in tree or tree.province_of(office) not in {office, None}:
        raise WorkUnit.DoesNotExist
    codes = {office} if office == ROOT else tree.below(office)
    rows = Report.objects.filter(work_unit__code__in=codes, month=of.start).defer("content")
    rows = rows.select_related("work_unit", "review", "review__enclosure").order_by("version")
    last = {row.work_unit.code: row for row in rows}
    return [UnitOfLetter(code, tree.names[code], stage_now(last.get(code)), last.get(code)) for code in sorted(codes)]


def offices_of(access: Access, *, day: date) -> list[tuple[str, str]]:
    """Code and name of the provinces (and Setjen) whose letters the asker reads, by code."""
    tree, units = unit_tree(access, day=day), access.units(*READERS)
    codes = tree.names if units is None else units & frozenset(tree.names)
    return [(code, tree.names[code]) for code in sorted(codes) if tree.province_of(code) in {code, None}]
