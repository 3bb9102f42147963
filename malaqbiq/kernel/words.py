"""Texts of pure rules: English msgids that are translated where they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date


def gettext_noop(message: str) -> str:
    """Mark a msgid for translation without translating it here (rules know no Django)."""
    return message


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence to be translated: its English msgid with ``%(name)s`` places, and what stands in them.

    A sentence within the sentence stands there as Words, and a day as a date: a text would stay as it is.
    """

    message: str
    params: Mapping[str, str | int | date | Words] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


def joined(parts: Iterable[Words], separator: str) -> Words:
    """Sentences one after the other, each translated by itself."""
    places = {f"part{number}": part for number, part in enumerate(parts)}
    return Words(separator.join(f"%({place})s" for place in places), places)
