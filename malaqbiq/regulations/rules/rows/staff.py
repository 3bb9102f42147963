"""Ranks, appraisal instruments, the predikat matrix, values, and terms of service."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.regulations.rules.rows.base import CellRefused, Name, Row, Slug, Trust, Whole

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
Points = Annotated[Whole, Field(ge=0, le=100)]


class Ladder(StrEnum):
    """Whose ranks."""

    PNS = "PNS"
    PPPK = "PPPK"


class RankRow(Row):
    """A rank (golongan) of the ladder, the lowest first; PPPK have no name of rank."""

    ladder: Ladder
    ordinal: Annotated[Whole, Field(ge=1)]
    grade: Annotated[str, StringConstraints(pattern=r"^(I|II|III|IV)/[a-e]$|^[IVX]+$")]
    name: str = ""

    @property
    def key(self) -> str:
        return f"rank:{self.ladder}:{self.grade}"


class Source(StrEnum):
    """Where a component's score comes from."""

    MONTHLY = "monthly"
    ATTENDANCE = "attendance"
    DIRECT_SUPERIOR = "direct_superior"
    INDIRECT_SUPERIOR = "indirect_superior"
    PEERS = "peers"
    WRITTEN_TEST = "written_test"
    INTERVIEW = "interview"


class Component(BaseModel):
    """One thing that is scored from 0 to 100, with its weight in percent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Key
    title: Name
    kind: Source
    weight: Annotated[Whole, Field(ge=1, le=100)]


class Step(BaseModel):
    """What a score means from a figure on."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    start: Annotated[Points, Field(alias="from")]
    key: Key
    title: str = ""


class InstrumentRow(Row):
    """How contract staff are appraised: components with weights, bands of the verdict, and what a score advises."""

    instrument: Slug
    version: Annotated[Whole, Field(ge=1)]
    title: Name
    label: str = ""
    objection_days: Annotated[Whole, Field(ge=1, le=60)]
    components: tuple[Component, ...]
    bands: tuple[Step, ...]
    advice: tuple[Step, ...]

    @property
    def key(self) -> str:
        return f"{self.slot}:{self.version}"

    @property
    def slot(self) -> str:
        return f"instrument:{self.instrument}"

    @model_validator(mode="after")
    def _weighs_a_hundred(self) -> Self:
        if (total := sum(item.weight for item in self.components)) != 100:
            raise CellRefused(Words(gettext_noop("the weights add up to %(total)s, not to 100"), {"total": total}))
        return self

    @model_validator(mode="after")
    def _falls_to_nought(self) -> Self:
        for steps in (self.bands, self.advice):
            starts = [step.start for step in steps]
            if not starts or starts[-1] != 0 or starts != sorted(set(starts), reverse=True):
                raise CellRefused(gettext_noop("the steps must fall from the highest to 0"))
        return self


class Expectation(StrEnum):
    """How one axis of PermenPANRB 6/2022 is rated."""

    BELOW = "di bawah ekspektasi"
    AS = "sesuai ekspektasi"
    ABOVE = "di atas ekspektasi"


class PredikatRow(Row):
    """Which predikat two ratings give."""

    result: Expectation
    behaviour: Expectation
    predikat: Name

    @property
    def key(self) -> str:
        return f"predikat:{self.result}:{self.behaviour}"


class ValueRow(Row):
    """One of the BerAKHLAK values with keywords of its guide behaviours."""

    value: Slug
    ordinal: Annotated[Whole, Field(ge=1)]
    name: Name
    guide: str = ""

    @property
    def key(self) -> str:
        return f"value:{self.value}"


class ServiceRuleRow(Row):
    """A term in the working life of staff or of an office, with its figure: an age, years, months, or a day."""

    rule: Slug
    statement: Name
    figure: Annotated[str, StringConstraints(pattern=r"^(\d{1,2}(-\d{2}|(, \d{1,2})*))?$")] = ""
    """A number, numbers of months (``4, 10``), or a day of the year (``11-21``); empty where it was not found."""

    @property
    def key(self) -> str:
        return f"{self.slot}:{self.valid_from}" if self.valid_from else self.slot

    @property
    def slot(self) -> str:
        return f"service-rule:{self.rule}"

    @model_validator(mode="after")
    def _empty_is_marked(self) -> Self:
        if bool(self.figure) == (self.trust == Trust.NOT_FOUND):
            raise CellRefused(gettext_noop("a figure is missing exactly where trust is not-found"))
        return self
