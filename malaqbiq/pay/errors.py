"""What may go wrong with pay, for people."""

from __future__ import annotations

from collections.abc import Sequence

from malaqbiq.decrees.rules.effects import Problem
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Words, gettext_noop


class OwnCase(UserError):
    """Who proposes does not approve, and nobody decides on themselves or on close family."""


class ExceptionRefused(UserError):
    """An exception from a limit can't be proposed or approved so."""


class PayUnknown(UserError):
    """Pay can't be composed for everybody: every person for whom neither an amount nor a floor is known, by name."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            Words(
                gettext_noop("the pay of %(count)s people can't be set; the first: %(first)s"),
                {"count": len(self.problems), "first": self.problems[0].words},
            ),
            gettext_noop("enter the missing floor with its source, or give the amounts"),
        )


class DraftRefused(UserError):
    """A decree can't be drafted, since the law table has no words for it."""


class MonthRefused(UserError):
    """A month can't be closed yet, or not in this order."""
