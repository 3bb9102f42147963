"""Questions about pay, each with its day."""

from malaqbiq.pay.selectors.dpp import DppComparison, dpp_comparison
from malaqbiq.pay.selectors.limits import Asked, LawOfDay, former_pays, law_of_day, limits_of
from malaqbiq.pay.selectors.months import closed_months, month_view
from malaqbiq.pay.selectors.raises import raise_plan
from malaqbiq.pay.selectors.wages import wage_check

__all__ = [
    "Asked",
    "DppComparison",
    "LawOfDay",
    "closed_months",
    "dpp_comparison",
    "former_pays",
    "law_of_day",
    "limits_of",
    "month_view",
    "raise_plan",
    "wage_check",
]
