"""How many of each work unit's people have come how far in a cycle: the figures of the signature board, counted by the
database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

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
    there = Appraisee.objects.filter(cycle=cycle, in_service=True, work_unit__code__in=units).order_by()
    at_floor = _paid_at_floor(wages, day, _homes(wages, units)) if wages else None
    rows: QuerySet[Any, Any] = there.values("work_unit__code").annotate(**counted(cycle, day, at_floor))
    return {row["work_unit__code"]: _unit(row) for row in rows}


def steps_seen(
    seen: QuerySet[Appraisee], cycle: Cycle, day: date, wages: WagesOfDay, homes: Collection[str]
) -> list[Line]:
    """The board's figures of some people of a cycle, by work unit. Paid at the floor is who is so in one of the homes.

    One statement.
    """
    counts = counted(cycle, day, _paid_at_floor(wages, day, homes))
    by_unit: QuerySet[Any, Any] = seen.order_by("work_unit__code").values("work_unit__code", "work_unit__name")
    return [
        Line(row["work_unit__code"], row["work_unit__name"], row["people"], list(cells_of(row).values()))
        for row in by_unit.annotate(**counts)
    ]


def counted(cycle: Cycle, day: date, at_floor: Exists | None = None) -> dict[str, Any]:
    """What an aggregate of appraisees counts for `cells_of`."""
    marks = _marks(cycle, day)
    if at_floor is not None:
        marks[Step.AT_FLOOR] = Q(at_floor)
    stays = ~marks["ends"]
    counts: dict[str, Any] = {"people": Count("pk"), "going_on": Count("pk", filter=stays)}
    for step in Step:
        if step in marks:
            done = marks[step] & stays if step in GOING_ON else marks[step]
            counts[step.value] = Count("pk", filter=done)
    return counts


def cells_of(row: Mapping[str, Any]) -> dict[Step, Cell]:
    """The cells of what was counted."""
    return {
        step: Cell(step, row[step.value], row["going_on"] if step in GOING_ON else row["people"])
        for step in Step
        if step.value in row
    }


def steps_together(units: Collection[UnitSteps]) -> UnitSteps:
    """All of the units together."""
    steps = [step for step in Step if any(step in one.cells for one in units)]
    cells = {
        step: Cell(step, sum(one.done(step) for one in units), sum(one.cells[step].total for one in units))
        for step in steps
    }
    return UnitSteps("", sum(one.people for one in units), cells)


def _unit(row: Mapping[str, Any]) -> UnitSteps:
    return UnitSteps(row["work_unit__code"], row["people"], cells_of(row))


def _marks(cycle: Cycle, day: date) -> dict[str, Q]:
    """What tells of an appraisee that a step is done, as `home.selectors.board` tells it of each person."""
    until, own = end_of(day, cycle.office.zone), {"appraisee": OuterRef("pk")}
    decisions = decisions_resting(until).filter(**own).order_by("-version")
    outcome = Coalesce(Subquery(decisions.values("outcome")[:1]), Value(""))
    # By their keys: an entry holds its decree's, so that the decree of nobody else's entry is looked at.
    drafts = Decree.objects.filter(uid__in=cycle.drafts.filter(drafted_at__date__lte=day).values("decree"))
    entries = Entry.objects.filter(decree__in=drafts, person=OuterRef("person"))
    issued = entries.filter(decree__place__isnull=False, decree__decided_on__lte=day)
    signed = SignatureEvidence.objects.filter(document__decree=OuterRef("decree"), document__kind=Kind.DECREE).filter(
        Q(signed_on__isnull=True) | Q(signed_on__lte=day), withdrawn_at__isnull=True
    )
    agreed = Document.objects.filter(
        decree__in=drafts, kind=Kind.CONTRACT, file__isnull=False, rendered_at__date__lte=day
    )
    scored = Q(Exists(Result.objects.filter(made_at__lt=until, **own)))
    return {
        Step.APPRAISED: scored | Q(Exists(Excuse.objects.filter(withdrawn_at__isnull=True, **own))),
        Step.DECIDED: Q(Exists(decisions)),
        Step.DRAFTED: Q(Exists(entries)),
        Step.ISSUED: Q(Exists(issued)),
        Step.SIGNED: Q(Exists(issued.filter(Exists(signed)))),
        Step.CONTRACTED: Q(Exists(issued)) & Q(Exists(agreed.filter(person=OuterRef("person")))),
        "ends": Q(Exact(outcome, Value(Recommendation.DO_NOT_EXTEND.value)))
        | Q(Exists(entries.filter(decree__kind=DecreeKind.END))),
    }


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
