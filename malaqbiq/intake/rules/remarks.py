"""What is to be told of a list and its rows, kept as JSON: beside a list that is tried, beside one that was taken in.

No value of a cell is kept, but sentences may name people: whoever is erased by law goes from here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from malaqbiq.intake.rules.rows import Fault
from malaqbiq.kernel.words import Words, packed, unpacked

MOST_KEPT = 500
"""So many rows of a sort are told one by one."""


@dataclass(frozen=True, slots=True)
class Told:
    """Something to be told of one row; `key` names the column that it is about, empty where it is the row."""

    row: int
    words: Words
    key: str = ""


@dataclass(frozen=True, slots=True)
class Remarks:
    """What is to be told of a list: rows left out, rows that are doubtful, rows skipped, other sheets, what stays
    unknown, and how many positions are no structural post; `new` of the people were unknown before.
    `lists` are the work unit's code and the month of each payment list.
    """

    left: Sequence[Told] = ()
    doubtful: Sequence[Told] = ()
    skipped: Sequence[Told] = ()
    sheets: Sequence[Words] = ()
    notes: Sequence[Words] = ()
    unplaced: int = 0
    new: int = 0
    lists: Sequence[Sequence[str]] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be told."""
        return not (self.left or self.doubtful or self.skipped or self.sheets or self.notes or self.unplaced)


def told_of(faults: Iterable[Fault]) -> Iterator[Told]:
    """Faults or doubts without what stands in the cells."""
    return (Told(fault.row, fault.words, fault.key) for fault in faults)


def remarks_packed(remarks: Remarks) -> dict[str, Any]:
    """Remarks as JSON."""
    return {
        "left": _told_packed(remarks.left),
        "doubtful": _told_packed(remarks.doubtful),
        "skipped": _told_packed(remarks.skipped),
        "sheets": [packed(words) for words in remarks.sheets],
        "notes": [packed(words) for words in remarks.notes],
        "unplaced": remarks.unplaced,
        "new": remarks.new,
        "lists": [list(one) for one in remarks.lists],
    }


def remarks_unpacked(kept: Mapping[str, Any]) -> Remarks:
    """The remarks that `remarks_packed` made; none of a list that came in before remarks were kept."""
    return Remarks(
        left=_told_unpacked(kept.get("left", ())),
        doubtful=_told_unpacked(kept.get("doubtful", ())),
        skipped=_told_unpacked(kept.get("skipped", ())),
        sheets=[unpacked(words) for words in kept.get("sheets", ())],
        notes=[unpacked(words) for words in kept.get("notes", ())],
        unplaced=kept.get("unplaced", 0),
        new=kept.get("new", 0),
        lists=kept.get("lists", ()),
    )


def _told_packed(told: Sequence[Told]) -> list[list[Any]]:
    return [[one.row, packed(one.words), one.key] for one in told[:MOST_KEPT]]


def _told_unpacked(kept: Iterable[Sequence[Any]]) -> list[Told]:
    return [Told(row, unpacked(words), key) for row, words, key in kept]
