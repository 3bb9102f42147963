"""What nobody can mean to pay: a month's amount with a digit too many or too few."""

from __future__ import annotations

from malaqbiq.kernel.rupiah import rupiah
from malaqbiq.kernel.words import Words
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.regulations.rules.floors import Floor
from malaqbiq.regulations.rules.titles import fact_title

TIMES = 5
"""So many times the floor, or so small a part of it, is doubted. Malaqbiq's own default, no rule of KPU."""

HIGHEST = 100_000_000
"""Rupiah a month that nobody in a secretariat is paid. Malaqbiq's own default, no rule of KPU."""

LOWEST = 100_000
"""Rupiah a month that is doubted where no floor is known. Malaqbiq's own default, no rule of KPU."""


def pay_doubt(amount: int, floor: int | None) -> Words | None:
    """Why a monthly amount is doubted (whole rupiah), beside the day's floor of contract staff where it is known."""
    if floor is not None and (amount >= TIMES * floor or amount * TIMES <= floor):
        params = {"amount": rupiah(amount), "floor": rupiah(floor)}
        return Words(_("%(amount)s a month, while the minimum wage is %(floor)s: check the digits"), params)
    if amount >= HIGHEST or amount <= LOWEST:
        return Words(_("%(amount)s a month: check the digits"), {"amount": rupiah(amount)})
    return None


def under_floor(amount: int, floor: Floor) -> Words | None:
    """That a monthly amount (whole rupiah) is under a minimum wage, with the wage's name and year; None if it isn't."""
    if amount >= floor.amount:
        return None
    return Words(
        _("%(amount)s a month is under the minimum wage of %(floor)s (%(title)s)"),
        {"amount": rupiah(amount), "floor": rupiah(floor.amount), "title": fact_title(floor.key)},
    )
