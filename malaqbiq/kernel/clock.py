"""The one clock. Nothing else in the house asks the machine what time it is.

In a demo the clock stands at the story's day. Sessions, throttles and background work use real time instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_standing: ContextVar[datetime | None] = ContextVar("malaqbiq_clock_standing", default=None)


def now() -> datetime:
    """The moment it is: aware, in UTC, to the second."""
    return (_standing.get() or real_now()).replace(microsecond=0)


def real_now() -> datetime:
    """The moment by the machine's own clock, in a demo too: for heartbeats and how long work takes, nothing else."""
    return datetime.now(UTC)


def today(zone: str) -> date:
    """The day it is in a work unit's zone (an IANA name such as ``Asia/Makassar``)."""
    return now().astimezone(ZoneInfo(zone)).date()


def is_standing() -> bool:
    """Whether the clock was stopped at a moment, as in a demo."""
    return _standing.get() is not None


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at an aware moment for this thread of work."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone is not a moment")
    token = _standing.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _standing.reset(token)
