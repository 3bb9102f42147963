"""What monthly reports ask of whom: send, mend, check, enclose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from malaqbiq.kernel.access import Access, Role
from malaqbiq.regulations.selectors import terms
from malaqbiq.reports.models import Report
from malaqbiq.reports.selectors.board import report_due
from malaqbiq.reports.selectors.duties import reports_asking
from malaqbiq.ui.todos import Card


def reports(access: Access, day: date) -> Iterator[Card]:
    """Reports to send by their day, returned ones to mend, sent ones to check, checked ones to enclose."""
    if not (access.roles.get(Role.SDM_OFFICER) or access.roles.get(Role.SECRETARY)):
        return
    asks, board = reports_asking(access, day), reverse("reports")
    named = {"month": date_format(asks.month.start, "F Y")}
    if count := len(asks.unsent):
        due = report_due(terms(access), asks.unsent[0], asks.month)
        what = ngettext("%(count)s report on %(month)s to send", "%(count)s reports on %(month)s to send", count) % {
            "count": count,
            **named,
        }
        address = _address(asks.unsent[0], asks.month.start) if count == 1 else board
        verb = _("Send it") if count == 1 else _("See which are unsent")
        yield Card(what, _("the monthly report of contract staff"), verb, address, due)
    if count := len(asks.missed):
        what = ngettext("%(count)s older report never sent", "%(count)s older reports never sent", count)
        why = _("the monthly report of contract staff; none is asked of months before the office began here")
        due = report_due(terms(access), *asks.missed[0])
        yield Card(what % {"count": count}, why, _("See which are unsent"), board, due)
    for one in asks.returned[:2]:
        what = _("The report on %(month)s was returned") % {"month": date_format(one.month, "F Y")}
        yield Card(what, one.review.reason[:120], _("Mend it"), _address(one.work_unit.code, one.month))
    if count := len(asks.to_check):
        what = ngettext("%(count)s monthly report to check", "%(count)s monthly reports to check", count)
        yield Card(what % {"count": count}, _units(asks.to_check), _("Check it"), _first(asks.to_check))
    if count := len(asks.to_enclose):
        what = ngettext(
            "%(count)s checked report waits for a covering letter",
            "%(count)s checked reports wait for a covering letter",
            count,
        )
        first = asks.to_enclose[0]
        address = f"{reverse('report-letters')}?month={first.month:%Y-%m}"
        yield Card(what % {"count": count}, _units(asks.to_enclose), _("Make the letter"), address)


def _first(found: Sequence[Report]) -> str:
    return _address(found[0].work_unit.code, found[0].month)


def _units(found: Sequence[Report]) -> str:
    return ", ".join(dict.fromkeys(one.work_unit.name for one in found))[:120]


def _address(code: str, month: date) -> str:
    return reverse("report", args=[code, f"{month:%Y-%m}"])


TODOS = [reports]
