"""Answers that follow from the law and the work units alone, kept by a process while these stay as they are.

The database itself gives the basis a new name, at random, whenever such a table is written to, in the same transaction:
what was kept for a name is right wherever that name is met, and whoever meets another name reads anew.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from malaqbiq.kernel.append_only import Statements
from malaqbiq.kernel.installation import installation_found
from malaqbiq.kernel.reading import is_reading_once

P = ParamSpec("P")
R = TypeVar("R")

RENEWAL = {
    "sqlite": "REPLACE INTO kernel_basis (id, name) VALUES (1, lower(hex(randomblob(16))))",
    "postgresql": "INSERT INTO kernel_basis (id, name) VALUES (1, gen_random_uuid()) "
    "ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name",
}


def kept_by(name: Callable[[], Hashable | None], size: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function whose answer follows from what has a name, by arguments that have a hash: a process gives it
    again as long as the name is the same. So many answers are kept; none where there is no name. Nobody changes one.
    """

    def marked(function: Callable[P, R]) -> Callable[P, R]:
        @functools.lru_cache(maxsize=size)
        def kept(named: Hashable, *args: P.args, **kwargs: P.kwargs) -> R:
            del named  # what is kept is kept for it
            return function(*args, **kwargs)

        @functools.wraps(function)
        def asked(*args: P.args, **kwargs: P.kwargs) -> R:
            named = name()
            return function(*args, **kwargs) if named is None else kept(named, *args, **kwargs)  # type: ignore[arg-type]

        return asked

    return marked


def remembered(size: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function that reads work units and the law alone, as `kept_by` the name of the basis.

    Inside `reading_once` only: whoever writes reads what stands there.
    """
    return kept_by(basis_name, size)


def renews_basis(*tables: str) -> Statements:
    """A migration operation: whatever is written to these tables gives the basis a new name.

    A later migration that makes such a table anew on SQLite must be followed by this operation again.
    """

    def forwards(editor: BaseDatabaseSchemaEditor) -> None:
        vendor = editor.connection.vendor
        if vendor == "postgresql":
            body = f"BEGIN {RENEWAL[vendor]}; RETURN NULL; END"
            editor.execute(
                f"CREATE OR REPLACE FUNCTION kernel_basis_renewed() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
            )
        for table in tables:
            for statement in _triggers(vendor, table):
                editor.execute(statement)
        editor.execute(RENEWAL[vendor])

    return Statements(forwards)


def change_renews_basis(table: str, column: str) -> Statements:
    """A migration operation: a row of the table in which the column changes gives the basis a new name; additions and
    removals don't. `renews_basis` was used for other tables before.
    """

    def forwards(editor: BaseDatabaseSchemaEditor) -> None:
        vendor, name = editor.connection.vendor, f"{table}_{column}_renews_basis"
        event = f"AFTER UPDATE OF {column} ON {table} FOR EACH ROW"
        if vendor == "postgresql":
            when, then = "IS DISTINCT FROM", "EXECUTE FUNCTION kernel_basis_renewed()"
        else:
            when, then = "IS NOT", f"BEGIN {RENEWAL[vendor]}; END"
        editor.execute(f"CREATE TRIGGER {name} {event} WHEN (OLD.{column} {when} NEW.{column}) {then}")

    return Statements(forwards)


def _triggers(vendor: str, table: str) -> list[str]:
    name = f"{table}_renews_basis"
    if vendor == "postgresql":
        return [
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION kernel_basis_renewed()",
        ]
    return [
        statement
        for event in ("INSERT", "UPDATE", "DELETE")
        for statement in (
            f"DROP TRIGGER IF EXISTS {name}_{event.lower()}",
            f"CREATE TRIGGER {name}_{event.lower()} AFTER {event} ON {table} BEGIN {RENEWAL[vendor]}; END",
        )
    ]


def basis_name() -> UUID | None:
    """The name of the basis, inside `reading_once`; None elsewhere."""
    found = installation_found() if is_reading_once() else None
    return None if found is None else found.basis
