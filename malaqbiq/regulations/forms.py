"""A form for a fact of any table, made from the table's own row."""

from __future__ import annotations

import json
import re
from enum import Enum
from typing import Any, get_args

from django import forms
from django.forms.fields import InvalidJSONInput
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.rupiah import round_up
from malaqbiq.regulations.labels import LABELS, hint
from malaqbiq.regulations.rules.rows import TABLES, Row
from malaqbiq.ui.forms import DayField, RupiahField

EXACT = re.compile(r"\d{1,20}(\.\d{1,18})?")
GIVEN = frozenset({"trust", "office"})
"""What the service says of an office's own fact."""


class LineList(forms.CharField):
    """Texts, one a line."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        """The lines that say something."""
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """One text a line."""
        return "\n".join(value) if isinstance(value, list | tuple) else value


class Structured(forms.JSONField):
    """Parts of parts, as JSON."""

    widget = forms.Textarea(attrs={"rows": 12, "spellcheck": "false"})

    def to_python(self, value: Any) -> Any:
        """What it says. Not taken: nested too deep, numbers without end, characters that no database holds."""
        try:
            found = super().to_python(value)
            text = json.dumps(found, ensure_ascii=False, allow_nan=False)
            text.encode()
        except (RecursionError, ValueError) as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        if "\\u0000" in text:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was typed, letter by letter."""
        return InvalidJSONInput(data) if isinstance(data, str) else super().bound_data(data, initial)


class FactForm(forms.Form):
    """The fields of a table's row but for those that the service says: what it is about first, then days and source."""

    def __init__(self, table: str, *args: Any, offices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        self.fields["office"] = forms.ChoiceField(
            label=_("Work unit that states it"),
            choices=offices,
            help_text=_("It counts for this unit and all below it."),
        )
        fields = TABLES[table].model_fields
        for name in sorted(fields, key=lambda name: name in Row.model_fields):
            info = fields[name]
            if name not in GIVEN:
                field = RupiahField() if name == "amount" else _field(info.annotation)
                field.label = str(LABELS.get(name) or name.replace("_", " ").capitalize())
                field.help_text = hint(table, name) or field.help_text
                field.required = (info.is_required() or name == "source") and not isinstance(field, forms.BooleanField)
                self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """An amount that is left empty is the exact one raised to the next rupiah; one of both an office must say."""
        said = super().clean() or self.cleaned_data
        if "amount" in self.fields and said.get("amount") is None and "amount" not in self.errors:
            exact = EXACT.fullmatch(said.get("amount_exact") or "")
            if exact:
                said["amount"] = round_up(exact[0])
            elif not said.get("amount_exact"):
                self.add_error("amount", _("Fill in the amount: whole rupiah, such as 2678864."))
        return said

    def values(self) -> dict[str, Json]:
        """What was said, as a line of the table's file says it; what was left empty is left out."""
        said = {name: self.cleaned_data[name] for name in self.fields if name != "office"}
        return {name: _plain(value) for name, value in said.items() if value not in (None, "", [])}


def initial_of(row: Row) -> dict[str, Any]:
    """What a form begins with: what a row says."""
    return {name: value for name, value in row.model_dump(mode="json").items() if name not in GIVEN}


def _field(annotation: Any) -> forms.Field:
    kinds = [kind for kind in get_args(annotation) or (annotation,) if kind is not type(None)]
    text = str(annotation)
    if text.startswith("tuple"):
        inner = get_args(annotation)[0]
        structured = isinstance(inner, type) and issubclass(inner, BaseModel)
        return Structured(help_text=gettext("as JSON")) if structured else LineList(help_text=gettext("one a line"))
    first = kinds[0]
    if isinstance(first, type) and issubclass(first, Enum):
        return forms.ChoiceField(choices=[(item.value, item.value) for item in first])
    if first is bool:
        return forms.BooleanField()
    if "date" in text:
        return DayField()
    return forms.IntegerField() if "int" in text else forms.CharField()


def _plain(value: Any) -> Json:
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return json.loads(json.dumps(value))  # type: ignore[no-any-return]
