"""What the page of a work unit tells of its staff, its people in the newest cycle, and what falls due in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from malaqbiq.appraisal.models import Cycle
from malaqbiq.appraisal.selectors.seen import cycle_of_units
from malaqbiq.home.selectors.roster import LISTERS, Roster, View, Wanted
from malaqbiq.home.selectors.steps import UnitSteps, steps_by_unit
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import Period
from malaqbiq.organization.selectors import unit_tree, unit_uid
from malaqbiq.pay.selectors.limits import wages_of_day
from malaqbiq.service.effects import Status
from malaqbiq.ui.deadlines import Asked, Due, State, deadlines_of

SOON = timedelta(days=60)
"""How far ahead the page of a work unit looks."""
MOST_DUE = 8


@dataclass(frozen=True, slots=True)
class UnitFound:
    """A work unit on a day: under which province it stands (empty for one), and those below it that the asker sees."""

    uid: UUID
    code: str
    name: str
    province: str
    province_name: str
    below: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class UnitStaff:
    """Who serves in a work unit or is on duty there, as its list counts them: all, by status, by ready view."""

    total: int
    statuses: Sequence[tuple[Status, int]]
    undecreed: int
    ending: int


@dataclass(frozen=True, slots=True)
class UnitDues:
    """What falls due in a work unit: late, or within the days ahead; the first few of it, and how many more."""

    first: Sequence[Due]
    more: int
    until: date


def unit_found(access: Access, day: date, code: str) -> UnitFound:
    """A work unit of the asker on a day; LookupError for one that isn't there or isn't his. No statement of its own."""
    tree, uid = unit_tree(access, day=day), unit_uid(code)
    if uid is None or code not in tree or not access.covers(code, *LISTERS):
        raise LookupError(code)
    province = tree.province_of(code) or ""
    below = sorted(one for one, parent in tree.parents.items() if parent == code and access.covers(one, *LISTERS))
    above = province if province != code and access.covers(province, *LISTERS) else ""
    names = tree.names
    return UnitFound(uid, code, names[code], above, names.get(above, ""), [(one, names[one]) for one in below])


def unit_staff(access: Access, day: date, code: str) -> UnitStaff:
    """The figures of the staff list of one work unit, without those below it. One statement, two after a decree."""
    counts = Roster(access, day, Wanted(unit=code, below=False)).counts()
    by_status = [(one, Roster(access, day, Wanted(unit=code, below=False, status=one)).count()) for one in Status]
    return UnitStaff(
        total=counts[View.ALL],
        statuses=[(status, count) for status, count in by_status if count],
        undecreed=counts[View.UNDECREED],
        ending=counts[View.ENDING],
    )


def unit_steps(access: Access, day: date, code: str) -> tuple[Cycle, UnitSteps] | None:
    """The newest cycle in which a work unit's people are, and how far they have come; None without one.

    Four statements. The caller has found that the asker may see the unit's appraisals.
    """
    cycle = cycle_of_units([code], day)
    if cycle is None:
        return None
    return cycle, steps_by_unit(cycle, day, [code], wages_of_day(access, day))[code]


def unit_dues(access: Access, day: date, code: str) -> UnitDues:
    """What is late in a work unit or falls due soon, by day. The caller has found that the asker may read it."""
    until = day + SOON
    period = Period.through(date(day.year, 1, 1), until)
    found = deadlines_of(Asked(access, day, period, frozenset({code})))
    due = [one for one in found if isinstance(one, Due) and one.state is not State.DONE and _presses(one, day, until)]
    ordered = sorted(due, key=lambda one: (one.day, one.matter.name, str(one.what)))
    return UnitDues(ordered[:MOST_DUE], max(0, len(ordered) - MOST_DUE), until)


def _presses(due: Due, day: date, until: date) -> bool:
    return due.state is State.LATE or day <= due.day <= until
