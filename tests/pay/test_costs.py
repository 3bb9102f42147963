"""What a decree sets in pay in its budget year, by the rule by which the months are paid."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from malaqbiq.decrees.registry import year_costs
from malaqbiq.decrees.rules.costs import YearCost, cost_together
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.selectors import raise_plan
from tests import builders as make
from tests.pay import payroll

pytestmark = pytest.mark.django_db

NEW_YEAR, LAST_DAY = date(2022, 1, 1), date(2022, 12, 31)
START, END = date(2022, 11, 27), date(2022, 12, 31)
FIVE_WEEKS = -(-make.FLOOR * 4 // 30) + make.FLOOR
"""Four of November's thirty days, and December."""


def cost(office: WorkUnit, start: date, last_day: date | None, names: str = "Anto") -> YearCost:
    entries = [
        entry
        for row, name in enumerate(names.split(), start=1)
        for entry in make.engaged(make.person(name), office, start, last_day, row=row)
    ]
    decree = make.drafted(office, entries)
    return year_costs([decree.pk])[decree.pk]


def test_a_year_is_twelve_months_and_the_thr() -> None:
    payroll.profile(office := make.unit(), 2022, thr_month=4)
    found = cost(office, NEW_YEAR, LAST_DAY, "Anto Budi")
    assert found == YearCost(NEW_YEAR, LAST_DAY, 24 * make.FLOOR, 2 * make.FLOOR)


def test_five_weeks_cost_their_days_and_no_thr_that_falls_in_another_month() -> None:
    payroll.profile(office := make.unit(), 2022, thr_month=4)
    assert cost(office, START, END) == YearCost(START, END, FIVE_WEEKS)
    payroll.profile(office, 2022, thr_month=12)
    assert cost(office, START, END, "Budi") == YearCost(START, END, FIVE_WEEKS, make.FLOOR)


def test_where_the_month_of_the_thr_is_not_set_it_is_not_counted_and_the_unit_is_named() -> None:
    assert cost(make.unit(), START, END) == YearCost(START, END, FIVE_WEEKS, 0, frozenset({"76"}))


@pytest.mark.parametrize("last_day", [date(2023, 3, 31), None])
def test_only_the_budget_year_in_which_it_begins_is_counted(last_day: date | None) -> None:
    payroll.profile(office := make.unit(), 2022, thr_month=4)
    assert cost(office, START, last_day) == YearCost(START, LAST_DAY, FIVE_WEEKS)


def test_it_is_what_the_months_of_the_year_will_pay() -> None:
    payroll.profile(office := make.unit(), 2022, thr_month=12)
    entries = make.engaged(make.person(), office, START, END)
    decree = make.issued(office, entries, START)
    found = year_costs([decree.pk])[decree.pk]
    (unit,) = raise_plan(make.OFFICER, START).units
    assert (found.months, found.thr) == (unit.need.months, unit.need.thr)


def test_decrees_are_counted_in_one_statement_and_added_up() -> None:
    payroll.profile(office := make.unit(), 2022, thr_month=4)
    other = make.unit("76.05", "kabkota")
    decrees = [
        make.drafted(office, make.engaged(make.person("Anto"), office, NEW_YEAR, LAST_DAY)),
        make.drafted(office, make.engaged(make.person("Budi"), other, START, END)),
    ]
    with CaptureQueriesContext(connection) as asked:
        found = year_costs([decree.pk for decree in decrees])
    assert len(asked) == 1
    whole = cost_together([*found.values(), None])
    assert whole == YearCost(NEW_YEAR, LAST_DAY, 12 * make.FLOOR + FIVE_WEEKS, make.FLOOR, frozenset({"76.05"}))
    assert cost_together([None]) is None
