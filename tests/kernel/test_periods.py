from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.kernel.periods import Period, month


def test_last_day_of_february_in_a_leap_year() -> None:
    assert month(2024, 2).last_day == date(2024, 2, 29)


def test_month_of_december_ends_with_the_new_year() -> None:
    assert month(2021, 12) == Period(date(2021, 12, 1), date(2022, 1, 1))


def test_through_counts_both_days() -> None:
    period = Period.through(date(2022, 1, 1), date(2022, 12, 31))
    assert date(2022, 12, 31) in period
    assert date(2023, 1, 1) not in period


def test_a_period_without_days_is_refused() -> None:
    with pytest.raises(ValueError, match="must end after it starts"):
        Period(date(2022, 1, 1), date(2022, 1, 1))
