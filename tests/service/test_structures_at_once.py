"""Two who open a structure at once, by real processes: it is opened once, or the second corrects the first."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.process import LONG_ENOUGH, Malaqbiq

pytestmark = pytest.mark.process

PREPARE = """
from tests import builders as make
make.unit("76.01", "kabkota")
"""

OPEN = """
from datetime import date
from malaqbiq.kernel.access import Access
from malaqbiq.service.selectors.structures import Choice
from malaqbiq.service.services import structure_open
print("ready", flush=True)
sys.stdin.readline()
done = structure_open(access=Access.system("cli"), choice=Choice(sys.argv[1], date(2020, 1, 1), ("76", "76.01")))
print("opened" if done.decree else "stood already")
"""

COUNT = """
import json
from malaqbiq.decrees.models import Decree
from malaqbiq.organization.models import Post
from malaqbiq.service.models import PostInForce, Structure
regimes = sorted(set(Structure.objects.known().values_list("regime", flat=True)))
print(json.dumps([Decree.objects.count(), PostInForce.objects.known().count(), regimes]))
"""


def at_once(house: Malaqbiq, *regimes: str) -> list[str]:
    house.python(PREPARE).communicate(timeout=LONG_ENOUGH)
    openers = [house.python(OPEN, regime) for regime in regimes]
    for opener in openers:
        assert opener.stdin is not None and opener.stdout is not None
        assert opener.stdout.readline() == "ready\n"
    for opener in openers:
        assert opener.stdin is not None
        opener.stdin.write("go\n")
        opener.stdin.flush()
    return sorted(_said(opener) for opener in openers)


def _said(process: Any) -> str:
    out, err = process.communicate(timeout=LONG_ENOUGH)
    assert process.returncode == 0, err
    return str(out).strip()


def count(house: Malaqbiq) -> list[Any]:
    return list(json.loads(_said(house.python(COUNT))))


def verified(house: Malaqbiq) -> bool:
    return bool(json.loads(house.run("verify", "--json", check=False).stdout)["ok"])


def test_the_same_structure_opened_by_four_at_once_stands_once(ready_malaqbiq: Malaqbiq) -> None:
    said = at_once(ready_malaqbiq, *["pkpu-6-2008"] * 4)
    assert said == ["opened", "stood already", "stood already", "stood already"]
    assert count(ready_malaqbiq) == [1, 15, ["pkpu-6-2008"]]
    assert verified(ready_malaqbiq)


def test_two_structures_at_once_leave_that_of_the_later_alone(ready_malaqbiq: Malaqbiq) -> None:
    assert at_once(ready_malaqbiq, "pkpu-6-2008", "pkpu-14-2020") == ["opened", "opened"]
    decrees, posts, regimes = count(ready_malaqbiq)
    assert decrees == 2 and posts and len(regimes) == 1
    assert verified(ready_malaqbiq)
