"""The one differ: from what stands to the rows that say so, in the ledger's own time.

A row is never changed but for closing its *known* range: what was known at a place stays answerable for good.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from malaqbiq.decrees.rules.effects import Book
from malaqbiq.decrees.rules.fold import Posted, fold
from malaqbiq.decrees.rules.timeline import Span, Subject, Timelines


@dataclass(frozen=True, slots=True)
class Known:
    """A span on a track, and the ledger places from which, and up to which (None: still), it is known."""

    track: str
    span: Span[Any]
    known_from: int
    known_until: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Spans whose rows close, and spans whose rows open, at a place."""

    close: frozenset[tuple[str, Span[Any]]]
    open: frozenset[tuple[str, Span[Any]]]


def difference(known: Iterable[tuple[str, Span[Any]]], stands: Timelines) -> Difference:
    """What must close and open so that the rows known so far become what stands now."""
    before, after = frozenset(known), frozenset(stands)
    return Difference(close=before - after, open=after - before)


def history(subject: Subject, posted: Sequence[Posted], book: Book) -> Iterator[Known]:
    """Every row that the subject's entries, issued one place after the other, must have left."""
    known: dict[tuple[str, Span[Any]], int] = {}
    for place in sorted({item.place for item in posted}):
        stands = fold(subject, (item for item in posted if item.place <= place), book).timelines
        change = difference(known, stands)
        for track, span in change.close:
            yield Known(track, span, known.pop((track, span)), place)
        known.update(dict.fromkeys(change.open, place))
    for (track, span), place in known.items():
        yield Known(track, span, place)
