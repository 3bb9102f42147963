"""What is somebody's own and passes to a successor. Each room lists its part in a ``passing.py``, as ``PASSINGS``.

What goes by role and work unit needs no passing: whoever holds the role has it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.utils.functional import Promise

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.rooms import modules_named
from malaqbiq.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that somebody has: what it is called, of which work unit (code), and the page where it is.

    `why_not` says why this successor can't have it: it stays where it is. `remark` says what else is to know.
    """

    uid: UUID
    label: str
    unit_code: str = ""
    address: str = ""
    why_not: Words | None = None
    remark: Words | None = None


class Find(Protocol):
    """What the giver has, and which of it the taker can have. Read only, a few statements."""

    def __call__(self, *, giver: Access, taker: Access) -> Sequence[Thing]: ...


class Give(Protocol):
    """Pass the named things. `access` is who acts: the giver himself, or who may act for him over their work units."""

    def __call__(self, *, access: Access, giver: Access, taker: Access, things: Collection[UUID]) -> None: ...


@dataclass(frozen=True, slots=True)
class Passing:
    """A kind of things that pass: its key, what it is called, its icon; `listed`: whether papers name each of them."""

    key: str
    label: Promise
    icon: str
    find: Find
    give: Give
    listed: bool = True


def passings() -> Sequence[Passing]:
    """All kinds, in the order of the rooms."""
    return [
        passing for module in modules_named("passing") if module.__name__ != __name__ for passing in module.PASSINGS
    ]
