from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.process import Malaqbiq

pytestmark = pytest.mark.process

PRINT_KEY = "from django.conf import settings; print(settings.SECRET_KEY)"


def test_secret_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    installation = Malaqbiq(tmp_path)
    processes = [installation.python(PRINT_KEY) for _ in range(4)]
    keys = {process.communicate(timeout=60)[0].strip() for process in processes}
    assert keys == {(tmp_path / "secret-key").read_text()}
    assert len(keys.pop()) > 50
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_operators_key_is_not_written_down(tmp_path: Path) -> None:
    process = Malaqbiq(tmp_path).python(PRINT_KEY, MALAQBIQ_SECRET_KEY="the operator's")
    assert process.communicate(timeout=60)[0].strip() == "the operator's"
    assert list(tmp_path.iterdir()) == []


def test_sqlite_keeps_what_was_committed_and_checks_foreign_keys(tmp_path: Path) -> None:
    code = (
        "from django.db import connection\n"
        "cursor = connection.cursor()\n"
        "print(*(cursor.execute(f'PRAGMA {name}').fetchone()[0] for name in sys.argv[1:]))"
    )
    process = Malaqbiq(tmp_path).python(code, "journal_mode", "synchronous", "foreign_keys")
    assert process.communicate(timeout=60)[0].split() == ["wal", "2", "1"]
