"""An officer opens the structure of his office, sees who holds what, compares two days, and prints."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from malaqbiq.accounts.models import User
from malaqbiq.decrees.services import EntryDraft, opening_record
from malaqbiq.kernel.access import Role
from malaqbiq.organization.models import Post
from malaqbiq.service.effects import EngagedV1, PostGivenV1, Status
from tests import builders as make
from tests.browser import PHONE, OpenPage, assert_accessible, enter
from tests.pages import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def officer() -> User:
    """An officer of a province with one kabupaten, in which no structure is open yet."""
    make.unit("76.01", "kabkota")
    signed_in(Role.SDM_OFFICER, "76")
    return User.objects.get(username="ani")


def seated(name: str) -> None:
    """A civil servant heads the law department of the province since 2021."""
    where = Post.objects.get(work_unit__code="76", unit_code="P08.3")
    who, unit = make.person(name), where.work_unit_id
    engaged = EngagedV1(status=Status.PNS, work_unit=unit)
    given = PostGivenV1(person=who.uid, post=where.uid)
    entries = [
        EntryDraft("service.engaged", date(2010, 1, 1), unit, engaged, person=who.uid),
        EntryDraft("service.post_given", date(2021, 3, 1), unit, given, person=who.uid, post=where.uid),
    ]
    opening_record(access=make.OFFICER, office=unit, title="x", entries=entries)


def opened(page: Page) -> None:
    """From the empty chart to an open structure, by the page alone."""
    page.goto("/structure")
    assert_accessible(page)
    page.get_by_role("link", name="Open a structure").last.click()
    page.get_by_label("PKPU 6/2008").check()
    page.get_by_label("In force since").fill("2020-01-01")
    page.get_by_role("button", name="Look at what comes of it").click()
    assert_accessible(page)
    page.get_by_role("button", name="Open it: 15 posts").click()
    expect(page.get_by_text("15 posts are in force.")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_structure_is_opened_and_its_posts_seen_compared_and_opened_by_person(
    open_page: OpenPage, theme: str
) -> None:
    page = open_page(theme=theme)
    enter(page, officer())
    opened(page)
    seated("Sitti Aminah")
    page.goto("/structure")
    assert_accessible(page)
    expect(page.locator(".seat")).to_have_count(15)
    page.get_by_label("Compare with").fill("2020-06-01")
    page.get_by_role("button", name="Show", exact=True).click()
    assert_accessible(page)
    row = page.locator("#differences tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("filled")
    page.locator(".seat").get_by_role("link", name="Sitti Aminah").click()
    expect(page.locator("#drawer").get_by_role("heading", name="Sitti Aminah")).to_be_visible()
    assert_accessible(page)
    page.goto("/structure/posts?state=vacant")
    assert_accessible(page)
    expect(page.locator("table.list tbody tr")).to_have_count(14)


def test_on_a_phone_the_chart_is_an_indented_list_that_fits(open_page: OpenPage) -> None:
    page = open_page(size=PHONE)
    enter(page, officer())
    opened(page)
    expect(page.locator(".seat")).to_have_count(15)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    head, below = (page.locator(".seat").nth(number).bounding_box() for number in (0, 1))
    assert below["y"] > head["y"] and below["x"] > head["x"]
    page.emulate_media(media="print")
    expect(page.locator(".seat").first).to_be_visible()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
