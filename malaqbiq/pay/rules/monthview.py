"""A work unit's month as it is shown: its lines with names and decrees, what is asked for, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.words import Words
from malaqbiq.pay.rules.months import Kind, Line


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One line, whose it is, and the decree that sets the pay.

    `premiums` are the employer's, in rupiah by programme; None for one that is not known.
    """

    line: Line
    name: str
    nik: str | None
    status: str
    job_family: str
    decree_number: str
    decided_on: date | None
    premiums: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MonthView:
    """A work unit's month. `place` is the ledger's place that it is told from; `closed_at` None while it is open.

    `questions` must be answered before it can be closed, with `asks_profile` in the work unit's profile; `unknown`
    names what premiums were counted without. `never_closed` is the month before, where it was paid and no month of the
    unit was ever closed: closing goes on from here, so that one never is.
    """

    unit: UUID
    unit_code: str
    month: Period
    place: int
    lines: tuple[MonthLine, ...]
    questions: tuple[Words, ...] = ()
    unknown: tuple[Words, ...] = ()
    closed_at: datetime | None = None
    thr_month: int | None = None
    asks_profile: bool = False
    never_closed: date | None = None

    @property
    def gross(self) -> int:
        """All of the month's gross in rupiah, arrears and THR included."""
        return sum(item.line.amount for item in self.lines)

    def changes(self) -> tuple[MonthLine, ...]:
        """Only what the operator must do something about: changes, parts of a month, arrears, the THR."""
        return tuple(item for item in self.lines if self.is_news(item))

    def is_news(self, item: MonthLine) -> bool:
        """Whether a line says more than that somebody is paid as before."""
        line = item.line
        whole = line.kind is Kind.PAY and line.about == self.month.start and line.days == line.of_days
        return bool(line.changes) or not whole

    def premium_totals(self) -> dict[str, int | None]:
        """The employer's premiums by programme; None where one of them is not known."""
        return totals(item.premiums for item in self.lines)


def totals(premiums: Iterable[Mapping[str, int | None]]) -> dict[str, int | None]:
    """Sums by programme; None where one of the amounts is not known."""
    found: dict[str, int | None] = {}
    for item in premiums:
        for key, amount in item.items():
            before = found.get(key, 0)
            found[key] = None if before is None or amount is None else before + amount
    return found
