"""Is one of many: a set of codes, such as the whole country's work units, given to the database as one value."""

from __future__ import annotations

import json
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler

MANY = 40
"""From so many on one value is quicker to make, to send and to read than a placeholder for each."""


class InSet(In):
    """``field__in`` of texts, where what is asked for is a set of many texts: one parameter instead of one for each.

    A page of the centre names its 549 work units in a dozen conditions. As placeholders each took 1.5 ms to write.
    """

    def get_prep_lookup(self) -> Any:
        return self.rhs if self._is_many else super().get_prep_lookup()

    @property
    def _is_many(self) -> bool:
        return isinstance(self.rhs, (set, frozenset)) and len(self.rhs) >= MANY

    def process_rhs(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        if not self._is_many:
            return super().process_rhs(compiler, connection)
        texts = sorted(text for text in self.rhs if text is not None)
        if connection.vendor == "postgresql":
            return "ANY(%s)", [texts]
        return "(SELECT value FROM json_each(%s))", [json.dumps(texts)]

    def get_rhs_op(self, connection: BaseDatabaseWrapper, rhs: str) -> str:
        if self._is_many and connection.vendor == "postgresql":
            return f"= {rhs}"
        return super().get_rhs_op(connection, rhs)


def register() -> None:
    """Let every field of text ask so."""
    CharField.register_lookup(InSet)
