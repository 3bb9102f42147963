"""Money is whole rupiah in integers. A law's fractional figure is kept exactly as text and rounded up."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def round_up(exact: Decimal | Fraction | str) -> int:
    """The next whole rupiah at or above an exact amount: a floor of Rp2.678.863,10 is met from Rp2.678.864 on."""
    return math.ceil(Fraction(exact))


def share(amount: int, numerator: int, denominator: int) -> int:
    """``amount * numerator / denominator``, rounded up to whole rupiah. All must be whole, the denominator above 0."""
    return -(-amount * numerator // denominator)


def half_up(value: Decimal, places: int = 2) -> Decimal:
    """A decimal with fixed places, halves away from zero, as scores are written."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def rupiah(amount: int) -> str:
    """``Rp2.678.864``, as Indonesian papers write it (PUEBI: no space after Rp, full stops between thousands)."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{abs(amount):,}".replace(",", ".")


def exact_rupiah(exact: str) -> str:
    """A law's figure as papers write it: ``Rp2.678.863,10`` for ``2678863.10``."""
    whole, point, cents = exact.partition(".")
    return f"{rupiah(int(whole))},{cents}" if point else rupiah(int(whole))


def amount_of(text: str) -> int | None:
    """The amount that `rupiah` wrote; None for any other text."""
    found = re.fullmatch(r"Rp(\d{1,3}(?:\.\d{3})*)", text)
    return int(found[1].replace(".", "")) if found else None
