"""What stands in the way of closing a cycle, and how far each work unit has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
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
    """Counts of a work unit's staff: to appraise, scored, excused, missing; and how many have each component.

    `anew` are those of the undecided whose result changed after something was decided on it.
    """

    to_appraise: int = 0
    scored: int = 0
    excused: int = 0
    missing: int = 0
    moderated: int = 0
    told: int = 0
    read: int = 0
    objecting: int = 0
    decided: int = 0
    anew: int = 0
    components: Counter[str] = field(default_factory=Counter)

    @property
    def settled(self) -> int:
        """How many need nothing more: scored or excused."""
        return self.scored + self.excused


@dataclass(frozen=True, slots=True)
class Counted:
    """A person as coverage counts them: in which work unit, how far, and which components are there."""

    unit: str
    stage: Stage
    done: Sequence[str] = ()
    moderated: bool = False
    told: bool = False
    read: bool = False
    objecting: bool = False
    decided: bool = False
    anew: bool = False


class Hold(StrEnum):
    """What keeps a cycle open, by what mends it."""

    UNNAMED = "unnamed"
    SCORES = "scores"
    ATTENDANCE = "attendance"
    OBJECTIONS = "objections"
    NOT_INSIDE = "not_inside"


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


def coverage_of(people: Iterable[Counted]) -> dict[str, Coverage]:
    """Coverage by work unit code, in order of the codes."""
    found: dict[str, Coverage] = {}
    for one in people:
        unit = found.setdefault(one.unit, Coverage())
        unit.to_appraise += 1
        unit.scored += one.stage is Stage.SCORED
        unit.excused += one.stage is Stage.EXCUSED
        unit.missing += one.stage is Stage.MISSING
        for fact in ("moderated", "told", "read", "objecting", "decided", "anew"):
            setattr(unit, fact, getattr(unit, fact) + getattr(one, fact))
        unit.components.update(one.done)
    return dict(sorted(found.items()))


def total_of(units: Iterable[Coverage]) -> Coverage:
    """The sum of some work units' counts."""
    total = Coverage()
    for unit in units:
        for count in fields(Coverage):
            setattr(total, count.name, getattr(total, count.name) + getattr(unit, count.name))
    return total


def holds_of(outcome: Outcome | Missing, *, excused: bool, objecting: bool, named: bool, attendance: str) -> list[Hold]:
    """Why one person keeps a cycle open; `attendance` is the key of the component that comes from the records."""
    if objecting:
        return [Hold.OBJECTIONS]
    if excused or isinstance(outcome, Outcome):
        return []
    scores = outcome.components.keys() - {attendance}
    lacking = [Hold.SCORES if named else Hold.UNNAMED] if scores else []
    return lacking + ([Hold.ATTENDANCE] if attendance in outcome.components else [])


def _missing(outcome: Outcome | Missing) -> Words:
    names = ", ".join(outcome.components)
    return Words(gettext_noop("neither a result nor a written excuse; missing: %(components)s"), {"components": names})
