"""What a check of the ledger finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from malaqbiq.kernel.progress import Progress
from malaqbiq.kernel.words import Words, gettext_noop, joined


@dataclass(frozen=True, slots=True)
class Check:
    """One check of `verify`: a stable name, whether it holds, and what was looked at or found, in words."""

    name: str
    ok: bool
    detail: Words


Checker = Callable[[Progress], Check]
"""A check that a room lists as one of ``CHECKS`` in its ``verification.py``."""


def outcome(name: str, looked_at: Words, faults: Sequence[Words], shown: int = 5) -> Check:
    """The check: what was looked at if nothing is wrong, else the first faults and how many more there are."""
    if not faults:
        return Check(name, ok=True, detail=looked_at)
    return Check(name, ok=False, detail=and_more(faults[:shown], len(faults) - shown))


def and_more(first: Sequence[Words], more: int) -> Words:
    """The first of many, and how many more there are, if there are."""
    rest = [Words(gettext_noop("and %(count)s more"), {"count": more})] if more > 0 else []
    return joined([*first, *rest], "; ")
