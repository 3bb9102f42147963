"""What pay asks of an SDM officer: pay below the floor, raises that are due, months to close."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.rupiah import rupiah
from malaqbiq.pay.selectors.duties import below_floor, months_open
from malaqbiq.ui.reminders import reminding
from malaqbiq.ui.todos import Card


def floors(access: Access, day: date) -> Iterator[Card]:
    """Who is below the floor: since it rose, or for another reason."""
    if not access.roles.get(Role.SDM_OFFICER):
        return
    found = below_floor(access, day)
    if count := found.risen:
        what = ngettext(
            "%(count)s raise due since the minimum wage rose",
            "%(count)s raises due since the minimum wage rose",
            count,
        )
        why = _("%(amount)s a month below the floor in all") % {"amount": rupiah(found.shortfall)}
        address = f"{reverse('pay-raises')}?day={(found.since or day).isoformat()}"
        yield Card(
            what % {"count": count},
            why,
            _("Plan the raise"),
            address,
            found.since,
            reminding("raises", day=found.since or day),
        )
    if count := found.others:
        what = ngettext("%(count)s person below the minimum wage", "%(count)s people below the minimum wage", count)
        why = _("%(amount)s a month below the floor in all") % {"amount": rupiah(found.shortfall)}
        yield Card(what % {"count": count}, why, _("Look who"), f"{reverse('pay-limits')}?view=below")


def months(access: Access, day: date) -> Iterator[Card]:
    """Months that have passed and are not closed."""
    if not access.roles.get(Role.SDM_OFFICER):
        return
    units, first = months_open(access, day)
    if first is None:
        return
    what = _("The month %(month)s is not closed yet") % {"month": date_format(first.start, "F Y")}
    why = ngettext("of %(count)s work unit", "of %(count)s work units", units) % {"count": units}
    of = f"{first.start:%Y-%m}"
    address = f"{reverse('pay-month')}?month={of}"
    yield Card(what, why, _("Look at it"), address, remind=reminding("months", month=of))


TODOS = [floors, months]
