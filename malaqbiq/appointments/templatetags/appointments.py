"""How scores are written."""

from __future__ import annotations

from fractions import Fraction

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def points(value: Fraction) -> str:
    """A score with one decimal, rounded half away from nought."""
    return number_format(Fraction(int(value * 10 + Fraction(1, 2)), 10).__float__(), 1)
