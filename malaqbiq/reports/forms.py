"""What is typed about reports and letters."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from malaqbiq.ui.forms import DayField


class LetterForm(forms.Form):
    """A covering letter's number and date."""

    number = forms.CharField(
        label=_("Number"), max_length=80, help_text=_("as it stands in the office's own book; none is given here")
    )
    dated_on = DayField(label=_("Date"))
