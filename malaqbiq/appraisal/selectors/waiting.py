"""Whose scores of whom a cycle waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from malaqbiq.appraisal.models import Appraisee, Appraiser, Cycle, Excuse, Score
from malaqbiq.appraisal.selectors.seen import READERS, cycle_seen
from malaqbiq.kernel.access import Access


@dataclass(frozen=True, slots=True)
class Owing:
    """An appraiser, and the people of whom he has not given all scores."""

    person: UUID
    name: str
    people: tuple[str, ...]


def scores_owed(*, access: Access, cycle: UUID, unit: str, on: date) -> tuple[Cycle, list[Owing]]:
    """The appraisers who owe scores of people in the asker's units (or in one of them), by name; two statements."""
    seen = cycle_seen(access=access, cycle=cycle, on=on)
    people = Appraisee.objects.filter(cycle=seen, in_service=True, told_on__isnull=True)
    codes = access.units(*READERS)
    people = people if codes is None else people.filter(work_unit__code__in=codes)
    people = people.filter(work_unit__code=unit) if unit else people
    given = Score.objects.filter(appraisee=OuterRef("appraisee"), component=OuterRef("component"))
    excused = Excuse.objects.filter(appraisee=OuterRef("appraisee"), withdrawn_at__isnull=True)
    rows = Appraiser.objects.filter(~Exists(given), ~Exists(excused), appraisee__in=people)
    columns = ("person__uid", "person__name", "appraisee__person__name")
    found: dict[tuple[UUID, str], list[str]] = {}
    for uid, name, whom in rows.order_by("person__name", "person", "appraisee__person__name").values_list(*columns):
        found.setdefault((uid, name), []).append(whom)
    return seen, [Owing(uid, name, tuple(dict.fromkeys(whom))) for (uid, name), whom in found.items()]
