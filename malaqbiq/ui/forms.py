"""How all forms look: the error beside its field, and what was typed stays."""

from __future__ import annotations

from django import forms
from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    """Django's own widgets in the house's fields."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


class DayInput(forms.DateInput):
    """A day, picked from the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
