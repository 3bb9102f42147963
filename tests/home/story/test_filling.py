"""January 2022 told on: the structure takes effect, Kabag first, then Kasubag."""

from __future__ import annotations

import json

import pytest

from tests.home.conftest import Demo
from tests.process import Malaqbiq

pytestmark = pytest.mark.process

BY_DAY = """
from datetime import date
from malaqbiq.home.story.figures import posts_held
from malaqbiq.home.story.stage import TELLER
for month, day in ((12, 31), (1, 4), (1, 5), (1, 11), (1, 24), (1, 25)):
    held = posts_held(TELLER, date(2021 if month == 12 else 2022, month, day))
    print(held.total, held.definitive, held.demisioner, held.vacant, held.acting)
"""


def test_on_11_january_ten_posts_are_definitive_and_thirty_demisioner(demo: Demo) -> None:
    assert demo.said["posts"] == {"total": 40, "definitive": 10, "demisioner": 30, "vacant": 0, "acting": 0}


def test_by_the_25th_all_posts_are_filled(ready_malaqbiq: Malaqbiq) -> None:
    options = ("--if-empty", "--until", "2022-01-31", "--no-documents")
    said = json.loads(ready_malaqbiq.run("demo", "--json", *options).stdout)
    assert said["as_of"] == "2022-01-31"
    assert said["posts"] == {"total": 40, "definitive": 40, "demisioner": 0, "vacant": 0, "acting": 0}
    assert said["verify"]["ok"]
    process = ready_malaqbiq.python(BY_DAY)
    out, err = process.communicate()
    assert process.returncode == 0, err
    assert out.split("\n")[:6] == [
        "40 40 0 0 0",
        "40 7 33 0 0",
        "40 10 30 0 0",
        "40 10 30 0 0",
        "40 10 30 0 0",
        "40 40 0 0 0",
    ]
