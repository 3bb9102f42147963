"""Texts to remind with about raises that are due, and months that are not closed."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import ngettext

from malaqbiq.kernel.access import Access
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.pay.forms import day_of
from malaqbiq.pay.rules.months import month_of
from malaqbiq.pay.selectors import raise_plan
from malaqbiq.pay.selectors.duties import units_not_closed
from malaqbiq.pay.selectors.seen import READERS
from malaqbiq.ui.audience import Audience
from malaqbiq.ui.reminders import Kind, Reminder, personnel
from malaqbiq.ui.templatetags.ui import day as written_day


def raises(access: Access, day: date, asked: QueryDict) -> Reminder | None:
    """To work units: who is below the floor of a day. No amounts: the text leaves the house."""
    of, unit = day_of(asked.get("day", ""), day), asked.get("unit", "")[:8]
    names = unit_tree(access, day=day).names
    units = {code for code in access.units(*READERS) or names if not unit or code == unit}
    groups = [
        (names.get(one.unit_code, one.unit_code), [item.name for item in one.due])
        for one in raise_plan(access, of, units=units).units
        if one.due
    ]
    if not groups:
        return None
    count = sum(len(people) for _unit, people in groups)
    what = ngettext(
        "the pay of %(count)s person is below the minimum wage of %(day)s and is to be raised by a decree:",
        "the pay of %(count)s people is below the minimum wage of %(day)s and is to be raised by a decree:",
        count,
    )
    to = personnel(groups[0][0] if len(groups) == 1 else "")
    address = f"{reverse('pay-raises')}?day={of.isoformat()}"
    return Reminder(to, what % {"count": count, "day": written_day(of)}, groups, address)


def months(access: Access, day: date, asked: QueryDict) -> Reminder | None:
    """To work units: that a month (the day's if none is named) is not closed."""
    of = month_of(day_of(f"{asked.get('month', '')}-01", day)).start
    units = units_not_closed(access, of)
    if not units:
        return None
    what = ngettext(
        "%(month)s is not closed yet in %(count)s work unit; the payroll's operator waits for it:",
        "%(month)s is not closed yet in %(count)s work units; the payroll's operator waits for it:",
        len(units),
    ) % {"month": date_format(of, "F Y"), "count": len(units)}
    address = f"{reverse('pay-month')}?month={of:%Y-%m}"
    return Reminder(personnel(units[0] if len(units) == 1 else ""), what, [("", units)], address)


_AUDIENCE = Audience(roles=frozenset(READERS))
REMINDERS = {"raises": Kind(raises, _AUDIENCE), "months": Kind(months, _AUDIENCE)}
