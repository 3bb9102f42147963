from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malaqbiq.appraisal.rules.conduct import (
    Around,
    Judge,
    last_day_to_object,
    why_not_appraise,
    why_not_decide,
    why_not_moderate,
)

SELF, BROTHER, APPRAISER, MODERATOR, OTHER = (UUID(int=number) for number in range(1, 6))
AROUND = Around(SELF, frozenset({APPRAISER}), frozenset({MODERATOR}))
FAMILY = {BROTHER: frozenset({SELF})}


def test_who_may_judge_narrows_from_appraising_to_deciding() -> None:
    everyone = [Judge(who, FAMILY.get(who, frozenset())) for who in (SELF, BROTHER, APPRAISER, MODERATOR, OTHER)]
    assert {who.person for who in everyone if not why_not_appraise(who, AROUND)} == {APPRAISER, MODERATOR, OTHER}
    assert {who.person for who in everyone if not why_not_moderate(who, AROUND)} == {MODERATOR, OTHER}
    assert {who.person for who in everyone if not why_not_decide(who, AROUND)} == {OTHER}


@pytest.mark.parametrize(
    ("told_on", "days", "holidays", "last"),
    [
        (date(2022, 1, 3), 3, [], date(2022, 1, 6)),
        (date(2022, 1, 6), 3, [], date(2022, 1, 11)),
        (date(2021, 12, 30), 3, [date(2021, 12, 31)], date(2022, 1, 5)),
        (date(2024, 2, 28), 1, [], date(2024, 2, 29)),
    ],
)
def test_an_objection_is_in_time_for_so_many_working_days(
    told_on: date, days: int, holidays: list[date], last: date
) -> None:
    assert last_day_to_object(told_on, days, holidays) == last


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 20), st.sets(st.integers(1, 40)))
def test_the_last_day_is_a_working_day_and_so_many_lie_before_it(told_on: date, days: int, off: set[int]) -> None:
    holidays = {told_on + timedelta(days=number) for number in off}
    last = last_day_to_object(told_on, days, holidays)
    between = [told_on + timedelta(days=n) for n in range(1, (last - told_on).days + 1)]
    working = [day for day in between if day.weekday() < 5 and day not in holidays]
    assert len(working) == days
    assert working[-1] == last
