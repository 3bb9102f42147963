"""Work units, under which other they stand, and which type of a structure each has."""

from __future__ import annotations

from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import field_validator, model_validator

from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.regulations.rules.rows.base import CellRefused, Name, RegionCode, Row, Slug


class Tier(StrEnum):
    """Which of KPU's three tiers a work unit belongs to."""

    SETJEN = "setjen"
    PROVINSI = "provinsi"
    KABKOTA = "kabkota"


class WorkUnitRow(Row):
    """A work unit. Its days are those on which it exists."""

    code: RegionCode
    level: Tier
    name: Name
    region_name: Name
    seat: str = ""
    zone: str

    @property
    def key(self) -> str:
        return f"unit:{self.code}"

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise CellRefused(Words(gettext_noop("%(value)s is not a time zone"), {"value": value})) from error
        return value

    @model_validator(mode="after")
    def _code_fits_level(self) -> Self:
        if (self.level == Tier.KABKOTA) != ("." in self.code) or (self.level == Tier.SETJEN) != (self.code == "00"):
            raise CellRefused(gettext_noop("the code does not fit the level"))
        return self


class ParentRow(Row):
    """Under which work unit another stands, and on which days."""

    code: RegionCode
    parent: RegionCode

    @property
    def key(self) -> str:
        return f"parent:{self.code}:{self.parent}"

    @property
    def slot(self) -> str:
        return f"parent:{self.code}"


class UnitTypeRow(Row):
    """Which type of a regime's structure a work unit has: data, since the criteria were not found."""

    regime: Slug
    code: RegionCode
    type: str

    @property
    def key(self) -> str:
        return f"unit-type:{self.regime}:{self.code}"
