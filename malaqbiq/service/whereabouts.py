"""Who is where: what `people` is told, so that everybody sees just the people of the units that they cover."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q

from malaqbiq.service.models import DutyUnit, HomeUnit

MANY = 100
"""Beyond so many work units nearly everybody is meant."""


class Service:
    """Knows home and duty units from the decrees."""

    def present(self, units: frozenset[str] | None, day: date) -> Q:
        """The people whose home or duty unit on the day is one of the codes (any at all for None).

        Few units are asked for their people, who are gathered; of many units each person is asked for his: to find one
        of 31,000 among all of them takes a database a tenth of a second, to ask one a moment.
        """
        homes, duties = HomeUnit.objects.as_of(day), DutyUnit.objects.as_of(day)
        if units is not None:
            homes, duties = homes.filter(work_unit__code__in=units), duties.filter(work_unit__code__in=units)
        if units is None or len(units) > MANY:
            own = {"person": OuterRef("uid")}
            return Q(Exists(homes.filter(**own))) | Q(Exists(duties.filter(**own)))
        return Q(uid__in=homes.values_list("person__uid").union(duties.values_list("person__uid")))

    def placed(self) -> Q:
        """The people who have or had a home unit at any time."""
        return Q(Exists(HomeUnit.objects.filter(person=OuterRef("uid"))))
