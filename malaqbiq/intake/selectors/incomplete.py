"""The list "data belum lengkap": what is still missing of people in service."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.intake.models import PriorDecree, Question
from malaqbiq.intake.rules.completeness import Completeness, missing
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.progress import batches
from malaqbiq.pay.models import PayTerm
from malaqbiq.people.models import Education, Person
from malaqbiq.service.effects import Status
from malaqbiq.service.models import PostHeld, Rank
from malaqbiq.service.selectors import Serving, serving

AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A person in service of whom something is not known: keys of the employees' columns.

    `said` is what a list said in a column that could not be used, such as a position that is no post in force.
    """

    person: UUID
    name: str
    nik: str | None
    nip: str | None
    unit_code: str
    status: str
    missing: tuple[str, ...]
    said: Mapping[str, str]


def incomplete(access: Access, day: date, *, units: Collection[str] | None = None) -> list[Incomplete]:
    """Everybody in service on a day of whom something is missing, in the work units that the asker covers."""
    people = serving(access, day, statuses=tuple(Status), units=units)
    found: list[Incomplete] = []
    for batch in batches(people, AT_ONCE):
        known = _known([item.person for item in batch], day)
        questions = _questions([item.person for item in batch])
        for item in batch:
            said = questions.get(item.person, {})
            told = {*known.get(item.person, ()), *_told(item, said)}
            lacking = missing(Completeness(item.status, told, item.origin == Origin.OPENING))
            if lacking:
                identity = (item.person, item.name, item.nik, item.nip)
                found.append(Incomplete(*identity, item.unit_code, item.status, lacking, said))
    return found


def _told(item: Serving, said: Mapping[str, str]) -> Iterator[str]:
    """What the service itself tells."""
    if item.last_day:
        yield "last_day"
    if item.job_family:
        yield "position"
    if Question.Subject.START not in said:
        yield "start"


def _known(people: list[UUID], day: date) -> dict[UUID, set[str]]:
    """Keys of the columns that are known, by person."""
    found: dict[UUID, set[str]] = {uid: set() for uid in people}
    columns = {"nik": "nik", "nip": "nip", "sex": "sex", "birth_date": "birth", "phone": "phone", "email": "email"}
    for uid, *values in Person.objects.filter(uid__in=people).values_list("uid", *columns):
        found[uid] |= {key for key, value in zip(columns.values(), values, strict=True) if value}
    for number, decided_on, uid in PriorDecree.objects.filter(person__uid__in=people).values_list(
        "number", "decided_on", "person__uid"
    ):
        found[uid] |= {key for key, value in (("decree_number", number), ("decree_date", decided_on)) if value}
    holders = {
        "education": Education.objects.filter(person__uid__in=people).values_list("person__uid", flat=True),
        "grade": Rank.objects.as_of(day).filter(person__uid__in=people).values_list("person__uid", flat=True),
        "amount": PayTerm.objects.as_of(day).filter(person__uid__in=people).values_list("person__uid", flat=True),
        "position": PostHeld.objects.as_of(day).filter(person__uid__in=people).values_list("person__uid", flat=True),
    }
    for key, uids in holders.items():
        for uid in uids:
            found[uid].add(key)
    return found


def _questions(people: list[UUID]) -> dict[UUID, dict[str, str]]:
    found: dict[UUID, dict[str, str]] = {}
    for uid, subject, text in Question.objects.filter(person__uid__in=people).values_list(
        "person__uid", "subject", "text"
    ):
        found.setdefault(uid, {})[subject] = text
    return found
