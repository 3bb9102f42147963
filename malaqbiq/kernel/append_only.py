"""Tables whose rows the database itself refuses to change or delete, on SQLite and PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from django.db import router
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState, StateApps


class Statements(RunPython):
    """A migration operation that makes statements and asks no models.

    Django would make all models anew, as they stood then, for each of more than a hundred: half of a first start.
    """

    def __init__(self, make: Callable[[BaseDatabaseSchemaEditor], None]) -> None:
        def code(_models: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
            make(editor)

        super().__init__(code, RunPython.noop)
        self._make = make

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make the statements on a database that has tables of this room."""
        if router.allow_migrate(schema_editor.connection.alias, app_label):
            self._make(schema_editor)


def append_only(
    table: str, *, when: str = "", columns: Sequence[str] = (), spared: Sequence[str] = (), deletable: bool = False
) -> Statements:
    """A migration operation that guards `table`.

    An UPDATE of `columns` (of any column but the `spared` ones if none is named) or a DELETE is refused while `when`,
    a condition on ``OLD`` in SQL that both databases read, holds. `deletable` leaves DELETE alone. A later migration
    that alters the table must be followed by this operation again: SQLite makes such a table anew, without its
    triggers, and a column that is new is not among those that were guarded. A guard that is there is made anew.
    """

    def forwards(editor: BaseDatabaseSchemaEditor) -> None:
        guarded = columns or (_columns(editor, table, spared) if spared else ())
        events = [("upd", "UPDATE OF " + ", ".join(guarded) if guarded else "UPDATE")]
        if not deletable:
            events.append(("del", "DELETE"))
        for suffix, event in events:
            for statement in _statements(editor.connection.vendor, table, f"{table}_{suffix}_refused", event, when):
                editor.execute(statement)

    return Statements(forwards)


def altering(table: str, *operations: Operation) -> list[Operation]:
    """Operations of a migration that alter a guarded table, whose triggers and all that look into it stand aside.

    SQLite makes an altered table anew, without its triggers, and renames no table of which another's trigger speaks.
    They are made again as they were; a guard of all columns is to be made again by itself, to guard the new ones too.
    """
    kept: list[str] = []

    def aside(editor: BaseDatabaseSchemaEditor) -> None:
        kept.clear()
        if editor.connection.vendor != "sqlite":
            return
        with editor.connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND (tbl_name = %s OR instr(sql, %s) > 0)",
                [table, table],
            )
            found = cursor.fetchall()
        for name, sql in found:
            kept.append(sql)
            editor.execute(f"DROP TRIGGER {name}", params=None)

    def again(editor: BaseDatabaseSchemaEditor) -> None:
        for sql in kept:
            editor.execute(sql, params=None)

    return [Statements(aside), *operations, Statements(again)]


def settled(table: str, when: str, *, columns: Sequence[str] = (), additions: bool = False) -> Statements:
    """A migration operation: rows of `table` stay as they are while `when` holds, which may look into other tables.

    `when` is SQL that both databases read, with ``{row}`` for the row as it stood (for an addition: as it would stand).
    An UPDATE (of `columns` only, if any is named), a DELETE and, with `additions`, an INSERT is refused. What
    `append_only` says of later migrations holds here too.
    """

    def forwards(editor: BaseDatabaseSchemaEditor) -> None:
        events = [("upd", "UPDATE OF " + ", ".join(columns) if columns else "UPDATE", "OLD"), ("del", "DELETE", "OLD")]
        if additions:
            # An UPDATE that moves a row to where it may not be added is no way round either.
            events += [("ins", "INSERT", "NEW"), ("moved", "UPDATE", "NEW")]
        vendor = editor.connection.vendor
        for suffix, event, row in events:
            name, condition = f"{table}_{suffix}_refused", when.format(row=row)
            for statement in _statements(vendor, table, name, event, condition, looks_around=True):
                editor.execute(statement)

    return Statements(forwards)


def set_once(table: str, column: str) -> Statements:
    """A migration operation: the column of a row that has a value in it is never changed again; see `append_only`."""

    def forwards(editor: BaseDatabaseSchemaEditor) -> None:
        name, event = f"{table}_{column}_once_refused", f"UPDATE OF {column}"
        for statement in _statements(editor.connection.vendor, table, name, event, f"OLD.{column} IS NOT NULL"):
            editor.execute(statement)

    return Statements(forwards)


def never_later(table: str, column: str) -> Statements:
    """A migration operation: the day in the column may be set or brought forward, never put off or taken out."""

    def forwards(editor: BaseDatabaseSchemaEditor) -> None:
        name, event = f"{table}_{column}_later_refused", f"UPDATE OF {column}"
        later = f"OLD.{column} IS NOT NULL AND (NEW.{column} IS NULL OR NEW.{column} > OLD.{column})"
        for statement in _statements(editor.connection.vendor, table, name, event, later):
            editor.execute(statement)

    return Statements(forwards)


def refusing(table: str, name: str, *, event: str, when: str, message: str) -> Statements:
    """A migration operation: `event` on `table` is refused with the message while `when` holds.

    `when` is SQL that both databases read, about NEW and OLD; it may look into other tables. What `append_only` says of
    later migrations holds here too.
    """

    def forwards(editor: BaseDatabaseSchemaEditor) -> None:
        vendor, trigger, told = editor.connection.vendor, f"{table}_{name}_refused", f"{table}: {message}"
        for statement in _statements(vendor, table, trigger, event, when, looks_around=True, message=told):
            editor.execute(statement)

    return Statements(forwards)


ERASED = "(dihapus: UU 27/2022)"
"""What stands in the place of a free text about somebody that the law had erased, for readers of any language."""


def erasable(table: str, *texts: str, when: str = "", columns: Sequence[str] = ()) -> Statements:
    """A migration operation for a guarded table: its free texts may become `ERASED`, and change in no other way.

    `when` and `columns` are those of its `append_only`, whose guard of other columns is made anew.
    """

    def forwards(editor: BaseDatabaseSchemaEditor) -> None:
        vendor, name = editor.connection.vendor, f"{table}_upd_refused"
        others = [column for column in columns if column not in texts] or _columns(editor, table, texts)
        guards = [(name, "UPDATE OF " + ", ".join(others), when)]
        for text in texts:
            other = f"NEW.{text} <> '{ERASED}'"
            guards.append((f"{table}_{text}_refused", f"UPDATE OF {text}", f"{other} AND {when}" if when else other))
        for guard in guards:
            for statement in _statements(vendor, table, *guard):
                editor.execute(statement)

    return Statements(forwards)


def truncation_refused(*tables: str) -> Statements:
    """A migration operation: guarded tables can't be emptied at a stroke either.

    On PostgreSQL TRUNCATE passes the triggers of rows, one that cascades from another table too; SQLite has none.
    """

    def forwards(editor: BaseDatabaseSchemaEditor) -> None:
        for table in tables if editor.connection.vendor == "postgresql" else ():
            name = f"{table}_truncate_refused"
            editor.execute(_function(table, name))
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            )

    return Statements(forwards)


def irreplaceable(table: str, *, when: str = "") -> Statements:
    """A migration operation: on SQLite no row takes the place of another that has its id, or a unique key of its own.

    INSERT OR REPLACE and UPDATE OR REPLACE take the other row out, and tell its DELETE trigger only where the client
    has `recursive_triggers` on, which most have not. So every row that meets the key of another is refused before; with
    `when`, a condition on ``{row}`` as for `settled`, only while that holds for the other (where services write by
    ON CONFLICT). The keys are those that the table has now: what adds one is followed by this operation again, for a
    partial one in a migration of its own (its index is made at the end of the one that adds it).
    """

    def forwards(editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor != "sqlite":
            return
        keys = list(_keys(editor, table))
        touched = dict.fromkeys(column for key in keys for column in key.touched)
        moving = f"UPDATE OF {', '.join(map(editor.quote_name, touched))}"
        for suffix, event, other in (("key", "INSERT", ""), ("rekey", moving, " AND there.rowid <> OLD.rowid")):
            met = " OR ".join(key.met(table, other, when) for key in keys)
            for statement in _statements("sqlite", table, f"{table}_{suffix}_refused", event, met):
                editor.execute(statement)

    return Statements(forwards)


class _Key(NamedTuple):
    """Columns that no two rows share, among those rows for which `only` holds if that is said."""

    columns: Sequence[str]
    only: str = ""

    @property
    def touched(self) -> list[str]:
        return [*self.columns, *re.findall(r'"(\w+)"', self.only)]

    def met(self, table: str, other: str, when: str) -> str:
        """The condition that NEW meets another row; the indexes of the keys answer it."""
        same = " AND ".join(f'there."{column}" = NEW."{column}"' for column in self.columns)
        if self.only:
            new = re.sub(r'"(\w+)"', r'NEW."\1"', self.only)
            same = f"({new}) AND {same} AND ({self.only})"
        if when:
            other += f" AND {when.format(row='there')}"
        return f"EXISTS (SELECT 1 FROM {table} there WHERE {same}{other})"  # noqa: S608 - our own tables


def _keys(editor: BaseDatabaseSchemaEditor, table: str) -> Iterator[_Key]:
    """The primary key of a table of SQLite, and what its unique indexes say."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pragma_table_info(%s) WHERE pk > 0", [table])
        yield _Key([row[0] for row in cursor.fetchall()])
        cursor.execute(
            "SELECT list.name, master.sql FROM pragma_index_list(%s) list JOIN sqlite_master master "
            'ON master.name = list.name WHERE list."unique" = 1',
            [table],
        )
        for name, sql in cursor.fetchall():
            cursor.execute("SELECT name FROM pragma_index_info(%s) ORDER BY seqno", [name])
            yield _Key([row[0] for row in cursor.fetchall()], (sql or "").partition(" WHERE ")[2])


def _columns(editor: BaseDatabaseSchemaEditor, table: str, spared: Sequence[str]) -> list[str]:
    with editor.connection.cursor() as cursor:
        description = editor.connection.introspection.get_table_description(cursor, table)
    return [editor.quote_name(column.name) for column in description if column.name not in spared]


def _statements(
    vendor: str, table: str, name: str, event: str, when: str, *, looks_around: bool = False, message: str = ""
) -> list[str]:
    """What makes a trigger. Its name ends in ``_refused``: by that a demo that is cleared away finds its functions.

    A condition that looks around asks other tables: PostgreSQL can't have it at the trigger, so the function asks.
    """
    condition = f"WHEN ({when})" if when else ""
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{message or _message(table)}'); END",
        ]
    if looks_around:
        condition = ""
    return [
        f"DROP FUNCTION IF EXISTS {name}() CASCADE",
        _function(table, name, when if looks_around else "true", message),
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {condition} EXECUTE FUNCTION {name}()",
    ]


def _function(table: str, name: str, when: str = "true", message: str = "") -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN "
        f"RAISE EXCEPTION '{message or _message(table)}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )


def _message(table: str) -> str:
    return f"{table}: what was issued or logged is never changed"
