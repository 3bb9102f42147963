"""What an office says of its structure, and of a civil servant's year and penalties."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.selectors import units_on
from malaqbiq.regulations.rules.rows.eligibility import PENALTY_GRADES, PREDIKAT
from malaqbiq.regulations.selectors import regimes, structure_types
from malaqbiq.service.selectors.structures import OPENERS, Choice, units_chosen
from malaqbiq.service.services import PenaltyDraft, PredikatDraft, Reference
from malaqbiq.service.wordings import PENALTIES
from malaqbiq.ui.forms import DayField


class StructureForm(forms.Form):
    """Which structure is in force since when, where, and by which decree it was received.

    `roles` may say so in the work units that they cover.
    """

    roles: ClassVar[tuple[Role, ...]] = OPENERS

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
        codes = [(unit.code, unit.name) for unit in units if access.covers(unit.code, *self.roles)]
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


class PredikatForm(forms.Form):
    """What a year was rated, and the paper that says so."""

    year = forms.IntegerField(label=_("Year"), help_text=_("the calendar year that was appraised"))
    predikat = forms.ChoiceField(
        label=_("Predikat"),
        choices=[("", "–"), *((one, one) for one in reversed(PREDIKAT))],
        help_text=_("for a year before PermenPANRB 6/2022 the one of the same step"),
    )
    source = forms.CharField(label=_("Source"), max_length=120, help_text=_("the paper that says so, with its date"))

    def draft(self, person: UUID) -> PredikatDraft:
        """What was said of somebody."""
        return PredikatDraft(person=person, **self.cleaned_data)


class PenaltyForm(forms.Form):
    """A penalty's grade and days, and the decree that imposed it."""

    grade = forms.ChoiceField(label=_("Grade"), choices=[("", "–"), *((one, PENALTIES[one]) for one in PENALTY_GRADES)])
    start = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), required=False, help_text=_("empty as long as no end is known"))
    source = forms.CharField(
        label=_("Source"), max_length=120, help_text=_("the decree that imposed it, with its date")
    )

    def draft(self, person: UUID) -> PenaltyDraft:
        """What was said of somebody."""
        return PenaltyDraft(person=person, **self.cleaned_data)


class EndForm(forms.Form):
    """Through which day a penalty runs."""

    last_day = DayField(label=_("Last day"))
