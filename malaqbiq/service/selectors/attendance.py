"""Attendance as an office recorded it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from malaqbiq.service.models import Attendance


def attendance_of(person: UUID, day: date, *, months: int = 12) -> list[Attendance]:
    """The last recorded months of a person up to a day, latest first. The caller has found that the asker may know."""
    return list(Attendance.objects.filter(person__uid=person, month__lte=day).order_by("-month")[:months])
