"""How the front door's own words read on its pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from malaqbiq.home.rules.board import Part, Step

STEPS = {
    Step.APPRAISED: gettext_lazy("Scored or excused"),
    Step.DECIDED: gettext_lazy("Decided on"),
    Step.DRAFTED: gettext_lazy("Drafted"),
    Step.ISSUED: gettext_lazy("Issued"),
    Step.SIGNED: gettext_lazy("Signed"),
    Step.CONTRACTED: gettext_lazy("Agreement made"),
    Step.AT_FLOOR: gettext_lazy("≥ minimum wage"),
}
"""The columns of the signature board."""

PARTS = {
    Part.DONE: gettext_lazy("only those for whom it is done"),
    Part.OPEN: gettext_lazy("only those for whom it is still to be done"),
    Part.LAST: gettext_lazy("only those whose decree has come just so far"),
}
"""Which of the people behind a figure are listed."""
