"""Whose affairs a decree may touch: those of the work units that whoever writes it covers, mostly as an SDM officer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from malaqbiq.decrees.models import Entry
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.days import days_require
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.progress import batches
from malaqbiq.organization.models import Post
from malaqbiq.people.models import Person
from malaqbiq.people.selectors import people_elsewhere

if TYPE_CHECKING:
    from malaqbiq.decrees.services.drafting import EntryDraft

BATCH = 500


def _days(draft: EntryDraft) -> Iterator[date]:
    """Every day that an entry names: from when it has effect, and those in its payload."""
    yield draft.effective_on
    if draft.payload is not None:
        yield from (value for _name, value in draft.payload if isinstance(value, date))


def subjects_require(
    *, access: Access, entries: Iterable[EntryDraft], roles: Sequence[Role] = (Role.SDM_OFFICER,)
) -> None:
    """Raise unless all that entries are about is the asker's: what they mend, and posts, in work units that his roles
    cover (Forbidden); people there the day before an entry or that day, or nowhere then (Person.DoesNotExist).

    UserError for a day that can't be meant. Under which unit an entry stands is the writer's own word, and says nothing
    of whom it is about.
    """
    drafts = list(entries)
    days_require(*{day for draft in drafts for day in _days(draft)})
    if access.everything:
        return
    mended = Entry.objects.filter(uid__in={draft.mends for draft in drafts if draft.mends})
    posts = Post.objects.filter(uid__in={draft.post for draft in drafts if draft.post})
    codes = {*mended.values_list("work_unit__code", flat=True), *posts.values_list("work_unit__code", flat=True)}
    for code in sorted(codes):
        access.require(code, *roles)
    for day, people in _fresh(drafts).items():
        days = (day - DAY, day) if day > date.min else (day,)
        for batch in batches(sorted(people), BATCH):
            if people_elsewhere(access, days, batch, *roles):
                raise Person.DoesNotExist


def _fresh(drafts: Sequence[EntryDraft]) -> dict[date, set[UUID]]:
    """The people of entries that mend nothing, by day."""
    found: defaultdict[date, set[UUID]] = defaultdict(set)
    for draft in drafts:
        if draft.person and not draft.mends:
            found[draft.effective_on].add(draft.person)
    return found
