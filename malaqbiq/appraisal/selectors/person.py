"""One person's results over the cycles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from malaqbiq.appraisal.models import Objection, Result
from malaqbiq.appraisal.rules.instrument import Step
from malaqbiq.appraisal.rules.points import score_of
from malaqbiq.appraisal.selectors.seen import READERS, end_of
from malaqbiq.appraisal.selectors.standing import decisions_resting
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import DAY


@dataclass(frozen=True, slots=True)
class PersonResult:
    """A result that stood at the end of a day, of a cycle over a period, and what was decided on it, if anything.

    What was decided on an earlier version of it is not. `objection` is the last one raised by then, `objected` how far
    it is, `ruled_at` when it was decided.
    """

    cycle: UUID
    title: str
    first_day: date
    last_day: date
    score: Decimal
    verdict: str
    recommendation: str
    decided: str
    told_on: date | None
    objection: UUID | None
    objected: str
    ruled_at: datetime | None


def results_of(access: Access, day: date, person: UUID) -> list[PersonResult]:
    """The last results of a person by the end of a day, of cycles in which the asker may see him, latest first.

    What was not told yet is for the readers of the work unit alone. One statement.
    """
    by = end_of(day, "UTC")
    made = Result.objects.filter(appraisee__person__uid=person, appraisee__in_service=True, made_at__lt=by)
    newer = Result.objects.filter(appraisee=OuterRef("appraisee"), version__gt=OuterRef("version"), made_at__lt=by)
    if (units := access.units(*READERS)) is not None:
        seen = Q(appraisee__work_unit__code__in=units)
        if access.person == person:
            seen |= Q(appraisee__told_on__lte=day)
        made = made.filter(seen)
    decided = decisions_resting(by).filter(appraisee=OuterRef("appraisee")).order_by("-version")
    raised = Objection.objects.filter(appraisee=OuterRef("appraisee"), raised_on__lte=day).order_by("-pk")
    rows = made.filter(~Exists(newer)).annotate(
        decided=Subquery(decided.values("outcome")[:1]),
        raised=Subquery(raised.values("uid")[:1]),
        raised_state=Subquery(raised.values("state")[:1]),
        ruled_at=Subquery(raised.values("decided_at")[:1]),
    )
    latest = rows.select_related("appraisee__cycle").order_by("-appraisee__cycle__period_end", "-pk")[:5]
    return [
        PersonResult(
            cycle=row.appraisee.cycle.uid,
            title=row.appraisee.cycle.title,
            first_day=row.appraisee.cycle.period_start,
            last_day=row.appraisee.cycle.period_end - DAY,
            score=score_of(row.points),
            verdict=next((band.title for band in _bands(row) if band.key == row.verdict), row.verdict),
            recommendation=row.recommendation,
            decided=row.decided or "",
            told_on=row.appraisee.told_on,
            objection=row.raised,
            objected=row.raised_state or "",
            ruled_at=row.ruled_at,
        )
        for row in latest
    ]


def _bands(row: Result) -> tuple[Step, ...]:
    return row.appraisee.cycle.rules.bands
