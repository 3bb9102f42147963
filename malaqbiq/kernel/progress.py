"""How long work tells how far it is. The caller decides where that is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Progress(Protocol):
    """Told of each stage of a long work and of each step in it."""

    def stage(self, title: str, total: int | None = None) -> None:
        """A new stage begins, of `total` steps where known."""

    def advance(self, steps: int = 1) -> None:
        """So many steps of the stage are done."""


class Silent:
    """Shows nothing."""

    def stage(self, title: str, total: int | None = None) -> None:
        """Nothing to show."""

    def advance(self, steps: int = 1) -> None:
        """Nothing to show."""


SILENT = Silent()


def batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The items in pieces of at most `size`, in order."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


TOLD_EVERY = 200
"""Steps after which `tracked` tells: telling of each would cost more than a short step does."""


def tracked(items: Iterable[T], progress: Progress) -> Iterator[T]:
    """The items, each counted as one step once it has been dealt with; told in groups."""
    done = 0
    for item in items:
        yield item
        done += 1
        if done == TOLD_EVERY:
            progress.advance(done)
            done = 0
    if done:
        progress.advance(done)
