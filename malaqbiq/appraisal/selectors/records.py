"""All that was entered on many people, in a handful of statements however many they are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from malaqbiq.appraisal.models import Adjustment, Appraisee, Appraiser, Attendance, Cycle, Excuse, Objection, Score
from malaqbiq.appraisal.rules.instrument import Kind
from malaqbiq.appraisal.rules.scoring import (
    AttendanceSums,
    Missing,
    Outcome,
    Record,
    Tally,
    months_to_score,
    outcome_of,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one appraised person stands: what was entered, what comes of it, excused or not, objecting or not."""

    appraisee: int
    person: UUID
    unit_code: str
    in_service: bool
    record: Record
    outcome: Outcome | Missing
    excused: bool
    objecting: bool


def standings(cycle: Cycle, appraisees: QuerySet[Appraisee], by: datetime | None = None) -> list[Standing]:
    """How each of the given appraisees of a cycle stands, in their order; with a moment, by what was entered before it.

    A score that was changed since counts from its change.
    """
    instrument, records = cycle.rules, records_of(cycle, appraisees, by)
    excused = set(_before(Excuse.objects.filter(withdrawn_at__isnull=True), appraisees, "at", by))
    objecting = set(_before(Objection.objects.filter(state=Objection.State.OPEN), appraisees, "recorded_at", by))
    rows = appraisees.values_list("pk", "person__uid", "work_unit__code", "in_service")
    return [
        Standing(
            appraisee=pk,
            person=person,
            unit_code=code,
            in_service=in_service,
            record=records[pk],
            outcome=outcome_of(instrument, records[pk]),
            excused=pk in excused,
            objecting=pk in objecting,
        )
        for pk, person, code, in_service in rows
    ]


def records_of(cycle: Cycle, appraisees: QuerySet[Appraisee], by: datetime | None = None) -> dict[int, Record]:
    """What was entered on each of the given appraisees, by their key."""
    months = cache(lambda since: months_to_score(cycle.period, since))
    tallies, attendance, adjusted = (
        _tallies(cycle, appraisees, by),
        _attendance(appraisees, by),
        _adjusted(appraisees, by),
    )
    return {
        pk: Record(months(since), tallies.get(pk, {}), attendance.get(pk), adjusted.get(pk, {}))
        for pk, since in appraisees.values_list("pk", "since")
    }


def _tallies(cycle: Cycle, appraisees: QuerySet[Appraisee], by: datetime | None) -> dict[int, dict[str, Tally]]:
    named: dict[tuple[int, str], int] = {}
    peers = [component.key for component in cycle.rules.components if component.kind is Kind.PEERS]
    if peers:
        counted = Appraiser.objects.filter(appraisee__in=appraisees.values("pk"), component__in=peers)
        rows = counted.order_by().values_list("appraisee", "component").annotate(Count("pk"))
        named = {(pk, component): count for pk, component, count in rows}
    found: defaultdict[int, dict[str, Tally]] = defaultdict(dict)
    for (pk, component), count in named.items():
        found[pk][component] = Tally(appraisers=count)
    scores = _entered(Score.objects.all(), appraisees, by)
    sums = scores.order_by().values_list("appraisee", "component").annotate(Sum("points"), Count("pk"))
    for pk, component, total, count in sums.iterator(chunk_size=5000):
        found[pk][component] = Tally(total, count, named.get((pk, component), 0))
    return found


def _attendance(appraisees: QuerySet[Appraisee], by: datetime | None) -> dict[int, AttendanceSums]:
    rows = _entered(Attendance.objects.all(), appraisees, by)
    columns = ("appraisee", "months", "working_days", "present", "leave", "sick")
    return {pk: AttendanceSums(*days) for pk, *days in rows.values_list(*columns).iterator(chunk_size=5000)}


def _adjusted(appraisees: QuerySet[Appraisee], by: datetime | None) -> dict[int, dict[str, int]]:
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    rows = Adjustment.objects.filter(appraisee__in=appraisees.values("pk")).order_by("pk")
    if by is not None:
        rows = rows.filter(at__lt=by)
    for pk, component, points in rows.values_list("appraisee", "component", "to_points"):
        found[pk][component] = points
    return found


def _entered(rows: QuerySet[Any], appraisees: QuerySet[Appraisee], by: datetime | None) -> QuerySet[Any]:
    inside = rows.filter(appraisee__in=appraisees.values("pk"))
    return inside if by is None else inside.filter(entered_at__lt=by)


def _before(rows: QuerySet[Any], appraisees: QuerySet[Appraisee], moment: str, by: datetime | None) -> QuerySet[Any]:
    inside = rows.filter(appraisee__in=appraisees.values("pk"))
    dated = inside if by is None else inside.filter(**{f"{moment}__lt": by})
    return dated.values_list("appraisee", flat=True)
