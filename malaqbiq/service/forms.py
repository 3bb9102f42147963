"""What an office says of its structure."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from malaqbiq.kernel.access import Access
from malaqbiq.organization.selectors import units_on
from malaqbiq.regulations.selectors import regimes, structure_types
from malaqbiq.service.selectors.structures import OPENERS, Choice, units_chosen
from malaqbiq.service.services import Reference
from malaqbiq.ui.forms import DayField


class StructureForm(forms.Form):
    """Which structure is in force since when, where, and by which decree it was received."""

    regime = forms.ChoiceField(label=_("Structure"), widget=forms.RadioSelect)
    since = DayField(label=_("In force since"), help_text=_("the day that the decree you received names"))
    unit = forms.ChoiceField(label=_("Work unit"))
    below = forms.BooleanField(label=_("and all work units below it"), required=False, initial=True)
    typology = forms.ChoiceField(
        label=_("Type"), required=False, help_text=_("of a province; which it is the law table knows for few")
    )
    authority = forms.CharField(label=_("Received from"), max_length=40, required=False, initial="KPU RI")
    number = forms.CharField(label=_("Number of the decree received"), max_length=120, required=False)
    decided_on = DayField(label=_("Date of the decree received"), required=False)

    def __init__(self, access: Access, day: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access, self.day = access, day
        units = units_on(access, day=day).exclude(level="setjen")
        codes = [(unit.code, unit.name) for unit in units if access.covers(unit.code, *OPENERS)]
        types = [(letter, _("type %(letter)s") % {"letter": letter}) for letter in structure_types(access)]
        self._choose("regime", [(row.regime, row.title) for row in regimes(access)])
        self._choose("unit", codes)
        self._choose("typology", [("", _("as the law table has it")), *types])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = choices

    def choice(self) -> Choice:
        """The choice that was made; UserError if no unit is left."""
        said = self.cleaned_data
        units = units_chosen(self.access, codes=[said["unit"]], day=self.day, below=said["below"])
        return Choice(said["regime"], said["since"], units, said["typology"])

    def reference(self) -> Reference:
        """The decree by which it was received, as far as it was named."""
        said = self.cleaned_data
        named = said["number"] or said["decided_on"]
        return Reference(said["authority"] if named else "", said["number"], said["decided_on"])
