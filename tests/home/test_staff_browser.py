"""An officer finds a person, opens him beside the list by keyboard, explains his pay; and fills a gap in."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from malaqbiq.accounts.models import User
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.models import Installation
from malaqbiq.organization.models import WorkUnit
from malaqbiq.people.models import Person
from malaqbiq.ui.tables import AT_FIRST
from tests import builders as make
from tests.browser import PHONE, OpenPage, assert_accessible, enter
from tests.pages import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TODAY = date(2022, 1, 11)


def officer() -> User:
    """An officer of a kabupaten in which one person is paid too little, on the story's day."""
    province, here = make.unit("76"), make.unit("76.01", "kabkota")
    low, fine = make.person("Anto Rendah"), make.person("Sitti Beres")
    opened = make.engaged(low, here, date(2021, 1, 1), date(2022, 2, 28), 2_000_000)
    make.opened(here, [*opened, *make.engaged(fine, here, date(2021, 1, 1), date(2021, 12, 31), row=2)])
    make.issued(province, make.engaged(fine, here, date(2022, 1, 1), date(2022, 12, 31), effect="extended"), TODAY)
    signed_in(Role.SDM_OFFICER, "76.01")
    Installation.objects.update(kind="demo", clock_at=make.noon(TODAY))
    return User.objects.get(username="ani")


def test_a_person_is_found_opened_by_keyboard_and_his_pay_explained(page: Page) -> None:
    enter(page, officer())
    page.goto("/staff")
    assert_accessible(page)
    page.get_by_role("link", name="Below the floor").click()
    expect(page.get_by_role("link", name="Sitti Beres")).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    drawer = page.locator("#drawer")
    expect(drawer.get_by_role("heading", name="Anto Rendah")).to_be_visible()
    assert "/staff/" in page.url
    drawer.get_by_text("Where does this come from?").click()
    expect(drawer.get_by_text("Rp2.678.864").first).to_be_visible()
    expect(drawer.get_by_text("raised to whole rupiah")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"view=below$"))
    page.keyboard.press("Control+k")
    page.keyboard.type("sitti")
    page.locator("#found").get_by_role("link", name="Sitti Beres").click()
    expect(page.get_by_role("heading", name="Sitti Beres")).to_be_visible()
    assert_accessible(page)


def test_on_a_phone_a_long_list_shows_its_first_rows_and_the_others_when_it_is_asked(open_page: OpenPage) -> None:
    user = officer()
    here = WorkUnit.objects.get(code="76.01")
    people = [make.person(f"Wati {number:02}") for number in range(AT_FIRST)]
    terms = [make.engaged(who, here, date(2021, 1, 1), date(2022, 12, 31), row=row) for row, who in enumerate(people)]
    make.opened(here, [entry for term in terms for entry in term])
    page = open_page(size=PHONE)
    enter(page, user)
    page.goto("/staff")
    rows = page.locator("tbody tr:visible")
    expect(rows).to_have_count(AT_FIRST)
    page.get_by_role("link", name="Show 2 more").click()
    expect(rows).to_have_count(AT_FIRST + 2)
    assert_accessible(page)
    # On a desk nothing is folded.
    page.set_viewport_size({"width": 1200, "height": 800})
    page.goto("/staff")
    expect(rows).to_have_count(AT_FIRST + 2)


def test_marked_people_are_reminded_of(page: Page) -> None:
    enter(page, officer())
    page.goto("/staff")
    expect(page.locator("#batch")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_role("button", name="Remind").click()
    assert "Anto Rendah" in page.get_by_label("Text to send", exact=True).input_value()
    assert_accessible(page)


def test_marked_people_come_into_a_new_draft(page: Page) -> None:
    enter(page, officer())
    page.goto("/staff?view=undecreed")
    page.get_by_label("Mark all on this page").check()
    button = page.get_by_role("button", name="Draft a decree for those marked")
    expect(button).to_contain_text(f"({page.locator('input[name=pick]').count()})")
    assert_accessible(page)
    button.click()
    expect(page.get_by_role("heading", name="New draft")).to_be_visible()
    expect(page.get_by_text("Anto Rendah").first).to_be_visible()


def test_a_gap_is_filled_in_on_a_phone_and_a_wrong_one_keeps_what_was_typed(open_page: OpenPage) -> None:
    page = open_page(size=PHONE, theme="dark")
    enter(page, officer())
    page.goto("/staff/gaps?column=phone")
    assert_accessible(page)
    field = page.get_by_label("Anto Rendah")
    field.fill("rumah")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("no phone number")
    expect(page.get_by_label("Anto Rendah")).to_have_value("rumah")
    page.get_by_label("Anto Rendah").fill("0860 1234 5699")
    page.get_by_role("button", name="Save Anto Rendah").click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    assert Person.objects.get(name="Anto Rendah").phone == "+6286012345699"
    page.goto("/staff")
    assert_accessible(page)
