"""The sheet as its page draws it, with what was typed and not taken; and as its script is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from malaqbiq.appraisal.errors import EntryProblem
from malaqbiq.appraisal.selectors.sheets import Given, Sheet, SheetCell, SheetLine, Slot
from malaqbiq.appraisal.services import ScoreEntry
from malaqbiq.appraisal.templatetags.appraisal import entry as typed
from malaqbiq.appraisal.templatetags.appraisal import month as month_named
from malaqbiq.kernel.speech import said
from malaqbiq.kernel.words import Words


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as it is drawn: the text in it, its version, whether it can be written in, what is wrong with it."""

    text: str
    version: int
    why: Words | None
    label: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class GridLine:
    """A person's row."""

    line: SheetLine
    cells: Sequence[GridCell]

    @property
    def versions(self) -> str:
        """The versions of its cells, as the form sends them back."""
        return ",".join(str(cell.version) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Group:
    """A component over its columns."""

    title: str
    weight: int
    span: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a page, and the components over the columns."""

    lines: Sequence[GridLine]
    groups: Sequence[Group]
    problems: int


def grid(
    sheet: Sheet, entries: Sequence[ScoreEntry], problems: Sequence[EntryProblem], theirs: Mapping[Any, Any]
) -> Grid:
    """The page of a sheet; what was typed and not taken stands in its cell with the reason and what another gave."""
    refused = {_slot(entries[problem.position]): (entries[problem.position], problem) for problem in problems}
    lines = []
    for line in sheet.lines:
        cells = [_cell(line.person, cell, refused, theirs) for cell in line.cells]
        lines.append(GridLine(line, cells))
    groups: list[Group] = []
    for column in sheet.columns:
        if groups and groups[-1].title == column.title:
            groups[-1] = Group(column.title, column.weight, groups[-1].span + 1)
        else:
            groups.append(Group(column.title, column.weight, 1))
    return Grid(lines, groups, len(problems))


def answer(
    entries: Sequence[ScoreEntry], problems: Sequence[EntryProblem], standing: Mapping[Slot, Given]
) -> dict[str, list[dict[str, Any]]]:
    """What the sheet's script is told of each score that it sent, in its order."""
    wrong = {problem.position: problem for problem in problems}
    told = []
    for position, one in enumerate(entries):
        problem, now = wrong.get(position), standing.get(_slot(one))
        row: dict[str, Any] = {"value": typed(now.points) if now else "", "version": now.version if now else 0}
        if problem is not None:
            row["error"] = _said(problem.why)
            row["clash"] = problem.stale
            if problem.stale and now:
                row["theirs"] = _by(now)
        told.append(row)
    return {"entries": told}


def _cell(
    person: UUID,
    cell: SheetCell,
    refused: Mapping[Slot, tuple[ScoreEntry, EntryProblem]],
    theirs: Mapping[Any, Any],
) -> GridCell:
    column = cell.column
    slot = (person, column.component, column.month)
    label = f"{column.title}, {month_named(column.month)}" if column.month else column.title
    if slot not in refused:
        return GridCell(typed(cell.points), cell.version, cell.why, label)
    entry, problem = refused[slot]
    now = theirs.get(slot)
    error = _said(problem.why)
    if problem.stale and now:
        # Saving once more with what is seen now is a choice, no accident: the version is the one that stands.
        error = f"{error} {_by(now)}"
        return GridCell(str(entry.value), now.version, cell.why, label, error)
    return GridCell(str(entry.value), cell.version, cell.why, label, error)


def _by(now: Given) -> str:
    words = _("There stands %(score)s, given by %(name)s on %(day)s.")
    return words % {"score": typed(now.points), "name": now.by, "day": f"{localtime(now.at):%d/%m %H.%M}"}


def _said(words: Words) -> str:
    return f"{said(words)}."


def _slot(one: ScoreEntry) -> Slot:
    return (one.person, one.component, one.month)
