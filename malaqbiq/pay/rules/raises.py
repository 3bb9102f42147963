"""What a raise costs in a budget year: twelve months and the THR, with the employer's premiums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from malaqbiq.kernel.periods import Period, month
from malaqbiq.kernel.words import Words
from malaqbiq.pay.rules.limits import Limit
from malaqbiq.pay.rules.months import PaidSpan, month_pay, months_between, premium_wage, thr_pay
from malaqbiq.pay.rules.monthview import totals
from malaqbiq.pay.rules.premiums import Programme, premiums
from malaqbiq.regulations.rules.answers import Missing


@dataclass(frozen=True, slots=True)
class Cost:
    """What a unit pays in a year, in rupiah: the months, the THR, and the employer's premiums by programme."""

    months: int = 0
    thr: int = 0
    premiums: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def gross(self) -> int:
        """Months and THR together, as the DIPA gives them."""
        return self.months + self.thr

    def plus(self, other: Cost) -> Cost:
        """Both together."""
        return Cost(self.months + other.months, self.thr + other.thr, totals([self.premiums, other.premiums]))

    def less(self, other: Cost) -> Cost:
        """What this is more than the other."""
        minus = {key: None if amount is None else -amount for key, amount in other.premiums.items()}
        return Cost(self.months - other.months, self.thr - other.thr, totals([self.premiums, minus]))


@dataclass(frozen=True, slots=True)
class Due:
    """A person whose pay is below the floor of the day, and what the raise costs in the year."""

    person: UUID
    name: str
    amount: int
    floor: Limit
    last_day: date | None
    exception: UUID | None
    cost: Cost

    @property
    def more(self) -> int:
        """Rupiah a month that the raise adds."""
        return (self.floor.amount or 0) - self.amount


@dataclass(frozen=True, slots=True)
class UnitRaises:
    """The raises of one work unit.

    `due` are those to be decreed; `excepted` stay below the floor by an approved exception. `need` is what all contract
    staff cost in the year with the raises, `budget` what the DIPA gives (None: not given); `unknown` names what was
    counted without.
    """

    unit_code: str
    due: tuple[Due, ...]
    excepted: tuple[Due, ...]
    need: Cost
    budget: int | None
    unknown: tuple[Words, ...] = ()

    @property
    def cost(self) -> Cost:
        """What the raises cost in the year."""
        found = Cost()
        for item in self.due:
            found = found.plus(item.cost)
        return found

    @property
    def left(self) -> int | None:
        """What the DIPA leaves after the need of the year, below zero if it does not suffice; None if not given."""
        return None if self.budget is None else self.budget - self.need.gross


@dataclass(frozen=True, slots=True)
class RaisePlan:
    """The raises that are due from a day on, by work unit, the floors that are not known, and of how many people."""

    day: date
    units: tuple[UnitRaises, ...]
    missing: tuple[Missing, ...] = ()
    staff: int = 0

    @property
    def due(self) -> int:
        """How many people's raise is due."""
        return sum(len(unit.due) for unit in self.units)

    @property
    def cost(self) -> Cost:
        """What all raises cost in the year."""
        found = Cost()
        for unit in self.units:
            found = found.plus(unit.cost)
        return found


def raised(spans: Sequence[PaidSpan], day: date, amount: int) -> tuple[PaidSpan, ...]:
    """The days of pay as a decree that sets `amount` from a day would leave them: what later entries set stands."""
    entry = next((span.entry for span in spans if day in span.period), None)
    found: list[PaidSpan] = []
    for span in spans:
        after = span.period.intersection(Period(day)) if span.entry == entry else None
        if after is None:
            found.append(span)
            continue
        if span.period.start < day:
            found.append(replace(span, period=Period(span.period.start, day)))
        found.append(replace(span, period=after, amount=amount))
    return tuple(found)


def year_cost(
    spans: Iterable[PaidSpan], unit: UUID, year: int, *, thr_month: int | None, programmes: Sequence[Programme] = ()
) -> Cost:
    """What a unit pays one person in a year: twelve months and, in the THR's month (None: not set), one more."""
    own = [span for span in spans if span.period.intersection(Period(date(year, 1, 1), date(year + 1, 1, 1)))]
    if not own:
        return Cost()
    months = list(months_between(month(year, 1), month(year, 12)))
    gross = sum(pay.gross for of in months if (pay := month_pay(own, unit, of)))
    thr = thr_pay(own, unit, month(year, thr_month)) if thr_month else None
    paid = totals(premiums(premium_wage(own, unit, of), programmes) for of in months) if programmes else {}
    return Cost(gross, thr.gross if thr else 0, paid)
