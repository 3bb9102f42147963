"""How all forms look: the error beside its field, and what was typed stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from malaqbiq.kernel.access import Forbidden
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.periods import EARLIEST, LATEST
from malaqbiq.kernel.speech import sentence


@contextmanager
def errors_told(form: forms.Form, field: str | None = None) -> Iterator[None]:
    """Tell in the form, beside the field if one is named, why what the block does was refused.

    Who may not do it at all is told nothing: Forbidden passes, and `ui.audience.theirs` makes it 404.
    """
    try:
        yield
    except Forbidden:
        raise
    except UserError as error:
        form.add_error(field, sentence(error))


HIGHEST = 10**9
"""Rupiah: nobody here is paid, and no line costs, more."""


class HouseRenderer(TemplatesSetting):
    """Django's own widgets in the house's fields."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """As Django renders it; a list to choose from without a template for each of its options, of which a list of
        all work units has more than five hundred.
        """
        if template_name == "django/forms/widgets/select.html":
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _select(widget: Mapping[str, Any]) -> SafeString:
    groups = [
        (format_html('<optgroup label="{}">', name) if name else "", _options(options), _END if name else "")
        for name, options, _index in widget["optgroups"]
    ]
    inside = format_html_join("", "{}{}{}", groups)
    return format_html('<select name="{}"{}>{}</select>', widget["name"], _attributes(widget["attrs"]), inside)


_END = mark_safe("</optgroup>")


def _options(options: Iterable[Mapping[str, Any]]) -> SafeString:
    told = ((str(one["value"]), _attributes(one["attrs"]) if one["attrs"] else "", one["label"]) for one in options)
    return format_html_join("", '<option value="{}"{}>{}</option>', told)


def _attributes(named: Mapping[str, Any]) -> SafeString:
    """As Django writes them: what is True stands alone, what is False not at all."""
    told = ((name, "" if value is True else format_html('="{}"', value)) for name, value in named.items())
    return format_html_join("", " {}{}", ((name, text) for name, text in told if named[name] is not False))


class DayInput(forms.DateInput):
    """A day, picked from the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day that an office may write down: no year with a digit too many."""

    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)], **kwargs)


class RupiahField(forms.IntegerField):
    """Whole rupiah, typed with or without Rp and full stops."""

    def __init__(self, *, lowest: int = 1, highest: int = HIGHEST, **options: Any) -> None:
        super().__init__(min_value=lowest, max_value=highest, **options)
        self.widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 13, "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        """The amount."""
        text = str(value or "").strip().removeprefix("Rp").replace(".", "").replace(" ", "")
        return super().to_python(text)

    def prepare_value(self, value: Any) -> Any:
        """The amount with full stops, as it can be read; what was typed stays as it was."""
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


class SuggestingInput(forms.TextInput):
    """A text for which the browser offers what fits while one types; it works without a script, on a phone too."""

    template_name = "ui/suggesting.html"

    def __init__(self, suggestions: Sequence[str], attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false"} | (attrs or {}))
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Beside what a text needs, the suggestions and the id of their list."""
        context = super().get_context(name, value, attrs)
        listed = f"{context['widget']['attrs'].get('id', name)}_list"
        context["widget"]["attrs"]["list"] = listed
        return context | {"suggestions": self.suggestions, "listed": listed}
