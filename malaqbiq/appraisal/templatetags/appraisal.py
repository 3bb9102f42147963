"""How pages write scores, months and outcomes."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.formats import date_format, number_format

from malaqbiq.appraisal.labels import CRITERIA, OBJECTIONS, RECOMMENDATIONS
from malaqbiq.appraisal.rules.instrument import Kind, Recommendation
from malaqbiq.appraisal.rules.points import score_of

register = template.Library()


@register.filter
def score(points: int | None) -> str:
    """``85,50`` for 8550 hundredths in the reader's language; a dash where there is none."""
    return "–" if points is None else number_format(score_of(points), 2)


@register.filter
def criterion(kind: Kind) -> str:
    """How a criterion of a kind is scored."""
    return str(CRITERIA[kind])


@register.filter
def signed(points: int) -> str:
    """A difference between scores with its sign."""
    return f"{'+' if points > 0 else '−' if points < 0 else '±'}{number_format(score_of(abs(points)), 2)}"


@register.filter
def entry(points: int | None) -> str:
    """A score as somebody types it: ``85`` or ``85,5``; nothing where there is none."""
    if points is None:
        return ""
    places = 0 if points % 100 == 0 else 1 if points % 10 == 0 else 2
    return number_format(score_of(points), places)


@register.filter
def month(value: str, form: str = "M Y") -> str:
    """``Jul 2021`` for ``2021-07`` in the reader's language."""
    return date_format(date.fromisoformat(f"{value}-01"), form) if value else ""


@register.filter
def outcome(key: str) -> str:
    """What a recommendation or decision is called."""
    return str(RECOMMENDATIONS[Recommendation(key)]) if key else "–"


@register.filter
def objection_state(key: str) -> str:
    """How an objection stands."""
    return str(OBJECTIONS[key])  # type: ignore[index]
