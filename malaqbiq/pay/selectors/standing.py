"""Batas & selisih: who stands outside floor or ceiling on a day, by what rule, and what mending it costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from malaqbiq.kernel.access import Access
from malaqbiq.organization.rules.tree import Tree
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.pay.rules.limits import Limit
from malaqbiq.pay.rules.months import MONTHS_IN_BUDGET_YEAR
from malaqbiq.pay.rules.wages import UnitSum, View, WageCheck, WageRow, sums
from malaqbiq.pay.selectors.choosing import MOST_UNITS, UnitChoice, province_in, unit_choice, with_all_below
from malaqbiq.pay.selectors.wages import wage_check


@dataclass(frozen=True, slots=True)
class LimitUsed:
    """A floor or ceiling that holds for some of the people, and for how many."""

    limit: Limit
    people: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How pay stands on a day in the chosen work units.

    `check` has all rows of the choice, `rows` those of the view, `counts` how many each view holds, `sums` stands by
    work unit (by province where there are many); `units` are all that can be chosen, `unit` is the chosen one.
    """

    check: WageCheck
    rows: Sequence[WageRow]
    counts: Mapping[View, int]
    sums: Sequence[UnitSum]
    floors: Sequence[LimitUsed]
    ceilings: Sequence[LimitUsed]
    choice: UnitChoice
    names: Mapping[str, str]

    @property
    def above(self) -> int:
        """How many are paid above the ceiling."""
        return self.counts[View.ABOVE]

    @property
    def unknown(self) -> int:
        """Of how many it can't be told whether they are at the floor."""
        return self.counts[View.UNKNOWN]

    @property
    def shortfall_year(self) -> int:
        """Rupiah that all below need in a full budget year: twelve months and the THR."""
        return self.check.shortfall_total * MONTHS_IN_BUDGET_YEAR


def standing(access: Access, day: date, *, view: View = View.ALL, unit: str = "", text: str = "") -> Standing:
    """How pay stands on a day in the work units whose pay the asker may read.

    `unit` narrows to a work unit by its code, or to a province and all below it by its code with a stop (``76.``);
    `text` to names that hold it. Who reads a whole country begins with one province: all at once takes too long.
    Five statements, whatever the number of people.
    """
    tree = unit_tree(access, day=day)
    choice = unit_choice(access, tree, unit)
    chosen = wage_check(access, day, units=choice.codes).rows
    rows = [row for row in chosen if row.stands_in(view) and text.casefold() in row.name.casefold()]
    return Standing(
        check=WageCheck(day, chosen),
        rows=rows,
        counts={one: sum(row.stands_in(one) for row in chosen) for one in View},
        sums=_sums(chosen, tree),
        floors=_used(row.floor for row in chosen),
        ceilings=_used(row.ceiling for row in chosen if row.ceiling.key),
        choice=choice,
        names=tree.names,
    )


def _sums(rows: Sequence[WageRow], tree: Tree) -> list[UnitSum]:
    if len({row.unit_code for row in rows}) <= MOST_UNITS:
        return sums(rows, lambda row: (row.unit_code, tree.names.get(row.unit_code, row.unit_code)))
    provinces = {code: province_in(tree, code) for code in {row.unit_code for row in rows}}
    return sums(rows, lambda row: with_all_below(provinces[row.unit_code], tree))


def _used(limits: Iterable[Limit]) -> list[LimitUsed]:
    """Each limit once, the one that holds for most first."""
    found: dict[str, Limit] = {}
    counts: Counter[str] = Counter()
    for limit in limits:
        key = limit.key.partition(":")[0] if limit.basis == "former_pay" else limit.key
        found.setdefault(key, limit)
        counts[key] += 1
    return [LimitUsed(found[key], people) for key, people in counts.most_common()]
