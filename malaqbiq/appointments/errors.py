"""What may go wrong while a structure takes effect and its posts are filled, for people."""

from __future__ import annotations

from malaqbiq.kernel.errors import UserError


class ChangeRefused(UserError):
    """A structure can't take effect so."""


class ChangeStale(ChangeRefused):
    """What is to be changed or recorded is no longer what the asker was shown."""


class RoundRefused(UserError):
    """A step of filling posts can't be taken so."""


class ActingRefused(UserError):
    """Nobody can be let stand in for a post so."""
