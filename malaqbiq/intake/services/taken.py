"""What became of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from malaqbiq.intake.rules.rows import Fault
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.progress import Progress
from malaqbiq.kernel.words import Words
from malaqbiq.kernel.workbooks.reading import Row, Table


@dataclass(frozen=True, slots=True)
class Given:
    """A list to be taken in: who asks, on which day it is true, where it comes from. `rows` are the table's by number.

    With `partial` good rows are taken though others are not; without it, all or none. `meant` is whom the list's one
    row is about, where that is known without looking him up.
    """

    access: Access
    table: Table
    rows: Mapping[int, Row]
    day: date
    source: str
    partial: bool
    progress: Progress
    meant: UUID | None = None
    left: Sequence[Row] = ()
    """Rows that somebody left out by hand."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How many rows changed something, how many said nothing new, and why others were not taken.

    `new` counts those of the accepted that tell of somebody unknown before. `warnings` are doubts about rows that were
    not kept back for them. `people` says in which row each known person stands, `unplaced` how many positions are no
    structural post (pelaksana, fungsional): they are kept as open questions. `notes` tell of the list as a whole what
    nobody knows even so.
    """

    accepted: int
    unchanged: int
    faults: tuple[Fault, ...] = ()
    decree: UUID | None = None
    new: int = 0
    warnings: tuple[Fault, ...] = ()
    people: Mapping[UUID, int] = field(default_factory=dict)
    unplaced: int = 0
    notes: tuple[Words, ...] = ()
    lists: tuple[tuple[str, str], ...] = ()
    """Of payment lists the work unit (by its code) and the month (``2022-01``) of each."""
