"""The dashboard and a work unit's page in a browser: from a figure to who is behind it, on a phone, scriptless."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from malaqbiq.accounts.models import User
from malaqbiq.kernel.access import Role
from tests.browser import DESK, PHONE, OpenPage, assert_accessible, enter
from tests.home.test_staff_browser import officer
from tests.pages import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def secretary() -> User:
    """Somebody who reads a whole province, in one of whose kabupaten one of two is paid too little."""
    officer()
    signed_in(Role.SECRETARY, "76", username="sekretaris")
    return User.objects.get(username="sekretaris")


def test_from_the_province_to_the_one_who_is_paid_too_little(page: Page) -> None:
    enter(page, secretary())
    page.goto("/province")
    assert_accessible(page)
    expect(page.get_by_role("img")).to_have_count(1)
    row = page.get_by_role("row").filter(has_text="KPU 76.01")
    row.get_by_role("link", name="1 below it").click()
    expect(page.get_by_role("link", name="Anto Rendah")).to_be_visible()
    expect(page.get_by_role("link", name="Sitti Beres")).to_have_count(0)
    page.go_back()
    page.get_by_role("link", name="KPU 76.01").click()
    expect(page.get_by_role("heading", name="KPU 76.01")).to_be_visible()
    # What the page fetches after it stands.
    expect(page.get_by_role("heading", name="What falls due")).to_be_visible()
    expect(page.get_by_role("heading", name="Decrees of the year")).to_be_visible()
    expect(page.get_by_text("Nobody of this work unit is in an appraisal period yet")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Control+k")
    page.keyboard.type("kpu 76")
    page.locator("#found").get_by_role("link", name="KPU 76.01").click()
    expect(page).to_have_url(re.compile(r"/work-units/76\.01$"))


def test_both_pages_hold_in_the_dark_on_a_phone_in_indonesian(open_page: OpenPage) -> None:
    user = secretary()
    for size, theme in ((PHONE, "dark"), (DESK, "dark"), (PHONE, "light")):
        page = open_page(size=size, theme=theme, language="id")  # type: ignore[arg-type]
        enter(page, user)
        for address in ("/province", "/work-units/76.01"):
            page.goto(address)
            page.wait_for_load_state("networkidle")
            assert_accessible(page)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, (address, size)


def test_without_a_script_the_same_is_there_by_links(chromium: Browser, live_server: LiveServer) -> None:
    user = secretary()
    with chromium.new_context(base_url=live_server.url, java_script_enabled=False) as context:
        context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])
        page = context.new_page()
        enter(page, user)
        page.goto("/province")
        page.get_by_role("row").filter(has_text="KPU 76.01").get_by_role("link", name="KPU 76.01").click()
        page.get_by_role("link", name="What falls due").click()
        expect(page.get_by_text("28 Feb 2022")).to_be_visible()
        page.get_by_role("link", name="KPU 76.01").first.click()
        page.get_by_role("link", name="Decrees and monthly reports").click()
        expect(page.get_by_role("heading", name="Monthly report", exact=True)).to_be_visible()
