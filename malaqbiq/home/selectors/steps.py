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
from malaqbiq.decrees.models import Document, Entry, SignatureEvidence
from malaqbiq.decrees.models.projection import standing_on
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.home.rules.board import GOING_ON, Cell, Step
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
    marks = _marks(cycle, day)
    if wages:
        marks[Step.AT_FLOOR] = marks[Step.ISSUED] & Q(_paid_at_floor(wages, day, units))
    stays = ~marks["ends"]
    counts: dict[str, Any] = {"people": Count("pk"), "going_on": Count("pk", filter=stays)}
    for step in Step:
        if step in marks:
            done = marks[step] & stays if step in GOING_ON else marks[step]
            counts[step.value] = Count("pk", filter=done)
    there = Appraisee.objects.filter(cycle=cycle, in_service=True, work_unit__code__in=units).order_by()
    rows: QuerySet[Any, Any] = there.values("work_unit__code").annotate(**counts)
    return {row["work_unit__code"]: _unit(row) for row in rows}


def steps_together(units: Collection[UnitSteps]) -> UnitSteps:
    """All of the units together."""
    steps = [step for step in Step if any(step in one.cells for one in units)]
    cells = {
        step: Cell(step, sum(one.done(step) for one in units), sum(one.cells[step].total for one in units))
        for step in steps
    }
    return UnitSteps("", sum(one.people for one in units), cells)


def _unit(row: Mapping[str, Any]) -> UnitSteps:
    cells = {
        step: Cell(step, row[step.value], row["going_on"] if step in GOING_ON else row["people"])
        for step in Step
        if step.value in row
    }
    return UnitSteps(row["work_unit__code"], row["people"], cells)


def _marks(cycle: Cycle, day: date) -> dict[str, Q]:
    """What tells of an appraisee that a step is done, as `home.selectors.board` tells it of each person."""
    until, own = end_of(day, cycle.office.zone), {"appraisee": OuterRef("pk")}
    decisions = decisions_resting(until).filter(**own).order_by("-version")
    outcome = Coalesce(Subquery(decisions.values("outcome")[:1]), Value(""))
    drafts = cycle.drafts.filter(drafted_at__date__lte=day).values("decree")
    entries = Entry.objects.filter(decree__uid__in=drafts, person=OuterRef("person"))
    issued = entries.filter(decree__place__isnull=False, decree__decided_on__lte=day)
    signed = SignatureEvidence.objects.filter(document__decree=OuterRef("decree"), document__kind=Kind.DECREE).filter(
        Q(signed_on__isnull=True) | Q(signed_on__lte=day), withdrawn_at__isnull=True
    )
    agreed = Document.objects.filter(
        decree__uid__in=drafts, kind=Kind.CONTRACT, file__isnull=False, rendered_at__date__lte=day
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


def _paid_at_floor(wages: WagesOfDay, day: date, units: Collection[str]) -> Exists:
    """Whose pay is known to be at the day's floor of his home unit: a condition for each floor, not for each person.

    Homes are looked for in the provinces of the units: who was moved since stands elsewhere in one.
    """
    provinces = {wages.province(code) for code in units}
    units_at: defaultdict[int, set[str]] = defaultdict(set)
    for code in wages.tree.names:
        if wages.province(code) in provinces and (floor := floor_of(code, "", None, wages)):
            units_at[floor].add(code)
    held = Q(floor_basis=Basis.FORMER_PAY, monthly_amount__gte=F("floor_amount"))
    for floor, homes in units_at.items():
        paid = Q(home__work_unit__code__in=homes, monthly_amount__gte=floor)
        held |= paid & ~Q(floor_basis=Basis.FORMER_PAY)
    terms = PayTerm.objects.as_of(day).annotate(home=standing_on("person__homeunit_rows", day))
    serving = Employment.objects.as_of(day).filter(status__in=CONTRACT_WORKERS, person=OuterRef("person"))
    return Exists(terms.filter(held, Exists(serving), person=OuterRef("person")))
