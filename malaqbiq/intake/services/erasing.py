"""Removing what lists told of a person, as the law asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import transaction

from malaqbiq.intake.models import Import, PriorDecree, Question
from malaqbiq.intake.rules.naming import names_person
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.people.models import Person


@transaction.atomic
def told_erase(*, access: Access, person: UUID) -> int:
    """Remove the reference to a person's prior decree and the list's own words about him (UU 27/2022); how many rows.

    The remarks of an imported list that name him are removed, all of them. To be called before `people` forgets name
    and numbers. Forbidden for all but a system user.
    """
    access.require("", Role.SDM_OFFICER)
    erased = sum(model.objects.filter(person__uid=person).delete()[0] for model in (PriorDecree, Question))
    erased += _remarks_erase(person)
    activity_record(access=access, action="intake.erase", subject_uid=person, detail={"rows": erased})
    return erased


def _remarks_erase(person: UUID) -> int:
    name, nik, nip = Person.objects.values_list("name", "nik", "nip").get(uid=person)
    numbers = [number for number in (nik, nip) if number]
    kept = Import.objects.exclude(remarks={}).order_by().values_list("pk", "remarks").iterator()
    naming = [pk for pk, remarks in kept if any(names_person(text, name, numbers) for text in _texts(remarks))]
    return Import.objects.filter(pk__in=naming).update(remarks={})


def _texts(kept: Any) -> Iterator[str]:
    """Every text in what is kept as JSON."""
    match kept:
        case str():
            yield kept
        case dict():
            for value in kept.values():
                yield from _texts(value)
        case list():
            for value in kept:
                yield from _texts(value)
