"""What stands in the way of closing a cycle, and how far each work unit has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from malaqbiq.appraisal.rules.scoring import Missing, Outcome
from malaqbiq.kernel.words import Words, gettext_noop


class Stage(StrEnum):
    """How far the appraisal of one person has come."""

    SCORED = "scored"
    EXCUSED = "excused"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A person who stands in the way, and why."""

    person: UUID
    why: Words


@dataclass(slots=True)
class Coverage:
    """Counts of a work unit's staff: to appraise, scored, excused, missing; and how many have each component."""

    to_appraise: int = 0
    scored: int = 0
    excused: int = 0
    missing: int = 0
    components: Counter[str] = field(default_factory=Counter)


def stage_of(outcome: Outcome | Missing, *, excused: bool) -> Stage:
    """An excuse stands for a person whatever was entered on them; else it is scored or something is missing."""
    if excused:
        return Stage.EXCUSED
    return Stage.SCORED if isinstance(outcome, Outcome) else Stage.MISSING


def obstacles(
    in_service: Iterable[UUID],
    outcomes: Mapping[UUID, Outcome | Missing],
    excused: Collection[UUID],
    objecting: Collection[UUID],
) -> list[Obstacle]:
    """Who keeps a cycle open, in the order given.

    That is somebody in service who isn't in the cycle, or has neither a result nor a written excuse, or whose objection
    isn't decided.
    """
    found = []
    for person in in_service:
        outcome = outcomes.get(person)
        if outcome is None:
            found.append(Obstacle(person, Words(gettext_noop("in service, but not in the cycle"))))
        elif person in objecting:
            found.append(Obstacle(person, Words(gettext_noop("an objection is not decided"))))
        elif stage_of(outcome, excused=person in excused) is Stage.MISSING:
            found.append(Obstacle(person, _missing(outcome)))
    return found


def coverage_of(
    unit_of: Mapping[UUID, str], stages: Mapping[UUID, Stage], done: Mapping[UUID, Sequence[str]]
) -> dict[str, Coverage]:
    """Coverage by work unit code, in order of the codes. `done` names the components that a person has."""
    units: dict[str, Coverage] = {code: Coverage() for code in sorted(set(unit_of.values()))}
    for person, code in unit_of.items():
        unit, stage = units[code], stages[person]
        unit.to_appraise += 1
        unit.scored += stage is Stage.SCORED
        unit.excused += stage is Stage.EXCUSED
        unit.missing += stage is Stage.MISSING
        unit.components.update(done[person])
    return units


def _missing(outcome: Outcome | Missing) -> Words:
    names = ", ".join(outcome.components)
    return Words(gettext_noop("neither a result nor a written excuse; missing: %(components)s"), {"components": names})
