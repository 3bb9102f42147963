"""Failures of a database that its user can mend, from real ones."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, OperationalError

from malaqbiq.kernel.trouble import trouble_told


def full(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA max_page_count=2")
        connection.execute("CREATE TABLE t (a)")
        connection.execute("INSERT INTO t VALUES (zeroblob(100000))")


def no_database(path: Path) -> None:
    path.write_bytes(b"Nama,NIK" * 200)
    sqlite3.connect(path).execute("PRAGMA journal_mode=WAL")


def in_no_folder(path: Path) -> None:
    sqlite3.connect(path / "a" / "b")


def no_table(path: Path) -> None:
    sqlite3.connect(path).execute("SELECT 1 FROM t")


def failure(happens: Callable[[Path], None], path: Path) -> DatabaseError:
    """As Django raises it: of the class of the same name, with the module's own as its cause."""
    with pytest.raises(sqlite3.DatabaseError) as caught:
        happens(path)
    kind = OperationalError if isinstance(caught.value, sqlite3.OperationalError) else DatabaseError
    error = kind(*caught.value.args)
    error.__cause__ = caught.value
    return error


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (full, "is full make room"),
        (no_database, "file is not a database check MALAQBIQ_HOME"),
        (in_no_folder, "can't be reached: unable to open database file"),
    ],
)
def test_what_its_user_can_mend_is_told(tmp_path: Path, happens: Callable[[Path], None], said: str) -> None:
    assert said in str(trouble_told(failure(happens, tmp_path / "a.sqlite3")))


def waits(path: Path) -> None:
    sqlite3.connect(path, timeout=0).execute("CREATE TABLE t (a)")


def test_a_lock_that_another_holds_is_told(tmp_path: Path) -> None:
    holder = sqlite3.connect(tmp_path / "a", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    waiting = failure(waits, tmp_path / "a")
    holder.close()
    assert "another process has been writing" in str(trouble_told(waiting))


def test_a_fault_of_the_program_stays_one(tmp_path: Path) -> None:
    assert trouble_told(failure(no_table, tmp_path / "a.sqlite3")) is None
    assert trouble_told(DatabaseError("cannot adapt")) is None
    assert "server closed" in str(trouble_told(OperationalError("server closed the connection")))
