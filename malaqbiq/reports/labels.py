"""Stages, changes and what is missing, in words for pages."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from malaqbiq.pay.rules.months import Change
from malaqbiq.reports.rules.content import Content
from malaqbiq.reports.rules.stages import Stage
from malaqbiq.reports.selectors.board import Cell

STAGES = {
    Stage.NONE: _("not sent"),
    Stage.SENT: _("sent, to be checked"),
    Stage.RETURNED: _("returned"),
    Stage.CHECKED: _("checked"),
    Stage.LETTERED: _("in a covering letter"),
}
TONES = {Stage.NONE: "", Stage.SENT: "info", Stage.RETURNED: "bad", Stage.CHECKED: "good", Stage.LETTERED: "good"}
ICONS = {
    Stage.NONE: "clock",
    Stage.SENT: "upload",
    Stage.RETURNED: "previous",
    Stage.CHECKED: "check",
    Stage.LETTERED: "message",
}
CHANGES = {
    Change.NEW: _("new"),
    Change.MOVED_IN: _("moved in"),
    Change.RAISED: _("raised"),
    Change.LOWERED: _("lowered"),
    Change.MOVED_OUT: _("moved out"),
    Change.ENDED: _("ended"),
}


def mark_of(cell: Cell) -> tuple[Promise | str, str, str]:
    """How a unit's month reads: what it says, its tone and its icon."""
    if cell.late:
        return (_("late") if cell.stage is Stage.NONE else STAGES[cell.stage]), "bad", "alert"
    if cell.stage is Stage.NONE and not cell.begun:
        return _("to come"), "", ""
    if cell.stage is Stage.NONE and not cell.owed:
        return _("none is asked"), "", ""
    return STAGES[cell.stage], TONES[cell.stage], ICONS[cell.stage]


def missing_words(content: Content) -> list[tuple[str, str]]:
    """What is missing of a report: the name of each, and what to say of it."""
    return [(name, _missing(name, count) % {"count": count}) for name, count in content.missing.items()]


def _missing(name: str, count: int) -> str:
    match name:
        case "attendance":
            return ngettext(
                "attendance of %(count)s person is not recorded",
                "attendance of %(count)s people is not recorded",
                count,
            )
        case "pay":
            return ngettext("pay of %(count)s person is not known", "pay of %(count)s people is not known", count)
        case "decree":
            return ngettext(
                "%(count)s person serves without a decree", "%(count)s people serve without a decree", count
            )
        case _:
            return gettext("the month's changes are not closed for the payroll's operator")
