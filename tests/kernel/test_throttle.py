from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connections

from malaqbiq.kernel.throttle import allowed


@pytest.mark.django_db
def test_so_many_times_and_no_more() -> None:
    assert [allowed("look", "a", 2, 60) for _ in range(4)] == [True, True, False, False]


@pytest.mark.django_db
def test_each_asker_and_each_act_is_counted_by_itself() -> None:
    assert allowed("look", "a", 1, 60)
    assert allowed("look", "b", 1, 60)
    assert allowed("send", "a", 1, 60)
    assert not allowed("look", "a", 1, 60)


@pytest.mark.django_db
def test_a_new_time_begins_when_the_old_one_is_over() -> None:
    assert allowed("look", "a", 1, 60)
    assert not allowed("look", "a", 1, 60)
    cache.touch("throttle:look:a:0", 0)
    assert allowed("look", "a", 1, 60)


@pytest.mark.django_db(transaction=True)
def test_all_processes_count_together() -> None:
    """Threads with connections of their own stand for processes: nothing is kept in memory."""

    def asked(_: int) -> bool:
        try:
            return allowed("look", "all", 5, 60)
        finally:
            connections.close_all()

    try:
        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(asked, range(24))) == 5
    finally:
        cache.clear()
