"""Two people close the same month, or draft the same raises, at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TypeVar

import pytest
from django.db import connection

from malaqbiq.decrees.models import Decree
from malaqbiq.pay.models import PayLine, PayMonth
from malaqbiq.pay.services import month_close, raise_draft_decrees
from tests import builders as make
from tests.pay import payroll

pytestmark = pytest.mark.django_db(transaction=True)

T = TypeVar("T")
JANUARY = date(2022, 1, 1)


def at_once(work: Callable[[], T], times: int = 4) -> list[T]:
    def alone(_: int) -> T:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(alone, range(times)))


def test_a_month_is_closed_once() -> None:
    office = make.unit()
    payroll.profile(office, 2022, thr_month=4)
    payroll.opened_low(make.person(), office)
    closed = at_once(lambda: month_close(access=make.OFFICER, unit="76", month=JANUARY))
    assert len({item.uid for item in closed}) == 1
    assert (PayMonth.objects.count(), PayLine.objects.count()) == (1, 1)


def test_raises_are_drafted_once() -> None:
    office = make.unit()
    payroll.opened_low(make.person(), office)
    at_once(lambda: raise_draft_decrees(access=make.OFFICER, day=JANUARY))
    assert Decree.objects.filter(origin="own").count() == 1
