"""How many of each work unit's people have come how far in a cycle: the figures of the signature board, counted by the
database.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from malaqbiq.appraisal.models import Appraisee, Cycle, Excuse, Result
from malaqbiq.appraisal.rules.drafting import DecreeKind
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.selectors.seen import end_of
from malaqbiq.appraisal.selectors.standing import decisions_resting
from malaqbiq.decrees.models import Decree, Document, Entry, SignatureEvidence
from malaqbiq.decrees.models.projection import standing_on
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.home.rules.board import GOING_ON, Cell, Line, Step
from malaqbiq.pay.models import PayTerm
from malaqbiq.pay.rules.limits import Basis
from malaqbiq.pay.selectors.groups import floor_of
from malaqbiq.pay.selectors.limits import WagesOfDay
from malaqbiq.service.effects import CONTRACT_WORKERS
from malaqbiq.service.models import Employment


@dataclass(frozen=True, slots=True)
class UnitSteps:
    """A work unit in a cycle: how many people, and each step's cell."""

    code: str
    people: int
    cells: Mapping[Step, Cell]

    def done(self, step: Step) -> int:
        """For how many the step is done."""
        return self.cells[step].done


def steps_by_unit(
    cycle: Cycle, day: date, units: Collection[str], wages: WagesOfDay | None = None
) -> dict[str, UnitSteps]:
    """The board's figures of each of the work units (codes) that is in the cycle, by code. One statement.

    Pay at the floor is counted where the day's `wages` are given. The caller has found that the asker may be told how
    far these units are.
    """
    there = Appraisee.objects.filter(cycle=cycle, in_service=True, work_unit__code__in=units)
    at_floor = _paid_at_floor(wages, day, _homes(wages, units)) if wages else None
    counted = _by_unit(alike(there, cycle, day, at_floor))
    return {code: UnitSteps(code, sum(one.people for one in rows), cells_of(rows)) for code, rows in counted.items()}


def steps_seen(
    seen: QuerySet[Appraisee], cycle: Cycle, day: date, wages: WagesOfDay, homes: Collection[str]
) -> list[Line]:
    """The board's figures of some people of a cycle, by work unit. Paid at the floor is who is so in one of the homes.

    One statement.
    """
    counted = _by_unit(alike(seen, cycle, day, _paid_at_floor(wages, day, homes)))
    return [
        Line(code, rows[0].unit_name, sum(one.people for one in rows), list(cells_of(rows).values()))
        for code, rows in sorted(counted.items())
    ]


class Alike(NamedTuple):
    """People of a work unit who have come equally far; `at_floor` is None where it wasn't asked for."""

    unit_code: str
    unit_name: str
    scored: bool
    excused: bool
    outcome: str
    way: int
    agreed: bool
    at_floor: bool | None
    people: int

    @property
    def done(self) -> Mapping[Step, bool | None]:
        """Which steps are done."""
        return {
            Step.APPRAISED: self.scored or self.excused,
            Step.DECIDED: bool(self.outcome),
            Step.DRAFTED: self.come >= DRAFTED,
            Step.ISSUED: self.come >= ISSUED,
            Step.SIGNED: self.come >= SIGNED,
            Step.CONTRACTED: self.come >= ISSUED and self.agreed,
            Step.AT_FLOOR: self.at_floor,
        }

    @property
    def come(self) -> int:
        """How far their decree has come."""
        return self.way % ENDING

    @property
    def ends(self) -> bool:
        """Whether their service ends, by decision or decree."""
        return self.outcome == Recommendation.DO_NOT_EXTEND or self.way >= ENDING


def alike(people: QuerySet[Appraisee], cycle: Cycle, day: date, at_floor: Exists | None = None) -> list[Alike]:
    """Some people of a cycle, those who have come equally far counted together. One statement.

    Each mark is asked once of each person; counting them in the database would ask each twice (SQLite evaluates what a
    group is made of once more).
    """
    marks = {**_marks(cycle, day), "at_floor": Value(None, BooleanField()) if at_floor is None else at_floor}
    marked: QuerySet[Any, Any] = people.order_by().annotate(**marks)
    rows: Counter[tuple[Any, ...]] = Counter(marked.values_list("work_unit__code", "work_unit__name", *marks))
    return [Alike._make((*row, many)) for row, many in rows.items()]


def cells_of(rows: Collection[Alike]) -> dict[Step, Cell]:
    """The cells of those who were counted."""
    people, going_on = sum(one.people for one in rows), sum(one.people for one in rows if not one.ends)
    asked = [step for step in Step if step is not Step.AT_FLOOR or any(one.at_floor is not None for one in rows)]
    return {
        step: Cell(
            step,
            sum(one.people for one in rows if one.done[step] and not (one.ends and step in GOING_ON)),
            going_on if step in GOING_ON else people,
        )
        for step in asked
    }


def _by_unit(rows: Iterable[Alike]) -> dict[str, list[Alike]]:
    found: defaultdict[str, list[Alike]] = defaultdict(list)
    for row in rows:
        found[row.unit_code].append(row)
    return found


def steps_together(units: Collection[UnitSteps]) -> UnitSteps:
    """All of the units together."""
    steps = [step for step in Step if any(step in one.cells for one in units)]
    cells = {
        step: Cell(step, sum(one.done(step) for one in units), sum(one.cells[step].total for one in units))
        for step in steps
    }
    return UnitSteps("", sum(one.people for one in units), cells)


def _marks(cycle: Cycle, day: date) -> dict[str, Any]:
    """What tells of an appraisee how far he is, as `home.selectors.board` tells it of each person."""
    until, own = end_of(day, cycle.office.zone), {"appraisee": OuterRef("pk")}
    decisions = decisions_resting(until).filter(**own).order_by("-version")
    # By their keys: an entry holds its decree's, so that the decree of nobody else's entry is looked at.
    drafts = Decree.objects.filter(uid__in=cycle.drafts.filter(drafted_at__date__lte=day).values("decree"))
    entries = Entry.objects.filter(decree__in=drafts, person=OuterRef("person")).order_by()
    signed = SignatureEvidence.objects.filter(document__decree=OuterRef("decree"), document__kind=Kind.DECREE).filter(
        Q(signed_on__isnull=True) | Q(signed_on__lte=day), withdrawn_at__isnull=True
    )
    issued = Q(decree__place__isnull=False, decree__decided_on__lte=day)
    come = Case(When(issued & Exists(signed), then=SIGNED), When(issued, then=ISSUED), default=DRAFTED)
    ending = Case(When(decree__kind=DecreeKind.END, then=ENDING), default=0)
    # Both from one look at the person's entries: on a province's pages this is what costs.
    way = entries.values("person").annotate(way=Max(come) + Max(ending)).values("way")
    agreed = Document.objects.filter(
        decree__in=drafts, kind=Kind.CONTRACT, file__isnull=False, rendered_at__date__lte=day, person=OuterRef("person")
    )
    return {
        # Until the period is closed there is no result: who was told one has it.
        "scored": Exists(Result.objects.filter(made_at__lt=until, **own)) | Q(told_on__lte=day),
        "excused": Exists(Excuse.objects.filter(withdrawn_at__isnull=True, **own)),
        "outcome": Coalesce(Subquery(decisions.values("outcome")[:1]), Value("")),
        "way": Coalesce(Subquery(way), 0),
        "agreed": Exists(agreed),
    }


DRAFTED, ISSUED, SIGNED = 1, 2, 3
"""How far a person's decree has come: the farthest of them, if there are several."""

ENDING = 10
"""Added to it where one of them ends the service."""


def _homes(wages: WagesOfDay, units: Collection[str]) -> list[str]:
    """The units of the provinces of some: who was moved since stands elsewhere in one."""
    provinces = {wages.province(code) for code in units}
    return [code for code in wages.tree.names if wages.province(code) in provinces]


def _paid_at_floor(wages: WagesOfDay, day: date, units: Collection[str]) -> Exists:
    """Whose pay is known to be at the day's floor of his home, one of the units: a condition for each floor, not for
    each person.
    """
    units_at: defaultdict[int, set[str]] = defaultdict(set)
    for code in units:
        if floor := floor_of(code, "", None, wages):
            units_at[floor].add(code)
    former = Q(floor_basis=Basis.FORMER_PAY, monthly_amount__gte=F("floor_amount"))
    held = former & Q(home__work_unit__code__in=list(units))
    for floor, homes in units_at.items():
        paid = Q(home__work_unit__code__in=homes, monthly_amount__gte=floor)
        held |= paid & ~Q(floor_basis=Basis.FORMER_PAY)
    terms = PayTerm.objects.as_of(day).annotate(home=standing_on("person__homeunit_rows", day))
    serving = Employment.objects.as_of(day).filter(status__in=CONTRACT_WORKERS, person=OuterRef("person"))
    return Exists(terms.filter(held, Exists(serving), person=OuterRef("person")))
