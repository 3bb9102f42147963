"""What may go wrong with a decree, for people."""

from __future__ import annotations

from collections.abc import Sequence

from malaqbiq.decrees.rules.effects import Problem
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Words, gettext_noop, joined

STATES = {
    "draft": gettext_noop("a draft"),
    "submitted": gettext_noop("submitted"),
    "approved": gettext_noop("approved"),
    "issued": gettext_noop("issued"),
}
"""How a decree in each state is called."""


class StaleWrite(UserError):
    """Somebody else changed the draft in the meantime."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop("somebody else has changed this draft since you opened it"),
            gettext_noop("open it again and repeat your change"),
        )


class WrongState(UserError):
    """The decree isn't in the state that the step needs."""

    def __init__(self, state: str, *needed: str) -> None:
        super().__init__(
            Words(
                gettext_noop("the decree is %(state)s, this step needs it to be %(needed)s"),
                {"state": Words(STATES[state]), "needed": joined((Words(STATES[name]) for name in needed), " / ")},
            )
        )


class ContentChanged(UserError):
    """The content isn't what was submitted."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop("the content is not the one that was submitted"),
            gettext_noop("read the decree again; withdraw and submit it anew if it was changed"),
        )


class TwoPeopleNeeded(UserError):
    """Who proposes does not approve, and nobody decides on themselves or on close family."""


class Refused(UserError):
    """The decree can't be issued: every problem, with the entry in the way."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0].words
        super().__init__(
            first
            if len(self.problems) == 1
            else Words(
                gettext_noop("%(count)s things stand in the way; the first: %(first)s"),
                {"count": len(self.problems), "first": first},
            )
        )


class NumberTaken(UserError):
    """The number is in use or not free for this."""


class PaperRefused(UserError):
    """The decree's paper can't be written: there are no words for it."""

    def __init__(self, why: Words) -> None:
        super().__init__(why, gettext_noop("state the words of this kind of decree for that day"))


class Unsigned(UserError):
    """Nobody is named who signs the decree on its day: its papers would bear no name below them."""

    def __init__(self, title: str) -> None:
        super().__init__(
            Words(gettext_noop("nobody is named who signs as %(title)s on the day of the decree"), {"title": title}),
            gettext_noop("name who signs on the page of the work unit"),
        )


class RenderingFailed(UserError):
    """A paper could not be rendered."""

    def __init__(self, why: str) -> None:
        super().__init__(Words(gettext_noop("the paper could not be rendered: %(why)s"), {"why": why[:200]}))


class SignatureRefused(UserError):
    """A paper can't be signed, or what was brought is no evidence that it was."""


class SignatureDayRefused(SignatureRefused):
    """The day on which a paper is said to be signed can't be."""


class ClockRefused(UserError):
    """The machine's clock can't be right, so nothing is dated by it."""
