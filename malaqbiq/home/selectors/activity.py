"""Who did what, when, to whom, as far as the asker's grants cover it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from malaqbiq.accounts.selectors import actor_names
from malaqbiq.decrees.models import Decree
from malaqbiq.home.rules.activity import told
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.models import Activity
from malaqbiq.organization.models import WorkUnit
from malaqbiq.people.selectors import people_visible

READERS = (Role.ADMINISTRATOR, Role.AUDITOR, Role.SDM_OFFICER, Role.SECRETARY)


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the log in the reader's language; `whom` names a person or decree, if the asker sees it."""

    uid: UUID
    at: datetime
    who: str
    what: str
    whom: str
    address: str
    unit: str


def activities_seen(access: Access, day: date) -> QuerySet[Activity]:
    """The log up to the end of a day, newest first: of the work units that a reader covers, and one's own acts."""
    units = access.units(*READERS)
    until = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(settings.TIME_ZONE))
    found = Activity.objects.filter(at__lt=until).order_by("-at", "-pk")
    return found if units is None else found.filter(Q(unit_code__in=units) | Q(actor=access.actor))


def deeds(access: Access, day: date, rows: Iterable[Activity]) -> Sequence[Deed]:
    """Lines of the log with names in place of uids, in four statements."""
    rows = list(rows)
    subjects = {row.subject_uid for row in rows if row.subject_uid}
    people = dict(people_visible(access, day).filter(uid__in=subjects).values_list("uid", "name"))
    units = access.units()
    seen = Decree.objects.filter(uid__in=subjects)
    seen = seen if units is None else seen.filter(office__code__in=units)
    decrees = {uid: number or title for uid, number, title in seen.values_list("uid", "number", "title")}
    users = actor_names({row.actor for row in rows})
    names = dict(WorkUnit.objects.filter(code__in={row.unit_code for row in rows}).values_list("code", "name"))
    return [
        Deed(
            uid=row.uid,
            at=row.at,
            who=users[row.actor],
            what=gettext(told(row.action)),
            whom=people.get(row.subject_uid) or decrees.get(row.subject_uid) or "" if row.subject_uid else "",
            address=_address(row.subject_uid, people, decrees),
            unit=names.get(row.unit_code, ""),
        )
        for row in rows
    ]


def _address(subject: UUID | None, people: dict[UUID, str], decrees: dict[UUID, str]) -> str:
    if subject in people:
        return reverse("person", args=[subject])
    return reverse("decree", args=[subject]) if subject in decrees else ""
