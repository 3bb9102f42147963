"""The whole database as one file, taken while others work, and a database made of such a file."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg import pq

from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.trouble import trouble_of
from malaqbiq.kernel.words import Words, gettext_noop

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
"""What the file is called, by the kind of database."""


class ProgramFailed(UserError):
    """PostgreSQL's own program is missing or failed."""


def is_occupied() -> bool:
    """Whether there is a database already: SQLite's file, or a table in PostgreSQL."""
    if connection.vendor == "sqlite":
        return _file().exists()
    return bool(connection.introspection.table_names())


def snapshot_take(folder: Path) -> Path:
    """A file in the folder that holds the database as of one moment. SQLite's has no remnants of what was deleted."""
    path = folder / NAMES[connection.vendor]
    if connection.vendor == "sqlite":
        try:
            with closing(sqlite3.connect(_file(), timeout=60)) as source:
                source.execute("VACUUM INTO ?", [str(path)])
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL:
                raise OSError(errno.ENOSPC, str(error), str(path)) from error
            raise (trouble_of(error) or error) from error
    else:
        _run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={path}"])
    return path


def snapshot_put(path: Path) -> None:
    """Make the database of such a file, all of it or nothing, where there was none."""
    if connection.vendor == "sqlite":
        connection.close()
        path.rename(_file())
    else:
        options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        _run("pg_restore", [*options, f"--dbname={_name()}", str(path)])


def _file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _run(program: str, arguments: Sequence[str]) -> None:
    found = shutil.which(program)
    if found is None:
        raise ProgramFailed(
            Words(gettext_noop("the program %(program)s is not installed"), {"program": program}),
            gettext_noop("install PostgreSQL's client of the server's version (Debian: postgresql-client)"),
        )
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program, found on the operator's path
        [found, *arguments], env=_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        words = Words(gettext_noop("%(program)s failed: %(said)s"), {"program": program, "said": done.stderr.strip()})
        raise ProgramFailed(words)


def _environment() -> dict[str, str]:
    """The environment in which PostgreSQL's programs reach our database: no password stands in a command line."""
    names = {option.keyword.decode(): option.envvar.decode() for option in pq.Conninfo.get_defaults() if option.envvar}
    given: dict[str, Any] = connection.get_connection_params()
    ours = {names[key]: str(value) for key, value in given.items() if key in names and value is not None}
    return {**os.environ, **ours}
