"""Of those who are owed a decree, who stands in one already that isn't issued yet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.decrees.selectors.waiting import people_waiting
from malaqbiq.home.selectors.roster import SOON
from malaqbiq.home.selectors.staff_row import KEEPING
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import DAY
from malaqbiq.service.effects import CONTRACT_WORKERS
from malaqbiq.service.models import Employment, HomeUnit
from malaqbiq.service.selectors.careers import decreed_after, going_on


@dataclass(frozen=True, slots=True)
class Drafted:
    """How many without a decree, and how many whose contract ends soon, stand in a decree that isn't issued yet."""

    undecreed: int
    ending: int


def drafted_of(access: Access, units: Collection[str], day: date) -> Drafted:
    """Of the staff of some work units on a day, as the ready views of the roster count them. One statement."""
    homes = HomeUnit.objects.as_of(day).filter(person=OuterRef("person"), work_unit__code__in=units)
    found = Employment.objects.as_of(day).filter(Exists(homes), person__in=people_waiting(access, effects=KEEPING))
    found = found.annotate(
        goes_on=Exists(going_on("person", "valid_until")), decreed=Exists(decreed_after("person", "valid_until"))
    )
    undecreed = Q(status__in=CONTRACT_WORKERS, origin=Origin.OPENING, cited=False, decreed=False)
    ending = Q(goes_on=False, valid_until__lte=day + SOON + DAY)
    return Drafted(**found.aggregate(undecreed=Count("pk", filter=undecreed), ending=Count("pk", filter=ending)))
