"""A cycle of the cast with people who sign in: what tests of pages begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client

from malaqbiq.appraisal.models import Cycle, Score
from malaqbiq.appraisal.services import cycle_close, results_tell
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.canonical import canonical
from tests.appraisal.cast import CODES, SYSTEM, Cast, cast, named, opened, scored
from tests.pages import signed_in

OFFICER, SECRETARY, APPRAISER = Role.SDM_OFFICER, Role.SECRETARY, Role.APPRAISER


@dataclass(frozen=True)
class Office:
    """The cast, their cycle, and browsers of those who sign in."""

    cast: Cast
    cycle: Cycle

    def client(self, name: str, role: Role | None = None, *codes: str) -> Client:
        """A browser of one of the cast, with a role on work units (all of the province's if none is named)."""
        held = (codes or CODES[:1]) if role else ()
        return signed_in(role, *held, person=self.cast[name], username=name)

    def address(self, part: str = "") -> str:
        """An address within the cycle."""
        return f"/appraisal/{self.cycle.uid}{part}"

    def person(self, name: str, part: str = "") -> str:
        """An address about somebody in the cycle."""
        return self.address(f"/people/{self.cast[name]}{part}")

    def points(self, name: str, component: str = "behaviour", part: str = "") -> int | None:
        """What stands as somebody's score, in hundredths."""
        rows = Score.objects.filter(appraisee__person__uid=self.cast[name], component=component, part=part)
        return rows.values_list("points", flat=True).first()

    def version(self, name: str, component: str = "behaviour", part: str = "") -> int:
        """How often that score was changed."""
        rows = Score.objects.filter(appraisee__person__uid=self.cast[name], component=component, part=part)
        return rows.values_list("version", flat=True).first() or 0

    def entry(self, name: str, value: str, version: int = 0, component: str = "behaviour", month: str = "") -> Any:
        """A score as the sheet's script sends it."""
        who = str(self.cast[name])
        return {"person": who, "component": component, "month": month, "value": value, "version": version}

    def send(self, client: Client, *entries: Any) -> Any:
        """Send scores as the sheet's script does."""
        body = canonical({"entries": list(entries)})
        return client.post(self.address("/sheet/cells"), body, content_type="application/json")


def waiting(*names: str) -> Office:
    """An open cycle in which the kasubag is to score the people (all if none is named)."""
    people = cast(*names)
    cycle = opened(people)
    named(people, cycle)
    return Office(people, cycle)


def complete(*names: str) -> Office:
    """An open cycle in which everything is scored."""
    people = cast(*names)
    cycle = opened(people)
    scored(people, cycle)
    return Office(people, cycle)


def told(*names: str) -> Office:
    """The same, told to everybody."""
    office = complete(*names)
    results_tell(access=SYSTEM, cycle=office.cycle.uid)
    return office


def closed(*names: str) -> Office:
    """The same, closed."""
    office = complete(*names)
    cycle_close(access=SYSTEM, cycle=office.cycle.uid)
    return office
