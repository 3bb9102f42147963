"""What decrees set in pay, as far as their budget year reaches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce


@dataclass(frozen=True, slots=True)
class YearCost:
    """Rupiah that decrees set in the budget year in which each begins: from the first to the last day that they pay.

    `thr` is the holiday allowance that falls in those days; `unset` has the codes of the work units for which its month
    is not set, so that it isn't counted there.
    """

    start: date
    last_day: date
    months: int
    thr: int = 0
    unset: frozenset[str] = frozenset()

    @property
    def gross(self) -> int:
        """Months and THR together."""
        return self.months + self.thr

    def plus(self, other: YearCost) -> YearCost:
        """Both together."""
        return YearCost(
            min(self.start, other.start),
            max(self.last_day, other.last_day),
            self.months + other.months,
            self.thr + other.thr,
            self.unset | other.unset,
        )


def cost_together(costs: Iterable[YearCost | None]) -> YearCost | None:
    """All costs that there are together; None if there is none."""
    found = [cost for cost in costs if cost]
    return reduce(YearCost.plus, found) if found else None
