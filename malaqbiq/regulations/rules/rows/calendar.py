"""Days on which nobody works."""

from __future__ import annotations

from enum import StrEnum

from pydantic import model_validator

from malaqbiq.regulations.rules.rows.base import Day, Name, Row


class HolidayKind(StrEnum):
    """A public holiday, or collective leave (cuti bersama) that the government sets."""

    PUBLIC = "public"
    COLLECTIVE = "collective"


class HolidayRow(Row):
    """A day off; `cancelled` takes away one that another source names."""

    date: Day
    kind: HolidayKind
    name: Name
    cancelled: bool = False

    @property
    def key(self) -> str:
        return f"holiday:{self.date}:{self.kind}"

    @model_validator(mode="before")
    @classmethod
    def _that_day(cls, data: object) -> object:
        if not isinstance(data, dict) or "date" not in data:
            return data
        return {"valid_from": data["date"], "valid_through": data["date"]} | data
