"""A real browser on a real server: what browser tests are given. How to write one: docs/browser-tests.md."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Literal, Protocol

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, ViewportSize, expect, sync_playwright

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

    from malaqbiq.accounts.models import User

DESK = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
PATIENCE = 60_000
"""Milliseconds that a page may take on a busy machine before a test gives up."""
GRAVE = frozenset({"serious", "critical"})
Theme = Literal["light", "dark"]
Language = Literal["en", "id"]


class OpenPage(Protocol):
    """Opens one more page, as if on a computer of its own: it shares no cookies with another."""

    def __call__(self, *, size: ViewportSize = DESK, theme: Theme = "light", language: Language = "en") -> Page: ...


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: what fails without a browser is told first."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests: starting it takes up to ten seconds."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("there is no Chromium: run scripts/browser", pytrace=False)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop running in this thread, in which Django would refuse to ask the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """Opens pages on a server with the test's own database, already set up; addresses may begin with ``/``.

    The test fails if any of its pages had an error in a script, broke the content security policy, lacked a file or met
    a server's error. A page that isn't there (404) is an answer like others.
    """
    from malaqbiq.kernel.installation import installation_record

    installation_record()
    troubles: list[str] = []
    with ExitStack() as opened:

        def new_page(*, size: ViewportSize = DESK, theme: Theme = "light", language: Language = "en") -> Page:
            context = chromium.new_context(base_url=live_server.url, viewport=size, color_scheme=theme)
            opened.callback(context.close)
            context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            _watch(page, troubles)
            return page

        yield new_page
    assert troubles == []


def _watch(page: Page, troubles: list[str]) -> None:
    def on_console(said: ConsoleMessage) -> None:
        # What could not be loaded is told below, with its address.
        if said.type == "error" and not said.text.startswith("Failed to load resource"):
            troubles.append(f"{page.url}: {said.text}")

    def on_response(response: Response) -> None:
        missing = response.status >= 400 and response.request.resource_type not in {"document", "fetch", "xhr"}
        if missing or response.status >= 500:
            troubles.append(f"{page.url}: {response.status} {response.url}")

    page.on("console", on_console)
    page.on("response", on_response)
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """One page at a desk, light, in English."""
    return open_page()


def enter(page: Page, user: User) -> None:
    """Let the page's browser be one in which the user has signed in already: the form of it has tests of its own."""
    client = Client()
    client.force_login(user)
    origin = page.context.request.get("/health").url.removesuffix("/health")
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": origin}])


def assert_accessible(page: Page) -> None:
    """Fail if axe-core finds anything serious or critical on the page as it stands."""
    grave = grave_findings(page)
    assert not grave, f"{page.url}\n" + "\n".join(grave)


def grave_findings(page: Page, *rules: str) -> list[str]:
    """What axe-core finds serious or critical on the page as it stands, and where; by these rules or by all."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # What passes is not told node by node: that would take longer than to look for what doesn't.
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    violations = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
    return [
        f"{finding['id']} ({finding['impact']}): {finding['help']}\n"
        + "\n".join(f"    {' '.join(map(str, node['target']))}\n    {node['html'][:160]}" for node in finding["nodes"])
        for finding in violations
        if finding["impact"] in GRAVE
    ]
