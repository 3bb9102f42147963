"""The list "data belum lengkap": what is still missing of people in service."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from malaqbiq.decrees.models.projection import standing_on
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.intake.models import PriorDecree, Question
from malaqbiq.intake.rules.completeness import Completeness, missing
from malaqbiq.kernel.access import Access
from malaqbiq.people.models import Education, Person
from malaqbiq.people.rules import full_name
from malaqbiq.service.selectors import units_of


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
    """Everybody in service on a day of whom something is missing, in the work units that the asker covers, by unit and
    name. Two statements, whatever the number.
    """
    people = _serving(day, units_of(access, units))
    questions = _questions(people)
    found: list[Incomplete] = []
    for row in people.values(*FACTS):
        said = questions.get(row["uid"], {})
        known = {key for key, fact in KNOWN.items() if row[fact]} | set(_told(row, said))
        lacking = missing(Completeness(row["job__status"], known, row["job__origin"] == Origin.OPENING))
        if lacking:
            name = full_name(row["title_front"], row["name"], row["title_back"])
            code = row["home__work_unit__code"]
            found.append(Incomplete(row["uid"], name, row["nik"], row["nip"], code, row["job__status"], lacking, said))
    return found


KNOWN = {
    "nik": "nik",
    "nip": "nip",
    "sex": "sex",
    "birth": "birth_date",
    "phone": "phone",
    "email": "email",
    "address": "address",
    "education": "schooled",
    "grade": "ranked__grade",
    "amount": "term__monthly_amount",
    "decree_number": "prior_number",
    "decree_date": "prior_date",
}
"""By which fact of a row a column is known."""

FACTS = (
    *("uid", "name", "title_front", "title_back", *dict.fromkeys(KNOWN.values())),
    *("job__status", "job__origin", "job__job_family", "job__valid_until", "home__work_unit__code", "held__state"),
)


def _serving(day: date, codes: frozenset[str] | None) -> QuerySet[Any, Any]:
    """Everybody in service in work units (in all if None), with all that is asked of them."""
    prior = PriorDecree.objects.filter(person=OuterRef("uid"))
    people: QuerySet[Any, Any] = Person.objects.annotate(
        job=standing_on("employment_rows", day),
        home=standing_on("homeunit_rows", day),
        held=standing_on("postheld_rows", day),
        ranked=standing_on("rank_rows", day),
        term=standing_on("payterm_rows", day),
        schooled=Exists(Education.objects.filter(person=OuterRef("uid"))),
        prior_number=Subquery(prior.values("number")[:1]),
        prior_date=Subquery(prior.values("decided_on")[:1]),
    ).filter(job__isnull=False, home__isnull=False)
    if codes is not None:
        people = people.filter(home__work_unit__code__in=codes)
    return people.order_by("home__work_unit__code", "name", "pk")


def _told(row: Mapping[str, Any], said: Mapping[str, str]) -> Iterator[str]:
    """What the service itself tells."""
    if row["job__valid_until"]:
        yield "last_day"
    if row["job__job_family"] or row["held__state"]:
        yield "position"
    if Question.Subject.START not in said:
        yield "start"


def _questions(people: QuerySet[Any, Any]) -> dict[UUID, dict[str, str]]:
    found: dict[UUID, dict[str, str]] = {}
    rows = Question.objects.filter(person__in=people.order_by().values("uid"))
    for uid, subject, text in rows.values_list("person__uid", "subject", "text"):
        found.setdefault(uid, {})[subject] = text
    return found
