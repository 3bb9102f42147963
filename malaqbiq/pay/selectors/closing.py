"""What is to be known before a month is closed, and doesn't keep from closing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from malaqbiq.kernel.access import Access
from malaqbiq.pay.models import PaymentList
from malaqbiq.pay.rules.monthview import MonthView
from malaqbiq.pay.selectors.dpp import dpp_comparison


@dataclass(frozen=True, slots=True)
class BeforeClosing:
    """In how many things the payment list (DPP) of the month differs from the decrees, and how many rows of its file
    were compared with nothing; `older` is the month before that is never closed if this one is.
    """

    differences: int = 0
    strays: int = 0
    older: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be told."""
        return not (self.differences or self.strays or self.older)


def before_closing(access: Access, view: MonthView) -> BeforeClosing:
    """What to tell who is about to close a month of a work unit that his grants cover."""
    try:
        found = dpp_comparison(access, unit=view.unit_code, month=view.month.start)
    except PaymentList.DoesNotExist:
        return BeforeClosing(older=view.never_closed)
    return BeforeClosing(len(found.findings), len(found.strays), view.never_closed)
