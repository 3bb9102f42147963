"""What falls due in pay: a new minimum wage, and the end of an exception."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from malaqbiq.kernel.access import Role
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.pay.forms import LIMITS
from malaqbiq.pay.selectors.exceptions import exceptions_ending
from malaqbiq.regulations.rules.rows import ServiceRuleRow
from malaqbiq.regulations.rules.rows.base import doubt
from malaqbiq.regulations.rules.titles import rule_told
from malaqbiq.regulations.selectors import terms
from malaqbiq.ui.deadlines import Asked, Deadlines, Due, Matter

MINIMUM_WAGE = Matter("minimum-wage", gettext_lazy("New minimum wage (UMP)"))
EXCEPTION = Matter("exception", gettext_lazy("Exception from a limit of pay ends"))


def minimum_wages(asked: Asked) -> Iterator[Due]:
    """For each province: the day by which the governor sets next year's UMP, and the one from which this year's counts.

    It is told of the province if the asker reads it, else of the first of its work units that he does.
    """
    tree, said = unit_tree(asked.access, day=asked.today), terms(asked.access)
    about: dict[str, str] = {}
    for code in sorted(asked.units):
        province = tree.province_of(code) if code in tree else None
        if province:
            about.setdefault(province, code)
    for year, (province, unit) in product(asked.years, about.items()):
        words = {"year": year, "next": year + 1, "name": tree.names.get(province, province)}
        for rule, what in (
            ("ump-set-by", _("The governor sets the UMP of %(next)s at the latest: %(name)s")),
            ("ump-from", _("The UMP of %(year)s is in force from this day: see at %(name)s whose pay is below it")),
        ):
            day, row = said.day_in(rule, year), said.row(rule, date(year, 12, 31))
            if day and row:
                yield _wage(row, day, unit, province, what % words)


def _wage(row: ServiceRuleRow, day: date, unit: str, province: str, what: str) -> Due:
    address = f"{reverse('pay-raises')}?day={day.isoformat()}" if row.rule == "ump-from" else reverse("pay-limits")
    return Due(
        day, MINIMUM_WAGE, unit, province, Role.SDM_OFFICER, what, address, rule_told(row), row.key, mark=doubt(row)
    )


def exceptions(asked: Asked) -> Iterator[Due]:
    """The last days of approved exceptions: by then pay stands within its limit, or another is approved."""
    for one in exceptions_ending(asked.units, asked.period, asked.today):
        what = _("%(name)s: %(limit)s") % {"name": one.name, "limit": LIMITS[one.limit]}
        yield Due(one.last_day, EXCEPTION, one.unit, one.unit, Role.SDM_OFFICER, what, reverse("pay-exceptions"))


DEADLINES = [Deadlines((MINIMUM_WAGE,), minimum_wages), Deadlines((EXCEPTION,), exceptions)]
