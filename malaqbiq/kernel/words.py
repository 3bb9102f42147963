"""Texts of pure rules: English msgids that are translated where they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def gettext_noop(message: str) -> str:
    """Mark a msgid for translation without translating it here (rules know no Django)."""
    return message


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence to be translated: its English msgid with ``%(name)s`` places, and what stands in them."""

    message: str
    params: Mapping[str, str | int] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message
