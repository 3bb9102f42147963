"""Signing in and out, in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from malaqbiq.accounts.services import user_create
from malaqbiq.kernel.access import Access
from tests.browser import PHONE, OpenPage, assert_accessible, enter

pytestmark = pytest.mark.browser

PASSWORD = "lipaq-saqbe-2022"


def test_who_signs_in_is_led_where_he_was_going_and_signs_out(page: Page) -> None:
    user_create(access=Access.system("tests"), username="ani", name="Ani Uji", password=PASSWORD)
    page.goto("/help")
    assert_accessible(page)
    page.get_by_label("User name").fill("ani")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Help and keys")
    assert_accessible(page)
    page.get_by_role("button", name="You and this page").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/help")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_phone_in_the_dark_reads_indonesian(open_page: OpenPage) -> None:
    phone = open_page(size=PHONE, theme="dark", language="id")
    enter(phone, user_create(access=Access.system("tests"), username="ani", name="Ani Uji"))
    phone.goto("/today")
    expect(phone.locator("html")).to_have_attribute("lang", "id")
    assert_accessible(phone)
