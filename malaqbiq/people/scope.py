"""The scope hook: `people` declares what it must be told about who is where, and a room above fills it once.

Unfilled, nobody is seen.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from django.db.models import Q


class Whereabouts(Protocol):
    """Who knows in which work units people are."""

    def present(self, units: frozenset[str] | None, day: date) -> Q:
        """The people whose home or duty unit on the day is one of the codes (any at all for None), as a condition on
        people.
        """

    def placed(self) -> Q:
        """The people who have or had a home unit at any time, as a condition on people."""


class _Hook:
    filled: Whereabouts | None = None


def fill(whereabouts: Whereabouts) -> None:
    """Say who knows. Called once, when the room that knows is ready; a second one is refused."""
    if _Hook.filled is not None and _Hook.filled is not whereabouts:
        raise RuntimeError("the scope hook is filled already")
    _Hook.filled = whereabouts


def whereabouts() -> Whereabouts | None:
    """Who knows in which work units people are, or None if nobody said."""
    return _Hook.filled
