"""What an operator may set is written down, and what is written down can be set."""

from __future__ import annotations

import re

from tests.guards.source import ROOT, python_files

VARIABLE = re.compile(r"\bMALAQBIQ_[A-Z0-9_]+\b")


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    in_code = {
        found for path in python_files() for found in re.findall(r'environ.*?"(MALAQBIQ_\w+)"', path.read_text())
    }
    documented = set(re.findall(r"^## `(MALAQBIQ_\w+)`", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE))
    assert documented == in_code


def test_settings_that_texts_speak_of_exist() -> None:
    documented = set(VARIABLE.findall((ROOT / "docs" / "settings.md").read_text()))
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        assert set(VARIABLE.findall(path.read_text())) <= documented, path
