"""Many rows at once, past the cost of an object each. For tables that one service alone writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models

BATCH = 2000


def rows_insert(model: type[models.Model], attributes: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows whose values stand in the order of `attributes` (a foreign key by its ``_id``).

    Values are strings, whole numbers, booleans, dates, UUIDs, None, or a dict for a JSON column. The database's
    constraints hold as always; what Django alone would fill in (defaults) must be given.
    """
    meta = model._meta  # noqa: SLF001 - Django's public interface to a model's fields
    quoted = [connection.ops.quote_name(_column(meta, name)) for name in attributes]
    places = ", ".join(["%s"] * len(quoted))
    table = connection.ops.quote_name(meta.db_table)
    statement = f"INSERT INTO {table} ({', '.join(quoted)}) VALUES ({places})"  # noqa: S608 - names of our own tables
    native = connection.features.has_native_uuid_field
    with connection.cursor() as cursor:
        batch: list[list[Any]] = []
        for row in rows:
            batch.append([_adapted(value, native_uuid=native) for value in row])
            if len(batch) == BATCH:
                cursor.executemany(statement, batch)
                batch = []
        if batch:
            cursor.executemany(statement, batch)


def _column(meta: Any, attribute: str) -> str:
    field = meta.get_field(attribute.removesuffix("_id")) if attribute.endswith("_id") else meta.get_field(attribute)
    return str(field.column)


def _adapted(value: Any, *, native_uuid: bool) -> Any:
    if isinstance(value, UUID):
        return value if native_uuid else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, dict):
        return json.dumps(value)
    return value
