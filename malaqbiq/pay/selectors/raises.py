"""The raises that a floor makes due: whose, at what cost in the year, against what budget."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import UnitProfile
from malaqbiq.pay.rules.months import PaidSpan, month_of
from malaqbiq.pay.rules.premiums import Programme
from malaqbiq.pay.rules.raises import Cost, Due, RaisePlan, UnitRaises, raised, year_cost
from malaqbiq.pay.rules.wages import WageRow
from malaqbiq.pay.selectors.premiums import PROGRAMMES_NOT_SAID, premium_law
from malaqbiq.pay.selectors.spans import paid_spans
from malaqbiq.pay.selectors.wages import wage_check
from malaqbiq.service.models import HomeUnit
from malaqbiq.service.selectors import units_of


def raise_plan(
    access: Access,
    day: date,
    *,
    units: Collection[str] | None = None,
    budgets: Mapping[str, int] | None = None,
    only_below: bool = False,
) -> RaisePlan:
    """Whose pay is below the floor of a day, and what raising it to the floor from that day costs in its year.

    For all contract staff in service that day in the work units that the asker covers, by unit. The cost has twelve
    months and the THR, in rupiah, as far as contracts reach; premiums at the day's rates by each unit's programmes.
    `budgets` (rupiah by unit code) come before what the units' profiles say. What is not known is named. `only_below`
    leaves out the units in which nobody is below the floor: then what their year needs is not counted.
    """
    check = wage_check(access, day, units=units)
    below = {row.unit_code for row in check.rows if row.is_below}
    rows = [row for row in check.rows if row.unit_code in below] if only_below else check.rows
    planned = below if only_below else units_of(access, units)
    found = _planned(access, day, rows, planned, budgets or {}) if rows else ()
    return RaisePlan(day, tuple(found), tuple(check.missing_floors()), len(check.rows))


def _planned(
    access: Access, day: date, rows: Sequence[WageRow], codes: Collection[str] | None, budgets: Mapping[str, int]
) -> Iterator[UnitRaises]:
    known = _units(access, day, {row.unit_code: row.work_unit for row in rows}, budgets)
    homes = HomeUnit.objects.as_of(day)
    people = None if codes is None else homes.filter(work_unit__code__in=codes).values("person")
    spans = paid_spans(people, within=Period(date(day.year, 1, 1), date(day.year + 1, 1, 1)))
    for code, own in groupby(rows, key=attrgetter("unit_code")):
        yield _raises(known[code], own, spans)


@dataclass(frozen=True, slots=True)
class _Unit:
    """What the budget year of a day says of one unit."""

    code: str
    uid: UUID
    day: date
    thr_month: int | None
    programmes: tuple[Programme, ...] | None
    budget: int | None
    _costs: dict[Hashable, Cost] = field(default_factory=dict)

    def cost(self, spans: Sequence[PaidSpan]) -> Cost:
        """The year's cost of one person; where the THR's month is not set it is counted in the day's month.

        Most of a unit are paid the same on the same days: what was counted once is known for them.
        """
        alike = tuple((span.period, span.unit, span.amount) for span in spans)
        if alike not in self._costs:
            thr_month, bought = self.thr_month or self.day.month, self.programmes or ()
            self._costs[alike] = year_cost(spans, self.uid, self.day.year, thr_month=thr_month, programmes=bought)
        return self._costs[alike]


def _units(access: Access, day: date, uids: Mapping[str, UUID], budgets: Mapping[str, int]) -> dict[str, _Unit]:
    profiles = {item.unit_id: item for item in UnitProfile.objects.filter(year=day.year, unit__uid__in=uids.values())}
    law = premium_law(access, month_of(day))
    found = {}
    for code, uid in uids.items():
        profile = profiles.get(uid)
        bought: list[str] | None = profile.programmes if profile else None
        found[code] = _Unit(
            code=code,
            uid=uid,
            day=day,
            thr_month=profile.thr_month if profile else None,
            programmes=None if bought is None else law.programmes(code, bought),
            budget=budgets.get(code, profile.honorarium_budget if profile else None),
        )
    return found


def _raises(unit: _Unit, rows: Iterable[WageRow], spans: Mapping[UUID, tuple[PaidSpan, ...]]) -> UnitRaises:
    due: list[Due] = []
    excepted: list[Due] = []
    need = Cost()
    for row in rows:
        stands = spans.get(row.person, ())
        cost = unit.cost(stands)
        if row.is_below and row.exception:
            excepted.append(_due(row, Cost()))
        elif row.is_below:
            after = unit.cost(raised(stands, unit.day, row.floor.amount or 0))
            due.append(_due(row, after.less(cost)))
            cost = after
        need = need.plus(cost)
    return UnitRaises(unit.code, tuple(due), tuple(excepted), need, unit.budget, tuple(_unknown(unit)))


def _due(row: WageRow, cost: Cost) -> Due:
    return Due(row.person, row.name, row.monthly_amount or 0, row.floor, row.last_day, row.exception, cost)


def _unknown(unit: _Unit) -> Iterator[Words]:
    params: dict[str, str | int] = {"unit": unit.code, "year": unit.day.year}
    if unit.thr_month is None:
        yield Words(gettext_noop("the THR's month of %(unit)s in %(year)s is not set: counted at the new pay"), params)
    if unit.budget is None:
        yield Words(gettext_noop("what the DIPA of %(unit)s gives in %(year)s has not been said"), params)
    if unit.programmes is None:
        yield Words(PROGRAMMES_NOT_SAID, params)
    yield from {item.key: item.what for programme in unit.programmes or () for item in programme.missing}.values()
