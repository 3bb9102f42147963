"""How what stands for somebody is called: rooms say it for their own effects and tracks in a ``wordings.py``.

A room lists ``ACTS``, what each of its effects is called, and ``STANDS``, how a value on each of its tracks reads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from malaqbiq.decrees.rules.timeline import Span


@dataclass(frozen=True, slots=True)
class Names:
    """What uids and codes in values are called: work units and posts by uid, job families by code."""

    things: Mapping[UUID, str] = field(default_factory=dict)
    jobs: Mapping[str, str] = field(default_factory=dict)

    def of(self, uid: UUID) -> str:
        """The name of a work unit or post."""
        return self.things.get(uid, "–")


@dataclass(frozen=True, slots=True)
class Stand:
    """What a track is called and how a span on it reads; `amount` gives rupiah a month where it is about money."""

    title: Promise | str
    say: Callable[[Span[Any], Names], str]
    amount: Callable[[Any], int] | None = None
