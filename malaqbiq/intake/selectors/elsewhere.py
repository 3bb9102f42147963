"""People of other work units whom a row may mean after all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from malaqbiq.intake.rules.employees import birth_of
from malaqbiq.intake.rules.matching import Known
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.progress import batches
from malaqbiq.people.rules import name_key
from malaqbiq.people.selectors import people_visible
from malaqbiq.service.models import HomeUnit

AT_ONCE = 5000


def people_born(access: Access, day: date, births: Collection[tuple[str, date]]) -> list[Known]:
    """The people of these names (as `name_key` makes them) and dates of birth whom the asker sees, wherever they are.

    A birth may be told by a number alone.
    """
    if not births:
        return []
    seen = people_visible(access, day).filter(erased_at__isnull=True)
    told = Q(birth_date__isnull=True) & (Q(nik__isnull=False) | Q(nip__isnull=False))
    people = list(seen.filter(told))
    for batch in batches(sorted({born for _name, born in births}), AT_ONCE):
        people += seen.filter(birth_date__in=batch)
    found = [
        (person, born)
        for person in people
        if (born := birth_of(person.birth_date, person.nip, person.nik, day))
        and (name_key(person.name), born) in births
    ]
    homes = _homes([person.pk for person, _born in found])
    return [
        Known(
            person.uid,
            person.name,
            person.nik,
            person.nip,
            born,
            frozenset(),
            homes.get(person.pk, person.entered_unit),
        )
        for person, born in found
    ]


def _homes(people: Collection[int]) -> dict[int, str]:
    """The code of each one's last home unit."""
    found: dict[int, str] = {}
    for batch in batches(sorted(people), AT_ONCE):
        rows = HomeUnit.objects.known().filter(person__pk__in=batch).order_by("valid_from")
        found |= dict(rows.values_list("person__pk", "work_unit__code"))
    return found
