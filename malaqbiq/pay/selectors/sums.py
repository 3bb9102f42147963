"""How pay stands against the day's floor by work unit: sums and amounts of many units without reading their people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from malaqbiq.pay.rules.limits import shortfall
from malaqbiq.pay.selectors.groups import Group, floor_of, groups_on
from malaqbiq.pay.selectors.limits import WagesOfDay


@dataclass(slots=True)
class PaySum:
    """Contract staff of a home unit: how many below the floor, at it or above, not known; the rupiah a month short.

    `amounts` counts them by what they are paid a month, `below_at` those of them who are below their floor.
    """

    below: int = 0
    held: int = 0
    unknown: int = 0
    short: int = 0
    amounts: Counter[int] = field(default_factory=Counter)
    below_at: Counter[int] = field(default_factory=Counter)

    @property
    def staff(self) -> int:
        """All of them."""
        return self.below + self.held + self.unknown

    @property
    def lowest(self) -> int | None:
        """The lowest pay a month; None where no decree says any."""
        return min(self.amounts, default=None)


def pay_sums(day: date, wages: WagesOfDay, units: Collection[str]) -> dict[str, PaySum]:
    """The sums of each of the units (codes), as the wage check counts them. No statement but that of `groups_on`.

    The caller has found that the asker may read what is paid in these units, or shows him no amounts.
    """
    found: defaultdict[str, PaySum] = defaultdict(PaySum, {code: PaySum() for code in units})
    for group in groups_on(day):
        if group.is_worker and group.unit in units:
            _add(found[group.unit], group, wages)
    return dict(found)


def pay_sum(sums: Iterable[PaySum]) -> PaySum:
    """All of them together."""
    total = PaySum()
    for one in sums:
        total.below += one.below
        total.held += one.held
        total.unknown += one.unknown
        total.short += one.short
        total.amounts.update(one.amounts)
        total.below_at.update(one.below_at)
    return total


def _add(to: PaySum, group: Group, wages: WagesOfDay) -> None:
    floor = floor_of(group.unit, group.basis, group.own_floor, wages)
    short = shortfall(group.amount, floor)
    if group.amount is not None:
        to.amounts[group.amount] += group.count
    if short is None:
        to.unknown += group.count
    elif short:
        to.below += group.count
        to.short += short * group.count
        to.below_at[group.amount or 0] += group.count
    else:
        to.held += group.count
