"""A kabupaten's officer sends the report, the province returns and then checks it, and makes the letter."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from malaqbiq.accounts.models import User
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.models import Installation
from tests import builders as make
from tests.browser import PHONE, OpenPage, assert_accessible, enter
from tests.pages import signed_in
from tests.reports import office
from tests.reports.office import CODES, JANUARY, TODAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = "/reports/76.01/2022-01"


def people() -> tuple[User, User]:
    """The officer of a kabupaten with one contract worker, and the secretary of its province."""
    with clock.standing_at(make.noon(JANUARY)):
        office.serving("Anto Rajin", office.town()["76.01"])
    signed_in(Role.SDM_OFFICER, "76.01", username="kab")
    signed_in(Role.SECRETARY, *CODES, username="prov")
    Installation.objects.update(kind="demo", clock_at=make.noon(TODAY))
    return User.objects.get(username="kab"), User.objects.get(username="prov")


def test_a_report_goes_through_both_hands_into_a_letter(page: Page, open_page: OpenPage) -> None:
    officer, secretary = people()
    enter(page, officer)
    page.goto("/reports/?year=2022")
    assert_accessible(page)
    page.get_by_role("link", name="January 2022: not sent").click()
    expect(page.get_by_role("rowheader", name="Anto Rajin")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Send the report on 1 person").click()
    expect(page.get_by_text("Version 1 is sent to be checked.")).to_be_visible()
    other = open_page()
    enter(other, secretary)
    other.goto("/today")
    other.get_by_role("link", name="Check it").click()
    other.get_by_text("Return it to the unit…").click()
    other.get_by_label("Reason, if you return it").fill("Kehadiran belum masuk")
    other.get_by_role("button", name="Return it to the unit").click()
    page.goto(PAGE)
    expect(page.get_by_text("Kehadiran belum masuk").first).to_be_visible()
    page.get_by_role("button", name="Send the report on 1 person").click()
    other.goto(PAGE)
    assert_accessible(other)
    other.get_by_role("button", name="It is in order").click()
    other.goto("/reports/letters?month=2022-01")
    assert_accessible(other)
    other.get_by_label("Number").fill("1/SDM/2022")
    other.get_by_role("button", name="Make the letter").click()
    expect(other.get_by_text("1/SDM/2022").first).to_be_visible()
    other.goto("/reports/?year=2022")
    expect(other.get_by_role("link", name="January 2022: in a covering letter")).to_have_count(1)


def test_the_year_and_the_board_fit_a_phone(open_page: OpenPage) -> None:
    officer, _ = people()
    page = open_page(size=PHONE)
    enter(page, officer)
    for address in ("/calendar?year=2022", "/reports/?year=2022", PAGE):
        page.goto(address)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")
    page.goto("/calendar?year=2022&kind=contract")
    expect(page.get_by_role("link", name="1 contract ends", exact=True)).to_be_visible()


def test_a_month_of_the_year_leads_to_its_fold_and_opens_it(open_page: OpenPage) -> None:
    _, secretary = people()
    page = open_page(size=PHONE)
    enter(page, secretary)
    page.goto("/calendar?year=2022")
    november = page.locator("#m11")
    expect(november).to_be_hidden()
    page.get_by_role("list", name="Months").get_by_role("link", name="November").click()
    expect(november).to_be_visible()
    assert_accessible(page)
