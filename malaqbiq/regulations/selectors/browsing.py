"""The tables of the law to look through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from malaqbiq.kernel.access import Access
from malaqbiq.regulations.models import Fact
from malaqbiq.regulations.rules.offices import NATIONAL, offices_over


@dataclass(frozen=True, slots=True)
class Held:
    """How many facts of a table are known now, and how many of them an office stated."""

    facts: int
    own: int


def tables_held(access: Access) -> dict[str, Held]:
    """By table, what the asker may see of it; one statement."""
    own = Count("pk", filter=~Q(office_code=NATIONAL))
    rows = facts_seen(access).order_by().values("table").annotate(facts=Count("pk"), own=own)
    return {row["table"]: Held(row["facts"], row["own"]) for row in rows}


def facts_seen(access: Access, *, table: str = "", day: date | None = None) -> QuerySet[Fact]:
    """Current facts that the asker may see: the national ones, and those of offices over the asker's work units."""
    facts = Fact.objects.current()
    if table:
        facts = facts.filter(table=table)
    if day:
        facts = facts.on(day)
    if (units := access.units()) is not None:
        over = {office for unit in units for office in offices_over(unit)}
        facts = facts.filter(office_code__in={NATIONAL, *over})
    return facts
