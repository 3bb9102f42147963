"""On a phone what matters is in view: every step and month, the last column, the axes, the act of a page."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from malaqbiq.accounts.models import User
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.models import Installation
from malaqbiq.service.services import AttendanceRow, attendance_record
from tests import builders as make
from tests.appraisal.cast import CODES, cast, opened
from tests.browser import PHONE, OpenPage, assert_accessible, enter
from tests.home.test_staff_browser import officer
from tests.pages import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TODAY = date(2022, 1, 11)
OFFICE = "76.01"

MIDDLES = """label => {
  const box = label.querySelector('input').getBoundingClientRect(), text = document.createRange();
  text.selectNodeContents(label);
  const line = [...text.getClientRects()].find(one => one.left >= box.right);
  return [box.top + box.height / 2, line.top + line.height / 2];
}"""
"""Where the middle of a radio is, and that of the first line of its label."""


def on_a_phone(open_page: OpenPage, user: User, address: str, *, language: str = "en") -> Page:
    page = open_page(size=PHONE, language=language)  # type: ignore[arg-type]
    enter(page, user)
    page.goto(address)
    return page


def wholly_seen(one: Locator) -> bool:
    """Whether it lies within the width of the screen, and nothing it stands in cuts it off there."""
    cut: bool = one.evaluate(
        """one => {
          const box = one.getBoundingClientRect();
          for (let up = one.parentElement; up; up = up.parentElement) {
            const its = up.getBoundingClientRect();
            if (getComputedStyle(up).overflowX !== 'visible' && (box.left < its.left - 1 || box.right > its.right + 1))
              return true;
          }
          return box.left < 0 || box.right > innerWidth || !box.width;
        }"""
    )
    return not cut


def test_every_step_of_the_board_and_every_month_of_the_report_is_in_view(open_page: OpenPage) -> None:
    with clock.standing_at(make.noon(TODAY)):
        opened(cast())
    signed_in(Role.SDM_OFFICER, *CODES)
    Installation.objects.update(kind="demo", clock_at=make.noon(TODAY))
    page = on_a_phone(open_page, User.objects.get(username="ani"), "/board")
    steps = page.locator(".cloth tbody tr").first.locator("td")
    assert steps.count() == page.locator(".cloth thead th:visible").count() == 7
    assert [wholly_seen(one) for one in [*steps.all(), *page.locator(".cloth thead th:visible").all()]] == [True] * 14
    assert_accessible(page)
    page.goto("/reports/?year=2022")
    months = page.locator(".marks tbody tr").first.locator("td")
    assert [wholly_seen(one) for one in months.all()] == [True] * 12
    assert_accessible(page)


@pytest.mark.parametrize("language", ["en", "id"])
def test_attendance_is_read_to_its_last_column(open_page: OpenPage, language: str) -> None:
    with clock.standing_at(make.noon(TODAY)):
        office, who = make.unit(OFFICE, "kabkota"), make.person()
        make.opened(office, make.engaged(who, office, date(2021, 1, 1), date(2022, 12, 31)))
        row = AttendanceRow(who.uid, date(2021, 9, 1), working_days=22, present=19, late=12, absent=3)
        attendance_record(access=make.OFFICER, unit=office.uid, rows=[row], source="rekap.xlsx")
    signed_in(Role.SDM_OFFICER, OFFICE)
    Installation.objects.update(kind="demo", clock_at=make.noon(TODAY))
    address = f"/staff/{who.uid}/about"
    page = on_a_phone(open_page, User.objects.get(username="ani"), address, language=language)
    row_seen = page.get_by_role("row").filter(has_text="19 / 22")
    assert [wholly_seen(one) for one in row_seen.locator("th, td").all()] == [True] * 6


def test_the_wage_line_says_on_a_phone_what_stands_at_its_axes(open_page: OpenPage) -> None:
    page = on_a_phone(open_page, officer(), f"/pay/limits/line?unit={OFFICE}")
    words = page.locator(".wage-line svg text")
    expect(words.filter(has_text="Rp2.500.000")).to_be_visible()
    expect(words.filter(has_text="2022")).to_be_visible()
    boxes = [one.bounding_box() for one in words.all()]
    assert [box for box in boxes if box is None or box["height"] < 12 or box["x"] < 0] == []
    years = sorted(box["x"] + box["width"] for box in boxes if box and box["width"] < 40)
    starts = sorted(box["x"] for box in boxes if box and box["width"] < 40)
    assert len(years) >= 5 and all(end < start for end, start in zip(years, starts[1:], strict=False))


def test_the_search_box_says_its_word_and_takes_the_bar_while_it_is_written_in(open_page: OpenPage) -> None:
    page = on_a_phone(open_page, officer(), "/today")
    expect(page.locator(".find-word")).to_be_visible()
    assert wholly_seen(page.locator(".find-word"))
    finder = page.get_by_role("searchbox", name="Find people")
    finder.focus()
    expect(page.locator(".find-word")).to_be_hidden()
    box = finder.bounding_box()
    assert box and box["width"] > 280
    finder.fill("sitti")
    expect(page.locator("#found").get_by_role("link", name="Sitti Beres")).to_be_visible()
    assert wholly_seen(page.locator("#found"))


def test_a_radio_stands_in_the_middle_of_its_labels_first_line(page: Page) -> None:
    enter(page, officer())
    page.goto("/import/")
    labels = page.locator("label:has(> input[type=radio])")
    found = [one.evaluate(MIDDLES) for one in labels.all()]
    assert found and [pair for pair in found if abs(pair[0] - pair[1]) > 1.5] == []


def test_the_act_of_a_report_is_in_view_at_once_with_what_follows_from_it(open_page: OpenPage) -> None:
    user = officer()
    page = on_a_phone(open_page, user, f"/reports/{OFFICE}/2021-12")
    send = page.get_by_role("button", name=re.compile("Send the report"))
    expect(send).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("kept for good as it was sent")).to_be_in_viewport(ratio=1)
    assert_accessible(page)
    page.get_by_text("With a note…").click()
    page.get_by_label("Note for who checks it").fill("Tanpa presensi")
    send.click()
    expect(page.get_by_text("Version 1 is sent to be checked.")).to_be_visible()


def test_arrows_choose_what_is_found_and_enter_opens_it(page: Page) -> None:
    enter(page, officer())
    page.goto("/today")
    page.keyboard.press("Control+k")
    page.keyboard.type("beres")
    hit = page.locator("#found").get_by_role("link", name="Sitti Beres")
    expect(hit).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(hit).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(hit).to_be_focused()
    page.keyboard.press("Backspace")
    expect(page.locator("#find")).to_have_value("bere")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sitti Beres")).to_be_visible()
    assert "/staff/" in page.url


def test_enter_with_nothing_chosen_opens_the_page_of_results(page: Page) -> None:
    enter(page, officer())
    page.goto("/today")
    page.keyboard.press("/")
    page.keyboard.type("beres")
    expect(page.locator("#found").get_by_role("link", name="Sitti Beres")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/find\?q=beres$"))


def test_the_guide_folds_what_is_of_others_and_a_link_opens_it_without_a_script(
    chromium: Browser, live_server: LiveServer
) -> None:
    user = officer()
    with chromium.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE) as context:
        context.add_cookies([{"name": "django_language", "value": "en", "url": live_server.url}])
        page = context.new_page()
        enter(page, user)
        page.goto("/help")
        theirs = page.get_by_text("for auditors and administrators: choose a work unit")
        own = page.get_by_text("their content is frozen").first
        expect(own).to_be_hidden()
        page.locator("summary").filter(has_text="From draft to signed").click()
        expect(own).to_be_visible()
        expect(theirs).to_be_hidden()
        page.get_by_role("navigation", name="Chapters").get_by_role("link", name="The audit pack").click()
        expect(theirs).to_be_in_viewport()
