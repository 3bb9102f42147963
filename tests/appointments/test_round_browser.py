"""A whole phase in a real browser, by four roles: SDM officer, appraiser on the panel, Sekretaris, auditor."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Page, expect

from malaqbiq.accounts.models import User
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.installation import demo_record
from malaqbiq.kernel.worker import run_waiting
from malaqbiq.people.models import Person
from tests import builders as make
from tests.appointments.test_rounds import TODAY, _january, holders, kabag, servant
from tests.browser import PHONE, OpenPage, assert_accessible, enter
from tests.pages import signed_in

__all__ = ["_january", "holders"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Page, name: str, role: str = "button") -> None:
    """Press the first thing of that name, and see to it that the page it leads to bars nobody."""
    page.get_by_role(role, name=re.compile(name)).first.click()  # type: ignore[arg-type]
    page.wait_for_load_state()
    assert_accessible(page)


def by(page: Page, username: str, role: Role, person: Person | None = None) -> Page:
    """The page of somebody of the province who has signed in."""
    signed_in(role, "76", username=username, person=person.uid if person else None)
    enter(page, User.objects.get(username=username))
    return page


def test_a_phase_from_its_opening_to_the_last_oath(open_page: OpenPage, holders: Mapping[str, Person]) -> None:
    demo_record(seed=1, clock_at=make.noon(TODAY))
    chair = servant("Ketua Tim")
    officer = by(open_page(), "sdm", Role.SDM_OFFICER)
    opened_and_named(officer, holders)
    scored(by(open_page(size=PHONE), "ketua", Role.APPRAISER, chair))
    reckoned(officer)
    proposed(by(open_page(), "sekretaris", Role.SECRETARY), officer.url)
    sworn_in(officer)
    auditor = by(open_page(theme="dark"), "auditor", Role.AUDITOR)
    auditor.goto("/structure/filling")
    press(auditor, "^Pengisian menurut PKPU", "link")
    expect(auditor.get_by_text("3 of 3 filled")).to_be_visible()
    expect(auditor.get_by_text(re.compile("^inaugurated"))).to_be_visible()
    expect(auditor.get_by_role("button", name="Open this phase")).to_have_count(0)


def opened_and_named(page: Page, holders: Mapping[str, Person]) -> None:
    """The officer begins the filling, opens its first phase (no other), and names the panel and the candidates."""
    page.goto("/structure/filling")
    page.get_by_label("Title").fill("Pengisian menurut PKPU 14/2020")
    press(page, "^Begin$")
    opening = page.get_by_role("button", name="Open this phase")
    expect(opening.nth(1)).to_be_disabled()
    press(page, "^Open this phase$")
    page.get_by_label("Name or NIP").fill("Ketua")
    press(page, "^Look for$")
    page.get_by_label(re.compile("Ketua Tim")).check()
    press(page, "^Name for the panel$")
    press(page, "^Choose the candidates$", "link")
    for one in kabag(holders).values():
        named = page.get_by_role("link", name=one.full_name, exact=True)
        page.get_by_role("row").filter(has=named).get_by_role("checkbox").check()
    press(page, "^Name as candidates$")
    expect(page.get_by_text("3 candidates are named.")).to_be_visible()


def scored(page: Page) -> None:
    """The chair of the panel gives all scores, on a phone."""
    page.goto("/structure/filling")
    press(page, "^Pengisian menurut PKPU", "link")
    press(page, "^Selection and inauguration$", "link")
    press(page, "^Scores$", "link")
    for place, cell in enumerate(page.get_by_role("spinbutton").all()):
        cell.fill(str(95 - place))
    press(page, "^Keep the scores$")
    expect(page.get_by_role("heading", name="Ranking")).to_be_visible()


def reckoned(page: Page) -> None:
    """The officer has the best assignment reckoned and takes it over."""
    press(page, "^Best assignment$", "link")
    press(page, "^Reckon$")
    run_waiting()
    page.reload()
    press(page, "^To the proposal$", "link")
    press(page, "^Best assignment$", "link")
    expect(page.get_by_text("It is proven that no other assignment is better")).to_be_visible()
    press(page, "^Take these as first nominees$")
    expect(page.get_by_text("3 posts have their nominees.")).to_be_visible()


def proposed(page: Page, address: str) -> None:
    """The Sekretaris proposes to the Sekretaris Jenderal."""
    page.goto(address)
    page.get_by_label("Number of the proposal").fill("5/SDM.05.5/76/2022")
    press(page, "^Propose to the Sekretaris Jenderal$")
    expect(page.get_by_text(re.compile("^Proposal 5/SDM.05.5/76/2022 of"))).to_be_visible()


def sworn_in(page: Page) -> None:
    """The officer records the decree received, plans the inauguration and closes it."""
    press(page, "^Decree received$", "link")
    page.get_by_label("Number of the decree received").fill("1/SDM.05.5-Kpt/05/SJ/I/2022")
    page.get_by_label("Date of the decree received").fill(TODAY.isoformat())
    press(page, "^Record the decree$")
    page.get_by_label("Day of the inauguration").fill(TODAY.isoformat())
    page.get_by_label("Place").fill("Mamuju")
    page.get_by_label("Led by").fill("Sekretaris Jenderal")
    page.get_by_label("First witness").fill("Saksi Satu")
    page.get_by_label("Second witness").fill("Saksi Dua")
    press(page, "^Plan$")
    press(page, "^Close the inauguration$")
    expect(page.get_by_text("3 officials hold their posts from that day.")).to_be_visible()
