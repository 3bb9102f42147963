"""What every row of law has: its days, its source, and how far it can be trusted."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, model_validator

from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.words import Words, gettext_noop

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WHOLE = re.compile(r"-?\d+")


class CellRefused(ValueError):
    """A cell or a row is not what its table needs; `words` says why."""

    def __init__(self, words: Words | str) -> None:
        super().__init__(str(words))
        self.words = words


class Trust(StrEnum):
    """How far a fact can be trusted, as it is shown where a user relies on it."""

    TWO_SOURCES = "two-sources"
    ONE_SOURCE = "one-source"
    MEMORY = "memory"
    JUDGEMENT = "judgement"
    DERIVED = "derived"
    OWN_DEFAULT = "own-default"
    OFFICE = "office"
    NOT_FOUND = "not-found"


TRUST_WORDS = {
    Trust.TWO_SOURCES: gettext_noop("two sources"),
    Trust.ONE_SOURCE: gettext_noop("one source"),
    Trust.MEMORY: gettext_noop("from memory, unverified"),
    Trust.JUDGEMENT: gettext_noop("judgement"),
    Trust.DERIVED: gettext_noop("derived from another fact"),
    Trust.OWN_DEFAULT: gettext_noop("Malaqbiq's own default, not a KPU rule"),
    Trust.OFFICE: gettext_noop("stated by the office"),
    Trust.NOT_FOUND: gettext_noop("not found"),
}
"""What each mark means, for people."""

_SURE = frozenset({Trust.TWO_SOURCES, Trust.ONE_SOURCE, Trust.OFFICE})

_WITHOUT_SOURCE = (Trust.OWN_DEFAULT, Trust.NOT_FOUND)


def _iso_day(value: object) -> object:
    # pydantic would read "20220101" as seconds since 1970.
    if isinstance(value, str) and not _ISO_DAY.fullmatch(value):
        raise CellRefused(Words(gettext_noop("%(value)s is not a date like 2022-01-31"), {"value": value}))
    return value


def _whole(value: object) -> object:
    if isinstance(value, str) and not _WHOLE.fullmatch(value):
        raise CellRefused(Words(gettext_noop("%(value)s is not a whole number"), {"value": value}))
    return value


Day = Annotated[date, BeforeValidator(_iso_day)]
Whole = Annotated[int, BeforeValidator(_whole)]
Exact = Annotated[str, StringConstraints(pattern=r"^(\d+(\.\d+)?)?$", max_length=40)]
"""A figure as the law writes it, with its decimals, or nothing."""
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)]
Name = Annotated[str, StringConstraints(min_length=1)]
REGION = r"^\d{2}(\.\d{2})?$"
RegionCode = Annotated[str, StringConstraints(pattern=REGION)]


class Row(BaseModel):
    """A fact: `valid_from` and `valid_through` are its first and last day (empty: not limited)."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    valid_from: Day | None = None
    valid_through: Day | None = None
    source: str = ""
    trust: Trust
    note: str = ""
    office: str = ""
    """Code of the work unit whose own row this is; never in a file."""

    @property
    def key(self) -> str:
        """What payloads quote: stable over reloads, one for each fact."""
        raise NotImplementedError

    @property
    def slot(self) -> str:
        """What the fact is about. One fact of a slot holds on a day; an office's own comes before the national one."""
        return self.key

    @property
    def valid_until(self) -> date | None:
        """The first day on which the fact holds no more."""
        return None if self.valid_through is None else self.valid_through + DAY

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.valid_from and self.valid_through and self.valid_through < self.valid_from:
            raise CellRefused(gettext_noop("the last day is before the first"))
        return self

    @model_validator(mode="after")
    def _names_its_source(self) -> Self:
        if not self.source and self.trust not in _WITHOUT_SOURCE:
            raise CellRefused(gettext_noop("a fact needs a source, or trust own-default or not-found"))
        return self


def doubt(row: Row) -> Words | str:
    """What is to be said beside a fact that somebody relies on where no source stands for it; else nothing."""
    return "" if row.trust in _SURE else Words(TRUST_WORDS[row.trust])
