"""What is known of somebody who is sought for a post, what is sought, and the rules of the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from malaqbiq.kernel.words import gettext_noop
from malaqbiq.people.rules import EducationLevel
from malaqbiq.regulations.rules.rows import Criterion, EligibilityRow

CRITERIA = {
    Criterion.STATUS: gettext_noop("Status"),
    Criterion.RANK: gettext_noop("Rank (golongan)"),
    Criterion.EDUCATION: gettext_noop("Education"),
    Criterion.EXPERIENCE: gettext_noop("Experience"),
    Criterion.RELATED_YEARS: gettext_noop("Related work"),
    Criterion.APPRAISAL: gettext_noop("Predikat"),
    Criterion.TIME_IN_POST: gettext_noop("Time in the present post"),
    Criterion.DISCIPLINE: gettext_noop("Discipline"),
    Criterion.PENSION: gettext_noop("Pension (BUP)"),
    Criterion.COMPETENCE: gettext_noop("Competencies"),
}
"""What criteria are called."""


class Verdict(StrEnum):
    """What a rule finds. Only what is known to be so is met; off, aside and waived (missing, but let through by two who
    decided so) don't count.
    """

    MET = "met"
    MISSING = "missing"
    WAIVED = "waived"
    UNKNOWN = "unknown"
    OFF = "off"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Start:
    """Since when something is so; not `exact`: nobody told, and it lies before this day."""

    day: date
    exact: bool = True


@dataclass(frozen=True, slots=True)
class PostTime:
    """A post that somebody holds or held, until the day before `end`. `goes_on`: the office of the one before it went
    on in this one when a structure changed. `state`: how it is or was held.
    """

    post: UUID
    level: str
    start: Start
    end: date | None = None
    goes_on: bool = False
    state: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """A penalty that runs on the day: its grade and last day, None if no end is known."""

    grade: str
    last_day: date | None


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of a civil servant on a day; None and empty where nobody told.

    `served` is the first appointment. `posts` are those held up to the day, in the order of time. `competencies` are
    levels by the code of the kind.
    """

    uid: UUID
    name: str
    unit: str
    status: str
    grade: str = ""
    education: EducationLevel | None = None
    served: Start | None = None
    posts: tuple[PostTime, ...] = ()
    predikat: Mapping[int, str] = field(default_factory=dict)
    penalties: tuple[Running, ...] = ()
    birth: date | None = None
    competencies: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Needed:
    """A competency that a post needs: code, name and the lowest level."""

    code: str
    name: str
    level: int


@dataclass(frozen=True, slots=True)
class Sought:
    """The post that somebody is sought for. `competencies` are None where no post is named but only its level."""

    level: str
    eselon: str = ""
    competencies: tuple[Needed, ...] | None = None


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of a day for a work unit: places on the ladder of ranks, the age of pension by level of post, and after
    how many months of reaching it the pension begins (None: not said).
    """

    rows: tuple[EligibilityRow, ...]
    ladder: Mapping[str, int]
    ages: Mapping[str, int]
    months: int | None

    @property
    def rated_years(self) -> int:
        """Of how many years before the day rules ask how somebody was rated."""
        return max((int(row.value or 0) for row in self.rows if row.criterion is Criterion.APPRAISAL), default=0)

    def rules_for(self, sought: Sought) -> tuple[EligibilityRow, ...]:
        """The rules that are asked of who is sought: of its level, of ranks the one of its eselon."""
        return tuple(
            row for row in self.rows if row.level == sought.level and (not row.eselon or row.eselon == sought.eselon)
        )
