"""Questions about lists and what they left open."""

from malaqbiq.intake.selectors.extent import Extent, opening_extent
from malaqbiq.intake.selectors.foresight import standing_after
from malaqbiq.intake.selectors.incomplete import Incomplete, incomplete
from malaqbiq.intake.selectors.lists import (
    Seats,
    homes_on,
    lookups,
    opening_is_locked,
    register_for,
    seats_on,
    standing,
)

__all__ = [
    "Extent",
    "Incomplete",
    "Seats",
    "homes_on",
    "incomplete",
    "lookups",
    "opening_extent",
    "opening_is_locked",
    "register_for",
    "seats_on",
    "standing",
    "standing_after",
]
