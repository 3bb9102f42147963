"""How much the opening holds, which is asked before it is locked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from malaqbiq.decrees.selectors import opening_people
from malaqbiq.intake.selectors.incomplete import incomplete
from malaqbiq.kernel.access import Access


@dataclass(frozen=True, slots=True)
class Extent:
    """How many people the opening tells of, and of how many in service something is still missing."""

    people: int
    incomplete: int


def opening_extent(access: Access, day: date) -> Extent:
    """How much the opening holds in the work units that the asker covers; what is missing as of a day."""
    return Extent(opening_people(access.units()), len(incomplete(access, day)))
