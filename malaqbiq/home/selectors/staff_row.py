"""A line of the roster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from malaqbiq.pay.rules.limits import shortfall
from malaqbiq.service.effects import Engaged, Extended

KEEPING = frozenset({Engaged.name, Extended.name})
"""Effects that give contract staff the decree that they are owed."""


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A line of the roster. `amount` and `floor` are rupiah a month, None where none is known or the asker may not
    know; `pays` whether he may. `decreed_from`: he serves by the opening alone, and a decree goes on from that day.
    `drafted`: the titles of decrees that aren't issued yet and are to keep him, where he is owed one.
    """

    uid: UUID
    name: str
    nip: str
    nik: str
    status: str
    job: str
    unit_code: str
    unit_name: str
    duty_name: str
    since: date | None
    last_day: date | None
    is_undecreed: bool
    decreed_from: date | None
    is_cited: bool
    is_worker: bool
    pays: bool
    amount: int | None
    floor: int | None
    drafted: tuple[str, ...] = ()

    @property
    def shortfall(self) -> int | None:
        """Rupiah a month below the floor, 0 if none; None where pay or floor is not known."""
        return shortfall(self.amount, self.floor)
