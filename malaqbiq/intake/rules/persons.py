"""What a row says of a person whom the register knows, besides service: what is new, and what can't be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from malaqbiq.intake.rules.employees import EmployeeRow
from malaqbiq.kernel.identity import Sex, identity_problems
from malaqbiq.kernel.words import Words
from malaqbiq.people.rules import PersonChanges, name_key

_KEYS = {"nik": "nik", "nip": "nip", "sex": "sex", "birth_date": "birth"}


class KnownPerson(Protocol):
    """What the register knows of somebody."""

    name: str
    title_front: str
    title_back: str
    nik: str | None
    nip: str | None
    sex: str
    birth_place: str
    birth_date: date | None
    phone: str
    email: str
    address: str


def person_changes(row: EmployeeRow, known: KnownPerson) -> PersonChanges:
    """What the row tells that the register lacks or has otherwise. Another spelling of one name changes nothing."""
    changes: PersonChanges = {}
    if name_key(row.name.name) != name_key(known.name):
        changes["name"] = row.name.name
    told: PersonChanges = {
        "title_front": row.name.front,
        "title_back": row.name.back,
        "nik": row.nik,
        "nip": row.nip,
        "sex": row.sex,
        "birth_date": row.birth,
        "phone": row.phone,
        "email": row.email,
        "address": row.address,
    }
    for field, value in told.items():
        if value and value != getattr(known, field):
            changes[field] = value  # type: ignore[literal-required]
    if row.birth_place and row.birth_place.casefold() != known.birth_place.casefold():
        changes["birth_place"] = row.birth_place
    return changes


def person_faults(row: EmployeeRow, known: KnownPerson, changes: PersonChanges) -> Iterator[tuple[str, Words]]:
    """Where what the row tells and what the register knows can't both be true of one person: column and reason."""
    if not changes.keys() & _KEYS.keys():
        return
    sex = row.sex or (Sex(known.sex) if known.sex else None)
    problems = identity_problems(
        nik=row.nik or known.nik, nip=row.nip or known.nip, sex=sex, birth_date=row.birth or known.birth_date
    )
    for problem in problems:
        if not problem.warning:
            fields = [field for field in problem.fields if field in changes] or list(problem.fields)
            yield _KEYS[fields[0]], problem.words
