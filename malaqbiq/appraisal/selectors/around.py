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
    """For each appraisee's key and person: everybody who appraises them or gave a score, and who moderated one.

    Of those who upheld an objection only whoever had recorded it too, as the same user. Three statements.
    """
    appraisers: defaultdict[int, set[UUID]] = defaultdict(set)
    moderators: defaultdict[int, set[UUID]] = defaultdict(set)
    recorders: defaultdict[int, set[UUID]] = defaultdict(set)
    inside = {"appraisee__in": list(people)}
    for pk, person in Appraiser.objects.filter(**inside).values_list("appraisee", "person__uid").distinct():
        appraisers[pk].add(person)
    for pk, person in Score.objects.filter(**inside).order_by().values_list("appraisee", "appraiser__uid").distinct():
        appraisers[pk].add(person)
    changes = Adjustment.objects.filter(**inside).order_by()
    changed = changes.values_list("appraisee", "by__uid", "cause", "actor", "objection__recorded_by").distinct()
    for pk, person, cause, actor, recorded_by in changed:
        if cause == Adjustment.Cause.MODERATION:
            moderators[pk].add(person)
        elif actor == recorded_by:
            recorders[pk].add(person)
    found = {pk: (appraisers[pk], moderators[pk], recorders[pk]) for pk in people}
    return {pk: Around(person, *map(frozenset, found[pk])) for pk, person in people.items()}


def judges(people: Collection[UUID], day: date) -> dict[UUID, Judge]:
    """Each of the people with their close family on a day, as far as it is known."""
    family = close_families(HOUSE, day, people)
    return {person: Judge(person, family[person]) for person in people}
