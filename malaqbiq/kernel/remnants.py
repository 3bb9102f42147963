"""What a database keeps in its files of rows that it no longer shows.

SQLite keeps old pages in its write-ahead log until a checkpoint, and copies of moved rows in the gaps of its pages.
PostgreSQL keeps dead rows until VACUUM; autovacuum comes by itself, and an operator may hurry it (docs/settings.md).
"""

from __future__ import annotations

import logging

from django.db import OperationalError, connection

LOG = logging.getLogger(__name__)


def remnants_remove() -> None:
    """Write SQLite's file anew without what was deleted, and empty its log; does nothing on PostgreSQL.

    To be called after the commit. Whoever reads or writes at this moment may hold it up: then a warning is logged, and
    the next checkpoint does it.
    """
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = bool(cursor.fetchone()[0])
    except OperationalError:
        busy = True
    if busy:
        LOG.warning("the database was in use: what was erased may stay in its files until all connections are closed")
