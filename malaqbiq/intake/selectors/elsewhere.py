"""People of other work units whom a row may mean after all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q

from malaqbiq.intake.rules.employees import EmployeeRow, birth_of
from malaqbiq.intake.rules.matching import Known
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.progress import batches
from malaqbiq.people.models import Person
from malaqbiq.people.rules import name_key
from malaqbiq.people.selectors import people_visible
from malaqbiq.service.models import HomeUnit

AT_ONCE = 5000


def people_born(
    access: Access, day: date, births: Collection[tuple[str, date]], told: Mapping[UUID, EmployeeRow]
) -> list[Known]:
    """The people of these names (as `name_key` makes them) and dates of birth whom the asker sees, the oldest first.

    A birth may be told by a number alone. Who is in `told` is known with what his row says: numbers, birth, work unit.
    """
    if not births:
        return []
    seen = people_visible(access, day).filter(erased_at__isnull=True)
    by_number = Q(birth_date__isnull=True) & (Q(nik__isnull=False) | Q(nip__isnull=False))
    people = {person.uid: person for person in seen.filter(by_number)}
    names = {name for name, _born in births}
    for batch in batches(sorted({born for _name, born in births}), AT_ONCE):
        people |= {person.uid: person for person in seen.filter(birth_date__in=batch)}
    for uids in batches(sorted(told.keys() - people.keys()), AT_ONCE):
        people |= {person.uid: person for person in seen.filter(uid__in=uids)}
    homes = _homes([person.pk for person in people.values() if name_key(person.name) in names])
    known = (
        _known(person, told.get(person.uid), homes.get(person.pk, person.entered_unit), day)
        for person in sorted(people.values(), key=lambda one: one.pk)
        if name_key(person.name) in names
    )
    return [one for one in known if one.birth and (name_key(one.name), one.birth) in births]


def _known(person: Person, row: EmployeeRow | None, unit_code: str, day: date) -> Known:
    """Somebody as he is known once a row of his, if there is one, is taken."""
    nik, nip, birth = person.nik, person.nip, person.birth_date
    if row:
        nik, nip, birth, unit_code = nik or row.nik, nip or row.nip, birth or row.birth, row.unit.code
    return Known(person.uid, person.name, nik, nip, birth_of(birth, nip, nik, day), frozenset(), unit_code)


def _homes(people: Collection[int]) -> dict[int, str]:
    """The code of each one's last home unit."""
    found: dict[int, str] = {}
    for batch in batches(sorted(people), AT_ONCE):
        rows = HomeUnit.objects.known().filter(person__pk__in=batch).order_by("valid_from")
        found |= dict(rows.values_list("person__pk", "work_unit__code"))
    return found
