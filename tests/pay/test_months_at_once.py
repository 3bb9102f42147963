"""Two people close the same month, or draft the same raises, at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date
from functools import partial
from typing import TypeVar

import pytest
from django.db import connection, transaction

from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.services import decree_issue
from malaqbiq.pay.models import PayLine, PayMonth
from malaqbiq.pay.services import month_close, raise_draft_decrees
from tests import builders as make
from tests.pay import payroll
from tests.process import LONG_ENOUGH

pytestmark = pytest.mark.django_db(transaction=True)

T = TypeVar("T")
JANUARY = date(2022, 1, 1)
A_MOMENT = 1.0


def at_once(work: Callable[[], T], times: int = 4) -> list[T]:
    def alone(_: int) -> T:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(alone, range(times)))


def while_it_is_done(first: Callable[[], object], second: Callable[[], object]) -> None:
    """Begin the second on a connection of its own before the first is committed; raises what comes of it."""
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            first()
            begun = threads.submit(at_once, second, 1)
            # Time to go through, if nothing held it up.
            wait([begun], timeout=A_MOMENT)
        begun.result(timeout=LONG_ENOUGH)


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


def test_of_units_that_close_at_once_only_one_tells_the_thr_of_who_moves() -> None:
    office, near, far = make.unit(), make.unit("76.01", "kabkota"), make.unit("76.02", "kabkota")
    who, april, may = make.person(), date(2022, 4, 1), date(2022, 5, 1)
    make.opened(near, make.engaged(who, near, payroll.LAST_YEAR, payroll.LAST_DAY))
    payroll.profile(near, 2022, thr_month=4)
    payroll.profile(far, 2022, thr_month=5)
    make.issued(office, payroll.moved(who, far, date(2022, 4, 15)), date(2022, 3, 1))
    close = partial(month_close, access=make.OFFICER)
    while_it_is_done(lambda: close(unit="76.01", month=april), lambda: close(unit="76.02", month=may))
    told = PayLine.objects.filter(kind="thr").values_list("pay_month__work_unit__code", "amount")
    assert list(told) == [("76.01", make.FLOOR)]


def test_a_correction_issued_while_a_month_closes_is_held_to_it() -> None:
    office, who, june = make.unit(), make.person(), date(2022, 6, 1)
    payroll.profile(office, 2022, thr_month=12)
    opening = make.opened(office, make.engaged(who, office, payroll.LAST_YEAR, payroll.LAST_DAY, 3_000_000))
    less = payroll.term(who, office, payroll.LAST_YEAR, payroll.LOW, last_day=date(2022, 5, 31)).payload
    entry = make.entry_of(opening, who.uid, "pay.term_set")
    lower = [make.mending(entry, Mending.CORRECTION, payroll.LAST_YEAR, less), payroll.term(who, office, june)]
    decree = make.approved(office, lower)

    def issue() -> None:
        with payroll.on(june):
            decree_issue(access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest)

    with pytest.raises(Refused, match="2022-04"):
        while_it_is_done(lambda: month_close(access=make.OFFICER, unit="76", month=date(2022, 4, 1)), issue)
