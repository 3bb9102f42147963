"""The floor and the ceiling of many people's pay at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from malaqbiq.decrees.models import Entry
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.progress import batches
from malaqbiq.kernel.reading import once
from malaqbiq.organization.models import UnitProfile
from malaqbiq.organization.rules.tree import ROOT, Tree
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.pay.models import PayTerm
from malaqbiq.pay.rules.limits import (
    SEAT_OF_ROOT,
    Basis,
    FormerPay,
    Limit,
    Limits,
    PastTerm,
    ceiling_limit,
    former_pay,
    former_pay_limit,
    no_ceiling,
    wage_limit,
)
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.ceilings import Ceilings
from malaqbiq.regulations.rules.floors import Floor, Floors
from malaqbiq.regulations.rules.rows import FloorLevel
from malaqbiq.regulations.selectors import floors_and_ceilings, wage_floors
from malaqbiq.service.effects import Status
from malaqbiq.service.models import Employment

AT_ONCE = 5000
"""How many people one query is asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose limits are asked for: of which work unit (by code), serving as what, for pay from which day.

    `basis` former_pay is for a PPPK paruh waktu whose decree names former pay; otherwise the minimum wage holds.
    """

    person: UUID
    unit_code: str
    status: str
    job_family: str
    day: date
    basis: str = ""


@dataclass(slots=True, kw_only=True)
class WagesOfDay:
    """The minimum wages, floor policies and provinces of one day: read once, then asked for each work unit."""

    floors: Floors
    policies: Mapping[str, str]
    tree: Tree
    _wages: dict[str, Floor | Missing] = field(default_factory=dict)
    _floors: dict[str, Limit] = field(default_factory=dict)

    def province(self, unit_code: str) -> str:
        """The province in which a work unit stands on the day."""
        return province_on(self.tree, unit_code)

    def wage(self, unit_code: str) -> Floor | Missing:
        """The minimum wage that the work unit's policy names."""
        if unit_code not in self._wages:
            policy, province = FloorLevel(self.policies.get(unit_code, FloorLevel.UMP)), self.province(unit_code)
            place = unit_code if policy == FloorLevel.UMK else f"ump:{province}"
            if place not in self._wages:
                self._wages[place] = self.floors.under(policy, region=unit_code, province=province)
            self._wages[unit_code] = self._wages[place]
        return self._wages[unit_code]

    def floor(self, unit_code: str) -> Limit:
        """The same as a limit of pay."""
        if unit_code not in self._floors:
            self._floors[unit_code] = wage_limit(self.wage(unit_code))
        return self._floors[unit_code]


@dataclass(slots=True, kw_only=True)
class LawOfDay(WagesOfDay):
    """What `WagesOfDay` tells, and the ceilings of the day."""

    ceilings: Ceilings
    _ceilings: dict[tuple[str, str], Limit] = field(default_factory=dict)

    def ceiling(self, unit_code: str, status: str, job_family: str) -> Limit:
        """The most that a job family of a work unit may be paid."""
        if status == Status.PPPK_PARUH_WAKTU:
            return no_ceiling(status)
        place = (unit_code, job_family)
        if place not in self._ceilings:
            found = self.ceilings.of(job_family, self.province(unit_code), self.wage(unit_code))
            self._ceilings[place] = ceiling_limit(found)
        return self._ceilings[place]


def province_on(tree: Tree, unit_code: str) -> str:
    """The province whose minimum wage holds for a work unit on a tree's day."""
    if unit_code == ROOT:
        return SEAT_OF_ROOT
    found = tree.province_of(unit_code) if unit_code in tree else None
    return found or unit_code.partition(".")[0]


@once
def wages_of_day(access: Access, day: date) -> WagesOfDay:
    """What minimum wages and the offices' policies are on a day, in three statements, whatever the number of units.

    A policy is that of the day's budget year, else of the last year before for which the unit has a profile; without
    any it is the UMP.
    """
    return WagesOfDay(floors=wage_floors(access, day=day), policies=_policies(day), tree=unit_tree(access, day=day))


@once
def law_of_day(access: Access, day: date) -> LawOfDay:
    """What the law and the offices' policies say on a day, in a few statements, whatever the number of people."""
    floors, ceilings = floors_and_ceilings(access, day=day)
    return LawOfDay(floors=floors, policies=_policies(day), tree=unit_tree(access, day=day), ceilings=ceilings)


def _policies(day: date) -> dict[str, str]:
    return {code: policy for year, code, policy in _all_policies() if year <= day.year}


@once
def _all_policies() -> list[tuple[int, str, str]]:
    """Every unit's policy of every year, the latest year last: a page asks for several days."""
    return list(UnitProfile.objects.order_by("year").values_list("year", "unit__code", "floor_policy"))


def limits_of(access: Access, asked: Sequence[Asked]) -> list[Limits]:
    """Floor and ceiling for each, in the order asked. What is not known is said by name, never zero.

    Statements grow with the number of different days, not with people.
    """
    laws = {day: law_of_day(access, day) for day in {item.day for item in asked}}
    formers = former_pays(item.person for item in asked if item.basis == Basis.FORMER_PAY)
    return [_limits(item, laws[item.day], formers) for item in asked]


def former_pays(people: Iterable[UUID]) -> dict[UUID, FormerPay]:
    """What each was last paid as non-ASN staff, as known now or before an own decree mended it (`former_pay`).

    Who is not known to have been is left out.
    """
    found: dict[UUID, FormerPay] = {}
    for batch in batches(sorted(set(people)), AT_ONCE):
        for person, terms in _past_terms(batch).items():
            if former := former_pay(terms):
                found[person] = former
    return found


def _limits(asked: Asked, law: LawOfDay, formers: Mapping[UUID, FormerPay]) -> Limits:
    if asked.basis == Basis.FORMER_PAY:
        floor = former_pay_limit(formers.get(asked.person))
    else:
        floor = law.floor(asked.unit_code)
    return Limits(floor, law.ceiling(asked.unit_code, asked.status, asked.job_family))


def _past_terms(people: Collection[UUID]) -> dict[UUID, list[PastTerm]]:
    """The terms of each as known now, and those of openings and others' decrees that own decrees struck."""
    rows = PayTerm.objects.filter(person__uid__in=people)
    struck = rows.exclude(origin=Origin.OWN).filter(known_until__isnull=False, entry__in=_mended_by_own(people))
    services = Employment.objects.filter(person__uid__in=people)
    found = _placed(rows.known(), services.known(), struck=False)
    for person, terms in _placed(struck, services, struck=True).items():
        found.setdefault(person, []).extend(terms)
    return found


def _mended_by_own(people: Collection[UUID]) -> QuerySet[Any, Any]:
    own = Entry.objects.filter(person__uid__in=people, place__isnull=False, decree__origin=Origin.OWN)
    return own.filter(mends__isnull=False).values("mends")


def _placed(rows: Iterable[PayTerm], services: Iterable[Employment], *, struck: bool) -> dict[UUID, list[PastTerm]]:
    """Each term with the status in which the person served when it started."""
    served: dict[UUID, list[Employment]] = {}
    for row in services:
        served.setdefault(row.person_id, []).append(row)
    terms: dict[UUID, list[PastTerm]] = {}
    for term in rows:
        for row in served.get(term.person_id, ()):
            if row.valid_from <= term.valid_from and (row.valid_until is None or term.valid_from < row.valid_until):
                amount, entry = term.monthly_amount, term.entry_id
                past = PastTerm(row.status, amount, entry, term.valid_from, term.valid_until, struck=struck)
                terms.setdefault(term.person_id, []).append(past)
    return terms
