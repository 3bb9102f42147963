"""The home that `malaqbiq bench --pages --in FOLDER` keeps; the real one takes minutes to make and no test makes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from malaqbiq.home.bench import measures
from malaqbiq.home.bench.measures import Ran
from malaqbiq.home.bench.national import national_home
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.progress import SILENT

Commands = list[tuple[str, ...]]


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Commands:
    """What was run instead of the real commands."""
    found: Commands = []

    def run(command: Any, environment: dict[str, str]) -> Ran:
        assert environment["MALAQBIQ_HOME"]
        found.append(tuple(command[2:4]))
        return Ran(None, 0, 0)

    monkeypatch.setattr(measures, "_run", run)
    return found


def test_a_kept_home_is_made_once_and_brought_up_to_the_release_after(tmp_path: Path, ran: Commands) -> None:
    folder = tmp_path / "national"
    with national_home(SILENT, folder) as home:
        assert home.folder == folder
    assert [command for command, _ in ran] == ["malaqbiq", *2 * ["malaqbiq.home.bench.inside"]]
    ran.clear()
    with national_home(SILENT, folder):
        assert ran == [("malaqbiq", "init")]
    assert folder.is_dir()


def test_a_home_without_a_folder_is_thrown_away(ran: Commands) -> None:
    with national_home(SILENT, None) as home:
        assert home.folder.is_dir()
    assert ran
    assert not home.folder.exists()


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path, ran: Commands) -> None:
    (tmp_path / "malaqbiq.sqlite3").touch()
    with pytest.raises(UserError, match="something else"), national_home(SILENT, tmp_path):
        pass
    assert not ran
