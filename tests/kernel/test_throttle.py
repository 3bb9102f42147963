from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from malaqbiq.kernel.throttle import allowed


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_so_many_times_and_no_more() -> None:
    assert [allowed("look", "a", 2, 60) for _ in range(4)] == [True, True, False, False]


def test_each_asker_and_each_act_is_counted_by_itself() -> None:
    assert allowed("look", "a", 1, 60)
    assert allowed("look", "b", 1, 60)
    assert allowed("send", "a", 1, 60)
    assert not allowed("look", "a", 1, 60)


def test_a_new_time_begins_when_the_old_one_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    assert allowed("look", "a", 1, 60)
    assert not allowed("look", "a", 1, 60)
    cache.delete("throttle:look:a")
    assert allowed("look", "a", 1, 60)
