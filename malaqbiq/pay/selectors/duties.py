"""What pay asks to be done, counted in the database: no row of a person is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Max, OuterRef

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import Period
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.models import PayMonth
from malaqbiq.pay.rules.limits import Basis
from malaqbiq.pay.rules.months import month_before, month_of
from malaqbiq.pay.selectors.groups import Group, groups_on
from malaqbiq.pay.selectors.limits import WagesOfDay, wages_of_day
from malaqbiq.pay.selectors.seen import READERS
from malaqbiq.regulations.rules.floors import Floor


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
    """How many of an SDM officer's contract staff are paid below the floor of a day, without an exception."""
    codes, wages = access.units(Role.SDM_OFFICER), wages_of_day(access, day)
    risen = others = short = 0
    since: date | None = None
    for group in groups_on(day):
        if (codes is not None and group.unit not in codes) or group.is_excepted:
            continue
        if not (lacks := group.shortfall(wages)):
            continue
        short += group.count * lacks
        if rise := _rise(group, wages):
            risen, since = risen + group.count, max(since or rise, rise)
        else:
            others += group.count
    return Below(risen, others, short, since)


def _rise(group: Group, wages: WagesOfDay) -> date | None:
    """The day on which the minimum wage rose above a pay that was set before; None where pay is low for another
    reason.
    """
    wage = wages.wage(group.unit)
    if group.basis == Basis.FORMER_PAY or not isinstance(wage, Floor) or not wage.valid_from or not group.paid_since:
        return None
    return wage.valid_from if group.paid_since < wage.valid_from else None


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


def month_closed(access: Access, day: date) -> tuple[int, int]:
    """How many of the work units whose pay the asker reads have closed a day's month, and how many there are.

    Those count that pay contract staff on that day. One statement beside that of the day's groups.
    """
    paying = _units_paying(access, day)
    closed = PayMonth.objects.filter(work_unit__code__in=paying, month=month_of(day).start)
    return (closed.count() if paying else 0), len(paying)


def units_not_closed(access: Access, day: date) -> list[str]:
    """The names of these work units that have not closed a day's month, by code. One statement beside the groups'."""
    closed = PayMonth.objects.filter(work_unit=OuterRef("uid"), month=month_of(day).start)
    units = WorkUnit.objects.filter(~Exists(closed), code__in=_units_paying(access, day))
    return list(units.order_by("code").values_list("name", flat=True))


def _units_paying(access: Access, day: date) -> frozenset[str]:
    """The codes of the work units with contract staff on a day whose pay the asker reads."""
    codes, paying = access.units(*READERS), frozenset(group.unit for group in groups_on(day) if group.is_worker)
    return paying if codes is None else paying & codes
