"""The tree of work units on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

ROOT = "00"


@dataclass(frozen=True, slots=True)
class Tree:
    """Under which work unit each other stands on a day, and their names, by code. The root stands under none."""

    day: date
    parents: Mapping[str, str | None]
    names: Mapping[str, str] = field(default_factory=dict)

    def __contains__(self, code: str) -> bool:
        return code in self.parents

    def lineage(self, code: str) -> tuple[str, ...]:
        """The unit and all above it, the root first; KeyError for a unit that is not in the tree on the day."""
        above = self.parents[code]
        return (*(self.lineage(above) if above else ()), code)

    def province_of(self, code: str) -> str | None:
        """The province under which a unit stands, itself if it is one; None for the root."""
        lineage = self.lineage(code)
        return lineage[1] if len(lineage) > 1 else None

    def below(self, code: str) -> frozenset[str]:
        """The unit and all below it; KeyError for a unit that is not in the tree on the day."""
        self.parents[code]
        children: dict[str | None, list[str]] = {}
        for child, parent in self.parents.items():
            children.setdefault(parent, []).append(child)
        found, open_ = {code}, [code]
        while open_:
            new = children.get(open_.pop(), [])
            found.update(new)
            open_ += new
        return frozenset(found)
