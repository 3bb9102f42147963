"""Who did what, when, to whom, as far as the asker's grants cover it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from malaqbiq.accounts.selectors import actor_names, actors_named
from malaqbiq.decrees.models import Decree
from malaqbiq.home.rules.activity import IMPORT, TECHNICAL, told
from malaqbiq.home.selectors.subjects import subject_columns, subject_of, subjects_named
from malaqbiq.intake.selectors.uploads import imports_seen
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.models import Activity
from malaqbiq.kernel.speech import named
from malaqbiq.kernel.words import Named
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
    times: int = 1
    """How many of the same sort in a row this line stands for."""
    alike: Sequence[tuple[str, str, int]] = ()
    """Where these were about several things, each with its page and how often; empty if all were about the same."""


WINDOW = 64
"""The newest acts that are looked through for a short view: of one sort in a row they are one line."""


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
    """The newest acts of the log, without those that are a part of another (of bringing in a list) or technical; of one
    sort by one person in a row, on one day and in one work unit, they are one.

    One statement with the names of people and decrees, one for those of users; one more where a list came in.
    """
    acts = activities_seen(access, day).exclude(action__in=TECHNICAL).filter(detail__within__isnull=True)
    newest = acts.values("pk")[:WINDOW]
    # The few are found first: else a database names everybody in the log before it takes the newest.
    newest_acts = Activity.objects.filter(pk__in=newest).order_by("-at", "-pk")
    people, decrees = _subjects(access, day)
    own = {"uid": OuterRef("subject_uid")}
    rows = newest_acts.annotate(
        person=Subquery(people.filter(**own).values("name")[:1]),
        decree=Subquery(decrees.filter(**own).values_list(DECREE_NAME)[:1]),
        **subject_columns(),
        list=Subquery(imports_seen(access, date.max).filter(**own).values("file_name")[:1]),
    )
    found = list(rows)
    people_named = {row.subject_uid: row.person for row in found if row.subject_uid and row.person}
    decrees_named = {row.subject_uid: row.decree for row in found if row.subject_uid and row.decree}
    lists_named = {row.subject_uid: row.list for row in found if row.subject_uid and row.list is not None}
    others = {row.subject_uid: subject_of(access, row) for row in found if row.subject_uid}
    named_all = _Named(people_named, decrees_named, lists_named, others)
    return _folded(found, _deeds(access, day, found, named_all))[:most]


def _folded(rows: Sequence[Activity], told: Sequence[Deed]) -> list[Deed]:
    found: list[Deed] = []
    for _sort, group in groupby(zip(rows, told, strict=True), key=_sort_of):
        first, *others = (deed for _row, deed in group)
        about = Counter((deed.whom, deed.address) for deed in (first, *others))
        alike = [(*thing, times) for thing, times in about.items()] if len(about) > 1 else ()
        found.append(replace(first, times=1 + len(others), alike=alike))
    return found


def _sort_of(pair: tuple[Activity, Deed]) -> tuple[str, str, str, date]:
    row, deed = pair
    return row.actor, row.action, row.unit_code, timezone.localtime(deed.at).date()


def deeds(access: Access, day: date, rows: Iterable[Activity]) -> Sequence[Deed]:
    """Lines of the log with names in place of uids, in three statements; one more where a work unit has gone since."""
    rows = list(rows)
    uids = {row.subject_uid for row in rows if row.subject_uid}
    people, decrees = _subjects(access, day)
    brought = {row.subject_uid for row in rows if row.subject_uid and row.action == IMPORT}
    lists = imports_seen(access, date.max).filter(uid__in=brought) if brought else ()
    subjects = _Named(
        dict(people.filter(uid__in=uids).values_list("uid", "name")),
        dict(decrees.filter(uid__in=uids).values_list("uid", DECREE_NAME)),
        {one.uid: one.file_name for one in lists},
    )
    return _deeds(access, day, rows, subjects.with_others(access, uids))


@dataclass(frozen=True, slots=True)
class _Named:
    """What people, decrees and lists are called, as far as the asker sees them."""

    people: Mapping[UUID, str]
    decrees: Mapping[UUID, str]
    lists: Mapping[UUID, str]
    others: Mapping[UUID, tuple[str, str]] = field(default_factory=dict)

    def with_others(self, access: Access, uids: Collection[UUID]) -> _Named:
        """The same with what else the subjects are; one statement if there is anything else."""
        left = set(uids) - self.people.keys() - self.decrees.keys() - self.lists.keys()
        return replace(self, others=subjects_named(access, left))

    def whom(self, uid: UUID) -> tuple[str, str]:
        """What a subject is called, and the address of its page; both empty for what is none of these."""
        if uid in self.people:
            return self.people[uid], reverse("person", args=[uid])
        if uid in self.decrees:
            return self.decrees[uid], reverse("decree", args=[uid])
        if uid in self.lists:
            return self.lists[uid] or gettext("A list without a name"), reverse("import-done", args=[uid])
        return self.others.get(uid, ("", ""))


def _deeds(access: Access, day: date, rows: Sequence[Activity], subjects: _Named) -> Sequence[Deed]:
    users = actor_names({row.actor for row in rows})
    units = _unit_names(access, day, {row.unit_code for row in rows})
    found = []
    for row in rows:
        whom, address = subjects.whom(row.subject_uid) if row.subject_uid else ("", "")
        whom = ", ".join(filter(None, (whom, *_told_beside(row))))
        found.append(Deed(row.uid, row.at, users[row.actor], _what(row), whom, address, units.get(row.unit_code, "")))
    return found


def _told_beside(row: Activity) -> Iterator[str]:
    """Of which month, year, level or how many papers and rows it was, where the line says so."""
    month, detail = str(row.detail.get("month", "")), row.detail
    yield named(Named("month", month[:7])) if month else ""
    yield str(detail.get("year", ""))
    yield str(detail.get("level", ""))
    if isinstance(papers := detail.get("documents"), int):
        yield ngettext("%(count)s paper", "%(count)s papers", papers) % {"count": papers}
    if isinstance(rows := detail.get("rows"), int):
        yield ngettext("%(count)s row", "%(count)s rows", rows) % {"count": rows}


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
