"""What an asker may see of a cycle: the work units of their roles, those whom they appraise, and themselves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from malaqbiq.appraisal.models import Appraisee, Appraiser, Cycle, Draft
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.reading import once
from malaqbiq.organization.models import WorkUnit

READERS = (Role.SDM_OFFICER, Role.SECRETARY, Role.AUDITOR)
"""Roles that see everybody's appraisal in the work units that they cover."""

KEEPERS = (Role.SDM_OFFICER, Role.SECRETARY)
"""Roles that run a cycle in the work units that they cover."""


def cycles_seen(*, access: Access, on: date) -> QuerySet[Cycle]:
    """Cycles of which the asker sees anything, opened by the end of a day (in UTC, as their zones differ)."""
    opened = (
        Cycle.objects.filter(opened_at__lt=end_of(on, "UTC")).select_related("office").order_by("-service_on", "pk")
    )
    if access.everything:
        return opened
    return opened.filter(_inside(access))


def cycle_of_units(units: Collection[str], on: date) -> Cycle | None:
    """The newest cycle opened by the end of a day in which staff of the work units (codes) are; None without one.

    For figures without names: the caller has found that the asker may be told how far these units are.
    """
    inside = Appraisee.objects.filter(cycle=OuterRef("pk"), in_service=True, work_unit__code__in=units)
    opened = Cycle.objects.filter(Exists(inside), opened_at__lt=end_of(on, "UTC")).select_related("office")
    return opened.order_by("-service_on", "pk").first()


@once
def cycle_seen(*, access: Access, cycle: UUID, on: date | None = None) -> Cycle:
    """The cycle, with how many decrees were `drafted` from it.

    Cycle.DoesNotExist if there is none by the end of that day or the asker sees nothing of it.
    """
    drafts = Draft.objects.filter(cycle=OuterRef("pk")).order_by().values("cycle")
    drafted = Subquery(drafts.annotate(many=Count("decree", distinct=True)).values("many"))
    seen = cycles_seen(access=access, on=on or date.max - DAY)
    return seen.annotate(drafted=Coalesce(drafted, Value(0))).get(uid=cycle)


def appraisees_seen(*, access: Access, cycle: Cycle, on: date | None = None) -> QuerySet[Appraisee]:
    """Those of a cycle whom the asker may see, in order of work unit. With a day: none before the cycle was opened."""
    found = Appraisee.objects.filter(cycle=cycle).select_related("work_unit").order_by("work_unit__code", "pk")
    if on is not None and cycle.opened_at >= end_of(on, cycle.office.zone):
        return found.none()
    return found if access.everything else found.filter(_mine(access))


def end_of(day: date, zone: str) -> datetime:
    """The first moment after a day in a zone."""
    return datetime.combine(day + DAY, time(), ZoneInfo(zone))


def _inside(access: Access) -> Q:
    """Cycles over the asker's work units, or with somebody in them whom the asker may see.

    A condition for each reason, since each has its index: one for all of them reads everybody whom any cycle appraises.
    """
    units, people = access.units(*READERS) or (), Appraisee.objects.filter(cycle=OuterRef("pk"))
    covered = people.filter(work_unit__in=WorkUnit.objects.filter(code__in=units).values("uid"))
    inside = Q(office__code__in=units) | Q(Exists(covered))
    if access.person is not None:
        appraised = Appraiser.objects.filter(person__uid=access.person, appraisee__cycle=OuterRef("pk"))
        inside |= Q(Exists(people.filter(person__uid=access.person))) | Q(Exists(appraised))
    return inside


def _mine(access: Access) -> Q:
    seen = Q(work_unit__code__in=access.units(*READERS) or ())
    if access.person is not None:
        appraised = Appraiser.objects.filter(appraisee=OuterRef("pk"), person__uid=access.person)
        seen = seen | Q(person__uid=access.person) | Q(Exists(appraised))
    return seen
