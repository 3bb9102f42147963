"""Work units, under which other they stand, which type of a structure each has, and what people call their regions."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import StringConstraints, field_validator, model_validator

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


Spoken = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z'-]*( [A-Za-z][A-Za-z'-]*)*$", min_length=3)]
"""What people write of a region: words of letters."""


class Calling(StrEnum):
    """What a name that people write is to the region's name: shorter, or the one that it had before."""

    SHORT = "short"
    FORMER = "former"


class RegionNameRow(Row):
    """What people write in place of a region's name, or of some words of it; a former name with the law that ended it.

    Its days are those on which it is understood: a former name is, long after it was one.
    """

    written: Spoken
    stands_for: Name
    region_code: RegionCode
    kind: Calling
    law: str = ""

    @property
    def key(self) -> str:
        return f"{self.slot}:{self.valid_from or 'always'}"

    @property
    def slot(self) -> str:
        return f"region-name:{self.written.casefold().replace(' ', '-')}"

    @model_validator(mode="after")
    def _former_by_a_law(self) -> Self:
        if (self.kind == Calling.FORMER) != bool(self.law):
            raise CellRefused(gettext_noop("a former name has the law that changed it, a short one has none"))
        return self
