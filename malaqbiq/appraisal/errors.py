"""What may go wrong in an appraisal, for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from malaqbiq.appraisal.rules.closing import Obstacle
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Words, gettext_noop


class CycleClosed(UserError):
    """The cycle is closed: what was entered in it is frozen."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop("the cycle is closed"), gettext_noop("after closing only an objection changes a result")
        )


class CycleOpen(UserError):
    """The cycle is still open, so that it has no results yet."""

    def __init__(self) -> None:
        super().__init__(gettext_noop("the cycle is still open"), gettext_noop("close the cycle first"))


class NotAllowed(UserError):
    """Nobody appraises or decides on themselves, on close family, or on what they gave themselves."""


class Stale(UserError):
    """Somebody else changed it in the meantime."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop("somebody else has changed this since you opened it"),
            gettext_noop("open it again and repeat your change"),
        )


class ResultTold(UserError):
    """The result was told to the person: scores stand, and only an objection changes them."""

    def __init__(self, told_on: date) -> None:
        super().__init__(
            Words(gettext_noop("the result was told on %(day)s"), {"day": told_on}),
            gettext_noop("from then on only an objection changes it"),
        )


@dataclass(frozen=True, slots=True)
class EntryProblem:
    """What is wrong with one of many entries: its position among those given (from 0), on whom, and why."""

    position: int
    person: UUID
    component: str
    why: Words
    stale: bool = False


class EntriesRefused(UserError):
    """Nothing was entered; every entry in the way is named. `stale` if one was changed by another in the meantime."""

    def __init__(self, problems: Sequence[EntryProblem]) -> None:
        self.problems = tuple(problems)
        self.stale = any(problem.stale for problem in problems)
        super().__init__(
            Words(
                gettext_noop("%(count)s entries are refused; the first, entry %(position)s: %(first)s"),
                {
                    "count": len(self.problems),
                    "position": self.problems[0].position + 1,
                    "first": self.problems[0].why,
                },
            ),
            gettext_noop("nothing was entered: mend these and enter all again"),
        )


class NotPossible(UserError):
    """What is asked doesn't fit what is there."""


class PeopleInTheWay(UserError):
    """Nothing was done, because of these people; all are named."""

    def __init__(self, people: Sequence[Obstacle], remedy: str = "") -> None:
        self.people = tuple(people)
        super().__init__(
            Words(
                gettext_noop("%(count)s people stand in the way; the first: %(first)s"),
                {"count": len(self.people), "first": self.people[0].why},
            ),
            remedy,
        )
