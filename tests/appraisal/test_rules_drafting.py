from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.appraisal.rules.drafting import End, Extend, course
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.kernel.periods import Period

NEXT = Period.through(date(2022, 1, 1), date(2022, 12, 31))
STOP = Recommendation.DO_NOT_EXTEND


@pytest.mark.parametrize("outcome", [Recommendation.EXTEND, Recommendation.EXTEND_WITH_COACHING])
def test_a_contract_goes_on_from_the_day_after_its_last(outcome: Recommendation) -> None:
    assert course(outcome, date(2021, 12, 31), NEXT) == Extend(date(2022, 1, 1), date(2022, 12, 31))
    assert course(outcome, date(2022, 2, 28), NEXT) == Extend(date(2022, 3, 1), date(2022, 12, 31))


def test_a_contract_ends_on_its_own_last_day() -> None:
    assert course(STOP, date(2021, 12, 31), NEXT) == End(date(2022, 1, 1))
    assert course(STOP, date(2022, 2, 28), NEXT) == End(date(2022, 3, 1))
    assert course(STOP, None, NEXT) == End(date(2022, 1, 1))


def test_what_has_no_end_or_runs_on_is_not_extended() -> None:
    assert str(course(Recommendation.EXTEND, None, NEXT)).startswith("the contract has no end")
    runs = course(Recommendation.EXTEND, date(2022, 12, 31), NEXT)
    assert str(runs) == "the contract runs until 2022-12-31 already"


def test_a_term_has_an_end() -> None:
    with pytest.raises(ValueError, match="no end"):
        course(Recommendation.EXTEND, date(2021, 12, 31), Period(date(2022, 1, 1)))
