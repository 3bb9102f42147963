"""The predikat of somebody's years and his penalties, as they were recorded."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from malaqbiq.kernel.access import Role
from malaqbiq.service.models import Penalty, Predikat

READERS = (Role.SDM_OFFICER, Role.SECRETARY, Role.AUDITOR)
"""Who reads them of civil servants whose home unit he covers; everybody reads his own."""


def predikat_of(person: UUID, day: date) -> list[Predikat]:
    """The predikat of the years up to a day's, the latest first. The caller has found that the asker may read it."""
    return list(Predikat.objects.filter(person__uid=person, year__lte=day.year).order_by("-year"))


def penalties_of(person: UUID, day: date) -> list[Penalty]:
    """The penalties that began up to a day, the latest first. The caller has found that the asker may read them."""
    return list(Penalty.objects.filter(person__uid=person, valid_from__lte=day).order_by("-valid_from", "-pk"))
