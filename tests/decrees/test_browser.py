"""A secretary takes seven decrees from submitted to issued, their papers made, in few clicks; axe-core looks on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from malaqbiq.accounts.models import User
from malaqbiq.decrees.models import Decree
from malaqbiq.kernel.worker import run_waiting
from tests.browser import PHONE, OpenPage, assert_accessible, enter
from tests.decrees import office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SEVEN = 7


class Clicks:
    """Presses of the mouse, counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, role: str, name: str) -> None:
        """Click the one thing of that role and name."""
        self.page.get_by_role(role, name=name, exact=False).first.click()  # type: ignore[arg-type]
        self.count += 1


def test_seven_drafts_are_issued_in_few_clicks(open_page: OpenPage, home: object) -> None:
    office.standing()
    for _ in range(SEVEN):
        office.draft(["76.05", "76.02"])
    office.officer()
    office.secretary()
    officer, secretary = Clicks(open_page()), Clicks(open_page())
    enter(officer.page, User.objects.get(username="sdm"))
    officer.page.goto("/decrees")
    expect(officer.page.get_by_text("nothing holds it up").first).to_be_visible()
    assert_accessible(officer.page)
    officer.press("button", "Submit 7")
    assert_accessible(officer.page)
    officer.press("button", "Submit 7 decrees · 14 people")
    enter(secretary.page, User.objects.get(username="sekretaris"))
    secretary.page.goto("/decrees")
    secretary.press("button", "Approve 7")
    assert_accessible(secretary.page)
    secretary.press("button", "Approve 7 decrees · 14 people")
    secretary.press("button", "Issue 7 decrees · 14 people")
    expect(secretary.page.get_by_role("heading", name="Waits for its turn")).to_be_visible()
    assert_accessible(secretary.page)
    assert Decree.objects.filter(state="issued").count() == SEVEN
    assert (officer.count, secretary.count) == (2, 3)
    assert run_waiting() == 1
    # The page asks by itself how far it is.
    expect(secretary.page.get_by_role("heading", name="Done")).to_be_visible()
    assert_accessible(secretary.page)
    secretary.press("link", "Print petikan")
    expect(secretary.page.get_by_role("heading", name="7 decrees are issued")).to_be_visible()
    expect(secretary.page.get_by_text("All papers are made.")).to_be_visible()
    assert_accessible(secretary.page)


def test_some_are_marked_and_the_button_counts_them(page: Page) -> None:
    office.standing()
    for _ in range(3):
        office.submitted(["76.05"])
    office.secretary()
    enter(page, User.objects.get(username="sekretaris"))
    page.goto("/decrees")
    page.get_by_role("checkbox").nth(0).check()
    page.get_by_role("checkbox").nth(2).check()
    page.get_by_role("button", name="Approve 2").click()
    page.get_by_role("button", name="Approve 2 decrees · 2 people").click()
    expect(page.get_by_text("2 decrees were approved.")).to_be_visible()
    assert sorted(Decree.objects.values_list("state", flat=True)) == ["approved", "approved", "submitted"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_accessible_on_a_phone(open_page: OpenPage, theme: str) -> None:
    office.standing()
    decree = office.draft(["76.05", "76.02"])
    low = office.submitted(["76.05"], amount=office.LOW)
    office.officer()
    page = open_page(size=PHONE, theme=theme)  # type: ignore[arg-type]
    enter(page, User.objects.get(username="sdm"))
    for address in (
        "/decrees",
        "/decrees?step=draft",
        f"/decrees/review?act=approve&pick={low.uid}",
        f"/decrees/{decree.uid}",
        f"/decrees/{decree.uid}/text",
        f"/decrees/{decree.uid}/compose",
        "/decrees/new",
        "/decrees/register",
    ):
        page.goto(address)
        assert_accessible(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{address} is wider than the phone"
