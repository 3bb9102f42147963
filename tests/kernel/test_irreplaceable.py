"""What another client of SQLite can do to guarded rows: without `recursive_triggers` no DELETE trigger is told."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no REPLACE"),
]

GUARDED = "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name GLOB '*_del_refused'"

ONLY = re.compile(r""" "(\w+)"\ (?:=\ |IN\ \()(?:'([^']*)'|(\d+))""", re.VERBOSE)
"""What a partial key asks of a column; of several values the first."""

OF_A_CYCLE = ("appraisal_score", "appraisal_attendance")

BORN_EMPTY = ("decided_by", "withdrawn_by")
"""Columns that only a later act fills: what waits for a second person is never born decided."""


class Key(NamedTuple):
    """Columns that are unique together, among rows for which `only` holds; `index` is empty for the primary key."""

    table: str
    columns: tuple[str, ...]
    only: str


@pytest.fixture
def client() -> Iterator[sqlite3.Connection]:
    """A database of the same tables and triggers, empty, opened by a client that knows nothing of the house."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
            "ORDER BY type = 'trigger', type = 'index'"
        )
        statements = [row[0] for row in cursor.fetchall()]
    opened = sqlite3.connect(":memory:", isolation_level=None)
    for statement in statements:
        opened.execute(statement)
    # Rows are made up of anything: what is tested are the keys alone.
    opened.execute("PRAGMA ignore_check_constraints = ON")
    yield opened
    opened.close()


def keys_of(client: sqlite3.Connection, table: str) -> list[Key]:
    primary = [name for _, name, _, _, _, pk in client.execute(f"PRAGMA table_info({table})") if pk]
    found = [Key(table, tuple(primary), "")]
    for _, name, unique, *_ in client.execute(f"PRAGMA index_list({table})").fetchall():
        if unique:
            columns = tuple(row[2] for row in client.execute(f"PRAGMA index_info({name})"))
            (sql,) = client.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name]).fetchone()
            found.append(Key(table, columns, (sql or "").partition(" WHERE ")[2]))
    return found


def row_of(client: sqlite3.Connection, key: Key, number: int) -> dict[str, Any]:
    """A row of the key's table that shares nothing with one of another number, and stands among those of the key."""
    row: dict[str, Any] = {}
    for _, name, kind, required, _, _ in client.execute(f"PRAGMA table_info({key.table})"):
        needed = required or name in key.columns
        filled = number if "int" in kind.lower() or kind == "bool" else f"{name} {number}"
        row[name] = ("" if name in BORN_EMPTY else filled) if needed else None
    # Among the rows of which alone the key is asked.
    return row | {name: int(digits) if digits else text for name, text, digits in ONLY.findall(key.only)}


def write(client: sqlite3.Connection, table: str, row: dict[str, Any], verb: str = "INSERT") -> None:
    columns = ", ".join(f'"{name}"' for name in row)
    client.execute(f"{verb} INTO {table} ({columns}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


def stands(client: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    return client.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()


def closing(client: sqlite3.Connection) -> None:
    """Rows of number 1 and 2 belong to a closed cycle: scores and attendance of one are guarded only from then on."""
    for number in (1, 2):
        write(client, "appraisal_appraisee", row_of(client, Key("appraisal_appraisee", ("id",), ""), number))
        cycle = row_of(client, Key("appraisal_cycle", ("id",), ""), number)
        write(client, "appraisal_cycle", {**cycle, "state": "closed"})


def test_no_row_of_a_guarded_table_is_replaced(client: sqlite3.Connection) -> None:
    tables = client.execute(GUARDED).fetchall()
    assert len(tables) > 25
    for (table,) in tables:
        for key in keys_of(client, table):
            replaced(client, key)


def replaced(client: sqlite3.Connection, key: Key) -> None:
    """Two rows stand; a third, and the second, try to come in the first one's place by its key."""
    client.execute("BEGIN")
    first, second, third = (row_of(client, key, number) for number in (1, 2, 3))
    write(client, key.table, first)
    write(client, key.table, second)
    if key.table in OF_A_CYCLE:
        closing(client)
    before = stands(client, key.table)
    same = {column: first[column] for column in key.columns}
    for verb in ("INSERT OR REPLACE", "REPLACE", "INSERT"):
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            write(client, key.table, {**third, **same}, verb)
    assigned = ", ".join(f"{column} = ?" for column in same)
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        client.execute(f"UPDATE OR REPLACE {key.table} SET {assigned} WHERE id = 2", list(same.values()))
    assert stands(client, key.table) == before, key
    client.execute("ROLLBACK")


def test_rows_of_keys_of_their_own_come_in(client: sqlite3.Connection) -> None:
    for (table,) in client.execute(GUARDED).fetchall():
        for key in keys_of(client, table):
            client.execute("BEGIN")
            for number in range(1, 4):
                write(client, table, row_of(client, key, number), "INSERT OR REPLACE")
            assert len(stands(client, table)) == 3, key
            client.execute("ROLLBACK")
