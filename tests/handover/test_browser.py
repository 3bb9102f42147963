"""Handing over as one does it: by keyboard, looked at before, printed after."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from malaqbiq.kernel.access import Role
from tests.browser import PHONE, OpenPage, assert_accessible, enter
from tests.handover import office
from tests.handover.office import draft, user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_officer_hands_over_by_keyboard_and_the_successor_finds_it(page: Page, open_page: OpenPage) -> None:
    office.standing()
    ani, budi = user("ani", (Role.SDM_OFFICER, "76")), user("budi", (Role.SDM_OFFICER, "76"))
    draft(ani, "Perpanjangan PPNPN 2023")
    office.view(ani)
    enter(page, ani)
    page.goto("/handover")
    assert_accessible(page)
    page.get_by_role("link", name="Hand over").focus()
    page.keyboard.press("Enter")
    page.get_by_label("To the successor").focus()
    page.keyboard.type("Budi")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ani hands over to Budi")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("checkbox", name="Views of lists").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Hand over to Budi").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ani to Budi")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Perpanjangan PPNPN 2023"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Views of lists"))).to_have_count(0)
    assert_accessible(page)
    phone = open_page(size=PHONE, theme="dark", language="id")
    enter(phone, budi)
    phone.goto("/notices")
    phone.get_by_role("button", name=re.compile("^Ani menyerahkan tugas kepada Anda")).click()
    expect(phone.get_by_role("heading", name="Ani kepada Budi")).to_be_visible()
    assert_accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone.get_by_role("link", name="Serahkan kembali").click()
    expect(phone.get_by_role("heading", name="Budi menyerahkan kepada Ani")).to_be_visible()
    assert_accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
