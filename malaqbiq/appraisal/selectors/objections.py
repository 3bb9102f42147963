"""Objections: which wait for a decision, and what was decided."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When

from malaqbiq.appraisal.models import Objection
from malaqbiq.appraisal.selectors.seen import READERS
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import DAY

OPEN_FIRST = ("is_settled", "last_day", "pk")


def objections_seen(*, access: Access, on: date = date.max - DAY) -> QuerySet[Objection]:
    """The objections of people in the work units that the asker's roles see, raised by a day; open ones first."""
    rows = Objection.objects.filter(raised_on__lte=on).select_related(
        "person", "decided_by", "appraisee__work_unit", "appraisee__cycle__office"
    )
    units = access.units(*READERS)
    if units is not None:
        rows = rows.filter(appraisee__work_unit__code__in=units)
    settled = Case(When(state=Objection.State.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.annotate(is_settled=settled).order_by(*OPEN_FIRST)


def objection_seen(*, access: Access, objection: UUID) -> Objection:
    """One objection; Objection.DoesNotExist for one of somebody in a foreign work unit."""
    return objections_seen(access=access).get(uid=objection)
