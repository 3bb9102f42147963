"""Forms in which an office writes the words of its decrees, and how they are numbered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from malaqbiq.decrees.rules.papers.editing import MOST, PAPERS, Paper, Part, Texts, plain, trouble
from malaqbiq.decrees.rules.papers.fields import FIELDS
from malaqbiq.kernel.speech import said
from malaqbiq.regulations.rules.numbers import PLACES as NUMBER_PLACES
from malaqbiq.regulations.rules.numbers import places_in
from malaqbiq.ui.forms import DayField

LETTERS_A_LINE = 52


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the paper with its fields in order."""

    part: Part
    fields: list[forms.BoundField]


class _Dated(forms.Form):
    """From which day it counts, and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"] = DayField(
            label=_("Counts from"),
            help_text=_("For decrees issued from this day on; earlier ones stay as they are."),
        )
        self.fields["source"] = forms.CharField(
            label=_("Why, or on what paper it rests"),
            max_length=200,
            help_text=_("It stands in the history: a letter, an instruction, a correction."),
        )


class WordsForm(_Dated):
    """The texts of a paper, each in a field of its own named ``PART-PLACE``."""

    def __init__(self, paper: Paper, texts: Texts, *, data: QueryDict | None = None, **kwargs: Any) -> None:
        self.paper = paper
        given = _flat(texts)
        bound = None if data is None else {**given, "since": data.get("since"), "source": data.get("source")}
        super().__init__(bound, initial={**given, **kwargs.pop("initial", {})}, **kwargs)
        for part in PAPERS[paper].parts:
            count = max(len(texts.get(part.name, ())), 1 if part.needed or not part.many else 0)
            for place in range(count):
                self.fields[f"{part.name}-{place}"] = _field(part, place, given.get(f"{part.name}-{place}", ""))

    def groups(self) -> Iterator[Group]:
        """The parts in their order, each with its fields."""
        for part in PAPERS[self.paper].parts:
            names = sorted((name for name in self.fields if name.rpartition("-")[0] == part.name), key=_place)
            yield Group(part, [self[name] for name in names])

    def texts(self) -> Texts:
        """What was written, empty texts left out."""
        return {
            group.part.name: [text for field in group.fields if (text := self.cleaned_data.get(field.name, ""))]
            for group in self.groups()
        }

    def clean(self) -> dict[str, Any]:
        """Each text by itself, then what is needed and how the petikan follows the dictums."""
        super().clean()
        for group in self.groups():
            for field in group.fields:
                if words := trouble(group.part, self.cleaned_data.get(field.name, "")) if self._says(field) else None:
                    self.add_error(field.name, said(words).capitalize())
            if group.part.needed and not any(map(self._says, group.fields)) and not group.fields[0].errors:
                self.add_error(group.fields[0].name, gettext("Something must stand here."))
        if self.paper == Paper.DECREE:
            self._petikan_follows()
        return self.cleaned_data

    def _says(self, field: forms.BoundField) -> bool:
        return bool(plain(self.cleaned_data.get(field.name, "")))

    def _petikan_follows(self) -> None:
        counted = {group.part.name: sum(map(self._says, group.fields)) for group in self.groups()}
        dictums, of_petikan = counted["dictums"], counted["petikan_dictums"]
        if of_petikan and of_petikan != dictums - 1:
            words = gettext(
                "The petikan has %(of_petikan)s dictums after KESATU, the decree has %(dictums)s: both must be as many."
            )
            self.add_error("petikan_dictums-0", words % {"of_petikan": of_petikan, "dictums": dictums - 1})


class NumberForm(_Dated):
    """How an office numbers a kind of decree: the archive's code, and the pattern."""

    written = forms.CharField(
        label=_("Pattern of the number"),
        max_length=80,
        help_text=_("In braces: {serial} {code} {region} {month} {year}; {serial} and {year} are needed."),
    )
    classification = forms.CharField(
        label=_("Classification code"),
        max_length=20,
        required=False,
        help_text=_("Of the archive, such as HK.03.2; needed where the pattern has {code}."),
        widget=forms.TextInput(attrs={"list": "codes"}),
    )
    field_order = ("written", "classification", "since", "source")

    def clean_written(self) -> str:
        """Places that numbers have, serial and year among them, and no stray brace."""
        pattern = str(self.cleaned_data["written"])
        found = places_in(pattern)
        if unknown := sorted({*found} - {*NUMBER_PLACES} | ({"unit"} & {*found})):
            raise forms.ValidationError(gettext("A number has no {%(place)s}.") % {"place": unknown[0]})
        if not {"serial", "year"} <= {*found}:
            raise forms.ValidationError(gettext("A number needs {serial} and {year}."))
        return pattern

    def clean(self) -> dict[str, Any]:
        """A pattern with a code needs one."""
        super().clean()
        if "code" in places_in(self.cleaned_data.get("written", "")) and not self.cleaned_data.get("classification"):
            self.add_error("classification", gettext("The pattern has {code}: say which."))
        return self.cleaned_data


def texts_posted(paper: Paper, data: QueryDict) -> Texts:
    """The texts as they were sent, in order, empty ones kept in their place."""
    found: Texts = {}
    for part in PAPERS[paper].parts:
        names = [name for name in data if name.rpartition("-")[0] == part.name and name.rpartition("-")[2].isdecimal()]
        found[part.name] = [str(data[name]) for name in sorted(names, key=_place)[:MOST]]
    return found


def _place(name: str) -> int:
    return int(name.rpartition("-")[2][:4])


def _flat(texts: Texts) -> dict[str, str]:
    return {f"{name}-{place}": text for name, said_of in texts.items() for place, text in enumerate(said_of)}


def _field(part: Part, place: int, text: str) -> forms.Field:
    label = gettext(part.label)
    label = f"{label} {place + 1}" if part.many else label
    if part.facts:
        choices = [("", "–"), *((name, shown.label) for name, shown in FIELDS.items())]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    lines = sum(1 + len(line) // LETTERS_A_LINE for line in (text or " ").splitlines())
    return forms.CharField(
        label=label,
        required=False,
        widget=forms.Textarea(attrs={"rows": max(2, min(lines, 14)), "spellcheck": "false"}),
    )
