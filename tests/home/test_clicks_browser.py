"""From Hari Ini to printed petikan of seven work units, with the presses of the mouse counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from malaqbiq.accounts.rules import DEMO_PASSWORD
from tests.browser import DESK, PATIENCE
from tests.process import LONG_ENOUGH, Malaqbiq, copied, fetch, free_port

pytestmark = [pytest.mark.browser, pytest.mark.process]

MOST = 12
A_DAY_LATER = """
from datetime import timedelta
from django.db.models import F
from malaqbiq.kernel.models import Installation
Installation.objects.update(clock_at=F("clock_at") + timedelta(days=1))
"""


class Clicks:
    """Presses of the mouse on all pages together, counted."""

    def __init__(self) -> None:
        self.count = 0

    def press(self, page: Page | Locator, role: str, name: str) -> None:
        """Click the first thing of that role and name."""
        page.get_by_role(role, name=re.compile(name)).first.click()  # type: ignore[arg-type]
        self.count += 1


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, _prepared_malaqbiq: Malaqbiq) -> Iterator[Malaqbiq]:
    """The story on 31 December 2021: seven work units are scored, told, one objection is decided."""
    with copied(_prepared_malaqbiq, tmp_path_factory.mktemp("story") / "home") as malaqbiq:
        malaqbiq.run("demo", "--if-empty", "--until", "2021-12-30", "--no-documents")
        # The last day for objections, before the story itself would close the period.
        moved = malaqbiq.python(A_DAY_LATER)
        assert moved.communicate(timeout=LONG_ENOUGH)[1] == ""
        yield malaqbiq


@pytest.fixture
def scored(story: Malaqbiq, tmp_path: Path) -> Iterator[str]:
    """The address of a server of the test's own copy of the story."""
    port = free_port()
    with (
        copied(story, tmp_path / "home") as malaqbiq,
        malaqbiq.started("serve", "--port", str(port), "--workers=1", MALAQBIQ_LANGUAGE="id"),
    ):
        address = f"http://127.0.0.1:{port}"
        fetch(f"{address}/health")
        yield address


@pytest.fixture
def signed_in(scored: str, chromium: Browser) -> Iterator[Callable[[str], Page]]:
    """Opens Hari Ini in a browser of its own for somebody of the demo, who signs in by the form."""
    with ExitStack() as opened:

        def sign_in(username: str) -> Page:
            context = chromium.new_context(base_url=scored, viewport=DESK)
            opened.callback(context.close)
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            page.goto("/accounts/login/")
            page.get_by_label("Nama pengguna").fill(username)
            page.get_by_label("Kata sandi").fill(DEMO_PASSWORD)
            page.get_by_label("Kata sandi").press("Enter")
            page.wait_for_url("**/today")
            return page

        yield sign_in


def test_who_has_no_decree_is_found_and_their_pay_explained(signed_in: Callable[[str], Page]) -> None:
    page, clicks = signed_in("sdm"), Clicks()
    clicks.press(page.get_by_role("article").filter(has_text="80 orang belum ber-SK"), "link", "^Lihat siapa$")
    expect(page.get_by_text("1–50 dari 80")).to_be_visible()
    line = page.get_by_role("row").filter(has_text="kurang Rp").first
    clicks.press(line, "link", "")
    drawer = page.locator("#drawer")
    explanation = drawer.locator("details").filter(has_text="Dari mana?").first
    explanation.locator("summary").click()
    expect(explanation.get_by_text("Rp2.678.863").first).to_be_visible()
    assert clicks.count + 1 <= 3


def test_seven_units_from_scores_to_printed_petikan(signed_in: Callable[[str], Page]) -> None:
    officer, secretary, clicks = signed_in("sdm"), signed_in("sekretaris"), Clicks()
    clicks.press(officer, "link", "^Tutup$")
    clicks.press(officer, "button", "^Tutup periode · 80 hasil")
    expect(officer.get_by_text("sudah ditutup")).to_be_visible()
    secretary.goto("/today")
    clicks.press(secretary, "link", "^Putuskan$")
    clicks.press(secretary, "button", "^Putuskan sesuai rekomendasi · 80 orang")
    expect(secretary.get_by_role("heading", name="Semua orang telah diputuskan")).to_be_visible()
    officer.goto("/today")
    clicks.press(officer, "link", "^Susun draf SK$")
    clicks.press(officer, "button", "^Susun draf SK · 80 orang")
    clicks.press(officer, "button", "^Ajukan 7 SK · 80 orang")
    expect(officer.get_by_text("7 SK diajukan")).to_be_visible()
    secretary.goto("/today")
    clicks.press(secretary, "link", "^Lihat$")
    clicks.press(secretary, "button", "^Setujui 7 SK · 80 orang")
    clicks.press(secretary, "button", "^Tetapkan 7 SK · 80 orang")
    # The worker beside the server makes 167 papers; the page asks by itself how far it is.
    expect(secretary.get_by_role("heading", name="Selesai")).to_be_visible(timeout=10 * PATIENCE)
    clicks.press(secretary, "link", "^Cetak petikan")
    with secretary.expect_download(timeout=4 * PATIENCE) as printed:
        clicks.press(secretary, "button", "^80 petikan dalam satu berkas")
    assert printed.value.path().read_bytes().startswith(b"%PDF")
    assert clicks.count <= MOST
