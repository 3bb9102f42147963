"""How far a work unit's monthly report is, by when it is due, and what may be done with it.

Malaqbiq's own default, as no rule of KPU was found: the days are `contract-report-day` and `contract-letter-day` of the
terms in regulations, and each office sets its own.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from malaqbiq.kernel.periods import DAY, Period, month


class Stage(StrEnum):
    """The stages, in their order; a report that was returned is sent anew as its next version."""

    NONE = "none"
    SENT = "sent"
    RETURNED = "returned"
    CHECKED = "checked"
    LETTERED = "lettered"


def stage_of(*, sent: bool, outcome: str, lettered: bool) -> Stage:
    """The stage of a version: whether it was sent, its review's outcome (empty before), whether a letter names it."""
    if lettered:
        return Stage.LETTERED
    if outcome:
        return Stage.CHECKED if outcome == Stage.CHECKED else Stage.RETURNED
    return Stage.SENT if sent else Stage.NONE


def may_send(stage: Stage) -> bool:
    """Whether a version may be sent now: none waits to be reviewed. After a check it is a correction."""
    return stage is not Stage.SENT


def due_on(of: Period, day: int) -> date:
    """By when a report on a month is due: that day of the next month, its last if it has no such day."""
    following = month_after(of)
    end = following.last_day or following.start
    return min(following.start.replace(day=1) + (max(day, 1) - 1) * DAY, end)


def is_late(stage: Stage, due: date | None, today: date, *, begun: bool) -> bool:
    """Whether the unit is past the day and has nothing sent that stands.

    `begun`: the office has begun here by that month, or reported on it. Months before are nobody's debt.
    """
    return begun and due is not None and due < today and stage in {Stage.NONE, Stage.RETURNED}


def begun_by(first: date | None, of: Period) -> bool:
    """Whether offices that owe reports from a month on (its first day) owe one on another."""
    return first is not None and first <= of.start


def month_after(of: Period) -> Period:
    """The calendar month after one."""
    return month(of.start.year + of.start.month // 12, of.start.month % 12 + 1)
