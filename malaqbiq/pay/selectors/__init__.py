"""Questions about pay, each with its day."""

from malaqbiq.pay.selectors.limits import Asked, LawOfDay, former_pays, law_of_day, limits_of
from malaqbiq.pay.selectors.wages import wage_check

__all__ = ["Asked", "LawOfDay", "former_pays", "law_of_day", "limits_of", "wage_check"]
