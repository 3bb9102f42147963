"""Many entries on many people, a few thousand people at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from malaqbiq.appraisal.errors import EntriesRefused, EntryProblem
from malaqbiq.appraisal.models import Appraisee, Cycle
from malaqbiq.appraisal.services.holding import appraisees_held, require_open
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.progress import Progress, batches
from malaqbiq.kernel.words import Words, gettext_noop

PEOPLE_AT_ONCE = 2000
"""People about whom one round of statements reads and writes."""
ROWS_AT_ONCE = 4000
"""Rows that one statement writes, where the database takes so many."""

UNKNOWN = Words(gettext_noop("the person is not in this cycle, or not yours to see"))


class AboutSomebody(Protocol):
    """An entry on a person."""

    @property
    def person(self) -> UUID:
        """On whom it is."""


E = TypeVar("E", bound=AboutSomebody)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Round(Generic[E]):
    """A share of the entries, each with its position among all, and the people that they are about, locked."""

    entries: Sequence[tuple[int, E]]
    people: dict[UUID, Appraisee]

    @property
    def keys(self) -> list[int]:
        """Keys of the people's rows."""
        return [row.pk for row in self.people.values()]


@dataclass(frozen=True, slots=True)
class Taking(Generic[E, R]):
    """How entries of a kind are taken: the activity's name, what a round of them writes and why not, and the writing.

    With `narrowed`, people outside the asker's work units are left out of the rounds.
    """

    action: str
    checked: Callable[[Round[E]], tuple[list[R], list[EntryProblem]]]
    write: Callable[[Sequence[R]], int]
    narrowed: bool = False


def entries_take(
    *, access: Access, cycle: Cycle, entries: Sequence[E], taking: Taking[E, R], progress: Progress
) -> int:
    """Take entries round by round, all or none; the number of them that changed something.

    EntriesRefused names every entry that isn't taken; the caller's transaction takes back what was written before.
    """
    problems: list[EntryProblem] = []
    count = 0
    for batch in rounds(access=access if taking.narrowed else None, cycle=cycle, entries=entries):
        rows, refused = taking.checked(batch)
        problems.extend(refused)
        if not problems:
            count += taking.write(rows)
        progress.advance(len(batch.entries))
    if problems:
        raise EntriesRefused(sorted(problems, key=lambda problem: problem.position))
    activity_record(
        access=access,
        action=taking.action,
        unit_code=cycle.office.code,
        subject_uid=entries[0].person if len(entries) == 1 else cycle.uid,
        detail={"entries": len(entries), "changed": count},
    )
    return count


def rounds(*, access: Access | None, cycle: Cycle, entries: Sequence[E]) -> Iterator[Round[E]]:
    """The entries in rounds; with an asker, people outside the asker's work units are left out.

    CycleClosed if the cycle isn't open once they are locked.
    """
    by_person: defaultdict[UUID, list[tuple[int, E]]] = defaultdict(list)
    for position, entry in enumerate(entries):
        by_person[entry.person].append((position, entry))
    for people in batches(sorted(by_person), PEOPLE_AT_ONCE):
        held = appraisees_held(cycle=cycle, people=people)
        require_open(cycle=cycle)
        seen = {uid: row for uid, row in held.items() if access is None or access.covers(row.work_unit.code)}
        yield Round([pair for uid in people for pair in by_person[uid]], seen)
