"""Lines of months, and differences from payment lists, in words: for pages and for workbooks."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from malaqbiq.pay.rules.listed import Difference, Finding
from malaqbiq.pay.rules.months import Change, Kind
from malaqbiq.pay.rules.monthview import MonthLine, MonthView


def line_words(view: MonthView, item: MonthLine) -> str:
    """What a line of a month says beyond its amount."""
    line = item.line
    if line.about != view.month.start:
        words = [_("arrears") if line.amount > 0 else _("told too much")]
    else:
        words = [_change(change) for change in line.changes]
        if 0 < line.days < line.of_days:
            words.append(_("part of the month"))
    if line.kind is Kind.THR:
        words.insert(0, _("THR"))
    return ", ".join(words)


def _change(change: Change) -> str:
    return {
        Change.NEW: _("new"),
        Change.MOVED_IN: _("moved in"),
        Change.RAISED: _("raised"),
        Change.LOWERED: _("lowered"),
        Change.MOVED_OUT: _("moved out"),
        Change.ENDED: _("ended"),
    }[change]


def difference_words(item: Finding) -> str:
    """How a payment list and the decrees differ about somebody."""
    words = {
        Difference.NOT_LISTED: _("paid by decree, not in the list"),
        Difference.UNREAD: _("paid by decree, named in a row that could not be read"),
        Difference.NOT_DECREED: _("in the list, paid by no decree"),
        Difference.OTHER_UNIT: _("paid by another unit"),
        Difference.AMOUNT: _("another amount"),
        Difference.TWICE: _("more than once in the list"),
    }[item.kind]
    return f"{words} ({_('as the closed month told')})" if item.is_told else words


REMEDIES = {
    Difference.NOT_LISTED: gettext_lazy("Have the operator add the person in the payroll program."),
    Difference.UNREAD: gettext_lazy(
        "See the row below: mend it in the list and bring that in anew; it may be paid already."
    ),
    Difference.NOT_DECREED: gettext_lazy("No decree here pays the person: take them out, or record the decree."),
    Difference.OTHER_UNIT: gettext_lazy("Take the person out of this list: the other unit pays."),
    Difference.AMOUNT: gettext_lazy("Have the operator set the gross that the decree gives."),
    Difference.TWICE: gettext_lazy("Keep one line and delete the others."),
}
"""What to do about each difference."""


def remedy_words(item: Finding) -> str:
    """What to do about a difference."""
    if item.is_told:
        return _("Nothing: arrears or THR of the closed month are in it.")
    return str(REMEDIES[item.kind])
