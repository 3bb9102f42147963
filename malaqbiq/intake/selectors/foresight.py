"""What would stand after corrections, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from malaqbiq.decrees.models import Ledger
from malaqbiq.decrees.registry import book
from malaqbiq.decrees.rules.effects import Act
from malaqbiq.decrees.rules.fold import Posted, fold
from malaqbiq.decrees.rules.timeline import Origin, Subject, Timelines
from malaqbiq.decrees.selectors import posted_of
from malaqbiq.intake.rules.opening import Change
from malaqbiq.kernel.entropy import new_uid
from malaqbiq.kernel.progress import batches

AT_ONCE = 500


def standing_after(changes: Mapping[UUID, Sequence[Change]]) -> dict[UUID, Timelines]:
    """What would stand for each person if the ledger's next decree made these changes."""
    place = (Ledger.objects.values_list("place", flat=True).first() or 0) + 1
    found: dict[UUID, Timelines] = {}
    for batch in batches(sorted(changes), AT_ONCE):
        for uid, posted in posted_of("person", batch, book()).items():
            entries = [*posted, *_posted(changes[uid], place)]
            found[uid] = fold(Subject("person", uid), entries, book()).timelines
    return found


def _posted(changes: Sequence[Change], place: int) -> Iterator[Posted]:
    for ordinal, change in enumerate(changes, start=1):
        act: Act[Any] = Act(
            entry=new_uid(),
            effect=change.effect,
            payload=change.payload,
            effective_on=change.effective_on,
            rank=(place, ordinal),
            origin=Origin.OPENING,
        )
        yield Posted(act, place, change.mends, change.mending)
