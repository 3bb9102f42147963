"""A province at a glance: how far each of its work units is, by figures that the database counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from malaqbiq.appraisal.models import Cycle
from malaqbiq.appraisal.selectors import READERS as CYCLE_READERS
from malaqbiq.appraisal.selectors.seen import cycle_of_units
from malaqbiq.home.selectors.steps import UnitSteps, steps_by_unit, steps_together
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.rules.tree import ROOT, Tree
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.pay.selectors.groups import groups_on
from malaqbiq.pay.selectors.limits import wages_of_day
from malaqbiq.pay.selectors.seen import READERS as PAY_READERS
from malaqbiq.pay.selectors.sums import PaySum, pay_sum, pay_sums
from malaqbiq.pay.selectors.wageline import WageLine, province_line
from malaqbiq.regulations.rules.floors import Floor
from malaqbiq.service.selectors.chart import states_by_unit

READERS = (Role.SDM_OFFICER, Role.SECRETARY, Role.COMMISSIONER, Role.AUDITOR)
"""Who is told how far the work units are. Commissioners are told figures; names and amounts are for who reads them."""


@dataclass(frozen=True, slots=True)
class DecreeSum:
    """Contract staff whose home or duty is in some work units: who serve by a decree of this office, by an old one
    that a list named, by none.
    """

    decreed: int = 0
    cited: int = 0
    undecreed: int = 0

    @property
    def staff(self) -> int:
        """All of them."""
        return self.decreed + self.cited + self.undecreed


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A work unit, or all of them (without a code): its people in the cycle, pay, posts, and the day's floor.

    `steps` is None where nobody of it is in the cycle; `floor` where it is not known. `pays` and `names`: whether the
    asker may read what is paid here (else there are no amounts) and who stands behind the cycle's figures.
    """

    code: str
    name: str
    steps: UnitSteps | None
    pay: PaySum
    decrees: DecreeSum
    posts: Mapping[str, int]
    floor: int | None
    pays: bool
    names: bool


@dataclass(frozen=True, slots=True)
class Province:
    """The work units of a province that the asker may be told of, together, and the provinces that can be chosen."""

    code: str
    name: str
    cycle: Cycle | None
    lines: Sequence[UnitLine]
    together: UnitLine
    wages: WageLine
    choices: Sequence[tuple[str, str]]

    @property
    def title(self) -> str:
        """The province's name, or that of the one work unit of it that the asker is told of."""
        return self.lines[0].name if len(self.lines) == 1 else self.name


def province_seen(access: Access, day: date, code: str = "") -> Province | None:
    """A province on a day, the first of the asker's if none is named; None if he has none.

    LookupError for one that isn't his. Eight statements, whatever the number of people and work units.
    """
    tree, units = unit_tree(access, day=day), access.units(*READERS)
    covered = frozenset(tree.names) if units is None else units & frozenset(tree.names)
    provinces = sorted({tree.province_of(one) or ROOT for one in covered} - {ROOT}) or sorted({ROOT} & covered)
    if code and code not in provinces:
        raise LookupError(code)
    if not provinces:
        return None
    chosen = code or provinces[0]
    codes = sorted(tree.below(chosen) & covered) if chosen != ROOT else [ROOT]
    cycle, lines = _lines(access, day, tree, codes)
    wages = province_line(access, day, province=chosen, units=[one.code for one in lines if one.pays])
    names = [(one, tree.names[one]) for one in provinces]
    return Province(chosen, tree.names[chosen], cycle, lines, _together(lines, day), wages, names)


def _lines(access: Access, day: date, tree: Tree, codes: Sequence[str]) -> tuple[Cycle | None, list[UnitLine]]:
    cycle, wages = cycle_of_units(codes, day), wages_of_day(access, day)
    steps = steps_by_unit(cycle, day, codes) if cycle else {}
    sums, posts = pay_sums(day, wages, codes), states_by_unit(access, day, codes)
    found = []
    for code in codes:
        pays, floor = access.covers(code, *PAY_READERS), wages.wage(code)
        found.append(
            UnitLine(
                code=code,
                name=tree.names[code],
                steps=steps.get(code),
                pay=sums[code] if pays else replace(sums[code], amounts=Counter(), below_at=Counter(), short=0),
                decrees=_decrees(day, {code}),
                posts=posts.get(code, Counter()),
                floor=floor.amount if isinstance(floor, Floor) else None,
                pays=pays,
                names=access.covers(code, *CYCLE_READERS),
            )
        )
    return cycle, found


def _decrees(day: date, codes: Collection[str]) -> DecreeSum:
    """By what contract staff serve, each counted once, as the staff list counts them. No statement of its own."""
    there = [one for one in groups_on(day) if one.is_worker and (one.unit in codes or one.duty in codes)]
    undecreed = sum(one.count for one in there if one.is_undecreed)
    cited = sum(one.count for one in there if one.is_cited)
    return DecreeSum(sum(one.count for one in there) - undecreed - cited, cited, undecreed)


def _together(lines: Sequence[UnitLine], day: date) -> UnitLine:
    steps = [one.steps for one in lines if one.steps]
    floors = {one.floor for one in lines}
    return UnitLine(
        code="",
        name="",
        steps=steps_together(steps) if steps else None,
        pay=pay_sum(one.pay for one in lines),
        decrees=_decrees(day, {one.code for one in lines}),
        posts=sum((Counter(one.posts) for one in lines), Counter()),
        floor=floors.pop() if len(floors) == 1 else None,
        pays=all(one.pays for one in lines),
        names=all(one.names for one in lines),
    )
