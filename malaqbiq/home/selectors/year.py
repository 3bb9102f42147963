"""A year of what falls due: gathered from the rooms, narrowed to the asker's work units and to what is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import Period, month
from malaqbiq.kernel.reading import reading_once
from malaqbiq.organization.rules.tree import ROOT, Tree
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.ui.deadlines import Asked, Due, Matter, State, Unknown, deadlines_of, matters

READERS = (Role.SDM_OFFICER, Role.SECRETARY, Role.AUDITOR)
"""Who is shown what falls due: it names people with their pensions and ranks."""

NEXT = 2
"""So many months with anything in them stand open: the first from that of the day on."""

FEW = 20
"""A year with so many things or fewer is shown whole."""

MOST_UNITS = 60
"""More work units than this are not looked at at once: of a whole country one province is."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a year; an empty field asks nothing. `owner` is a work unit's code and a role, with a colon."""

    year: int
    unit: str = ""
    matter: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the year with what falls due in it, by day; `is_next`: it is what one looks for on the day."""

    start: date
    dues: Sequence[Due]
    is_next: bool

    @property
    def late(self) -> int:
        """How many are past their day and not done."""
        return sum(due.state is State.LATE for due in self.dues)

    @property
    def counts(self) -> list[tuple[Matter, int]]:
        """How many of each matter, the most frequent first."""
        return Counter(due.matter for due in self.dues).most_common()


@dataclass(frozen=True, slots=True)
class Year:
    """Twelve months, what has no known day, and what can be chosen: units (code, name, depth), matters, owners."""

    wanted: Wanted
    months: Sequence[Month]
    unknown: Sequence[Unknown]
    tree: Tree
    covered: frozenset[str]
    matters: Sequence[Matter]
    owners: Sequence[tuple[str, Role]]

    @property
    def dues(self) -> list[Due]:
        """All that falls due, by day."""
        return [due for one in self.months for due in one.dues]

    @property
    def is_narrowed(self) -> bool:
        """Whether only a part of the asker's work units is looked at, since they are too many."""
        return len(self.covered) > MOST_UNITS


def year_of(access: Access, *, day: date, wanted: Wanted) -> Year:
    """The year as it is known on a day. A unit that the asker doesn't read is taken as not asked for."""
    with reading_once():
        tree = unit_tree(access, day=day)
        units = access.units(*READERS)
        covered = frozenset(tree.names) if units is None else units & frozenset(tree.names)
        wanted, looked_at = _narrowed(wanted, tree, covered)
        period = Period(month(wanted.year, 1).start, month(wanted.year, 12).end)
        found = list(deadlines_of(Asked(access, day, period, looked_at)))
    dues = [one for one in found if isinstance(one, Due) and one.day in period]
    shown = [due for due in dues if _answers(due, wanted)]
    unknown = [one for one in found if isinstance(one, Unknown) and wanted.matter in {"", one.matter.name}]
    owners = sorted({(due.owner, due.role) for due in dues})
    return Year(wanted, _by_month(wanted.year, shown, day), unknown, tree, covered, matters(), owners)


def _narrowed(wanted: Wanted, tree: Tree, covered: frozenset[str]) -> tuple[Wanted, frozenset[str]]:
    """What is looked at: the unit asked for with all below it, else all, or the first province of too many."""
    unit = wanted.unit if wanted.unit in covered else ""
    if not unit and len(covered) > MOST_UNITS:
        unit = min(code for code in covered if code != ROOT)
    # Of the root itself, not of the whole country below it.
    below = {unit} if unit == ROOT else tree.below(unit) if unit else covered
    return Wanted(wanted.year, unit, wanted.matter, wanted.owner), frozenset(below) & covered


def _answers(due: Due, wanted: Wanted) -> bool:
    return wanted.matter in {"", due.matter.name} and wanted.owner in {"", f"{due.owner}:{due.role}"}


def _by_month(year: int, dues: Iterable[Due], day: date) -> list[Month]:
    ordered = sorted(dues, key=lambda due: (due.day, due.matter.name, str(due.what), due.unit))
    months = [month(year, number) for number in range(1, 13)]
    found = [(one, [due for due in ordered if due.day in one]) for one in months]
    coming = [one.start for one, inside in found if inside and (one.last_day or one.start) >= day]
    opened = {one.start for one in months} if len(ordered) <= FEW else set(coming[:NEXT])
    return [Month(one.start, inside, one.start in opened) for one, inside in found]
