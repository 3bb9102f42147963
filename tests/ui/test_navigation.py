"""The rail: which page is the current one."""

from __future__ import annotations

import pytest

from malaqbiq.kernel.access import Access, Role
from malaqbiq.ui.navigation import sections

OFFICER = Access("a", {Role.SDM_OFFICER: frozenset({"76"})})
CYCLE = "/appraisal/017df966-be80-7aaa-9a7b-828cb14c06b2"


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/staff", "/staff"),
        ("/staff/017df966-be80-7aaa-9a7b-828cb14c06b2", "/staff"),
        (CYCLE, "/appraisal"),
        (f"{CYCLE}/people", "/appraisal"),
        (f"{CYCLE}/moderation", "/appraisal/moderation"),
        (f"{CYCLE}/sheet", "/appraisal/sheet"),
        ("/nothing", None),
    ],
)
def test_one_page_at_most_is_the_current_one(path: str, current: str | None) -> None:
    found = [link.address for section in sections(OFFICER, path) for link in section.links if link.current]
    assert found == ([current] if current else [])
