"""Forms of the front door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from malaqbiq.kernel.periods import Period
from malaqbiq.ui.forms import DayField


class PackForm(forms.Form):
    """Of what an audit pack is: a work unit's code and days, both counted."""

    unit = forms.CharField(max_length=8)
    first = DayField(label=_("From"))
    last = DayField(label=_("Until and including"))

    def clean(self) -> dict[str, Any] | None:
        """The days, in their order."""
        found = super().clean()
        if found and "first" in found and "last" in found:
            if found["last"] < found["first"]:
                self.add_error("last", _("The last day is before the first."))
            else:
                found["period"] = Period.through(found["first"], found["last"])
        return found
