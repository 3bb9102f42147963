"""Rows of a list of employees on their way."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from malaqbiq.intake.rules.employees import EmployeeRow
from malaqbiq.intake.rules.opening import Change, Seat
from malaqbiq.people.models import Person
from malaqbiq.people.rules import PersonChanges


@dataclass(slots=True)
class Case:
    """One row: whom it means (None: somebody new), what it changes, and what stays unknown of them even so."""

    row: EmployeeRow
    person: Person | None
    seat: Seat | None = None
    changes: tuple[Change, ...] = ()
    unknown: tuple[str, ...] = ()
    personal: PersonChanges = field(default_factory=PersonChanges)
    records: bool = False
    uid: UUID | None = None

    @property
    def says_something(self) -> bool:
        """Whether the row changes anything."""
        return self.person is None or bool(self.changes or self.personal or self.records)

    @property
    def whom(self) -> UUID:
        """The person's uid; somebody new has one once he is registered."""
        found = self.person.uid if self.person else self.uid
        if found is None:
            raise LookupError(f"row {self.row.number} is not registered yet")
        return found
