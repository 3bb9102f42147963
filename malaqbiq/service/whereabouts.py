"""Who is where: what `people` is told, so that everybody sees just the people of the units that they cover."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from malaqbiq.service.models import DutyUnit, HomeUnit


class Service:
    """Knows home and duty units from the decrees."""

    def present(self, units: frozenset[str] | None, day: date) -> QuerySet[Any, Any]:
        """Uids of the people whose home or duty unit on the day is one of the codes (any at all for None), as a query
        of one column.
        """
        homes, duties = HomeUnit.objects.as_of(day), DutyUnit.objects.as_of(day)
        if units is not None:
            homes, duties = homes.filter(work_unit__code__in=units), duties.filter(work_unit__code__in=units)
        return homes.values_list("person__uid").union(duties.values_list("person__uid"))

    def placed(self) -> QuerySet[Any, Any]:
        """Uids of all people who have or had a home unit at any time, as a query of one column."""
        return HomeUnit.objects.values_list("person__uid")
