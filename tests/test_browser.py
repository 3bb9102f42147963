"""The browser that browser tests are given."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import assert_accessible

pytestmark = pytest.mark.browser


def test_what_axe_finds_grave_fails(page: Page) -> None:
    page.goto("/verify")
    assert_accessible(page)
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=/static/ui/mark.svg>')")
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)
