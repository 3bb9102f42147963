"""What a form tells, and which days it takes."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.forms.renderers import TemplatesSetting
from django.http import Http404
from django.utils.safestring import mark_safe

from malaqbiq.kernel.access import Forbidden
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import sentence
from malaqbiq.ui.audience import theirs
from malaqbiq.ui.forms import DayField, HouseRenderer, errors_told


class Sample(forms.Form):
    day = DayField()


def test_a_day_with_a_year_too_far_is_refused_beside_its_field() -> None:
    for wrong in ("9999-12-31", "22022-01-01", "0001-01-01", "1900-01-01", "2200-01-01", "2022-02-30"):
        assert "day" in Sample({"day": wrong}).errors, wrong
    for right in ("1945-08-17", "2199-12-31", "2024-02-29"):
        assert Sample({"day": right}).is_valid()


def test_what_is_refused_is_told_with_its_remedy() -> None:
    error = UserError("the days are taken", "end the other mandate first.")
    assert sentence(error) == "The days are taken. End the other mandate first."
    assert sentence(UserError("the days are taken")) == "The days are taken."
    form = Sample({"day": "2022-01-11"})
    with errors_told(form, "day"):
        raise error
    assert form.errors["day"] == ["The days are taken. End the other mandate first."]


def test_who_may_not_do_it_is_told_nothing() -> None:
    form = Sample({"day": "2022-01-11"})
    with pytest.raises(Forbidden), errors_told(form):
        raise Forbidden("not yours")
    assert form.is_valid()


def test_what_is_not_theirs_is_not_there() -> None:
    @theirs
    def view(error: Exception) -> None:
        raise error

    for hidden in (Forbidden("not yours"), ObjectDoesNotExist()):
        with pytest.raises(Http404):
            view(hidden)
    with pytest.raises(ValueError, match="a fault"):
        view(ValueError("a fault"))


def test_a_list_to_choose_from_is_what_django_would_write() -> None:
    class Choosing(forms.Form):
        one = forms.ChoiceField(
            choices=[("", "–"), ("<a>", 'O\'Neil & "Anak"'), ("Luar", [("1", mark_safe("<b>x</b>")), (2, "dua")])],
            initial="2",
            widget=forms.Select(attrs={"class": "wide", "autofocus": True, "hidden": False}),
        )

    form = Choosing()
    context = form.fields["one"].widget.get_context("one", "2", {"id": "id_one"})
    theirs = TemplatesSetting().render("django/forms/widgets/select.html", context)
    ours = HouseRenderer().render("django/forms/widgets/select.html", context)
    assert _without_spaces(ours) == _without_spaces(theirs)


def _without_spaces(text: str) -> str:
    return re.sub(r">\s+|\s+<", lambda found: found[0].strip(), text).strip()
