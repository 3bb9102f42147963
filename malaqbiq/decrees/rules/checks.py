"""What a check of the ledger finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from malaqbiq.kernel.progress import Progress


@dataclass(frozen=True, slots=True)
class Check:
    """One check of `verify`: a stable name, whether it holds, and what was looked at or found, in words."""

    name: str
    ok: bool
    detail: str


Checker = Callable[[Progress], Check]
"""A check that a room lists as one of ``CHECKS`` in its ``verification.py``."""


def outcome(name: str, looked_at: str, faults: list[str], shown: int = 5) -> Check:
    """The check: what was looked at if nothing is wrong, else the first faults and how many more there are."""
    if not faults:
        return Check(name, ok=True, detail=looked_at)
    more = f"; and {len(faults) - shown} more" if len(faults) > shown else ""
    return Check(name, ok=False, detail="; ".join(faults[:shown]) + more)
