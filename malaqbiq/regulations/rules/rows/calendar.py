"""Days on which nobody works."""

from __future__ import annotations

from enum import StrEnum

from malaqbiq.regulations.rules.rows.base import Day, Name, Row


class HolidayKind(StrEnum):
    """A public holiday, or collective leave (cuti bersama) that the government sets."""

    PUBLIC = "public"
    COLLECTIVE = "collective"


class HolidayRow(Row):
    """A day off."""

    date: Day
    kind: HolidayKind
    name: Name

    @property
    def key(self) -> str:
        return f"holiday:{self.date}:{self.kind}"
