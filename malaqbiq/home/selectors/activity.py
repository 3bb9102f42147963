"""Who did what, when, to whom, as far as the asker's grants cover it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, When
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from malaqbiq.accounts.selectors import actor_names, actors_named
from malaqbiq.decrees.models import Decree
from malaqbiq.home.rules.activity import IMPORT, TECHNICAL, told
from malaqbiq.intake.selectors.uploads import imports_seen
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.models import Activity
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.people.models import Person
from malaqbiq.people.selectors import people_visible

READERS = (Role.ADMINISTRATOR, Role.AUDITOR, Role.SDM_OFFICER, Role.SECRETARY)


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the log in the reader's language; `whom` names a person, decree or list, if the asker sees it."""

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


def activities_asked(
    seen: QuerySet[Activity],
    *,
    about: str = "",
    who: str = "",
    unit: str = "",
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[Activity]:
    """Of the lines that one sees those on a topic, by whoever is so named, of a unit, between days (both counted)."""
    zone = ZoneInfo(settings.TIME_ZONE)
    if about:
        seen = seen.filter(action__startswith=f"{about}.")
    if who:
        seen = seen.filter(actor__in=actors_named(who))
    if unit:
        seen = seen.filter(unit_code=unit)
    if first:
        seen = seen.filter(at__gte=datetime.combine(first, time(), zone))
    return seen.filter(at__lt=datetime.combine(last + timedelta(days=1), time(), zone)) if last else seen


def recent_deeds(access: Access, day: date, most: int) -> Sequence[Deed]:
    """The newest acts of the log, without those that are a part of another (of bringing in a list) or technical.

    One statement with the names of people and decrees, one for those of users; one more where a list came in.
    """
    acts = activities_seen(access, day).exclude(action__in=TECHNICAL).filter(detail__within__isnull=True)
    newest = acts.values("pk")[:most]
    # The few are found first: else a database names everybody in the log before it takes the newest.
    named = Activity.objects.filter(pk__in=newest).order_by("-at", "-pk")
    people, decrees = _subjects(access, day)
    own = {"uid": OuterRef("subject_uid")}
    rows = named.annotate(
        person=Subquery(people.filter(**own).values("name")[:1]),
        decree=Subquery(decrees.filter(**own).values_list(DECREE_NAME)[:1]),
        list=Subquery(imports_seen(access, date.max).filter(**own).values("file_name")[:1]),
    )
    found = list(rows)
    people_named = {row.subject_uid: row.person for row in found if row.subject_uid and row.person}
    decrees_named = {row.subject_uid: row.decree for row in found if row.subject_uid and row.decree}
    lists_named = {row.subject_uid: row.list for row in found if row.subject_uid and row.list is not None}
    return _deeds(access, day, found, _Named(people_named, decrees_named, lists_named))


def deeds(access: Access, day: date, rows: Iterable[Activity]) -> Sequence[Deed]:
    """Lines of the log with names in place of uids, in three statements; one more where a work unit has gone since."""
    rows = list(rows)
    uids = {row.subject_uid for row in rows if row.subject_uid}
    people, decrees = _subjects(access, day)
    brought = {row.subject_uid for row in rows if row.subject_uid and row.action == IMPORT}
    lists = imports_seen(access, date.max).filter(uid__in=brought) if brought else ()
    named = _Named(
        dict(people.filter(uid__in=uids).values_list("uid", "name")),
        dict(decrees.filter(uid__in=uids).values_list("uid", DECREE_NAME)),
        {one.uid: one.file_name for one in lists},
    )
    return _deeds(access, day, rows, named)


@dataclass(frozen=True, slots=True)
class _Named:
    """What people, decrees and lists are called, as far as the asker sees them."""

    people: Mapping[UUID, str]
    decrees: Mapping[UUID, str]
    lists: Mapping[UUID, str]

    def whom(self, uid: UUID) -> tuple[str, str]:
        """What a subject is called, and the address of its page; both empty for what is none of these."""
        if uid in self.people:
            return self.people[uid], reverse("person", args=[uid])
        if uid in self.decrees:
            return self.decrees[uid], reverse("decree", args=[uid])
        if uid in self.lists:
            return self.lists[uid] or gettext("A list without a name"), reverse("import-done", args=[uid])
        return "", ""


def _deeds(access: Access, day: date, rows: Sequence[Activity], named: _Named) -> Sequence[Deed]:
    users = actor_names({row.actor for row in rows})
    units = _unit_names(access, day, {row.unit_code for row in rows})
    found = []
    for row in rows:
        whom, address = named.whom(row.subject_uid) if row.subject_uid else ("", "")
        found.append(Deed(row.uid, row.at, users[row.actor], _what(row), whom, address, units.get(row.unit_code, "")))
    return found


def _what(row: Activity) -> str:
    """What was done; of a list how many people or rows it brought."""
    accepted = row.detail.get("accepted")
    if row.action != IMPORT or not isinstance(accepted, int):
        return gettext(told(row.action))
    if not accepted:
        return gettext("imported a list in which nothing was new")
    if row.detail.get("kind") == "employees":
        return ngettext("imported %(count)s person", "imported %(count)s people", accepted) % {"count": accepted}
    return ngettext("imported a list of %(count)s row", "imported a list of %(count)s rows", accepted) % {
        "count": accepted
    }


def _subjects(access: Access, day: date) -> tuple[QuerySet[Person], QuerySet[Decree]]:
    """The people and the decrees that the asker sees."""
    decrees, units = Decree.objects.all(), access.units()
    return people_visible(access, day), decrees if units is None else decrees.filter(office__code__in=units)


DECREE_NAME = Case(When(number="", then=F("title")), default=F("number"), output_field=CharField())
"""What a decree is called: by its number, before it has one by its title."""


def _unit_names(access: Access, day: date, codes: Collection[str]) -> Mapping[str, str]:
    """What the work units are called: mostly as the day's tree says, which was read already."""
    names = unit_tree(access, day=day).names
    gone = [code for code in codes if code and code not in names]
    return {**names, **dict(WorkUnit.objects.filter(code__in=gone).values_list("code", "name"))} if gone else names
