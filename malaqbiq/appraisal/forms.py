"""What people fill in, with the error beside the field and what was typed kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from malaqbiq.appraisal.labels import RECOMMENDATIONS
from malaqbiq.appraisal.rules.instrument import Component, Recommendation
from malaqbiq.appraisal.rules.points import ScoreRefused, points_of
from malaqbiq.appraisal.selectors.persons import ComponentStands
from malaqbiq.appraisal.services import ScoreEntry
from malaqbiq.appraisal.templatetags.appraisal import entry
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.speech import said
from malaqbiq.ui.forms import DayField

MOST_ENTRIES = 2000
"""Scores that one request brings at most."""
LONGEST_REASON = 2000


def reason_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A reason in the writer's own words."""
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, max_length=LONGEST_REASON, widget=area, help_text=help_text)


class ScoreField(forms.CharField):
    """A score from 0 to 100, with comma or full stop."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 7})
        super().__init__(max_length=12, widget=widget, **options)

    def clean(self, value: Any) -> Any:
        """The text as typed, if it is a score."""
        text = super().clean(value)
        if text:
            try:
                points_of(text)
            except ScoreRefused as refused:
                raise forms.ValidationError(said(refused.words)) from refused
        return text


class OpenForm(forms.Form):
    """A new cycle."""

    office = forms.ChoiceField(label=_("Work unit, with all below it"))
    title = forms.CharField(label=_("Title"), max_length=200)
    first_day = DayField(label=_("First day that is appraised"))
    last_day = DayField(label=_("Last day that is appraised"))
    service_on = DayField(
        label=_("Whoever is in service on"),
        help_text=_("Contract staff in service on this day are appraised, as the decrees say."),
    )
    instrument = forms.ChoiceField(label=_("Instrument"))

    def __init__(
        self, *args: Any, offices: Sequence[tuple[str, str]], instruments: Sequence[tuple[str, str]], **rest: Any
    ) -> None:
        super().__init__(*args, **rest)
        self.fields["office"].choices = offices  # type: ignore[attr-defined]
        self.fields["instrument"].choices = instruments  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day lies before the first."))
        return data

    def asked(self) -> dict[str, Any]:
        """What the service is given."""
        data = self.cleaned_data
        return {
            "office": UUID(data["office"]),
            "title": data["title"],
            "period": Period.through(data["first_day"], data["last_day"]),
            "service_on": data["service_on"],
            "instrument": data["instrument"],
        }


class ModerationForm(forms.Form):
    """Another score for one component; `seen` is the score that stood on the page."""

    component = forms.CharField(widget=forms.HiddenInput(), max_length=32)
    seen = ScoreField()
    to = ScoreField(label=_("Score after moderation"))
    reason = reason_field(_("Reason"))

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["seen"].widget = forms.HiddenInput()


class ExcuseForm(forms.Form):
    """Why somebody isn't appraised."""

    reason = reason_field(_("Reason, in writing"))


class DecisionForm(forms.Form):
    """What is decided on one person; `seen` quotes the decision and the result that stood on the page."""

    seen = forms.CharField(widget=forms.HiddenInput(), max_length=24, required=False)

    outcome = forms.ChoiceField(
        label=_("Decision"), choices=[(item.value, words) for item, words in RECOMMENDATIONS.items()]
    )
    reason = reason_field(
        _("Reason"), required=False, help_text=_("Needed where you decide otherwise than the result recommends.")
    )

    def look_again(self, stands: str) -> None:
        """Quote what stands on the page that shows the form again."""
        if self.is_bound:
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["seen"] = stands  # type: ignore[index]

    def recommendation(self) -> Recommendation:
        """What was chosen."""
        return Recommendation(self.cleaned_data["outcome"])


class ObjectionForm(forms.Form):
    """One's own objection."""

    reason = reason_field(_("What do you object to, and why?"))


class PaperObjectionForm(ObjectionForm):
    """Somebody's objection on paper, recorded by an officer."""

    raised_on = DayField(label=_("Received on"))


class RulingForm(forms.Form):
    """What is decided on an objection: new scores uphold it, none reject it."""

    ruling = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[
            ("rejected", _("Reject: the scores stay as they are")),
            ("upheld", _("Uphold: change the scores below")),
        ],
    )
    reason = reason_field(_("Reason of the decision"))

    def __init__(self, *args: Any, components: Sequence[ComponentStands], **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.parts = [one for one in components if one.points is not None]
        for one in self.parts:
            key = one.component.key
            new = ScoreField(label=one.component.title, required=False)
            new.widget.attrs["aria-labelledby"] = f"c-{key}"
            self.fields[f"to_{key}"] = new
            self.fields[f"seen_{key}"] = ScoreField(required=False, initial=entry(one.points))
            self.fields[f"seen_{key}"].widget = forms.HiddenInput()

    def rows(self) -> list[tuple[ComponentStands, forms.BoundField, forms.BoundField]]:
        """Each component with the field of its new score and of the one that was seen."""
        return [(one, self[f"to_{one.component.key}"], self[f"seen_{one.component.key}"]) for one in self.parts]

    def clean(self) -> dict[str, Any]:
        """Upholding changes something, rejecting nothing."""
        data = super().clean() or {}
        if self.errors:
            return data
        if data.get("ruling") == "upheld" and not self._typed():
            self.add_error("ruling", _("Write at least one new score below, or reject the objection."))
        if data.get("ruling") == "rejected" and self._typed():
            self.add_error("ruling", _("A new score is written below: uphold the objection, or clear the score."))
        return data

    def changes(self) -> list[tuple[str, str, str]]:
        """Component, score as it was seen and as it is to be; none if the objection is rejected."""
        return self._typed() if self.cleaned_data.get("ruling") == "upheld" else []

    def _typed(self) -> list[tuple[str, str, str]]:
        data = self.cleaned_data
        asked = (
            (key, data.get(f"seen_{key}") or "", data.get(f"to_{key}") or "")
            for key in (one.component.key for one in self.parts)
        )
        return [(key, seen, to) for key, seen, to in asked if to and points_of(to) != points_of(seen or "0")]


class TermForm(forms.Form):
    """The new term into which decrees extend contracts."""

    first_day = DayField(label=_("First day of the new term"))
    last_day = DayField(label=_("Last day of the new term"))
    together = forms.BooleanField(
        label=_("One decree for all work units of an issuing office, with an annex"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        data = super().clean() or {}
        if data.get("first_day") and data.get("last_day") and data["last_day"] < data["first_day"]:
            self.add_error("last_day", _("The last day lies before the first."))
        return data

    def term(self) -> Period:
        """The new term."""
        return Period.through(self.cleaned_data["first_day"], self.cleaned_data["last_day"])


class NamingForm(forms.Form):
    """Who scores the marked people."""

    appraiser = forms.TypedChoiceField(label=_("Appraiser"), coerce=UUID)
    pick = forms.TypedMultipleChoiceField(label=_("People"), coerce=UUID)
    component = forms.MultipleChoiceField(label=_("Components"))

    def __init__(
        self,
        *args: Any,
        people: Iterable[UUID],
        candidates: Iterable[tuple[UUID, str]],
        components: Iterable[Component],
        **rest: Any,
    ) -> None:
        super().__init__(*args, **rest)
        self.fields["pick"].choices = [(str(uid), "") for uid in people]  # type: ignore[attr-defined]
        chosen = [("", "—"), *((str(uid), label) for uid, label in candidates)]
        self.fields["appraiser"].choices = chosen  # type: ignore[attr-defined]
        self.fields["component"].choices = [(item.key, item.title) for item in components]  # type: ignore[attr-defined]


class WorkbookForm(forms.Form):
    """A filled workbook."""

    file = forms.FileField(label=_("Excel file (.xlsx)"))


class EntriesRefusedByForm(ValueError):
    """What was sent is no list of scores."""


def entries_from_json(body: bytes) -> list[ScoreEntry]:
    """The scores that the sheet's script sends; EntriesRefusedByForm for anything else."""
    try:
        rows = json.loads(body)["entries"]
        if len(rows) > MOST_ENTRIES:
            raise EntriesRefusedByForm
        return [
            _entry(UUID(row["person"]), row["component"], row["month"], row["value"], row["version"]) for row in rows
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise EntriesRefusedByForm from error


_CELL = re.compile(r"c\.(\d{1,4})\.(\d{1,3})")


def entries_from_form(data: Mapping[str, str]) -> list[ScoreEntry]:
    """The scores of the sheet's plain form: rows ``p.0`` with versions ``v.0``, columns ``k.0``, cells ``c.0.0``.

    A cell that was empty and stays so says nothing. EntriesRefusedByForm for what no such form sends.
    """
    entries = []
    try:
        for name, value in data.items():
            if found := _CELL.fullmatch(name):
                row, column = int(found[1]), int(found[2])
                component, _colon, month = data[f"k.{column}"].partition(":")
                version = int(data[f"v.{row}"].split(",")[column])
                if value.strip() or version:
                    entries.append(_entry(UUID(data[f"p.{row}"]), component, month, value, version))
    except (ValueError, KeyError, IndexError) as error:
        raise EntriesRefusedByForm from error
    if len(entries) > MOST_ENTRIES:
        raise EntriesRefusedByForm
    return entries


def _entry(person: UUID, component: str, month: str, value: str, version: int) -> ScoreEntry:
    known = isinstance(component, str) and isinstance(month, str) and isinstance(value, str)
    if not known or type(version) is not int or not 0 <= version < 10**6 or len(component) > 32 or len(month) > 7:
        raise EntriesRefusedByForm
    # JSON can hold what a database can't: half a character, or none.
    if not f"{component}{month}".isascii() or not f"{component}{month}".isprintable():
        raise EntriesRefusedByForm
    return ScoreEntry(person, component, value.strip()[:40], month, version)


def first_term_after(day: date) -> dict[str, date]:
    """The calendar year after a day, as a new term is proposed."""
    return {"first_day": date(day.year + 1, 1, 1), "last_day": date(day.year + 1, 12, 31)}
