"""Scores inside the house: whole hundredths of a point, so that sums and means are exact in Python and in SQL.

People and papers see a decimal with two places, halves rounded up.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Words, gettext_noop

HIGHEST = 100_00


class ScoreRefused(UserError):
    """What was given is not a score from 0 to 100."""

    def __init__(self, value: object) -> None:
        super().__init__(Words(gettext_noop("%(value)s is not a score from 0 to 100"), {"value": str(value)}))


def points_of(value: Decimal | str | int) -> int:
    """Hundredths of a point of a score as a person writes it (comma or full stop), rounded half up.

    Raises ScoreRefused for what is no number and for what lies outside 0 to 100 before rounding.
    """
    if isinstance(value, str) and "_" in value:
        # Decimal takes 1_0 for ten; whoever slips on the keyboard did not mean that.
        raise ScoreRefused(value)
    try:
        exact = Decimal(value.strip().replace(",", ".") if isinstance(value, str) else value)
    except InvalidOperation as error:
        raise ScoreRefused(value) from error
    if not exact.is_finite() or not 0 <= exact * 100 <= HIGHEST:
        raise ScoreRefused(value)
    return int((exact * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def score_of(points: int) -> Decimal:
    """The score as a decimal with two places."""
    return Decimal(points).scaleb(-2)


def half_up(numerator: int, denominator: int) -> int:
    """The quotient of two whole numbers (not below 0; denominator above 0), rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)
