"""The people of a cycle, narrowed to a work unit or to a part of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from malaqbiq.appraisal.models import Cycle
from malaqbiq.appraisal.rules.closing import Hold, Stage, holds_of, stage_of
from malaqbiq.appraisal.rules.instrument import Instrument, Kind
from malaqbiq.appraisal.rules.scoring import Outcome
from malaqbiq.appraisal.selectors.coverage import standing_on
from malaqbiq.appraisal.selectors.records import Standing
from malaqbiq.appraisal.selectors.seen import READERS, cycle_seen
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.words import gettext_noop

PARTS: Mapping[str, str] = {
    "scored": gettext_noop("scored"),
    "missing": gettext_noop("incomplete"),
    "excused": gettext_noop("excused"),
    "moderated": gettext_noop("moderated"),
    "told": gettext_noop("told"),
    "unread": gettext_noop("told, not read yet"),
    "objecting": gettext_noop("objection open"),
    "undecided": gettext_noop("not decided"),
    "anew": gettext_noop("to decide anew"),
    Hold.UNNAMED.value: gettext_noop("nobody scores them"),
    Hold.SCORES.value: gettext_noop("scores missing"),
    Hold.ATTENDANCE.value: gettext_noop("attendance missing"),
}
"""Parts of a cycle's people, by the word that an address names them with."""


@dataclass(frozen=True, slots=True)
class People:
    """The people of a cycle that are asked for, and all work units that the asker sees in it."""

    cycle: Cycle
    people: list[Standing]
    units: Sequence[tuple[str, str]]


def people_of(*, access: Access, cycle: UUID, unit: str, part: str, on: date) -> People:
    """The people of a cycle of a unit and part (all where they name none); Cycle.DoesNotExist without a role there."""
    seen = cycle_seen(access=access, cycle=cycle, on=on)
    found = [one for one in standing_on(access=access, cycle=seen, on=on) if access.covers(one.unit_code, *READERS)]
    if not found and not access.covers(seen.office.code, *READERS):
        raise Cycle.DoesNotExist
    units = sorted({(one.unit_code, one.unit_name) for one in found})
    chosen = [one for one in found if not unit or one.unit_code == unit]
    belongs = _belongs(seen.rules, part)
    people = sorted((one for one in chosen if belongs(one)), key=lambda one: (one.unit_code, one.name))
    return People(seen, people, units)


def _belongs(instrument: Instrument, part: str) -> Callable[[Standing], bool]:
    attendance = next((item.key for item in instrument.components if item.kind is Kind.ATTENDANCE), "")

    def held(one: Standing, hold: Hold) -> bool:
        return hold in holds_of(
            one.outcome, excused=one.excused, objecting=one.objecting, named=one.named, attendance=attendance
        )

    tests: dict[str, Callable[[Standing], bool]] = {
        "scored": lambda one: isinstance(one.outcome, Outcome) and not one.excused,
        "missing": lambda one: stage_of(one.outcome, excused=one.excused) is Stage.MISSING,
        "excused": lambda one: one.excused,
        "moderated": lambda one: bool(one.record.adjusted),
        "told": lambda one: one.told,
        "unread": lambda one: one.told and not one.read,
        "objecting": lambda one: one.objecting,
        "undecided": lambda one: not one.decided,
        "anew": lambda one: one.anew,
        Hold.UNNAMED.value: lambda one: held(one, Hold.UNNAMED),
        Hold.SCORES.value: lambda one: held(one, Hold.SCORES),
        Hold.ATTENDANCE.value: lambda one: held(one, Hold.ATTENDANCE),
    }
    return tests.get(part, lambda _one: True)
