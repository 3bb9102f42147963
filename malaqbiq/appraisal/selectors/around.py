"""Who judges, and who stands around those who are judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from malaqbiq.appraisal.models import Adjustment, Appraiser, Score
from malaqbiq.appraisal.rules.conduct import Around, Judge
from malaqbiq.appraisal.selectors.staff import HOUSE
from malaqbiq.people.selectors import close_families


def around(people: Mapping[int, UUID]) -> dict[int, Around]:
    """For each appraisee's key and person: everybody who appraises them or gave a score, and who moderated one."""
    appraisers: defaultdict[int, set[UUID]] = defaultdict(set)
    moderators: defaultdict[int, set[UUID]] = defaultdict(set)
    inside = {"appraisee__in": list(people)}
    for pk, person in Appraiser.objects.filter(**inside).values_list("appraisee", "person__uid").distinct():
        appraisers[pk].add(person)
    for pk, person in Score.objects.filter(**inside).order_by().values_list("appraisee", "appraiser__uid").distinct():
        appraisers[pk].add(person)
    for pk, person in Adjustment.objects.filter(**inside).values_list("appraisee", "by__uid").distinct():
        moderators[pk].add(person)
    return {pk: Around(person, frozenset(appraisers[pk]), frozenset(moderators[pk])) for pk, person in people.items()}


def judges(people: Collection[UUID], day: date) -> dict[UUID, Judge]:
    """Each of the people with their close family on a day, as far as it is known."""
    family = close_families(HOUSE, day, people)
    return {person: Judge(person, family[person]) for person in people}
