from __future__ import annotations

from datetime import UTC, date, datetime
from threading import Thread

import pytest

from malaqbiq.kernel import clock

NEW_YEAR_IN_MAKASSAR = datetime(2021, 12, 31, 16, 0, tzinfo=UTC)


def test_day_turns_with_the_zone() -> None:
    with clock.standing_at(NEW_YEAR_IN_MAKASSAR):
        assert clock.today("Asia/Makassar") == date(2022, 1, 1)
        assert clock.today("Asia/Jakarta") == date(2021, 12, 31)


def test_clock_stands_until_the_block_ends_even_by_an_error() -> None:
    with pytest.raises(ZeroDivisionError), clock.standing_at(NEW_YEAR_IN_MAKASSAR):
        _ = 1 / 0
    assert not clock.is_standing()


def test_clock_stands_for_its_own_thread_only() -> None:
    seen: list[bool] = []
    with clock.standing_at(NEW_YEAR_IN_MAKASSAR):
        thread = Thread(target=lambda: seen.append(clock.is_standing()))
        thread.start()
        thread.join()
    assert seen == [False]


def test_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"), clock.standing_at(datetime(2022, 1, 11)):  # noqa: DTZ001
        pass
