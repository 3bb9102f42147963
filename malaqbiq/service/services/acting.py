"""Terms in which somebody stands in for a post, ended before their last day by the decree that makes them needless."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.services import EntryDraft
from malaqbiq.service.effects import PostActing
from malaqbiq.service.models import Acting


def acting_ended(rows: Iterable[Acting], day: date) -> Iterator[EntryDraft]:
    """The entries that end terms from a day on: each is revoked, or all of it if it begins later."""
    for row in rows:
        yield EntryDraft(
            PostActing.name,
            max(day, row.valid_from),
            row.entry.work_unit_id,
            person=row.person_id,
            post=row.post_id,
            mends=row.entry_id,
            mending=Mending.REVOCATION,
        )
