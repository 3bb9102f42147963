"""Where staff of work units stand in their working life, for what falls due next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from malaqbiq.decrees.models import Entry
from malaqbiq.decrees.models.projection import standing_on
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.decrees.selectors.ledger import follows_ledger
from malaqbiq.kernel.periods import DAY, Period
from malaqbiq.people.models import Person
from malaqbiq.people.rules import full_name
from malaqbiq.service.effects import CONTRACT_WORKERS, Ended, Status
from malaqbiq.service.models import Employment, HomeUnit

MANY = 100
"""Beyond so many work units nearly everybody has his home in one: gathering them costs more than it leaves out."""

LAPSED = timedelta(days=90)
"""How long a contract that ran out with no decree is asked about: our own choice."""

DAYS_KEPT = 8
"""For how many days asked about a process keeps what it counted."""


@dataclass(frozen=True, slots=True)
class Career:
    """A civil servant or PPPK in service: birth date, level of the post (empty without one), rank and since when.

    `ranked_since` is None where nobody has told it. `is_servant`: a PNS, who rises in rank and pay by years.
    """

    uid: UUID
    name: str
    unit: str
    birth_date: date | None
    level: str
    grade: str
    ranked_since: date | None
    is_servant: bool


def careers_on(units: Collection[str], day: date) -> list[Career]:
    """Everybody in service on a day as PNS or PPPK with his home in one of the work units, by unit and name.

    One statement. The caller has found that the asker may read of these units.
    """
    people = Person.objects.annotate(
        job=standing_on("employment_rows", day),
        home=standing_on("homeunit_rows", day),
        held=standing_on("postheld_rows", day),
        ranked=standing_on("rank_rows", day),
    )
    # Found by the units first: else everybody of the country is walked.
    here = HomeUnit.objects.as_of(day).filter(work_unit__code__in=units).values("person")
    serving = people.filter(job__status__in=(Status.PNS, Status.PPPK), home__isnull=False, uid__in=here)
    facts = ("uid", "name", "title_front", "title_back", "birth_date", "home__work_unit__code", "job__status")
    of_post = ("held__post__level", "ranked__grade", "ranked__valid_from", "ranked__since_unknown")
    rows = serving.order_by("home__work_unit__code", "name", "uid").values(*facts, *of_post)
    return [_career(row) for row in rows]


def contract_ends(units: Collection[str], period: Period) -> list[tuple[str, date, int]]:
    """Work unit, last day, and how many contracts end on it in a period that no later term goes on from.

    By day and unit. One statement after a decree was issued, none while the ledger stands where it stood. The caller
    has found that the asker may read of these units.
    """
    return list(_ends_in(frozenset(units), period))


@follows_ledger(8 * DAYS_KEPT)
def _ends_in(units: frozenset[str], period: Period) -> tuple[tuple[str, date, int], ...]:
    goes_on = Exists(going_on("person", "valid_until"))
    rows = _ends(units, period).filter(~goes_on).values_list("unit", "valid_until").annotate(count=Count("pk"))
    return tuple((code, end - DAY, count) for code, end, count in rows if end)


def going_on(person: str, end: str) -> QuerySet[Employment]:
    """Terms known that go on from an outer query's contract: its person's, from the first day out of it on (`end`)."""
    return Employment.objects.known().filter(person=OuterRef(person), valid_from=OuterRef(end))


def decreed_after(person: str, end: str) -> QuerySet[Employment]:
    """Those of them that a decree tells of: who serves by the opening alone is owed none any more."""
    return going_on(person, end).exclude(origin=Origin.OPENING, cited=False)


def contracts_lapsed(units: Collection[str], day: date) -> tuple[int, date] | None:
    """How many people's contracts have run out within `LAPSED` days with no decree that extends or ends them, and the
    last day of the latest; None if there is nobody.

    One statement after a decree was issued, none while the ledger stands where it stood. The caller has found that the
    asker may read of these units.
    """
    return _lapsed(frozenset(units), day)


@follows_ledger(8 * DAYS_KEPT)
def _lapsed(units: frozenset[str], day: date) -> tuple[int, date] | None:
    serves = Employment.objects.known().filter(person=OuterRef("person"), valid_from__gte=OuterRef("valid_until"))
    ended = Entry.objects.filter(
        person=OuterRef("person"), effect=Ended.name, effective_on=OuterRef("valid_until"), place__isnull=False
    )
    found = _ends(units, Period(day - LAPSED, day)).filter(~Exists(serves), ~Exists(ended)).order_by()
    told = found.aggregate(count=Count("person", distinct=True), end=Max("valid_until"))
    return (told["count"], told["end"] - DAY) if told["count"] else None


def _ends(units: Collection[str], period: Period) -> Any:
    """Contracts whose last day lies in a period, with the home unit of that day (`unit`)."""
    ends = Employment.objects.known().filter(status__in=CONTRACT_WORKERS, valid_until__gt=period.start)
    if len(units) <= MANY:
        # Found by the units first: in a country thousands of contracts end on the same day.
        ends = ends.filter(person__in=HomeUnit.objects.known().filter(work_unit__code__in=units).values("person"))
    if period.end:
        ends = ends.filter(valid_until__lte=period.end)
    homes = HomeUnit.objects.known().filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=OuterRef("valid_until")),
        person=OuterRef("person"),
        valid_from__lt=OuterRef("valid_until"),
    )
    unit = Subquery(homes.order_by("-valid_from").values("work_unit__code")[:1])
    return ends.annotate(unit=unit).filter(unit__in=units).order_by("valid_until", "unit")


def _career(row: dict[str, Any]) -> Career:
    return Career(
        uid=row["uid"],
        name=full_name(row["title_front"], row["name"], row["title_back"]),
        unit=row["home__work_unit__code"],
        birth_date=row["birth_date"],
        level=row["held__post__level"] or "",
        grade=row["ranked__grade"] or "",
        ranked_since=None if row["ranked__since_unknown"] else row["ranked__valid_from"],
        is_servant=row["job__status"] == Status.PNS,
    )
