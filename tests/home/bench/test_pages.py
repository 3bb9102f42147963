"""How `malaqbiq bench --pages` finds pages and judges them; the figures themselves decide no test."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from django.urls import reverse

from malaqbiq.accounts.models import User
from malaqbiq.home.bench.crawl import pages_visited
from malaqbiq.home.bench.links import links_of
from malaqbiq.home.bench.pages import PagesMeasured, PageSpeed
from malaqbiq.kernel.access import Access, Role
from malaqbiq.ui.navigation import sections
from tests import builders as make
from tests.pages import signed_in
from tests.process import Malaqbiq

PAGE = """
<link href="/static/ui/css/base.css"><a href="/staff?page=2">2</a>
<p hx-get="/decrees/x/hold" hx-trigger="revealed"></p><a hx-get="/staff?page=2" hx-target="#list">2</a>
<form method="get" action="/review" id="batch">
<button name="act" value="submit">S</button><button type="button">x</button></form>
<input type="checkbox" name="pick" value="7" form="batch">
<form><input type="hidden" name="view" value="v"><input type="search" name="q">
<select name="unit"><option value=""><option value="76"></select></form>
<form method="post" action="/danger"><button>Go</button></form>
"""


def test_links_buttons_searches_and_choices_lead_on_and_nothing_that_writes() -> None:
    links, assets, parts = links_of(PAGE)
    assert parts == {"/decrees/x/hold"}
    assert set(links) == {
        "/staff?page=2",
        "/decrees/x/hold",
        "/review?pick=7&act=submit",
        "?view=v&q=siti",
        "?view=v&unit=76",
    }
    assert assets == {"/static/ui/css/base.css"}


@pytest.mark.django_db
def test_all_of_a_users_rail_is_visited_with_statements_and_sizes() -> None:
    make.unit("76", "provinsi")
    signed_in(Role.SDM_OFFICER, "76")
    found = {page["address"]: page for page in pages_visited([User.objects.get(username="ani").username])}
    rail = {
        link.address
        for section in sections(Access("ani", {Role.SDM_OFFICER: frozenset({"76"})}), "/")
        for link in section.links
    }
    assert rail <= set(found)
    assert reverse("unit", args=["76"]) in found  # by a link alone
    assert all(page["statements"] > 0 and page["bytes"] > 0 for page in found.values())
    assert all(page["assets"] or page["is_part"] for page in found.values())


@pytest.mark.parametrize(
    ("figures", "missed", "worst"),
    [
        ((100, 250, 12, 100_000), (), 1),
        ((101, 250, 12, 100_000), ("median",), 1.01),
        ((50, 500, 24, 1), ("p95", "statements"), 2),
        ((1, 1, 1, 300_000), ("bytes",), 3),
    ],
)
def test_a_page_says_which_promises_it_breaks(
    figures: tuple[int, int, int, int], missed: tuple[str, ...], worst: float
) -> None:
    median, p95, statements, size = figures
    page = PageSpeed("ani", "staff", "/staff", median, p95, 20, statements, size)
    assert (page.missed, page.worst) == (missed, worst)
    broken = next(one for one in PagesMeasured([page], {}).figures if one.at_most == 0)
    assert broken.kept is (not missed)


@pytest.mark.process
def test_work_is_left_waiting_in_every_state(own_demo: Malaqbiq) -> None:
    inside = [sys.executable, "-m", "malaqbiq.home.bench.inside", "waiting"]
    done = subprocess.run(inside, env=own_demo.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == 3 * 7
