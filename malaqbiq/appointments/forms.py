"""What an office says of a structure that takes effect."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from malaqbiq.appointments.rules.changing import Pair
from malaqbiq.appointments.selectors.changes import CHANGERS, ChangePlan
from malaqbiq.appointments.services import ChangeDraft
from malaqbiq.kernel.access import Access
from malaqbiq.organization.selectors import units_on
from malaqbiq.regulations.selectors import regimes, structure_types
from malaqbiq.service.selectors.structures import units_chosen
from malaqbiq.ui.forms import DayField


class ChangeForm(forms.Form):
    """The regulation that was received, the day of its effect, and where."""

    regime = forms.ChoiceField(label=_("Structure"), widget=forms.RadioSelect)
    since = DayField(label=_("Takes effect on"), help_text=_("its first day in your office"))
    unit = forms.ChoiceField(label=_("Work unit"))
    below = forms.BooleanField(label=_("and all work units below it"), required=False, initial=True)
    authority = forms.CharField(label=_("Received from"), max_length=40, initial="KPU RI")
    number = forms.CharField(label=_("Number of the regulation"), max_length=120)
    decided_on = DayField(label=_("Date of the regulation"))
    typology = forms.ChoiceField(
        label=_("Type"), required=False, help_text=_("of a province; which it is the law table knows for few")
    )
    type_number = forms.CharField(label=_("Number of the decision that fixes the type"), max_length=120, required=False)
    type_decided_on = DayField(label=_("Date of the decision that fixes the type"), required=False)

    def __init__(self, access: Access, day: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access, self.day = access, day
        units = units_on(access, day=day).exclude(level="setjen")
        codes = [(unit.code, unit.name) for unit in units if access.covers(unit.code, *CHANGERS)]
        types = [(letter, _("type %(letter)s") % {"letter": letter}) for letter in structure_types(access)]
        self._choose("regime", [(row.regime, row.title) for row in regimes(access)])
        self._choose("unit", codes)
        self._choose("typology", [("", _("as the law table has it")), *types])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = choices

    def draft(self) -> ChangeDraft:
        """What was said; UserError if no unit is left."""
        said = self.cleaned_data
        units = units_chosen(self.access, codes=[said["unit"]], day=self.day, below=said["below"])
        return ChangeDraft(
            office=said["unit"],
            regime=said["regime"],
            since=said["since"],
            units=tuple(code for code in units if self.access.covers(code, *CHANGERS)),
            authority=said["authority"],
            number=said["number"],
            decided_on=said["decided_on"],
            typology=said["typology"],
            type_number=said["type_number"],
            type_decided_on=said["type_decided_on"],
        )


def pairs_posted(post: QueryDict, plan: ChangePlan) -> list[Pair]:
    """The pairs as the table was sent: ``from.NEW`` names the old units that a new one goes on from, ``carries.NEW``
    that who leads the old one goes on.
    """
    return [
        Pair(old, new, carries=f"carries.{new}" in post)
        for new in plan.new
        for old in dict.fromkeys(post.getlist(f"from.{new}"))
        if old
    ]
