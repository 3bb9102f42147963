"""What is said when the law table has no answer: never zero, always by name."""

from __future__ import annotations

from dataclasses import dataclass

from malaqbiq.kernel.words import Words, gettext_noop


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that was asked for and is not there.

    `key` is the key that it would have, `what` names it, `why` says why it is missing. `stated` tells a fact that is
    known to exist but was not found (True) from one of which nothing is said at all (False).
    """

    key: str
    what: Words
    why: Words
    stated: bool = False

    @property
    def words(self) -> Words:
        """What is missing, and why."""
        return Words(gettext_noop("%(what)s: %(why)s"), {"what": self.what, "why": self.why})

    def __str__(self) -> str:
        return str(self.words)
