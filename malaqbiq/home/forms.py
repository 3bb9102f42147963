"""Forms of the front door."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from malaqbiq.home.rules.activity import TOPICS
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


class DeedsForm(forms.Form):
    """Which lines of the activity log are looked for; what makes no sense is left out."""

    about = forms.ChoiceField(label=_("About"), required=False, choices=[("", _("all")), *TOPICS.items()])
    who = forms.CharField(label=_("Who"), required=False, max_length=100)
    unit = forms.ChoiceField(label=_("Work unit"), required=False)
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("Until and including"), required=False)

    def __init__(self, *args: Any, units: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix, self.use_required_attribute = "", False
        self.fields["about"].choices = [(key, gettext(label)) for key, label in self.fields["about"].choices]  # type: ignore[attr-defined]
        if len(units) > 1:
            self.fields["unit"].choices = [("", _("all of mine")), *units.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]

    @property
    def asked(self) -> dict[str, Any]:
        """What is asked for, by field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
