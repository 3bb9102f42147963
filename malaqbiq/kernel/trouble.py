"""What a database or a file that fails means to whoever works with it: which failures are theirs to mend, and how."""

from __future__ import annotations

import sqlite3

from django.db import DatabaseError, OperationalError

from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Words, gettext_noop

BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
DAMAGED = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})
OUT_OF_REACH = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM})
DISK_FULL = "53100"
LOCK_NOT_AVAILABLE = "55P03"
"""PostgreSQL's names of two states."""


def trouble_told(error: DatabaseError) -> UserError | None:
    """What to tell the user of a failure that lies in the database's place or use; None for a fault of the program."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return trouble_of(cause)
    state = getattr(cause, "sqlstate", None)
    if not isinstance(error, OperationalError):
        return None
    return _told(str(error).strip(), busy=state == LOCK_NOT_AVAILABLE, full=state == DISK_FULL, damaged=False)


def trouble_of(error: sqlite3.Error) -> UserError | None:
    """The same of what SQLite itself raised."""
    # An extended code holds the plain one in its last byte. Errors of the module itself have none.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    busy, full, damaged = code in BUSY, code == sqlite3.SQLITE_FULL, code in DAMAGED
    told = busy or full or damaged or code in OUT_OF_REACH
    return _told(str(error).strip(), busy=busy, full=full, damaged=damaged) if told else None


def _told(reason: str, *, busy: bool, full: bool, damaged: bool) -> UserError:
    if busy:
        return UserError(
            gettext_noop("another process has been writing to the database for too long"),
            gettext_noop("wait until it is done (an import, a closing, a backup), then call this again"),
        )
    if full:
        return UserError(
            gettext_noop("the disk that the database stands on is full"),
            gettext_noop("make room on it, then call this again"),
        )
    if damaged:
        return UserError(
            Words(
                gettext_noop("the file of the database is damaged, or is no database: %(reason)s"), {"reason": reason}
            ),
            gettext_noop("check MALAQBIQ_HOME and MALAQBIQ_DATABASE_URL, or restore a backup"),
        )
    return UserError(
        Words(gettext_noop("the database can't be reached: %(reason)s"), {"reason": reason}),
        gettext_noop("check MALAQBIQ_DATABASE_URL, or that MALAQBIQ_HOME can be written"),
    )
