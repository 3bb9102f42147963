"""A sheet is saved as far as it can be: what is refused is named, the rest is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from malaqbiq.appraisal.errors import EntriesRefused, EntryProblem
from malaqbiq.appraisal.models import Appraiser
from malaqbiq.appraisal.selectors.seen import cycle_seen
from malaqbiq.appraisal.services.scoring import ScoreEntry, scores_enter
from malaqbiq.kernel.access import Access


@dataclass(frozen=True, slots=True)
class Saved:
    """How many scores changed, and what is wrong with each entry that wasn't taken, in the order given."""

    changed: int
    problems: tuple[EntryProblem, ...] = ()


@transaction.atomic
def sheet_save(*, access: Access, cycle: UUID, entries: Sequence[ScoreEntry]) -> Saved:
    """Enter the scores that can be entered, as `scores_enter` does, and name the others.

    Cycle.DoesNotExist for a cycle of which the asker sees nothing, Appraiser.DoesNotExist for who scores nobody in it,
    CycleClosed for one that is closed.
    """
    seen = cycle_seen(access=access, cycle=cycle)
    named = Appraiser.objects.filter(appraisee__cycle=seen)
    if access.person is None or not named.filter(person__uid=access.person).exists():
        raise Appraiser.DoesNotExist
    waiting = list(enumerate(entries))
    problems: list[EntryProblem] = []
    changed = 0
    while waiting:
        try:
            changed = scores_enter(access=access, cycle=cycle, entries=[entry for _position, entry in waiting])
            break
        except EntriesRefused as refused:
            # Its transaction has taken everything back: what is right is entered once more without the others.
            problems += [replace(problem, position=waiting[problem.position][0]) for problem in refused.problems]
            wrong = {problem.position for problem in refused.problems}
            waiting = [pair for place, pair in enumerate(waiting) if place not in wrong]
    return Saved(changed, tuple(sorted(problems, key=lambda problem: problem.position)))
