"""What pay asks to be done, counted in the database: no row of a person is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, OuterRef, Subquery

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import Period
from malaqbiq.pay.models import PayMonth, PayTerm
from malaqbiq.pay.rules.limits import Basis
from malaqbiq.pay.rules.months import month_before, month_of
from malaqbiq.pay.selectors.limits import wages_of_day
from malaqbiq.regulations.rules.floors import Floor
from malaqbiq.service.effects import CONTRACT_WORKERS
from malaqbiq.service.models import Employment, HomeUnit


@dataclass(frozen=True, slots=True)
class Below:
    """How many are paid below the floor of a day: those whose floor has risen since their pay was set, and others.

    Who has an approved exception is in neither. `shortfall` is rupiah a month of both.
    """

    risen: int
    others: int
    shortfall: int
    since: date | None


def below_floor(access: Access, day: date) -> Below:
    """How many of an SDM officer's contract staff are paid below the floor of a day, without an exception.

    Three statements, whatever the number of people.
    """
    codes, wages = access.units(Role.SDM_OFFICER), wages_of_day(access, day)
    homes = HomeUnit.objects.as_of(day)
    if codes is not None:
        homes = homes.filter(work_unit__code__in=codes)
    serving = Employment.objects.as_of(day).filter(status__in=CONTRACT_WORKERS)
    terms = PayTerm.objects.as_of(day).filter(person__in=homes.values("person"), exception__isnull=True)
    unit = homes.filter(person=OuterRef("person")).values("work_unit__code")[:1]
    rows = (
        terms.filter(person__in=serving.values("person"))
        .annotate(unit=Subquery(unit))
        .order_by()
        .values_list("unit", "floor_basis", "floor_amount", "monthly_amount", "valid_from")
        .annotate(people=Count("pk"))
    )
    risen = others = short = 0
    since: date | None = None
    for code, basis, former, amount, start, people in rows:
        wage = wages.wage(code)
        floor = former if basis == Basis.FORMER_PAY else wage.amount if isinstance(wage, Floor) else None
        if floor is None or amount >= floor:
            continue
        short += people * (floor - amount)
        if basis != Basis.FORMER_PAY and isinstance(wage, Floor) and wage.valid_from and start < wage.valid_from:
            risen, since = risen + people, max(since or wage.valid_from, wage.valid_from)
        else:
            others += people
    return Below(risen, others, short, since)


def months_open(access: Access, day: date) -> tuple[int, Period | None]:
    """How many of an SDM officer's work units that close their months have not closed the month before a day's, and
    the earliest that is to be closed. A unit that has never closed one is not asked.
    """
    wanted = month_before(month_of(day))
    codes = access.units(Role.SDM_OFFICER)
    closed = PayMonth.objects.all() if codes is None else PayMonth.objects.filter(work_unit__code__in=codes)
    last = closed.order_by().values("work_unit").annotate(last=Max("month")).filter(last__lt=wanted.start)
    days = sorted(last.values_list("last", flat=True))
    return len(days), (month_of(month_of(days[0]).end or days[0]) if days else None)
