"""The desk: own decrees on their way from a draft to a signature, in columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, CharField, Count, Exists, F, Min, OuterRef, Q, QuerySet, Value, When

from malaqbiq.decrees.models import Decree, Entry, SignatureEvidence
from malaqbiq.decrees.registry import composers, year_costs
from malaqbiq.decrees.rules.costs import YearCost
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.decrees.selectors.documents import READERS
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.organization.selectors import unit_tree

AT_ONCE = 12
"""Cards that a column shows; the rest is a list."""


class Step(StrEnum):
    """Where a decree stands on its way."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ISSUED = "issued"
    """issued, and no evidence of a signature is kept yet"""
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Card:
    """A decree on the desk: people and work units in it, and the pay that it sets, None where it sets none."""

    decree: Decree
    people: int
    units: int
    unit: str
    cost: YearCost | None
    compose: str

    @property
    def uid(self) -> UUID:
        """The decree's."""
        return self.decree.uid


@dataclass(frozen=True, slots=True)
class Pile:
    """The decrees of one step: how many in all, and the first cards."""

    step: Step
    total: int
    cards: Sequence[Card]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.cards)


def desk_decrees(access: Access) -> QuerySet[Any, Any]:
    """Own decrees of the offices that a reader's grants cover, each with its `step`; of other offices those that are
    issued and wholly about his work units: their papers are his to hand out.
    """
    wet = SignatureEvidence.objects.filter(
        document__decree=OuterRef("pk"), document__kind=Kind.DECREE, withdrawn_at__isnull=True
    )
    signed = When(Exists(wet), then=Value(Step.SIGNED.value))
    step = Case(
        When(state=Decree.State.ISSUED, then=Case(signed, default=Value(Step.ISSUED.value))), default=F("state")
    )
    found = Decree.objects.filter(origin=Origin.OWN)
    units = access.units(*READERS)
    found = found if units is None else found.filter(_of(access, units))
    return found.annotate(step=Case(When(pk__gt=0, then=step), output_field=CharField())).select_related("office")


def _of(access: Access, units: frozenset[str]) -> Q:
    """Of these offices, or issued by one above them, wholly about these work units: no other office is looked into."""
    tree = unit_tree(access, day=clock.today(settings.TIME_ZONE))
    above = {office for code in units if code in tree for office in tree.lineage(code)} - units
    if not above:
        return Q(office__code__in=units)
    entries = Entry.objects.filter(decree=OuterRef("pk")).order_by()
    ours, others = entries.filter(work_unit__code__in=units), entries.exclude(work_unit__code__in=units)
    about = Q(Exists(ours), ~Exists(others), state=Decree.State.ISSUED)
    return Q(office__code__in=units | above) & (Q(office__code__in=units) | about)


def desk(access: Access) -> list[Pile]:
    """The piles in their order. Four statements, whatever the number of decrees."""
    keys: defaultdict[str, list[int]] = defaultdict(list)
    for key, step in desk_decrees(access).order_by(F("place").desc(nulls_last=True), "pk").values_list("pk", "step"):
        keys[step].append(key)
    shown = {step: own[:AT_ONCE] for step, own in keys.items()}
    found = Decree.objects.select_related("office").in_bulk([key for own in shown.values() for key in own])
    cards = {card.decree.pk: card for card in cards_of(list(found.values()))}
    return [Pile(step, len(keys[step]), [cards[key] for key in shown.get(step, [])]) for step in Step]


def cards_of(decrees: Sequence[Decree]) -> list[Card]:
    """The decrees as cards, in two statements."""
    keys = [decree.pk for decree in decrees]
    counts, costs = _counts(keys), year_costs(keys)
    return [_card(decree, counts, costs) for decree in decrees]


@dataclass(frozen=True, slots=True)
class _Count:
    people: int
    units: int
    unit: str


def _counts(decrees: Collection[int]) -> dict[int, _Count]:
    entries: QuerySet[Any, Any] = Entry.objects.filter(decree__in=decrees).order_by().values_list("decree")
    rows = entries.annotate(
        people=Count("person", distinct=True), units=Count("work_unit", distinct=True), unit=Min("work_unit__name")
    )
    return {key: _Count(people, units, unit) for key, people, units, unit in rows}


def _card(decree: Decree, counts: Mapping[int, _Count], costs: Mapping[int, YearCost]) -> Card:
    count = counts.get(decree.pk, _Count(0, 0, ""))
    draft = decree.state == Decree.State.DRAFT
    return Card(
        decree=decree,
        people=count.people,
        units=count.units,
        unit=count.unit if count.units == 1 else decree.office.name,
        cost=costs.get(decree.pk),
        compose=composers().get(decree.kind, "") if draft else "",
    )
