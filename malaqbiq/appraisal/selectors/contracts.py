"""The contracts from which decrees are drafted, as they stand on the day before a new term."""

from __future__ import annotations

from datetime import date

from malaqbiq.appraisal.selectors.staff import HOUSE, units_below
from malaqbiq.service.selectors import Serving, serving


def contracts_on(*, office: str, day: date) -> list[Serving]:
    """The contract staff in service on a day in a work unit and all below it, by unit and name, whoever asks."""
    return serving(HOUSE, day, units=units_below(office, day))
