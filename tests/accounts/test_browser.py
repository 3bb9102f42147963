"""Signing in and out, in a browser."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from malaqbiq.accounts.services import first_code, grant_give, user_create
from malaqbiq.kernel.access import Access, Role
from tests import builders
from tests.browser import PHONE, OpenPage, assert_accessible, enter

pytestmark = pytest.mark.browser

PASSWORD = "lipaq-saqbe-2022"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""An authenticator as browsers make one up for tests: built in, and its owner has been recognised."""


def test_who_signs_in_is_led_where_he_was_going_and_signs_out(page: Page) -> None:
    user_create(access=Access.system("tests"), username="ani", name="Ani Uji", password=PASSWORD)
    page.goto("/help")
    assert_accessible(page)
    page.get_by_label("User name").fill("ani")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("User guide")
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


def test_a_passkey_is_made_and_signs_in_by_itself(page: Page) -> None:
    user = user_create(access=Access.system("tests"), username="ani", name="Ani Uji", password=PASSWORD)
    page.goto("/health")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    enter(page, user)
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name of the key").fill("Kunci")
    page.get_by_label("Passwordless").check()
    assert_accessible(page)
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("Recovery Codes").first).to_be_visible()
    assert_accessible(page)
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="passkey").click()
    expect(page).to_have_url(re.compile("/today$"))


def test_the_first_administrator_is_made_and_gets_to_work(page: Page, home: Path) -> None:
    builders.unit("76")
    page.goto("/accounts/login/")
    page.get_by_role("link", name="first administrator").click()
    assert_accessible(page)
    page.get_by_label("Code").fill(first_code())
    page.get_by_label("Work unit").select_option("76")
    page.get_by_label("Name", exact=True).fill("Ani Uji")
    page.get_by_label("User name").fill("ani")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    page.get_by_label("User name").fill("ani")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile("/today$"))


def test_an_administrator_makes_a_user_on_a_phone_in_indonesian(open_page: OpenPage) -> None:
    phone = open_page(size=PHONE, theme="dark", language="id")
    admin = user_create(access=Access.system("tests"), username="ani", name="Ani Uji")
    unit = builders.unit("76")
    grant_give(
        access=Access.system("tests"),
        user=admin,
        work_unit=unit,
        role=Role.ADMINISTRATOR,
        valid_from=date(2021, 1, 1),
    )
    enter(phone, admin)
    phone.goto("/users")
    assert_accessible(phone)
    phone.get_by_role("link", name="Pengguna baru").click()
    phone.get_by_label("Nama", exact=True).fill("Budi Uji")
    phone.get_by_label("Nama pengguna").fill("budi")
    phone.get_by_label("Peran").select_option("staff")
    phone.get_by_label("Satker", exact=True).select_option("76")
    assert_accessible(phone)
    phone.get_by_role("button", name="Buat pengguna").click()
    expect(phone.locator("code.secret")).to_have_text(re.compile("^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$"))
    assert_accessible(phone)
    phone.get_by_role("link", name="Selesai").click()
    expect(phone.get_by_text("harus mengganti kata sandi")).to_be_visible()
    assert_accessible(phone)
