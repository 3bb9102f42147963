"""Registering, changing, revealing and erasing people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activities_record, activity_record, detail_of
from malaqbiq.kernel.append_only import ERASED
from malaqbiq.kernel.bulk import rows_insert
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.entropy import new_uid
from malaqbiq.kernel.identity import Problem, Sex, identity_problems
from malaqbiq.kernel.models import Activity
from malaqbiq.kernel.progress import SILENT, Progress, batches, tracked
from malaqbiq.kernel.words import Words
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.people.models import Competency, Education, FamilyTie, Person
from malaqbiq.people.rules import PersonChanges
from malaqbiq.people.selectors import AT_ONCE, people_visible, person_visible

WRITE_ROLE = Role.SDM_OFFICER
BATCH = 2000
"""Rows that one statement writes."""

Secret = Literal["nik", "phone", "email", "address"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDraft:
    """What is known of somebody who is new. `entered_unit` is the code of the work unit that enters him."""

    name: str
    entered_unit: str
    title_front: str = ""
    title_back: str = ""
    nik: str | None = None
    nip: str | None = None
    sex: Sex | None = None
    birth_place: str = ""
    birth_date: date | None = None
    religion: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    source: str = ""


class IdentityRefused(Exception):
    """Numbers that can't be somebody's: what is wrong, by place in what was given (of one person: place 0)."""

    def __init__(self, problems: Mapping[int, tuple[Problem, ...]]) -> None:
        super().__init__("; ".join(str(problem.words) for found in problems.values() for problem in found))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Registered:
    """Somebody who was registered."""

    uid: UUID
    name: str


@transaction.atomic
def person_register(*, access: Access, draft: PersonDraft) -> Person:
    """Register one person who is new; IdentityRefused if a number is wrong, disagrees or is somebody else's."""
    (registered,) = people_register(access=access, drafts=[draft])
    return Person.objects.get(uid=registered.uid)


@transaction.atomic
def people_register(*, access: Access, drafts: Sequence[PersonDraft], progress: Progress = SILENT) -> list[Registered]:
    """Register many people who are new, all or none, in the order given.

    Forbidden if the asker may not write in one of the work units; IdentityRefused with everything wrong in all of them.
    """
    for unit in sorted({draft.entered_unit for draft in drafts}):
        access.require(unit, WRITE_ROLE)
    people = [Registered(new_uid(), draft.name) for draft in drafts]
    _refuse_wrong_numbers(drafts, {person.uid for person in people})
    progress.stage(gettext("registering people"), len(people))
    who = {"entered_by": access.actor, "entered_at": clock.now(), "erased_at": None}
    rows = ((person.uid, *_stored(draft), *who.values()) for person, draft in zip(people, drafts, strict=True))
    rows_insert(Person, ("uid", *DRAFTED, *who), tracked(rows, progress))
    if people:
        subject = people[0].uid if len(people) == 1 else None
        activity_record(access=access, action="people.register", subject_uid=subject, detail={"count": len(people)})
    return people


@transaction.atomic
def person_update(*, access: Access, day: date, uid: UUID, changes: PersonChanges) -> Person:
    """Change what is known of somebody; Person.DoesNotExist for who is not in the asker's work units that day."""
    people_update(access=access, day=day, changes={uid: changes})
    return Person.objects.get(uid=uid)


@transaction.atomic
def people_update(
    *, access: Access, day: date, changes: Mapping[UUID, PersonChanges], progress: Progress = SILENT
) -> int:
    """Change what is known of many people, all or none; gives the number of people of whom something did change.

    Person.DoesNotExist if one of them is not in the asker's work units that day; IdentityRefused as in registering.
    """
    # Locked, so that two officers who each complete a part of one person don't undo each other's numbers check.
    people = _locked(access, day, sorted(changes))
    altered = {person.uid: names for person in people if (names := _apply(person, changes[person.uid]))}
    written = [person for person in people if person.uid in altered]
    _refuse_wrong_numbers(written, set(altered))
    progress.stage(gettext("updating people"), len(written))
    for batch in batches(written, BATCH // 4):
        Person.objects.bulk_update(batch, sorted({name for person in batch for name in altered[person.uid]}))
        progress.advance(len(batch))
    log_each(access=access, action="people.update", details={uid: {"fields": names} for uid, names in altered.items()})
    return len(written)


@transaction.atomic
def person_reveal(*, access: Access, day: date, uid: UUID, secrets: Collection[Secret]) -> dict[Secret, str]:
    """Unmask personal data and log who saw which. Only for an SDM officer of the work unit, and for oneself.

    Person.DoesNotExist for anybody else.
    """
    roles = () if access.person == uid else (WRITE_ROLE,)
    person = person_visible(access, day, uid, *roles)
    activity_record(access=access, action="people.reveal", subject_uid=uid, detail={"fields": sorted(secrets)})
    return {secret: getattr(person, secret) or "" for secret in sorted(secrets)}


@transaction.atomic
def person_erase(*, access: Access, uid: UUID, ground: str) -> None:
    """Remove a person's data by law (UU 27/2022): all that is known here, and the records. The bare uid stays.

    Forbidden for all but a system user; `ground` names the law and the request, without personal data. What
    decrees hold of the person is erased by `decrees`.
    """
    access.require("", WRITE_ROLE)
    person = Person.objects.select_for_update().get(uid=uid)
    for model in (Education, Competency):
        model.objects.filter(person=person).delete()
    FamilyTie.objects.filter(Q(person=person) | Q(kin=person)).delete()
    for field in PERSONAL:
        setattr(person, field, None if field in NULLABLE else "")
    # Lists still count whom a decree has in service: there it says why the line has no name.
    person.name = ERASED
    person.erased_at = clock.now()
    person.save()
    activity_record(access=access, action="people.erase", subject_uid=uid, detail={"ground": ground})


def log_each(*, access: Access, action: str, details: Mapping[UUID, Mapping[str, Json]]) -> None:
    """Write down one act on many people, a line for each with what is particular to it."""
    at, actor = clock.now(), access.actor
    activities_record(
        Activity(at=at, actor=actor, action=action, subject_uid=uid, detail=detail_of(access, detail))
        for uid, detail in details.items()
    )


DRAFTED = tuple(field.name for field in fields(PersonDraft))
PERSONAL = tuple(field for field in DRAFTED if field != "entered_unit")
NULLABLE = frozenset({"nik", "nip", "birth_date"})


def _stored(draft: PersonDraft) -> Iterator[object]:
    """A draft's values as columns hold them: unknown numbers and dates are null, unknown texts empty."""
    for field in DRAFTED:
        value = getattr(draft, field)
        yield value or None if field in NULLABLE else value or ""


def _locked(access: Access, day: date, uids: Sequence[UUID]) -> list[Person]:
    found: list[Person] = []
    for batch in batches(uids, AT_ONCE):
        mine = people_visible(access, day, WRITE_ROLE).filter(uid__in=batch, erased_at__isnull=True).values("id")
        found += Person.objects.select_for_update().filter(id__in=mine).order_by("id")
    if len(found) < len(uids):
        raise Person.DoesNotExist(f"{len(uids) - len(found)} of the people are not in your work units")
    return found


def _apply(person: Person, changes: PersonChanges) -> list[str]:
    """Put the changes on the person; the names of the fields that are other than before."""
    altered = []
    for name, value in changes.items():
        stored = (value or None) if name in NULLABLE else (value or "")
        if getattr(person, name) != stored:
            setattr(person, name, stored)
            altered.append(name)
    return altered


def _refuse_wrong_numbers(people: Sequence[Person | PersonDraft], uids: set[UUID]) -> None:
    """Raise IdentityRefused for numbers that are wrong, disagree, stand twice or are somebody else's."""
    taken = _taken(people, uids)
    wrong = {}
    for place, person in enumerate(people):
        if person.nik is None and person.nip is None:
            continue
        sex = Sex(person.sex) if person.sex else None
        found = identity_problems(nik=person.nik, nip=person.nip, sex=sex, birth_date=person.birth_date)
        problems = [problem for problem in found if not problem.warning]
        problems += [_TAKEN[field] for field in ("nik", "nip") if (field, getattr(person, field)) in taken]
        if problems:
            wrong[place] = tuple(problems)
    if wrong:
        raise IdentityRefused(wrong)


_TAKEN = {
    "nik": Problem("nik_taken", ("nik",), Words(_("somebody else has this NIK"))),
    "nip": Problem("nip_taken", ("nip",), Words(_("somebody else has this NIP"))),
}


def _taken(people: Sequence[Person | PersonDraft], uids: set[UUID]) -> set[tuple[str, str | None]]:
    """Numbers that two of the people (whose uids are given) share, or that somebody else has."""
    taken: set[tuple[str, str | None]] = set()
    for field in ("nik", "nip"):
        numbers = [number for person in people if (number := getattr(person, field))]
        taken |= {(field, number) for number, count in Counter(numbers).items() if count > 1}
        for batch in batches(sorted(set(numbers)), AT_ONCE):
            holders = Person.objects.filter(**{f"{field}__in": batch}).values_list("uid", field)
            taken |= {(field, number) for uid, number in holders if uid not in uids}
    return taken
