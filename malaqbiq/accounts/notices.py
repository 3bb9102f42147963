"""What users are told of. Each room lists its kinds of notices in a ``notices.py`` of its own, as ``NOTICES``.

A kind is a sentence. What a notice is about is called by its name as it is read, within what its reader may see: the
notice itself holds no text, so that nothing of somebody is left in it when his data are erased.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.rooms import modules_named

Names = Callable[[Access, Collection[UUID]], Mapping[UUID, str]]
"""What subjects are called, of those that the asker may see: one statement, however many."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notice: its sentence (a msgid; ``%(subject)s`` is what the subject is called), and its icon.

    `personal`: it is about its reader himself or what he asked for, and no successor's to read.
    """

    message: str
    icon: str
    names: Names | None = None
    personal: bool = False


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds of notices by their key (``room.what``)."""
    return {
        key: kind
        for module in modules_named("notices")
        if module.__name__ != __name__
        for key, kind in module.NOTICES.items()
    }
