"""All that was entered on many people, in a handful of statements however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Sum, Value

from malaqbiq.appraisal.models import (
    Adjustment,
    Appraisee,
    Appraiser,
    Attendance,
    Cycle,
    Decision,
    Excuse,
    Objection,
    Score,
)
from malaqbiq.appraisal.rules.instrument import Instrument, Kind
from malaqbiq.appraisal.rules.scoring import (
    AttendanceSums,
    Missing,
    Outcome,
    Record,
    Tally,
    months_to_score,
    outcome_of,
)
from malaqbiq.appraisal.selectors.standing import decisions_resting


@dataclass(frozen=True, slots=True)
class Standing:
    """How one appraised person stands: what was entered, what comes of it, excused or not, objecting or not.

    `named` says whether anybody is to score them, `told` and `read` whether they were told and say that they have read,
    `decided` whether something is decided on the result that stands, `anew` that it was, but the result changed since,
    `rejected` whether an objection was: nobody objects again then.
    """

    appraisee: int
    person: UUID
    name: str
    unit_code: str
    unit_name: str
    in_service: bool
    record: Record
    outcome: Outcome | Missing
    excused: bool
    objecting: bool
    named: bool
    told: bool
    read: bool
    decided: bool
    anew: bool
    rejected: bool
    told_on: date | None


def standings(cycle: Cycle, appraisees: QuerySet[Appraisee], by: datetime | None = None) -> list[Standing]:
    """How each of the given appraisees of a cycle stands, in their order; with a moment, by what was entered before it.

    A score that was changed since counts from its change. Three statements, and one more where peers score.
    """
    inside = {"appraisee": OuterRef("pk")}
    excuses = _until(Excuse.objects.filter(**inside, withdrawn_at__isnull=True), "at", by)
    objections = _until(Objection.objects.filter(**inside, state=Objection.State.OPEN), "recorded_at", by)
    once = _until(Decision.objects.filter(**inside), "decided_at", by)
    resting = decisions_resting(by).filter(**inside)
    rejections = _until(Objection.objects.filter(**inside, state=Objection.State.REJECTED), "decided_at", by)
    marks = (excuses, objections, Appraiser.objects.filter(**inside), resting, once, rejections)
    facts = ("pk", "person__uid", "person__name", "work_unit__code", "work_unit__name", "in_service")
    rows = list(appraisees.values_list(*facts, "since", "told_on", "read_at", *map(Exists, marks)))
    instrument = cycle.rules
    records = _records(cycle, appraisees, {row[0]: row[6] for row in rows}, by)
    return [_standing(instrument, records[row[0]], by, row) for row in rows]


def _standing(instrument: Instrument, record: Record, by: datetime | None, row: tuple[Any, ...]) -> Standing:
    *who, in_service, _since, told_on, read_at, excused, objecting, named, decided, once, rejected = row
    read = read_at is not None and (by is None or read_at < by)
    told = told_on is not None and (by is None or told_on <= (by - timedelta(seconds=1)).date())
    outcome = outcome_of(instrument, record)
    pk, person, name, code, unit = who
    marks = (excused, objecting, named, told, read, decided, once and not decided, rejected)
    return Standing(pk, person, name, code, unit, in_service, record, outcome, *marks, told_on)


def records_of(cycle: Cycle, appraisees: QuerySet[Appraisee]) -> dict[int, Record]:
    """What was entered on each of the given appraisees, by their key."""
    return _records(cycle, appraisees, dict(appraisees.values_list("pk", "since")), None)


def _records(
    cycle: Cycle, appraisees: QuerySet[Appraisee], since: Mapping[int, date | None], by: datetime | None
) -> dict[int, Record]:
    months = cache(lambda day: months_to_score(cycle.period, day))
    (tallies, adjusted), attendance = _points(cycle, appraisees, by), _attendance(appraisees, by)
    return {
        pk: Record(months(day), tallies.get(pk, {}), attendance.get(pk), adjusted.get(pk, {}))
        for pk, day in since.items()
    }


Tallies = Mapping[int, dict[str, Tally]]
Adjusted = Mapping[int, dict[str, int]]


def _points(cycle: Cycle, appraisees: QuerySet[Appraisee], by: datetime | None) -> tuple[Tallies, Adjusted]:
    """By appraisee and component: the scores, and the points that the last adjustment set. One statement for both."""
    named: dict[tuple[int, str], int] = {}
    peers = [component.key for component in cycle.rules.components if component.kind is Kind.PEERS]
    if peers:
        counted = Appraiser.objects.filter(appraisee__in=appraisees.values("pk"), component__in=peers)
        rows = counted.order_by().values_list("appraisee", "component").annotate(Count("pk"))
        named = {(pk, component): count for pk, component, count in rows}
    tallies: defaultdict[int, dict[str, Tally]] = defaultdict(dict)
    adjusted: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for (pk, component), count in named.items():
        tallies[pk][component] = Tally(appraisers=count)
    scores = _entered(Score.objects.all(), appraisees, by).order_by().values_list("appraisee", "component")
    sums = scores.annotate(points_in_all=Sum("points"), many=Count("pk"))
    for pk, component, points, many in sums.union(_adjustments(appraisees, by), all=True).iterator(chunk_size=5000):
        if many:
            tallies[pk][component] = Tally(points, many, named.get((pk, component), 0))
        else:
            adjusted[pk][component] = points
    return tallies, adjusted


def _adjustments(appraisees: QuerySet[Appraisee], by: datetime | None) -> QuerySet[Any, Any]:
    """The last adjustment of each component, in the columns of the scores' sums: told apart by a count of 0."""
    rows = Adjustment.objects.filter(appraisee__in=appraisees.values("pk"))
    rows = rows if by is None else rows.filter(at__lt=by)
    later = Adjustment.objects.filter(appraisee=OuterRef("appraisee"), component=OuterRef("component"))
    later = (later if by is None else later.filter(at__lt=by)).filter(pk__gt=OuterRef("pk"))
    last = rows.filter(~Exists(later)).order_by().values_list("appraisee", "component")
    return last.annotate(points_in_all=F("to_points"), many=Value(0))


def _attendance(appraisees: QuerySet[Appraisee], by: datetime | None) -> dict[int, AttendanceSums]:
    rows = _entered(Attendance.objects.all(), appraisees, by)
    columns = ("appraisee", "months", "working_days", "present", "leave", "sick")
    return {pk: AttendanceSums(*days) for pk, *days in rows.values_list(*columns).iterator(chunk_size=5000)}


def _entered(rows: QuerySet[Any], appraisees: QuerySet[Appraisee], by: datetime | None) -> QuerySet[Any]:
    inside = rows.filter(appraisee__in=appraisees.values("pk"))
    return inside if by is None else inside.filter(entered_at__lt=by)


def _until(rows: QuerySet[Any], moment: str, by: datetime | None) -> QuerySet[Any]:
    return rows if by is None else rows.filter(**{f"{moment}__lt": by})
