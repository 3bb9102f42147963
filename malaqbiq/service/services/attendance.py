"""What is recorded of service without a decree: attendance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.days import days_require
from malaqbiq.kernel.progress import batches
from malaqbiq.organization.models import WorkUnit
from malaqbiq.service.models import Attendance

BATCH = 1000
FIGURES = ("working_days", "present", "late", "leave", "sick", "absent")


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """A person's month in days; `month` is its first day. `leave` is izin and cuti, `absent` alpa."""

    person: UUID
    month: date
    working_days: int
    present: int
    late: int = 0
    leave: int = 0
    sick: int = 0
    absent: int = 0


@transaction.atomic
def attendance_record(*, access: Access, unit: UUID, rows: Sequence[AttendanceRow], source: str) -> int:
    """Record a unit's attendance; a month recorded before is replaced. Returns how many rows differ from before."""
    code = WorkUnit.objects.values_list("code", flat=True).get(uid=unit)
    access.require(code, Role.SDM_OFFICER)
    days_require(*(row.month for row in rows))
    changed = [row for batch in batches(rows, BATCH) for row in _unlike(batch)]
    found = [_attendance(access, row, source) for row in changed]
    Attendance.objects.bulk_create(
        found,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["person", "month"],
        update_fields=[*FIGURES, "source", "entered_by", "entered_at"],
    )
    if found:
        detail: dict[str, Json] = {"rows": len(found)}
        if len(months := {row.month for row in found}) == 1:
            detail["month"] = months.pop().isoformat()
        activity_record(access=access, action="service.attendance", unit_code=code, detail=detail)
    return len(found)


def _unlike(rows: Sequence[AttendanceRow]) -> list[AttendanceRow]:
    months, people = {row.month for row in rows}, {row.person for row in rows}
    known = Attendance.objects.filter(month__in=months, person__uid__in=people)
    before = {(row[0], row[1]): row[2:] for row in known.values_list("person__uid", "month", *FIGURES)}
    return [row for row in rows if before.get((row.person, row.month)) != _figures(row)]


def _figures(row: AttendanceRow) -> tuple[int, ...]:
    return (row.working_days, row.present, row.late, row.leave, row.sick, row.absent)


def _attendance(access: Access, row: AttendanceRow, source: str) -> Attendance:
    figures = dict(zip(FIGURES, _figures(row), strict=True))
    return Attendance(
        person_id=row.person,
        month=row.month,
        source=source,
        entered_by=access.actor,
        entered_at=clock.now(),
        **figures,
    )
