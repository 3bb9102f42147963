"""What the attendance records of service say about the appraised months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from malaqbiq.appraisal.models import Appraisee, Cycle
from malaqbiq.appraisal.rules.scoring import AttendanceSums, months_to_score
from malaqbiq.kernel.progress import batches
from malaqbiq.service.models import Attendance

PEOPLE_AT_ONCE = 5000


def recorded_attendance(*, cycle: Cycle, appraisees: QuerySet[Appraisee]) -> dict[UUID, AttendanceSums]:
    """For each of the given appraisees with any record: their days over the months to be scored.

    A few statements for each set of months that people have in common.
    """
    months = cache(lambda since: months_to_score(cycle.period, since))
    alike: defaultdict[tuple[str, ...], list[UUID]] = defaultdict(list)
    for person, since in appraisees.values_list("person__uid", "since"):
        alike[months(since)].append(person)
    found: dict[UUID, AttendanceSums] = {}
    for asked, people in alike.items():
        for batch in batches(people, PEOPLE_AT_ONCE):
            found.update(_sums(batch, [date.fromisoformat(f"{month}-01") for month in asked]))
    return found


def _sums(people: Sequence[UUID], months: Sequence[date]) -> dict[UUID, AttendanceSums]:
    rows = Attendance.objects.filter(person__uid__in=people, month__in=months).order_by().values_list("person__uid")
    figures = ("working_days", "present", "leave", "sick")
    counted = rows.annotate(Count("pk"), *(Sum(figure) for figure in figures))
    return {person: AttendanceSums(*sums) for person, *sums in counted}
