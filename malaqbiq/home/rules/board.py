"""The signature board: how far each contract worker of a cycle has come, from appraisal to pay at the floor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Step(StrEnum):
    """The columns of the board, in the order of the work."""

    APPRAISED = "appraised"
    DECIDED = "decided"
    DRAFTED = "drafted"
    ISSUED = "issued"
    SIGNED = "signed"
    CONTRACTED = "contracted"
    AT_FLOOR = "at_floor"


class Part(StrEnum):
    """Which of those behind a cell: for whom it is done, for whom it isn't, whose decree has come just so far."""

    DONE = "done"
    OPEN = "open"
    LAST = "last"


OF_DECREES = (Step.DRAFTED, Step.ISSUED, Step.SIGNED)
"""The way of a decree, on which it has come as far as the last step that is done."""
GOING_ON = frozenset({Step.CONTRACTED, Step.AT_FLOOR})
"""Steps of who goes on working only: whose service ends signs no agreement and is paid no more."""


@dataclass(frozen=True, slots=True)
class Stance:
    """One person of a cycle: the steps that are done, and whether service ends (by decision or decree)."""

    person: UUID
    name: str
    unit_code: str
    unit_name: str
    done: frozenset[Step]
    ends: bool

    def concerns(self, step: Step) -> bool:
        """Whether the step is to be done for this person at all."""
        return not (self.ends and step in GOING_ON)

    def stands_in(self, step: Step, part: Part) -> bool:
        """Whether a part of those behind a cell holds this person."""
        if part is Part.LAST:
            further = OF_DECREES[OF_DECREES.index(step) + 1 :] if step in OF_DECREES else ()
            return step in self.done and not self.done & set(further)
        return (step in self.done) is (part is Part.DONE)


@dataclass(frozen=True, slots=True)
class Cell:
    """One work unit at one step: for how many it is done, of how many whom it concerns."""

    step: Step
    done: int
    total: int

    @property
    def missing(self) -> int:
        """For how many it is still to be done."""
        return self.total - self.done

    @property
    def tenths(self) -> int:
        """How far it is, 0 to 10; 10 only when all is done, 0 only when nothing is."""
        if not self.total:
            return 10
        if 0 < self.done < self.total:
            return min(9, max(1, 10 * self.done // self.total))
        return 10 if self.done else 0


@dataclass(frozen=True, slots=True)
class Line:
    """One work unit of the board, or all together (without a code)."""

    code: str
    name: str
    people: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Board:
    """All whom a cycle concerns as far as they are seen, by work unit and name."""

    stances: Sequence[Stance]

    @property
    def lines(self) -> list[Line]:
        """Each work unit, by code."""
        names = {one.unit_code: one.unit_name for one in self.stances}
        return [_line(code, names[code], self.of_unit(code)) for code in sorted(names)]

    @property
    def whole(self) -> Line:
        """All work units together."""
        return _line("", "", self.stances)

    def of_unit(self, code: str) -> list[Stance]:
        """The people of one work unit; all for an empty code."""
        return [one for one in self.stances if code in {"", one.unit_code}]

    def behind(self, code: str, step: Step, part: Part | None = None) -> list[Stance]:
        """Exactly the people behind a cell, or a part of it: those whom the step concerns, those who lack it first."""
        return sorted(
            (one for one in self.of_unit(code) if one.concerns(step) and (part is None or one.stands_in(step, part))),
            key=lambda one: (step in one.done, one.unit_code, one.name),
        )


def lines_together(lines: Sequence[Line]) -> Line:
    """All work units of some lines together."""
    cells = [
        Cell(step, sum(cell.done for cell in own), sum(cell.total for cell in own))
        for step in Step
        for own in [[cell for line in lines for cell in line.cells if cell.step is step]]
    ]
    return Line("", "", sum(line.people for line in lines), cells)


def _line(code: str, name: str, stances: Sequence[Stance]) -> Line:
    return Line(code, name, len(stances), [_cell(step, stances) for step in Step])


def _cell(step: Step, stances: Iterable[Stance]) -> Cell:
    concerned = [one for one in stances if one.concerns(step)]
    return Cell(step, sum(step in one.done for one in concerned), len(concerned))
