"""The decrees of a year that are about a work unit, and the registers that number them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet, Window

from malaqbiq.decrees.models import Decree, Entry, SignatureEvidence
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.decrees.selectors.decrees import decrees_visible
from malaqbiq.decrees.selectors.registers import RegisterCount, registers_counted, registers_visible
from malaqbiq.kernel.access import Access

MOST = 6


@dataclass(frozen=True, slots=True)
class OfUnit:
    """The latest decrees of a year about a unit, each with whether it is signed; how many there are; its registers."""

    latest: Sequence[Decree]
    total: int
    registers: Sequence[RegisterCount]

    @property
    def more(self) -> int:
        """How many aren't named."""
        return self.total - len(self.latest)


def decrees_of_unit(access: Access, *, unit: str, day: date) -> OfUnit:
    """What was decreed about a unit in the day's year, up to the day, as far as the asker may read. Two statements."""
    found = list(_issued(access, unit, day)[:MOST])
    registers = registers_counted(registers_visible(access).filter(office__code=unit, year=day.year))
    return OfUnit(found, vars(found[0])["total"] if found else 0, registers)


def _issued(access: Access, unit: str, day: date) -> QuerySet[Decree]:
    about = Entry.objects.filter(decree=OuterRef("pk"), work_unit__code=unit)
    signed = SignatureEvidence.objects.filter(
        document__decree=OuterRef("pk"), document__kind=Kind.DECREE, withdrawn_at__isnull=True
    )
    issued = decrees_visible(access).filter(
        Exists(about), state=Decree.State.ISSUED, decided_on__year=day.year, decided_on__lte=day
    )
    return issued.annotate(is_signed=Exists(signed), total=Window(Count("pk"))).order_by("-place")
