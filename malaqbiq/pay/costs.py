"""What decrees set in pay, told to the rooms below."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Count, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, ExtractYear

from malaqbiq.decrees.models import Entry
from malaqbiq.decrees.rules.costs import YearCost
from malaqbiq.kernel.periods import Period
from malaqbiq.organization.models import UnitProfile
from malaqbiq.pay.effects import TermSet
from malaqbiq.pay.rules.months import PaidSpan
from malaqbiq.pay.rules.raises import year_cost


def costs(decrees: Collection[int]) -> Iterator[tuple[int, YearCost]]:
    """What each decree (by its key) sets for people who are paid alike. One statement.

    By the rule by which months are paid: a part of a month by its days; the THR where the days reach its month.
    """
    for row in _alike(decrees):
        decree, start, last_day, unit, code, amount, thr_month, people = row
        year_end = date(start.year, 12, 31)
        last = min(date.fromisoformat(last_day), year_end) if last_day else year_end
        span = PaidSpan(Period.through(start, last), unit, amount, UUID(int=0))
        cost = year_cost([span], unit, start.year, thr_month=thr_month)
        unset = frozenset() if thr_month else frozenset([code])
        yield decree, YearCost(start, last, cost.months * people, cost.thr * people, unset)


def _alike(decrees: Collection[int]) -> QuerySet[Any, Any]:
    """Terms that decrees set, counted where unit, days and amount are the same, with the month of the unit's THR."""
    amount = Cast(KeyTextTransform("monthly_amount", "payload"), BigIntegerField())
    profiles = UnitProfile.objects.filter(unit=OuterRef("work_unit"), year=OuterRef("year"))
    setting: QuerySet[Any, Any] = Entry.objects.filter(
        decree__in=decrees, effect=TermSet.name, mending__in=("", "correction")
    )
    said = setting.order_by().annotate(
        year=ExtractYear("effective_on"),
        amount=amount,
        last_day=KeyTextTransform("last_day", "payload"),
        thr_month=Subquery(profiles.values("thr_month")[:1]),
    )
    columns = ("decree", "effective_on", "last_day", "work_unit", "work_unit__code", "amount", "thr_month")
    alike: QuerySet[Any, Any] = said.values_list(*columns).annotate(people=Count("pk"))
    return alike
