"""Wage floors, pay ceilings, job families, rules of pay, social insurance."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator

from malaqbiq.kernel.rupiah import round_up
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.regulations.rules.rows.base import CellRefused, Exact, Name, RegionCode, Row, Slug, Trust, Whole

MOST_A_MONTH = 10**9
"""Rupiah: no law says a month's pay above it; what does holds some digits too many."""


def _plausible(amount: int) -> int:
    if amount > MOST_A_MONTH:
        raise CellRefused(gettext_noop("more rupiah a month than anybody is paid: look at its digits"))
    return amount


Amount = Annotated[Whole, Field(ge=1), AfterValidator(_plausible)]
Year = Annotated[Whole, Field(ge=1990, le=2100)]
Percent = Annotated[str, StringConstraints(pattern=r"^\d{1,2}(\.\d{1,4})?$")]


class _Yearly(Row):
    """A fact for one calendar year, or for the days in it that the row names."""

    year: Year

    @model_validator(mode="before")
    @classmethod
    def _whole_year(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        year = str(data.get("year", ""))
        if not year.isdecimal() or len(year) != 4:
            return data
        return {"valid_from": f"{year}-01-01", "valid_through": f"{year}-12-31"} | data

    @model_validator(mode="after")
    def _inside_the_year(self) -> Self:
        if any(day and day.year != self.year for day in (self.valid_from, self.valid_through)):
            raise CellRefused(gettext_noop("the days are not in the year"))
        return self

    @property
    def when(self) -> str:
        """The year, or the first day where that is not New Year's."""
        starts = self.valid_from
        return str(self.year) if starts in {None, date(self.year, 1, 1)} else str(starts)


class FloorLevel(StrEnum):
    """Minimum wage of a province (UMP) or of a kabupaten or kota (UMK)."""

    UMP = "UMP"
    UMK = "UMK"


class WageFloorRow(_Yearly):
    """A minimum wage: as the law writes it, and raised to the next whole rupiah. Empty where it was not found."""

    level: FloorLevel
    region_code: RegionCode
    region_name: Name
    amount_exact: Exact = ""
    amount: Amount | None = None
    decree: str = ""

    @property
    def key(self) -> str:
        return f"{self.slot}:{self.when}"

    @property
    def slot(self) -> str:
        return f"{self.level.lower()}:{self.region_code}"

    @model_validator(mode="after")
    def _region_fits_level(self) -> Self:
        if (self.level == FloorLevel.UMK) != ("." in self.region_code):
            raise CellRefused(gettext_noop("a UMP is a province's, a UMK a kabupaten's or kota's"))
        return self

    @model_validator(mode="after")
    def _is_rounded_up(self) -> Self:
        if self.amount_exact and self.amount != round_up(self.amount_exact):
            raise CellRefused(
                Words(
                    gettext_noop("%(exact)s raised to the next whole rupiah is %(amount)s"),
                    {"exact": self.amount_exact, "amount": round_up(self.amount_exact)},
                )
            )
        if (self.amount is None) != (self.trust == Trust.NOT_FOUND):
            raise CellRefused(gettext_noop("an amount is missing exactly where trust is not-found"))
        return self


class PayCeilingRow(_Yearly):
    """The state cost standard (SBM) for a group of job families in a province. Empty where it was not found."""

    province_code: RegionCode
    group: Slug
    amount: Amount | None = None

    @property
    def key(self) -> str:
        return f"{self.slot}:{self.when}"

    @property
    def slot(self) -> str:
        return f"sbm:{self.group}:{self.province_code}"

    @model_validator(mode="after")
    def _empty_is_marked(self) -> Self:
        if (self.amount is None) != (self.trust == Trust.NOT_FOUND):
            raise CellRefused(gettext_noop("an amount is missing exactly where trust is not-found"))
        return self


class JobFamilyRow(Row):
    """A job family of contract staff and the SBM group in which it is, if any."""

    family: Slug
    name: Name
    ceiling_group: str = ""

    @property
    def key(self) -> str:
        return f"family:{self.family}"


class PayRuleRow(Row):
    """A rule of pay in words, with its figure where it has one."""

    rule: Slug
    statement: Name
    figure: str = ""

    @property
    def key(self) -> str:
        return f"{self.slot}:{self.valid_from}" if self.valid_from else self.slot

    @property
    def slot(self) -> str:
        return f"pay-rule:{self.rule}"


class Programme(StrEnum):
    """A programme of social insurance."""

    KESEHATAN = "kesehatan"
    JKK = "jkk"
    JKM = "jkm"
    JHT = "jht"
    JP = "jp"


class ContributionRow(Row):
    """What employer and worker pay, in percent of the monthly wage."""

    programme: Programme
    risk_group: Annotated[str, StringConstraints(pattern=r"^(I|II|III|IV|V)?$")] = ""
    employer: Percent
    worker: Percent

    @property
    def key(self) -> str:
        return f"{self.slot}:{self.valid_from}" if self.valid_from else self.slot

    @property
    def slot(self) -> str:
        return f"bpjs:{self.programme}{'-' + self.risk_group if self.risk_group else ''}"

    @field_validator("risk_group")
    @classmethod
    def _only_jkk(cls, value: str, info: object) -> str:
        programme = getattr(info, "data", {}).get("programme")
        if bool(value) != (programme == Programme.JKK):
            raise CellRefused(gettext_noop("JKK, and only JKK, has a risk group"))
        return value


class ContributionCeilingRow(Row):
    """The monthly wage up to which a programme's percentage counts."""

    programme: Programme
    amount: Amount

    @property
    def key(self) -> str:
        return f"{self.slot}:{self.valid_from}" if self.valid_from else self.slot

    @property
    def slot(self) -> str:
        return f"bpjs-ceiling:{self.programme}"
