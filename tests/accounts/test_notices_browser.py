"""The bell as one meets it: by keyboard, by ear, on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from malaqbiq.accounts.models import User
from malaqbiq.accounts.services import Telling, notices_send
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.entropy import new_uid
from malaqbiq.kernel.words import Named
from tests import builders as make
from tests.browser import PHONE, OpenPage, assert_accessible, enter
from tests.pages import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def officer() -> User:
    make.unit("76.05", "kabkota")
    signed_in(Role.SDM_OFFICER, "76.05", username="sdm")
    return User.objects.get(username="sdm")


def tell(user: User, path: str = "/help") -> None:
    params = {"task": Named("task", "tests.note")}
    telling = Telling(kind="home.job_done", path=path, subject=new_uid(), params=params)
    notices_send(access=Access.system("worker"), to=[user.uid], telling=telling)


def test_the_bell_counts_is_announced_and_leads_on_by_keyboard(page: Page, officer: User) -> None:
    enter(page, officer)
    page.goto("/help")
    expect(page.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    tell(officer)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("status").filter(has_text="1 unread notice")).to_be_attached()
    bell = page.get_by_role("link", name="1 unread notice")
    bell.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/notices$"))
    assert_accessible(page)
    page.get_by_role("button", name=re.compile("^Done in the background")).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/help$"))
    expect(page.get_by_role("link", name="Notices", exact=True)).to_be_visible()


def test_all_are_marked_as_read_on_a_phone_in_the_dark(open_page: OpenPage, officer: User) -> None:
    tell(officer)
    tell(officer)
    phone = open_page(size=PHONE, theme="dark", language="id")
    enter(phone, officer)
    phone.goto("/notices")
    assert_accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone.get_by_role("button", name="Tandai semua sudah dibaca").click()
    expect(phone.get_by_text("2 pemberitahuan ditandai sudah dibaca.")).to_be_visible()
    expect(phone.get_by_role("link", name="Pemberitahuan", exact=True)).to_be_visible()
    phone.goto("/notices?view=unread")
    expect(phone.get_by_role("heading", name="Semua sudah dibaca")).to_be_visible()
