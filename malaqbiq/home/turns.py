"""Who sets a database up, one after the other: processes that make its tables at the same time break each other."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from malaqbiq.kernel.installation import installation_state
from malaqbiq.kernel.progress import SILENT, Progress

NUMBER = 0x6D616C6171626971
"""The lock on PostgreSQL, where locks are numbered in each database: the house's name in ASCII."""

_ours: ContextVar[bool] = ContextVar("malaqbiq_turn_ours", default=False)


@contextmanager
def turn_taken(progress: Progress = SILENT) -> Iterator[None]:
    """Wait until no other process sets this database up, and keep others waiting. The holder may take it again.

    The lock is the kernel's or the database's own: it ends with the process, however that ends.
    """
    if _ours.get():
        yield
        return
    token = _ours.set(True)
    try:
        with _file_locked(progress) if connection.vendor == "sqlite" else _database_locked(progress):
            yield
    finally:
        _ours.reset(token)


@contextmanager
def _file_locked(progress: Progress) -> Iterator[None]:
    # Before the database is opened: two that turn a new one to WAL at once break each other too.
    with (Path(settings.HOME) / "setup.lock").open("a") as file:
        if not _locked_at_once(file):
            _tell(progress)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _locked_at_once(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _database_locked(progress: Progress) -> Iterator[None]:
    installation_state()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [NUMBER])
        if not cursor.fetchone()[0]:
            _tell(progress)
            cursor.execute("SELECT pg_advisory_lock(%s)", [NUMBER])
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [NUMBER])


def _tell(progress: Progress) -> None:
    progress.stage(_("waiting for another process that sets this database up"))
