from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.process import LONG_ENOUGH, Malaqbiq

pytestmark = pytest.mark.process

PRINT_KEY = "from django.conf import settings; print(settings.SECRET_KEY)"


def test_secret_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    (tmp_path / "malaqbiq.sqlite3").touch()
    installation = Malaqbiq(tmp_path)
    processes = [installation.python(PRINT_KEY) for _ in range(4)]
    keys = {process.communicate(timeout=LONG_ENOUGH)[0].strip() for process in processes}
    assert keys == {(tmp_path / "secret-key").read_text()}
    assert len(keys.pop()) > 50
    assert {path.name for path in tmp_path.iterdir()} == {"malaqbiq.sqlite3", "secret-key"}
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


@pytest.mark.parametrize("command", [("verify",), ("wages", "check"), ("serve",)])
def test_a_folder_without_a_database_is_left_as_it_was(tmp_path: Path, command: tuple[str, ...]) -> None:
    process = Malaqbiq(tmp_path).start(*command)
    errors = process.communicate(timeout=LONG_ENOUGH)[1]
    assert process.returncode == 1 and "malaqbiq init" in errors
    assert list(tmp_path.iterdir()) == []


def test_nobody_else_reads_the_database(tmp_path: Path, ready_malaqbiq: Malaqbiq) -> None:
    home = ready_malaqbiq.home
    if not ready_malaqbiq.url:
        (home / "malaqbiq.sqlite3").chmod(0o644)
        ready_malaqbiq.run("init")
    elsewhere = Malaqbiq(tmp_path / "new", ready_malaqbiq.url)
    elsewhere.run("init")
    assert stat.S_IMODE(elsewhere.home.stat().st_mode) == 0o700
    written = [path for folder in (home, elsewhere.home) for path in folder.rglob("*") if path.is_file()]
    assert written
    assert [str(path) for path in written if path.stat().st_mode & 0o007] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MALAQBIQ_PROXIES", "x"),
        ("MALAQBIQ_PROXIES", "-1"),
        ("MALAQBIQ_DATABASE_URL", "postgresql://"),
        ("MALAQBIQ_DATABASE_URL", "mysql://a@b/c"),
        ("MALAQBIQ_DATABASE_URL", "nonsense"),
        ("MALAQBIQ_BASE_URL", "foo"),
        ("MALAQBIQ_BASE_URL", "ftp://sdm.example.go.id"),
    ],
)
def test_a_setting_that_cannot_be_is_named_without_a_traceback(tmp_path: Path, name: str, value: str) -> None:
    process = Malaqbiq(tmp_path).start("init", **{name: value})
    errors = process.communicate(timeout=LONG_ENOUGH)[1]
    assert process.returncode == 1
    assert name in errors
    assert "Traceback" not in errors
    assert "docs/settings.md" in errors


def test_a_home_that_leads_back_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").symlink_to(tmp_path / "home")
    done = Malaqbiq(tmp_path / "home").run("init", check=False)
    assert done.returncode == 1
    assert "MALAQBIQ_HOME" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_setting_is_none(tmp_path: Path) -> None:
    code = "from django.conf import settings; print(settings.HOME.name, settings.BASE_URL)"
    process = Malaqbiq(tmp_path).python(code, MALAQBIQ_HOME="", MALAQBIQ_BASE_URL="", MALAQBIQ_PROXIES="")
    assert process.communicate(timeout=LONG_ENOUGH)[0].split() == ["var", "http://127.0.0.1:8000"]


def test_operators_key_is_not_written_down(tmp_path: Path) -> None:
    process = Malaqbiq(tmp_path).python(PRINT_KEY, MALAQBIQ_SECRET_KEY="the operator's")
    assert process.communicate(timeout=LONG_ENOUGH)[0].strip() == "the operator's"
    assert list(tmp_path.iterdir()) == []


def test_sqlite_keeps_what_was_committed_and_checks_foreign_keys(tmp_path: Path) -> None:
    code = (
        "from django.db import connection\n"
        "cursor = connection.cursor()\n"
        "print(*(cursor.execute(f'PRAGMA {name}').fetchone()[0] for name in sys.argv[1:]))"
    )
    process = Malaqbiq(tmp_path).python(code, "journal_mode", "synchronous", "foreign_keys")
    assert process.communicate(timeout=LONG_ENOUGH)[0].split() == ["wal", "2", "1"]
