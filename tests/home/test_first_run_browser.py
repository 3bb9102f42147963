"""From an empty database and its own Excel list an office comes to who has no decree and who is paid too little."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from malaqbiq.accounts.models import Grant
from malaqbiq.accounts.services import first_code
from malaqbiq.kernel.models import Installation
from malaqbiq.people.models import Person
from tests import builders as make
from tests.browser import PHONE, OpenPage, assert_accessible
from tests.intake import messy, office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SECRET = "lipaq-saqbe-2022"
MOST_CLICKS = 20
TODAY = date(2021, 12, 20)


class Walk:
    """What an officer does: presses, counted, and each page looked at by axe-core."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def press(self, role: str, name: str) -> None:
        """Press the one thing of that role and name, and look at the page that comes."""
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.clicks += 1
        self.page.wait_for_load_state()
        assert_accessible(self.page)

    def signs_in(self, username: str, password: str) -> None:
        """By the form of it."""
        self.page.get_by_label("User name").fill(username)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.press("button", "Sign in")


def test_an_empty_office_comes_to_its_first_two_answers(open_page: OpenPage, home: Path, tmp_path: Path) -> None:
    office.founded()
    workbook = messy.messy_list(tmp_path / "daftar.xlsx", year=2021, low=2_000_000, enough=2_700_000)
    admin = Walk(open_page())
    password = _administrator_makes_officer(admin)
    officer = Walk(open_page())
    officer.page.goto("/accounts/login/")
    officer.signs_in("sdm", password)
    _password_changed(officer, password)
    officer.press("link", "Import a list")
    officer.page.locator("input[type=file]").set_input_files(workbook)
    officer.press("button", "Look at it")
    _mended(officer)
    officer.press("button", "Take 100 rows in")
    assert Person.objects.count() == 100
    officer.press("link", "Look")
    expect(officer.page.get_by_text("of 20").first).to_be_visible()
    expect(officer.page.get_by_role("link", name=re.compile("Old decree, by a list.*80"))).to_be_visible()
    officer.press("link", "Below the floor")
    expect(officer.page.get_by_text("of 34").first).to_be_visible()
    assert admin.clicks + officer.clicks <= MOST_CLICKS, (admin.clicks, officer.clicks)
    phone = officer.page
    phone.set_viewport_size(PHONE)
    one = f"/import/people/{Person.objects.values_list('uid', flat=True).first()}"
    for address in ("/staff?view=undecreed", "/staff?view=below", "/import/", "/today", one, f"{one}/identity"):
        phone.goto(address)
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address
        assert_accessible(phone)


def _administrator_makes_officer(admin: Walk) -> str:
    page = admin.page
    page.goto("/accounts/first")
    page.get_by_label("Code").fill(first_code())
    page.locator("[name=work_unit]").select_option(label="KPU Provinsi Sulawesi Barat")
    page.get_by_label("Name", exact=True).fill("Admin Contoh")
    page.get_by_label("User name").fill("admin")
    page.get_by_label("Password", exact=True).fill(SECRET)
    admin.press("button", "Make the account")
    # The office's clock is set to the list's year, whose minimum wage is known for good.
    Installation.objects.update(kind="demo", clock_at=make.noon(TODAY))
    Grant.objects.update(valid_from=date(2021, 1, 1))
    admin.signs_in("admin", SECRET)
    admin.press("link", "New user")
    page.get_by_label("Name", exact=True).fill("Sdm Contoh")
    page.get_by_label("User name").fill("sdm")
    page.locator("[name=role]").select_option("sdm_officer")
    page.locator("[name=work_unit]").select_option(label="KPU Provinsi Sulawesi Barat")
    page.locator("[name=no_person_reason]").fill("belum ada orang di sini")
    page.locator("main form button.main").click()
    admin.clicks += 1
    expect(page.get_by_text("sdm").first).to_be_visible()
    shown = re.search(r"[A-Z0-9]{4}(-[A-Z0-9]{4}){3}", page.locator("main").inner_text())
    assert shown
    return shown[0]


def _password_changed(officer: Walk, password: str) -> None:
    fields = officer.page.locator("main input[type=password]")
    typed = [password, SECRET, SECRET][-fields.count() :]
    for place, text in enumerate(typed):
        fields.nth(place).fill(text)
    officer.press("button", "Change")
    if not officer.page.url.endswith("/today"):
        officer.press("link", "Today")


def _mended(officer: Walk) -> None:
    """Two cells can't be read; the title, the total and the signature are no rows of the list."""
    page = officer.page
    expect(page.get_by_role("heading", name="2 rows are at fault")).to_be_visible()
    expect(page.get_by_text("rows are skipped")).to_be_visible()
    first = messy.FIRST + 1
    page.locator(f"[name=cell-{first + messy.NUMBERED}-nik]").fill("")
    page.locator(f"[name=cell-{first + messy.UNPAID}-amount]").fill("2.700.000")
    officer.page.locator("#faults").get_by_role("button", name="Check again").click()
    officer.clicks += 1
    expect(page.get_by_role("button", name="Take 100 rows in")).to_be_visible()
