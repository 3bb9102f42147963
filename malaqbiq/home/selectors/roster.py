"""The roster: everybody in service on a day whom the asker may see, found, counted, ordered and shown page by page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from malaqbiq.decrees.models.projection import standing_on
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.decrees.selectors.documents import READERS
from malaqbiq.decrees.selectors.waiting import waiting_on
from malaqbiq.home.selectors.staff_row import KEEPING, StaffRow
from malaqbiq.intake.selectors.done import people_brought
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.identity import mask_nik
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.progress import batches
from malaqbiq.organization.rules.tree import Tree
from malaqbiq.pay.models import PayTerm
from malaqbiq.pay.rules.limits import Basis
from malaqbiq.pay.selectors.groups import Group, floor_of, groups_on
from malaqbiq.pay.selectors.limits import WagesOfDay, wages_of_day
from malaqbiq.people.models import Person
from malaqbiq.service.effects import CONTRACT_WORKERS, Status
from malaqbiq.service.models import DutyUnit, Employment, HomeUnit
from malaqbiq.service.rules.jobs import job_name
from malaqbiq.service.selectors.careers import decreed_after, going_on

LISTERS = (
    Role.ADMINISTRATOR,
    Role.SDM_OFFICER,
    Role.SECRETARY,
    Role.APPRAISER,
    Role.COMMISSIONER,
    Role.AUDITOR,
)
"""Who is shown lists of people. Staff see themselves."""

PAY_READERS = READERS
"""Who is shown what others are paid: who reads their decrees."""

WIDE = 2000
"""From how many people on they are walked in the order of their names instead of being gathered and sorted."""

MIRRORED = {"": "-name", "name": "-name", "-name": "name"}
"""Orders by name, and what each is from its end."""

SOON = timedelta(days=60)
AT_ONCE = 2000


class View(StrEnum):
    """The ready views of the roster."""

    ALL = ""
    CONTRACT = "ppnpn"
    UNDECREED = "undecreed"
    CITED = "cited"
    BELOW = "below"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the roster; an empty field asks nothing.

    `unit` is a work unit's code, with all below it if `below` says so. `ends_by`: the contract's last day is then or
    before, and no later term goes on from it. `picked`: only these people; `brought`: only those whom a list brought.
    """

    text: str = ""
    unit: str = ""
    below: bool = True
    status: str = ""
    ends_by: date | None = None
    view: View = View.ALL
    picked: frozenset[UUID] | None = None
    brought: UUID | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody by name, with NIP and home unit."""

    uid: UUID
    name: str
    nip: str
    unit_name: str


@dataclass
class Roster:
    """What the roster answers to `wanted`; a source of ui's lists."""

    access: Access
    day: date
    wanted: Wanted
    units: frozenset[str] = field(init=False)
    pay_units: frozenset[str] = field(init=False)
    _groups: tuple[Group, ...] = field(init=False)
    _total: int | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.units = _codes(self.access.units(*LISTERS))
        self.pay_units = _codes(self.access.units(*PAY_READERS))
        self._groups = tuple(
            group for group in groups_on(self.day) if group.unit in self.units or group.duty in self.units
        )

    @cached_property
    def wages(self) -> WagesOfDay:
        """The day's minimum wages."""
        return wages_of_day(self.access, self.day)

    @property
    def tree(self) -> Tree:
        """The work units of the day."""
        return self.wages.tree

    def count(self) -> int:
        """How many answer. One statement if a text or people are asked for, else none."""
        if self._total is None:
            alike = self._alike
            exact = not (self.wanted.text or self.wanted.picked is not None or self.wanted.brought)
            self._total = sum(group.count for group in alike) if exact or not alike else self._people(alike).count()
        return self._total

    def counts(self) -> Mapping[View, int]:
        """How many each ready view holds in the work units asked for."""
        units, soon = self._units(self.wanted), self.day + SOON
        found = dict.fromkeys(View, 0)
        for group in self._groups:
            if not _stands_in(group, units):
                continue
            found[View.ALL] += group.count
            if group.ends_by(soon):
                found[View.ENDING] += group.count
            if group.status == Status.PPNPN:
                found[View.CONTRACT] += group.count
            if group.is_undecreed:
                found[View.UNDECREED] += group.count
            if group.is_cited:
                found[View.CITED] += group.count
            if self._is_below(group):
                found[View.BELOW] += group.count
        return found

    def is_wholly(self, *roles: Role) -> bool:
        """Whether one of the roles covers every work unit that is asked for, and there is one."""
        units = self._units(self.wanted)
        return bool(units) and units <= _codes(self.access.units(*roles))

    @property
    def is_wide(self) -> bool:
        """Whether so many answer that the database orders them by name alone."""
        return self.count() > WIDE

    def rows(self, order: str, start: int, stop: int | None) -> Sequence[StaffRow]:
        """A part of the lines; two statements for each few thousand."""
        alike = self._alike
        if not alike or not self.count():
            return []
        people, total = self._people(alike), self.count()
        if order in MIRRORED and stop is not None and 2 * start > total:
            # The nearer end first: walking to a page in the last half of a country takes half as long.
            mirrored = _ordered(people, MIRRORED[order], self.day).values_list("pk", flat=True)
            pks = list(mirrored[max(0, total - stop) : total - start])[::-1]
        else:
            pks = list(_ordered(people, order, self.day).values_list("pk", flat=True)[start:stop])
        return [row for batch in batches(pks, AT_ONCE) for row in self._filled(batch)]

    @cached_property
    def _alike(self) -> list[Group]:
        """The groups that answer, but for text and people picked."""
        wanted, units = self.wanted, self._units(self.wanted)
        there = [group for group in self._groups if _stands_in(group, units)]
        if not (wanted.status or wanted.ends_by or wanted.view):
            return there
        return [group for group in there if self._answers(group, wanted)]

    def first(self, most: int) -> list[Named]:
        """The first few by name, and what tells them from others of their name. At most three statements."""
        if not self._alike:
            return []
        pks = list(_ordered(self._people(self._alike), "", self.day).values_list("pk", flat=True)[:most])
        found = {row["pk"]: row for row in _facts(pks, self.day)}
        return [
            Named(found[pk]["uid"], _full_name(found[pk]), found[pk]["nip"] or "", found[pk]["home__work_unit__name"])
            for pk in pks
        ]

    def _units(self, wanted: Wanted) -> frozenset[str]:
        if not wanted.unit:
            return self.units
        below = wanted.below and wanted.unit in self.tree
        return self.units & (self.tree.below(wanted.unit) if below else {wanted.unit})

    def _answers(self, group: Group, wanted: Wanted) -> bool:
        if wanted.status and group.status != wanted.status:
            return False
        ends_by = self._ends_by(wanted)
        if ends_by and not group.ends_by(ends_by):
            return False
        return self._is_in_view(group, wanted.view)

    def _is_in_view(self, group: Group, view: View) -> bool:
        is_in = {
            View.CONTRACT: group.status == Status.PPNPN,
            View.UNDECREED: group.is_undecreed,
            View.CITED: group.is_cited,
        }
        return self._is_below(group) if view is View.BELOW else is_in.get(view, True)

    def _is_below(self, group: Group) -> bool:
        return group.unit in self.pay_units and group.is_below(self.wages)

    def _ends_by(self, wanted: Wanted) -> date | None:
        soon = self.day + SOON if wanted.view is View.ENDING else None
        return min(filter(None, (soon, wanted.ends_by)), default=None)

    def _people(self, alike: Sequence[Group]) -> QuerySet[Person]:
        """The people of the groups, narrowed by all that is asked."""
        wanted, units = self.wanted, self._units(self.wanted)
        homes = HomeUnit.objects.as_of(self.day).filter(work_unit__code__in={group.unit for group in alike} & units)
        duties = DutyUnit.objects.as_of(self.day).filter(work_unit__code__in={group.duty for group in alike} & units)
        people = _in_units(homes, duties, wide=sum(group.count for group in alike) > WIDE)
        if jobs := self._jobs():
            people = people.filter(Exists(Employment.objects.as_of(self.day).filter(jobs, person=OuterRef("uid"))))
        if wanted.view is View.BELOW:
            people = people.filter(self._paid_below(alike))
        if wanted.picked is not None:
            people = people.filter(uid__in=wanted.picked)
        if wanted.brought is not None:
            people = people.filter(uid__in=people_brought(self.access, wanted.brought))
        return people.filter(_named(wanted.text)) if wanted.text else people

    def _jobs(self) -> Q:
        """What is asked of the employment; nothing at all where the home says enough: who has one that day serves."""
        wanted, jobs = self.wanted, Q()
        if wanted.status:
            jobs &= Q(status=wanted.status)
        if ends_by := self._ends_by(wanted):
            jobs &= Q(valid_until__lte=ends_by + DAY) & ~Q(Exists(going_on("person", "valid_until")))
        if wanted.view is View.CONTRACT:
            jobs &= Q(status=Status.PPNPN)
        if wanted.view in {View.UNDECREED, View.CITED}:
            cited = wanted.view is View.CITED
            jobs &= Q(status__in=CONTRACT_WORKERS, origin=Origin.OPENING, cited=cited)
            if not cited:
                jobs &= ~Q(Exists(decreed_after("person", "valid_until")))
        return jobs

    def _paid_below(self, alike: Iterable[Group]) -> Exists:
        """Whose term is below the floor of his home unit: a condition for each floor, not for each person."""
        units_at: defaultdict[int, set[str]] = defaultdict(set)
        for group in alike:
            if group.basis != Basis.FORMER_PAY and (floor := floor_of(group.unit, "", None, self.wages)):
                units_at[floor].add(group.unit)
        below = Q(floor_basis=Basis.FORMER_PAY, monthly_amount__lt=F("floor_amount"))
        for floor, units in units_at.items():
            wage = Q(home__work_unit__code__in=units, monthly_amount__lt=floor)
            below |= wage & ~Q(floor_basis=Basis.FORMER_PAY)
        terms = PayTerm.objects.as_of(self.day).annotate(home=standing_on("person__homeunit_rows", self.day))
        return Exists(terms.filter(below, person=OuterRef("uid")))

    def _filled(self, pks: Sequence[int]) -> list[StaffRow]:
        found = {row["pk"]: row for row in _facts(pks, self.day)}
        rows = [self._row(found[pk]) for pk in pks]
        owed = [row.uid for row in rows if row.is_worker and (row.is_undecreed or self._ends_soon(row))]
        waiting = waiting_on(self.access, owed, effects=KEEPING)
        titles = {uid: tuple(one.title for one in decrees) for uid, decrees in waiting.items()}
        return [replace(row, drafted=titles[row.uid]) if row.uid in titles else row for row in rows]

    def _ends_soon(self, row: StaffRow) -> bool:
        return row.last_day is not None and row.last_day <= self.day + SOON

    def _row(self, facts: Mapping[str, Any]) -> StaffRow:
        unit, status = facts["home__work_unit__code"], facts["job__status"]
        pays, is_worker = unit in self.pay_units, status in CONTRACT_WORKERS
        floor = floor_of(unit, facts["term__floor_basis"] or "", facts["term__floor_amount"], self.wages)
        until = facts["job__valid_until"]
        is_opened = is_worker and facts["job__origin"] == Origin.OPENING
        is_uncited = is_opened and not facts["job__cited"]
        return StaffRow(
            uid=facts["uid"],
            name=_full_name(facts),
            nip=facts["nip"] or "",
            nik=mask_nik(facts["nik"] or ""),
            status=status,
            job=facts["held__post__position_name"] or job_name(facts["job__job_family"]),
            unit_code=unit,
            unit_name=facts["home__work_unit__name"],
            duty_name=facts["duty__work_unit__name"] or "",
            since=None if facts["job__since_unknown"] else facts["job__valid_from"],
            last_day=until - DAY if until else None,
            is_undecreed=is_uncited and not facts["decreed_after"],
            decreed_from=until if is_uncited and facts["decreed_after"] else None,
            is_cited=is_opened and facts["job__cited"],
            is_worker=is_worker,
            pays=pays,
            amount=facts["term__monthly_amount"] if pays else None,
            floor=floor if pays and is_worker else None,
        )


def _full_name(facts: Mapping[str, Any]) -> str:
    return Person(**{name: facts[name] for name in ("name", "title_front", "title_back")}).full_name


def _codes(units: frozenset[str] | None) -> frozenset[str]:
    if units is None:
        raise ValueError("the roster is a user's, not a system's")
    return units


def _stands_in(group: Group, units: frozenset[str]) -> bool:
    return group.unit in units or group.duty in units


def _in_units(homes: QuerySet[HomeUnit], duties: QuerySet[DutyUnit], *, wide: bool) -> QuerySet[Person]:
    """The same people either way. Few are gathered by their units; many are walked one by one, until the page is full.

    Gathering 31,000 to show fifty takes a database a third of a second, walking them to the fiftieth a millisecond.
    """
    if not wide:
        return Person.objects.filter(uid__in=homes.values_list("person__uid").union(duties.values_list("person__uid")))
    there = {"person": OuterRef("uid")}
    return Person.objects.filter(Q(Exists(homes.filter(**there))) | Q(Exists(duties.filter(**there))))


def _named(text: str) -> Q:
    """Who answers to a text: all its words stand in the name, or it begins the NIP, or it is the whole NIK."""
    digits = text.replace(" ", "").replace(".", "")
    if digits.isascii() and digits.isdigit():
        return Q(nip__startswith=digits) | Q(nik=digits)
    found = Q()
    for word in text.split()[:6]:
        found &= Q(name__icontains=word)
    return found


def _ordered(people: QuerySet[Person], order: str, day: date) -> QuerySet[Person]:
    """By a column; people of equal value by name. What is not known comes last, either way."""
    keys = {
        "unit": (HomeUnit, "work_unit__code"),
        "status": (Employment, "status"),
        "last_day": (Employment, "valid_until"),
        "amount": (PayTerm, "monthly_amount"),
    }
    name, down = order.lstrip("-"), order.startswith("-")
    if name not in keys:
        if name != "nip":
            return people.order_by("-name", "-pk") if down else people.order_by("name", "pk")
        return people.order_by(F("nip").desc(nulls_last=True) if down else F("nip").asc(nulls_last=True), "pk")
    model, column = keys[name]
    stands = model.objects.as_of(day).filter(person=OuterRef("uid")).values(column)[:1]
    by = F("key").desc(nulls_last=True) if down else F("key").asc(nulls_last=True)
    return people.annotate(key=Subquery(stands)).order_by(by, "name", "pk")


def _facts(pks: Sequence[int], day: date) -> QuerySet[Any, Any]:
    people: QuerySet[Any, Any] = Person.objects.filter(pk__in=pks).annotate(
        job=standing_on("employment_rows", day),
        home=standing_on("homeunit_rows", day),
        duty=standing_on("dutyunit_rows", day),
        held=standing_on("postheld_rows", day),
        term=standing_on("payterm_rows", day),
        decreed_after=Exists(decreed_after("uid", "job__valid_until")),
    )
    return people.values(
        *("decreed_after", "pk", "uid", "name", "title_front", "title_back", "nip", "nik"),
        *("job__status", "job__job_family", "job__origin", "job__valid_from", "job__valid_until"),
        *("job__since_unknown", "job__cited"),
        *("home__work_unit__code", "home__work_unit__name", "duty__work_unit__name", "held__post__position_name"),
        *("term__monthly_amount", "term__floor_basis", "term__floor_amount"),
    )
