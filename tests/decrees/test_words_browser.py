"""Words are written beside the page that they make: it follows while one types, on a desk and a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from malaqbiq.accounts.models import User
from tests.browser import PHONE, OpenPage, assert_accessible, enter
from tests.decrees import office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AT = "/decrees/words/76/contract-extension/decree"


def test_the_page_follows_what_is_typed_and_is_kept(open_page: OpenPage) -> None:
    office.standing()
    office.officer()
    page = open_page()
    enter(page, User.objects.get(username="sdm"))
    page.goto(AT)
    assert_accessible(page)
    live = page.locator("#live")
    page.get_by_label("Menimbang 1", exact=True).fill("bahwa kantor ini perlu;")
    expect(live.get_by_text("bahwa kantor ini perlu;").first).to_be_visible()
    page.get_by_role("button", name="Menimbang 1 down").click()
    expect(page.get_by_label("Menimbang 2", exact=True)).to_have_value("bahwa kantor ini perlu;")
    page.get_by_label("Menimbang 3", exact=True).fill("bahwa {{ rahasia }};")
    expect(live.get_by_text("{{ rahasia }}")).to_be_visible()
    page.get_by_label("Menimbang 3", exact=True).fill("bahwa untuk itu;")
    expect(live.get_by_text("bahwa untuk itu;").first).to_be_visible()
    page.get_by_label("Why, or on what paper it rests").fill("nota dinas")
    page.get_by_role("button", name="Keep as a new version").click()
    expect(page.get_by_text("Kept. It counts from")).to_be_visible()
    expect(page.locator("#history")).to_contain_text("nota dinas")


def test_on_a_phone_nothing_is_wider_than_the_page(open_page: OpenPage) -> None:
    office.standing()
    office.officer()
    page = open_page(size=PHONE, theme="dark", language="id")
    enter(page, User.objects.get(username="sdm"))
    for address in ("/decrees/words", AT, AT.removesuffix("decree") + "agreement"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address
        assert_accessible(page)
