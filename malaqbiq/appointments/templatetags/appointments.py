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


@register.filter
def hundredths(value: int) -> str:
    """A figure of the planner's scale (0 to 10,000) as one of 0 to 100, with one decimal."""
    return points(Fraction(value, 100))
