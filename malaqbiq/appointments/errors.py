"""What may go wrong while a structure takes effect and its posts are filled, for people."""

from __future__ import annotations

from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Named, Words, gettext_noop


class ChangeRefused(UserError):
    """A structure can't take effect so."""


class ChangeStale(ChangeRefused):
    """What is to be changed or recorded is no longer what the asker was shown."""


class RoundRefused(UserError):
    """A step of filling posts can't be taken so."""


class NoStructure(RoundRefused):
    """No post is in force in a work unit (`unit`, a code) and below it, since no structure is opened there."""

    def __init__(self, unit: str) -> None:
        words = gettext_noop("no structure is opened in %(unit)s, so no post is in force there")
        super().__init__(
            Words(words, {"unit": Named("work_unit", unit)}), gettext_noop("open the structure first, then begin again")
        )
        self.unit = unit


class ActingRefused(UserError):
    """Nobody can be let stand in for a post so."""
