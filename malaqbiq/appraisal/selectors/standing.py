"""The results and decisions that stand: of each person the latest version, as known at the end of a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from malaqbiq.appraisal.models import Cycle, Decision, Result
from malaqbiq.appraisal.selectors.seen import appraisees_seen, end_of
from malaqbiq.kernel.access import Access


def quoted(decision: Decision | None, result: Result | None) -> str:
    """How a form quotes the decision and the result that stand on somebody: their versions, 0 for none."""
    return f"{decision.version if decision else 0}.{result.version if result else 0}"


def results_standing(*, access: Access, cycle: Cycle, on: date) -> QuerySet[Result]:
    """Of each person seen the result that stood at the end of a day, with the person and work unit at hand."""
    seen = appraisees_seen(access=access, cycle=cycle, on=on).values("pk")
    made = Result.objects.filter(made_at__lt=end_of(on, cycle.office.zone))
    return latest(made).filter(appraisee__in=seen).select_related("appraisee__person", "appraisee__work_unit")


def decisions_standing(*, access: Access, cycle: Cycle, on: date) -> QuerySet[Decision]:
    """Of each person seen the decision that stood at the end of a day."""
    seen = appraisees_seen(access=access, cycle=cycle, on=on).values("pk")
    decided = Decision.objects.filter(decided_at__lt=end_of(on, cycle.office.zone))
    return latest(decided).filter(appraisee__in=seen).select_related("appraisee__person", "appraisee__work_unit")


def decisions_resting(by: datetime | None = None) -> QuerySet[Decision]:
    """Decisions on the result that stands, by what was made and decided before a moment if one is given.

    Whose result changed since (an objection was upheld) has none, and is to be decided on anew; the excused, on whom
    something is decided without a result, have theirs. Narrow it by the appraisee before it is evaluated.
    """
    rests_on = Coalesce(OuterRef("result__version"), 0)
    newer = Result.objects.filter(appraisee=OuterRef("appraisee"), version__gt=rests_on)
    decided = Decision.objects.all()
    if by is not None:
        newer, decided = newer.filter(made_at__lt=by), decided.filter(decided_at__lt=by)
    return decided.filter(~Exists(newer))


def latest(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of each person's rows the one with the highest version."""
    newer = rows.filter(appraisee=OuterRef("appraisee"), version__gt=OuterRef("version"))
    return rows.filter(~Exists(newer)).order_by("appraisee__work_unit__code", "appraisee")
