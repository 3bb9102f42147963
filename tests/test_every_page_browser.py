"""Every page of the house in a real browser: accessible in both themes and languages, and by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict, get_args

import pytest
from playwright.sync_api import Page

from malaqbiq.accounts.models import Grant, PersonLink, User
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.models import Installation
from malaqbiq.organization.models import WorkUnit
from malaqbiq.people.models import Person
from tests import builders as make
from tests.addresses import ROUTES, TODAY, address, what_stands_there
from tests.browser import Language, OpenPage, enter, grave_findings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]

FEWEST = 70
"""So many pages there are at least: fewer would mean that the cast no longer reaches them."""

LEFT_OUT = """() => {
  const all = document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]');
  const isStop = e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({visibilityProperty: true})
    && !e.closest('[inert]') && !(e.type === 'radio' && !e.checked);
  return [...all].filter(e => isStop(e) && !e.dataset.tabbed).map(e => e.outerHTML.slice(0, 160));
}"""
FOCUSED = """() => {
  const e = document.activeElement;
  // Within a date Tab goes from day to month to year.
  if (e.dataset.tabbed === 'now') return {html: e.outerHTML, ring: true, seen: true};
  if (e === document.body || e.dataset.tabbed) return null;
  document.querySelectorAll('[data-tabbed=now]').forEach(before => { before.dataset.tabbed = 'before'; });
  e.dataset.tabbed = 'now';
  const box = e.getBoundingClientRect();
  const within = (at, size) => Math.max(0, Math.min(size - 1, at));
  const across = within(box.x + box.width / 2, innerWidth), down = within(box.y + box.height / 2, innerHeight);
  const top = document.elementFromPoint(across, down);
  const marked = it => {
    const style = getComputedStyle(it);
    return style.boxShadow !== 'none' || (style.outlineStyle !== 'none' && style.outlineWidth !== '0px');
  };
  const ring = marked(e) || (e.parentElement.matches('form') && marked(e.parentElement));
  return {html: e.outerHTML.slice(0, 160), ring, seen: e.contains(top) || (top !== document.body && top.contains(e))};
}"""


class Control(TypedDict):
    """What the Tab key came to: whether it is marked as the one in focus, and whether it can be seen."""

    html: str
    ring: bool
    seen: bool


@pytest.fixture
def addresses(tmp_path: Path) -> Iterator[list[str]]:
    """The address of everything that may be asked for, in the office of the addresses' cast."""
    with clock.standing_at(make.noon(TODAY)):
        uids = what_stands_there(tmp_path)
        Installation.objects.update(kind="demo", clock_at=make.noon(TODAY))
        yield sorted({address(path, uids) for path, _pattern in ROUTES})


def visitors() -> Iterator[User]:
    """Who made all that is there, in every role of the province; then an appraiser and one of the staff."""
    owner = User.objects.get(username="pemilik")
    for role in Role:
        for unit in WorkUnit.objects.filter(code__in=["76", "76.01", "76.02"]):
            Grant.objects.get_or_create(user=owner, work_unit=unit, role=role, valid_from=TODAY.replace(year=2020))
    yield owner
    for name in ("kasubag", "anto"):
        person = Person.objects.get(name__istartswith=name)
        user, _ = User.objects.get_or_create(username=name)
        PersonLink.objects.get_or_create(user=user, person=person)
        yield user


def visited(pages: list[Page], addresses: list[str]) -> Iterator[str]:
    """Each address that answers one of the visitors with a page, once the browsers are there, signed in as he."""
    left = addresses
    for user in visitors():
        for page in pages:
            enter(page, user)
        answers = [(path, pages[0].context.request.get(path, max_redirects=0)) for path in left]
        # Parts that a page fetches by itself are seen with it.
        found = [path for path, it in answers if it.status == 200 and b"<html" in it.body()]
        for path in found:
            for page in pages:
                page.goto(path)
            yield path
        left = [path for path in left if path not in found]


@pytest.mark.one_database
def test_every_page_is_accessible_in_both_themes_and_languages_and_all_of_it_by_the_tab_key(
    addresses: list[str], open_page: OpenPage
) -> None:
    """In one walk: what takes longest is to find out which address is a page, and whose."""
    read = {language: open_page(language=language) for language in get_args(Language)}
    typed = open_page()
    typed.emulate_media(reduced_motion="reduce")
    found, pages = [], 0
    for path in visited([*read.values(), typed], addresses):
        pages += 1
        for language, page in read.items():
            found += [f"{path} ({language}) {finding}" for finding in _grave_in_both_themes(page)]
        found += [f"{path}: {finding}" for finding in _never_reached_or_seen(typed)]
    assert found == []
    assert pages >= FEWEST


def _grave_in_both_themes(page: Page) -> Iterator[str]:
    for finding in grave_findings(page):
        yield f"in the light: {finding}"
    page.emulate_media(color_scheme="dark")
    for finding in grave_findings(page, "color-contrast"):
        yield f"in the dark: {finding}"
    page.emulate_media(color_scheme="light")


def _never_reached_or_seen(page: Page) -> Iterator[str]:
    """Every control that the Tab key doesn't reach, or that isn't marked or can't be seen when it does."""
    for control in _tabbed(page):
        if not (control["ring"] and control["seen"]):
            yield f"not marked, or hidden: {control}"
    for html in page.evaluate(LEFT_OUT):
        yield f"never reached: {html}"


def _tabbed(page: Page) -> Iterator[Control]:
    """Each control in the order of the Tab key, from the first: a page may begin in its middle."""
    page.locator("a, button, input").first.focus()
    while (control := page.evaluate(FOCUSED)) is not None:
        yield control
        page.keyboard.press("Tab")
