"""When the next step of a working life comes: pension, promotion, years counted."""

from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.service.rules.careers import months_after, promotion_day, retirement_day, years_after

TWICE, SIX, MONTHLY = frozenset({4, 10}), frozenset({2, 4, 6, 8, 10, 12}), frozenset(range(1, 13))


@pytest.mark.parametrize(
    ("birth", "age", "day"),
    [
        (date(1964, 5, 20), 58, date(2022, 6, 1)),
        (date(1964, 5, 1), 58, date(2022, 6, 1)),
        (date(1964, 5, 31), 58, date(2022, 6, 1)),
        (date(1964, 2, 29), 58, date(2022, 3, 1)),
        (date(1964, 2, 29), 60, date(2024, 3, 1)),
        (date(1964, 12, 31), 58, date(2023, 1, 1)),
        (date(1964, 11, 30), 60, date(2024, 12, 1)),
    ],
)
def test_somebody_is_retired_from_the_first_of_the_month_after_the_age_is_reached(
    birth: date, age: int, day: date
) -> None:
    assert retirement_day(birth, age, 1) == day


def periods(day: date) -> frozenset[int]:
    return TWICE if day < date(2024, 1, 1) else SIX if day < date(2025, 10, 1) else MONTHLY


@pytest.mark.parametrize(
    ("since", "day"),
    [
        (date(2018, 4, 1), date(2022, 4, 1)),
        (date(2018, 4, 2), date(2022, 10, 1)),
        (date(2018, 10, 2), date(2023, 4, 1)),
        # By October 2023 alone it would be April: from 2024 on there is a period in February.
        (date(2019, 10, 2), date(2024, 2, 1)),
        (date(2021, 10, 2), date(2025, 11, 1)),
        (date(2020, 2, 29), date(2024, 4, 1)),
    ],
)
def test_a_promotion_waits_for_the_next_period_by_the_law_of_its_day(since: date, day: date) -> None:
    assert promotion_day(since, 4, periods) == day


def test_where_no_period_is_said_no_promotion_is_guessed() -> None:
    assert promotion_day(date(2018, 4, 1), 4, lambda _: frozenset()) is None


def test_years_and_months_are_counted_over_february_and_new_year() -> None:
    assert years_after(date(2020, 2, 29), 1) == date(2021, 3, 1)
    assert years_after(date(2020, 2, 29), 4) == date(2024, 2, 29)
    assert months_after(date(2021, 12, 31), 1) == date(2022, 1, 1)
    assert months_after(date(2021, 11, 30), 14) == date(2023, 1, 1)
