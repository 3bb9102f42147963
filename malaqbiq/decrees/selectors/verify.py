"""Every check that the rooms list."""

from __future__ import annotations

from malaqbiq.decrees.registry import checkers
from malaqbiq.decrees.rules.checks import Check
from malaqbiq.kernel.progress import SILENT, Progress


def verify(progress: Progress = SILENT) -> list[Check]:
    """The outcome of every check, in the rooms' order. Reads everything; changes nothing."""
    return [checker(progress) for checker in checkers()]
