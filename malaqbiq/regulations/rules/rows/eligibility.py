"""Who may be given a post: one row a level and criterion; and which competencies a structure's post needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.regulations.rules.rows.base import CellRefused, Name, Row, Slug, Trust, Whole
from malaqbiq.regulations.rules.rows.structures import UnitCode


class Criterion(StrEnum):
    """What is looked at."""

    STATUS = "status"
    RANK = "rank"
    EDUCATION = "education"
    EXPERIENCE = "experience"
    RELATED_YEARS = "related-years"
    APPRAISAL = "appraisal"
    TIME_IN_POST = "time-in-post"
    DISCIPLINE = "discipline"
    PENSION = "pension"
    COMPETENCE = "competence"


class Switch(StrEnum):
    """Whether a rule counts."""

    ON = "on"
    OFF = "off"


class Waiving(StrEnum):
    """Whether what somebody lacks of a rule may be waived for him: by one who proposes and another who decides."""

    NEVER = "never"
    ALLOWED = "allowed"


NEVER_WAIVED = frozenset({Criterion.STATUS, Criterion.RANK, Criterion.DISCIPLINE, Criterion.PENSION})
"""What no office may waive: the status, what a rank lacks beyond the steps that the rule lets through, a penalty that
runs, and the age of pension.
"""

PREDIKAT = ("Sangat Kurang", "Kurang", "Butuh Perbaikan", "Baik", "Sangat Baik")
"""The yearly predikat of PermenPANRB 6/2022, the lowest first, as the matrix's rows name them."""
PENALTY_GRADES = ("light", "medium", "heavy")
"""Grades of a disciplinary penalty (PP 94/2021 art. 8), the lightest first."""
EDUCATION = ("SD", "SMP", "SLTA", "D-I", "D-II", "D-III", "D-IV", "S1", "S2", "S3")
"""Levels of schooling as papers write them, the lowest first."""
POST_LEVELS = ("Pelaksana", "Pengawas", "Administrator", "JPT Pratama")
"""Levels of posts as structures name them, the lowest first. A functional post's level depends on its jenjang."""

_NUMBER = re.compile(r"\d{1,2}").fullmatch
_RANK = re.compile(r"(I|II|III|IV)/[a-e]").fullmatch


def _nothing(text: str) -> bool:
    return not text


_FORMS: Mapping[Criterion, tuple[Callable[[str], object], Callable[[str], object]]] = {
    Criterion.STATUS: (("pns", "pppk").__contains__, _nothing),
    Criterion.RANK: (_RANK, _NUMBER),
    Criterion.EDUCATION: (EDUCATION.__contains__, _nothing),
    Criterion.EXPERIENCE: (_NUMBER, POST_LEVELS.__contains__),
    Criterion.RELATED_YEARS: (_NUMBER, _nothing),
    Criterion.APPRAISAL: (_NUMBER, PREDIKAT.__contains__),
    Criterion.TIME_IN_POST: (_NUMBER, _NUMBER),
    Criterion.DISCIPLINE: (PENALTY_GRADES.__contains__, _nothing),
    Criterion.PENSION: (_NUMBER, _nothing),
    Criterion.COMPETENCE: (_nothing, _nothing),
}
"""What a rule's two values must look like."""


class Switched(Row):
    """A row that an office can switch off."""

    applies: Switch = Switch.ON

    @property
    def is_on(self) -> bool:
        """Whether it counts."""
        return self.applies is Switch.ON


class EligibilityRow(Switched):
    """What a criterion asks for a post of a level (a rank: of an eselon); switched off it is told and doesn't count.
    `waiver` says whether what somebody lacks of it may be waived.

    `value` and `beside`, by criterion: the status; the lowest rank, and how many ranks below it are let through; the
    lowest education; years, and in posts of which level or higher; years of related work; years before this one, and
    the lowest predikat in each; the fewest years in the present post, and after how many it is remarked; the lightest
    grade of a running penalty that stands against it; how many months must be left until the pension.
    """

    level: Annotated[str, StringConstraints(pattern="^(" + "|".join(POST_LEVELS) + ")$")]
    criterion: Criterion
    eselon: Annotated[str, StringConstraints(pattern=r"^(I{1,3}\.[ab]|I?V\.[ab])?$")] = ""
    statement: Name
    value: str = ""
    beside: str = ""
    waiver: Waiving = Waiving.NEVER

    @property
    def key(self) -> str:
        return f"{self.slot}:{self.valid_from}" if self.valid_from else self.slot

    @property
    def is_waivable(self) -> bool:
        """Whether what somebody lacks of it may be waived."""
        return self.waiver is Waiving.ALLOWED

    @property
    def slot(self) -> str:
        about = f"eligibility:{self.level.lower().replace(' ', '-')}:{self.criterion}"
        return f"{about}:{self.eselon}" if self.eselon else about

    @model_validator(mode="after")
    def _never_waives_what_nobody_may(self) -> Self:
        if self.is_waivable and self.criterion in NEVER_WAIVED:
            words = gettext_noop("%(criterion)s is never waived")
            raise CellRefused(Words(words, {"criterion": self.criterion}))
        return self

    @model_validator(mode="after")
    def _says_what_its_criterion_asks(self) -> Self:
        if self.trust is Trust.NOT_FOUND:
            return self
        for name, text, fits in zip(
            ("value", "beside"), (self.value, self.beside), _FORMS[self.criterion], strict=True
        ):
            if not fits(text):
                words = gettext_noop("%(value)s is nothing that %(criterion)s can ask for in the column %(column)s")
                raise CellRefused(Words(words, {"value": text or "-", "criterion": self.criterion, "column": name}))
        return self


class PostCompetencyRow(Switched):
    """A competency that the post which leads a unit of a structure needs, at which level (0 to 4) or higher."""

    regime: Slug
    unit_code: UnitCode
    competency: Slug
    level: Annotated[Whole, Field(ge=1, le=4)]

    @property
    def key(self) -> str:
        return f"post-competency:{self.regime}:{self.unit_code}:{self.competency}"
