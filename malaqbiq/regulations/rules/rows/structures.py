"""Structures by regime, tier and type, and what becomes of each unit when one regime follows another."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from malaqbiq.regulations.rules.rows.base import Name, Row, Slug, Whole
from malaqbiq.regulations.rules.rows.places import Tier

UnitCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]\d{2}[A-Z]?(\.[0-9A-Z]{1,3})?$")]


class RegimeRow(Row):
    """A regulation that sets structures. It has no date of its own here: the decree that is received gives the day."""

    regime: Slug
    ordinal: Annotated[Whole, Field(ge=1)]
    title: Name
    follows: str = ""

    @property
    def key(self) -> str:
        return f"regime:{self.regime}"


class StructureRow(Row):
    """A unit of a structure and the post that leads it (or its group of posts, whose count may be open)."""

    regime: Slug
    tier: Tier
    type: str = ""
    unit_code: UnitCode
    parent_code: str = ""
    unit_name: Name
    position_name: Name
    eselon: str = ""
    level: Name
    count: Annotated[Whole, Field(ge=1, le=100)] | None = None

    @property
    def key(self) -> str:
        return f"structure:{self.regime}:{self.unit_code}"


class Fate(StrEnum):
    """What becomes of a unit."""

    SAME = "same"
    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"


class TransitionRow(Row):
    """One old unit's (or a part of its) way into one new unit. `carries`: who leads the old one leads the new one."""

    old_regime: Slug
    old_unit: UnitCode
    new_regime: Slug
    new_unit: UnitCode
    fate: Fate
    carries: bool = False

    @property
    def key(self) -> str:
        return f"transition:{self.old_regime}:{self.old_unit}:{self.new_regime}:{self.new_unit}"
