"""The score sheet in a real browser: blocks, the queue while offline, clashes, and every page's accessibility."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from malaqbiq.accounts.models import User
from malaqbiq.appraisal.models import Score
from tests.appraisal.cast import MONTHS
from tests.appraisal.office import APPRAISER, OFFICER, SECRETARY, Office, told, waiting
from tests.browser import PHONE, OpenPage, assert_accessible, enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const pasted = { clipboardData: data, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", pasted));
}"""


def entered(page: Page, office: Office, name: str, *role: object) -> Page:
    office.client(name, *role)  # type: ignore[arg-type]
    enter(page, User.objects.get(username=name))
    return page


def test_blocks_offline_and_clashes(open_page: OpenPage) -> None:
    office = waiting("anto", "budi")
    page = entered(open_page(), office, "kasubag", APPRAISER)
    page.goto(office.address("/sheet"))
    paste_a_block(page)
    wait_while_offline(page, office)
    clash(page, entered(open_page(), office, "kasubag", APPRAISER), office)


def paste_a_block(page: Page) -> None:
    """A block from Excel fills cells to the right and below; what is wrong says so in its cell, the rest is kept."""
    state = page.get_by_role("status").filter(has_text="saved")
    expect(state).to_be_visible()
    assert_accessible(page)
    page.locator("input[name='c.0.0']").focus()
    page.evaluate(PASTE, "81\t82\t83\n91\tsembilan\t93\n")
    expect(page.locator("td.kept")).to_have_count(5)
    expect(page.locator("td.wrong")).to_contain_text("is not a score")
    assert_accessible(page)
    assert Score.objects.count() == 5
    page.locator("input[name='c.1.1']").fill("92")
    page.keyboard.press("Enter")
    expect(page.locator("td.kept")).to_have_count(6)
    page.locator("input[name='c.0.2']").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[name='c.1.2']")).to_be_focused()


def wait_while_offline(page: Page, office: Office) -> None:
    """What is typed without a connection waits on this device, and is sent when it is back."""
    page.context.set_offline(True)
    page.locator("input[name='c.0.0']").fill("71")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 scores wait on this device")).to_be_visible()
    assert office.points("anto", "result", MONTHS[0]) == 8100
    page.context.set_offline(False)
    expect(page.locator("td.waits")).to_have_count(0)
    expect(page.locator("td.kept")).to_have_count(6)
    assert office.points("anto", "result", MONTHS[0]) == 7100


def clash(page: Page, other: Page, office: Office) -> None:
    """Another window has changed the cell since: both values stand there, and nothing is overwritten."""
    other.goto(office.address("/sheet"))
    other.locator("input[name='c.1.2']").fill("60")
    other.keyboard.press("Enter")
    expect(other.locator("td.waits")).to_have_count(0)
    page.locator("input[name='c.1.2']").fill("99")
    page.keyboard.press("Enter")
    expect(page.locator("td.wrong")).to_contain_text("There stands 60")
    assert_accessible(page)
    assert office.points("budi") == 6000
    page.get_by_role("button", name="Keep mine: 99").click()
    expect(page.locator("td.wrong")).to_have_count(0)
    expect(page.locator("td.waits")).to_have_count(0)
    assert office.points("budi") == 9900


def test_what_waited_is_sent_from_a_page_opened_later(open_page: OpenPage) -> None:
    office = waiting("anto")
    page = entered(open_page(size=PHONE, theme="dark", language="id"), office, "kasubag", APPRAISER)
    page.goto(office.address("/sheet"))
    assert_accessible(page)
    page.context.set_offline(True)
    page.locator("input[name='c.0.0']").fill("88")
    page.locator("input[name='c.0.1']").focus()
    expect(page.locator("td.waits")).to_have_count(1)
    later = page.context.new_page()
    page.close()
    later.context.set_offline(False)
    later.goto(office.address("/sheet"))
    expect(later.locator("td.kept")).to_have_count(1)
    assert office.points("anto", "result", MONTHS[0]) == 8800


def test_an_objection_from_a_phone_to_its_decision(open_page: OpenPage) -> None:
    office = told("anto", "budi")
    phone = entered(open_page(size=PHONE), office, "anto")
    phone.goto("/appraisal/mine")
    assert_accessible(phone)
    phone.get_by_role("button", name="I have read it").click()
    phone.get_by_label("What do you object to, and why?").fill("Nilai Desember keliru")
    phone.get_by_role("button", name="Send the objection").click()
    expect(phone.get_by_text("waits for a decision")).to_be_visible()
    desk = entered(open_page(theme="dark"), office, "secretary", SECRETARY)
    desk.goto(office.address())
    expect(desk.get_by_role("heading", name="1 thing holds up the closing")).to_be_visible()
    assert_accessible(desk)
    desk.get_by_role("link", name="Decide on objections").click()
    desk.get_by_role("link", name="Anto Uji").click()
    desk.get_by_label("Uphold: change the scores below").check()
    desk.get_by_label("Sikap dan perilaku").fill("90")
    desk.get_by_label("Reason of the decision").fill("Tugas tambahan")
    assert_accessible(desk)
    desk.get_by_role("button", name="Decide on the objection").click()
    expect(desk.get_by_text("upheld").first).to_be_visible()
    assert office.cycle.appraisees.get(person__uid=office.cast["anto"]).objections.get().state == "upheld"


def test_every_page_of_the_room_is_accessible(open_page: OpenPage) -> None:
    office = told("anto", "budi")
    for theme in ("light", "dark"):
        page = entered(open_page(theme=theme), office, "officer", OFFICER)
        for part in ("", "/people", "/moderation?component=behaviour", "/appraisers"):
            page.goto(office.address(part))
            assert_accessible(page)
        for address in ("/appraisal", "/appraisal/open", "/appraisal/objections", office.person("anto")):
            page.goto(address)
            assert_accessible(page)
