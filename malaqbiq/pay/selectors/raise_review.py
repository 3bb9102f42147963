"""What "Susun draf" would do: the raises of a day, less what is drafted already, and the decrees that would be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.selectors.issuers import issuers
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.pay.rules.raises import Due, RaisePlan
from malaqbiq.pay.selectors.choosing import UnitChoice, unit_choice
from malaqbiq.pay.selectors.raises import raise_plan

KIND = "pay-adjustment"
"""The kind of decree that carries out raises, as regulations call it."""


@dataclass(frozen=True, slots=True)
class DraftForeseen:
    """A decree to be: which office issues it, for whose staff (by code), and for whom."""

    office: str
    units: tuple[str, ...]
    people: tuple[Due, ...]

    @property
    def cost(self) -> int:
        """Rupiah in the budget year."""
        return sum(item.cost.gross for item in self.people)


@dataclass(frozen=True, slots=True)
class RaiseReview:
    """The plan of a day, and the drafts that would be made of it.

    `pending` are the people for whom a draft waits already. `unnamed` are units for which the law table names no
    issuer; `foreign` are offices that must draft themselves, since the asker is no SDM officer there. `choice` says of
    which work units it is the plan.
    """

    plan: RaisePlan
    drafts: tuple[DraftForeseen, ...]
    pending: frozenset[UUID]
    unnamed: tuple[str, ...]
    foreign: tuple[str, ...]
    names: Mapping[str, str]
    choice: UnitChoice

    @property
    def people(self) -> int:
        """For how many people drafts would be made."""
        return sum(len(draft.people) for draft in self.drafts)

    @property
    def cost(self) -> int:
        """What they cost in the budget year, in rupiah."""
        return sum(draft.cost for draft in self.drafts)

    @property
    def monthly(self) -> int:
        """What all raises of the plan add a month, in rupiah."""
        return sum(item.more for unit in self.plan.units for item in unit.due)

    @property
    def digest(self) -> str:
        """What is agreed to by pressing the button: another one is another act."""
        return f"{self.plan.day}:{len(self.drafts)}:{self.people}:{self.cost}"


def open_raise_drafts(day: date) -> QuerySet[Decree]:
    """The drafts for raises of a day that are not issued yet."""
    return Decree.objects.filter(source_key__startswith=f"raise:{day}:").exclude(state=Decree.State.ISSUED)


def people_drafted(day: date) -> frozenset[UUID]:
    """Whose raise of a day is drafted and not issued yet."""
    drafted = Entry.objects.filter(decree__in=open_raise_drafts(day))
    return frozenset(drafted.values_list("person__uid", flat=True))


def raise_review(access: Access, day: date, *, unit: str = "") -> RaiseReview:
    """The raises of a day in the work units whose pay the asker may read, and the drafts that he may make of them.

    `unit` narrows as in `unit_choice`: of a whole country one province at a time.
    """
    tree = unit_tree(access, day=day)
    choice = unit_choice(access, tree, unit)
    plan = raise_plan(access, day, units=choice.codes, only_below=True)
    pending = people_drafted(day)
    waiting = {unit.unit_code: tuple(one for one in unit.due if one.person not in pending) for unit in plan.units}
    codes = [code for code, people in waiting.items() if people]
    issued_by = issuers(access, kind=KIND, codes=codes, day=day)
    offices = {code: issuer.office for code, issuer in issued_by.items()}
    mine = {
        code
        for code, office in offices.items()
        if access.covers(office, Role.SDM_OFFICER) and access.covers(code, Role.SDM_OFFICER)
    }
    return RaiseReview(
        plan=plan,
        drafts=tuple(DraftForeseen(offices[code], (code,), waiting[code]) for code in codes if code in mine),
        pending=pending,
        unnamed=tuple(code for code in codes if code not in offices),
        foreign=tuple(sorted({offices[code] for code in codes if code in offices and code not in mine})),
        names=dict(tree.names),
        choice=choice,
    )
