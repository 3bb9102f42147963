"""How structures that take effect read on pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from malaqbiq.appointments.rules.changing import Becoming, Outcome

BECOMINGS = {
    Becoming.SAME: _("same"),
    Becoming.RENAMED: _("renamed"),
    Becoming.MERGED: _("merged"),
    Becoming.SPLIT: _("split"),
    Becoming.NEW: _("new"),
    Becoming.ABOLISHED: _("abolished"),
}
TONES = {
    Becoming.SAME: "good",
    Becoming.RENAMED: "info",
    Becoming.MERGED: "warn",
    Becoming.SPLIT: "warn",
    Becoming.NEW: "info",
    Becoming.ABOLISHED: "bad",
}
OUTCOMES = {
    Outcome.NOBODY: _("vacant"),
    Outcome.CARRIED: _("goes on"),
    Outcome.DEMISIONER: _("demisioner"),
}
OUTCOME_TONES = {Outcome.NOBODY: "", Outcome.CARRIED: "good", Outcome.DEMISIONER: "warn"}
