"""How much the opening holds, which is asked before it is locked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from malaqbiq.decrees.models import Entry
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.intake.selectors.incomplete import incomplete
from malaqbiq.kernel.access import Access


@dataclass(frozen=True, slots=True)
class Extent:
    """How many people the opening tells of, and of how many in service something is still missing."""

    people: int
    incomplete: int


def opening_extent(access: Access, day: date) -> Extent:
    """How much the opening holds in the work units that the asker covers; what is missing as of a day."""
    entries = Entry.objects.filter(decree__origin=Origin.OPENING, person__isnull=False)
    if (units := access.units()) is not None:
        entries = entries.filter(work_unit__code__in=units)
    return Extent(entries.values("person").distinct().count(), len(incomplete(access, day)))
