"""The employer's premiums on a month's pay, by the programmes that a work unit buys.

BPJS Kesehatan for government workers (Perpres 64/2020): 4 percent, of the wage between the regional minimum wage (from
memory, unverified) and a ceiling. JKK, JKM, JHT and JP by PP 44/2015, 46/2015 and 45/2015. A premium is counted on the
full month's pay, also for a part of a month, and rounded up to whole rupiah: Malaqbiq's own reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from malaqbiq.regulations.rules.answers import Missing

CAPPED = frozenset({"kesehatan", "jp"})
"""Programmes that count a wage only up to a ceiling."""

FLOORED = frozenset({"kesehatan"})
"""Programmes that count no wage below the regional minimum wage."""


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme (``jkk-I``) in a month: the employer's percent as the law writes it, and the bounds of the wage.

    A percent of None is not known. A bound of None is not there, or not known: then `missing` says so, and the wage is
    counted without it.
    """

    key: str
    percent: str | None
    lower: int | None = None
    ceiling: int | None = None
    missing: tuple[Missing, ...] = ()


def premium(wage: int, programme: Programme) -> int | None:
    """The employer's premium in whole rupiah on a month's pay; None where the percentage is not known."""
    if programme.percent is None:
        return None
    counted = max(wage, programme.lower or 0)
    if programme.ceiling is not None:
        counted = min(counted, programme.ceiling)
    return ceil(Fraction(Decimal(programme.percent)) * counted / 100)


def premiums(wage: int | None, programmes: Iterable[Programme]) -> dict[str, int | None]:
    """The employer's premiums by programme; zero for a month without pay."""
    return {item.key: premium(wage, item) if wage else 0 for item in programmes}


def premiums_less(owed: Mapping[str, int | None], told: Mapping[str, int | None]) -> dict[str, int | None]:
    """What is still to be told of premiums: None where one of both is not known."""
    return {key: _less(amount, told.get(key, 0)) for key, amount in owed.items()}


def _less(owed: int | None, told: int | None) -> int | None:
    return None if owed is None or told is None else owed - told
