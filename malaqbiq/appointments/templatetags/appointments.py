"""How scores are written, and whom a level means."""

from __future__ import annotations

from fractions import Fraction

from django import template
from django.utils.formats import number_format
from django.utils.functional import Promise

from malaqbiq.appointments.labels import OFFICIALS, SETTLED
from malaqbiq.appointments.selectors.settled import Settling

register = template.Library()


@register.filter
def points(value: Fraction) -> str:
    """A score with one decimal, rounded half away from nought."""
    return number_format(Fraction(int(value * 10 + Fraction(1, 2)), 10).__float__(), 1)


@register.filter
def hundredths(value: int) -> str:
    """A figure of the planner's scale (0 to 10,000) as one of 0 to 100, with one decimal."""
    return points(Fraction(value, 100))


@register.filter
def officials(level: str) -> Promise | str:
    """Whom a level of posts means in an office's everyday words; empty for one of which nobody says more."""
    return OFFICIALS.get(level, "")


@register.filter
def settled(of: Settling) -> Promise | str:
    """Of which day people of a phase are told, in words."""
    return SETTLED[of]
