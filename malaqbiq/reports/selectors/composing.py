"""What a work unit's report on a month would say now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, Q

from malaqbiq.decrees.models import Projection
from malaqbiq.decrees.models.projection import ProjectionQuerySet
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.kernel.periods import DAY, Period
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.models import PayMonth, PayTerm
from malaqbiq.reports.rules.content import DAYS, Content, Facts, Job, composed
from malaqbiq.service.effects import CONTRACT_WORKERS
from malaqbiq.service.models import Attendance, Employment, HomeUnit

P = TypeVar("P", bound=Projection)


def content_now(unit: WorkUnit, of: Period) -> Content:
    """The report as the decrees known now and the recorded attendance tell it, by name. Four statements.

    The caller has found that the asker may read the unit's reports.
    """
    return content_named(unit, of)[0]


def content_named(unit: WorkUnit, of: Period) -> tuple[Content, Mapping[UUID, str]]:
    """As `content_now`, with what its people are called. Four statements too."""
    around = Period(of.start - DAY, of.end + DAY if of.end else None)
    homes: defaultdict[UUID, list[Period]] = defaultdict(list)
    told, closed = PayMonth.objects.filter(work_unit=unit, month=of.start), False
    rows = _around(HomeUnit.objects.known(), around).filter(work_unit=unit).annotate(is_closed=Exists(told))
    names: dict[UUID, str] = {}
    for home in rows.select_related("person").order_by("person__name", "person"):
        names[home.person_id] = home.person.full_name
        homes[home.person_id].append(_days(home))
        closed = home.is_closed
    people = list(homes)
    jobs: defaultdict[UUID, list[Job]] = defaultdict(list)
    workers = _around(Employment.objects.known(), around).filter(person__uid__in=people, status__in=CONTRACT_WORKERS)
    for row in workers:
        job = Job(_days(row), row.status, row.job_family, row.origin == Origin.OPENING and not row.cited)
        jobs[row.person_id].append(job)
    pays: defaultdict[UUID, list[tuple[Period, int]]] = defaultdict(list)
    for term in _around(PayTerm.objects.known(), around).filter(person__uid__in=people):
        pays[term.person_id].append((_days(term), term.monthly_amount))
    attended = _attended(people, of.start)
    facts = (Facts(one, homes[one], jobs[one], pays[one], attended.get(one)) for one in people if jobs[one])
    return composed(unit.code, of, facts, closed=closed if people else told.exists()), names


def _around(rows: ProjectionQuerySet[P], period: Period) -> ProjectionQuerySet[P]:
    """The rows that stand on any day of a period."""
    found = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=period.start))
    return found.filter(valid_from__lt=period.end) if period.end else found


def _days(row: Projection) -> Period:
    return Period(row.valid_from, row.valid_until)


def _attended(people: Sequence[UUID], month: date) -> dict[UUID, dict[str, int]]:
    rows = Attendance.objects.filter(person__uid__in=people, month=month)
    return {row.person_id: {name: getattr(row, name) for name in DAYS} for row in rows}
