from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.kernel.periods import Period, month
from malaqbiq.regulations.rules.calendar import is_working_day, working_days, working_days_in

NEW_YEAR = {date(2022, 1, 1), date(2022, 2, 1)}


@pytest.mark.parametrize(
    ("start", "n", "day"),
    [
        (date(2022, 1, 5), 1, date(2022, 1, 6)),
        (date(2022, 1, 5), 3, date(2022, 1, 10)),
        (date(2022, 1, 7), 1, date(2022, 1, 10)),
        (date(2022, 1, 8), 1, date(2022, 1, 10)),
        (date(2022, 1, 31), 1, date(2022, 2, 2)),
        (date(2021, 12, 30), 3, date(2022, 1, 4)),
    ],
)
def test_the_nth_working_day_after_a_day(start: date, n: int, day: date) -> None:
    assert working_days(start, n, NEW_YEAR) == day


@pytest.mark.parametrize("n", [0, -1])
def test_working_days_count_from_one(n: int) -> None:
    with pytest.raises(ValueError, match="from 1"):
        working_days(date(2022, 1, 5), n, set())


def test_a_month_has_its_weekdays_less_holidays() -> None:
    assert working_days_in(month(2022, 2), NEW_YEAR) == 19
    assert not is_working_day(date(2022, 2, 5), NEW_YEAR)


def test_an_open_period_has_no_number_of_working_days() -> None:
    with pytest.raises(ValueError, match="open"):
        working_days_in(Period(date(2022, 1, 1)), set())
