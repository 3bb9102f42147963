from __future__ import annotations

import io
import time

import pytest
from rich.console import Console

from malaqbiq.config import terminal
from malaqbiq.config.terminal import TerminalProgress, print_error
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Words


def shown(*, seconds: float, on_terminal: bool) -> str:
    """What a work of one stage that takes so long shows."""
    output = io.StringIO()
    progress = TerminalProgress(Console(file=output, force_terminal=on_terminal, width=100))
    progress.start()
    progress.stage("Numbering", total=3)
    progress.advance()
    time.sleep(seconds)
    progress.advance()
    progress.stop()
    return output.getvalue()


def test_short_work_shows_nothing() -> None:
    assert shown(seconds=0, on_terminal=True) == ""
    assert shown(seconds=0, on_terminal=False) == ""


def test_long_work_shows_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "QUIET_SECONDS", 0.05)
    text = shown(seconds=0.4, on_terminal=True)
    assert "Numbering" in text
    assert "1/3" in text


def test_long_work_writes_lines_into_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "QUIET_SECONDS", 0.05)
    assert shown(seconds=0.2, on_terminal=False) == "Numbering 1/3\n"


def test_log_is_not_flooded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "QUIET_SECONDS", 0.0)
    output = io.StringIO()
    progress = TerminalProgress(Console(file=output))
    progress.start()
    time.sleep(0.05)
    progress.stage("Rows", total=10_000)
    for _ in range(10_000):
        progress.advance()
    progress.stop()
    assert output.getvalue() == "Rows 0/10000\n"


def test_title_with_brackets_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "QUIET_SECONDS", 0.0)
    for on_terminal in (True, False):
        output = io.StringIO()
        progress = TerminalProgress(Console(file=output, force_terminal=on_terminal, width=100))
        progress.start()
        time.sleep(0.05)
        progress.stage("Unit [76.01] [/b]")
        time.sleep(0.2)
        progress.stop()
        assert "Unit [76.01] [/b]" in output.getvalue()


def test_error_says_what_is_wrong_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    print_error(UserError(Words("the number %(number)s is taken", {"number": 7}), "take another"))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "malaqbiq: the number 7 is taken\n  take another\n"
