"""Closing a month, killed at each of its statements."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.process import LONG_ENOUGH, Malaqbiq

pytestmark = pytest.mark.process

DIE = """
import json
from datetime import date
from malaqbiq.kernel.models import Activity
from malaqbiq.pay.models import PayLine, PayMonth
from malaqbiq.pay.services import month_close
from tests import builders as make
from tests.killing import killed_at_each_statement
from tests.pay import payroll

office = make.unit()
payroll.profile(office, 2022, thr_month=1)
payroll.opened_low(make.person("Satu"), office)
payroll.opened_low(make.person("Dua"), office)

def close():
    month_close(access=make.OFFICER, unit="76", month=date(2022, 1, 1))

def left_behind():
    activity = Activity.objects.filter(action="pay.month_close")
    return [PayMonth.objects.count(), PayLine.objects.count(), activity.count()]

seen = killed_at_each_statement(close, left_behind)
close()
print(json.dumps([*seen, ["again", left_behind()]]))
"""


def test_killed_before_any_statement_of_closing_leaves_nothing_and_a_rerun_completes(ready_malaqbiq: Malaqbiq) -> None:
    *killed, through, again = _ran(ready_malaqbiq)
    assert len(killed) > 10, "the closing was killed at each of its statements"
    assert all(outcome == [-9, [0, 0, 0]] for outcome in killed)
    assert through == [0, [1, 4, 1]]
    assert again == ["again", [1, 4, 1]], "a month that is closed is not closed anew"


def _ran(house: Malaqbiq) -> list[Any]:
    out, err = (process := house.python(DIE)).communicate(timeout=LONG_ENOUGH)
    assert process.returncode == 0, err
    return list(json.loads(out))
