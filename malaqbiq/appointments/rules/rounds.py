"""How far a post is on its way to a definitive holder, and what holds it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

LEVELS = ("JPT Pratama", "Administrator", "Pengawas", "Fungsional")
"""Levels of posts in the order in which they are filled (eselon II, III, IV, then functional posts)."""


class Held(StrEnum):
    """How a post is held."""

    DEFINITIVE = "definitive"
    ACTING = "acting"
    DEMISIONER = "demisioner"
    VACANT = "vacant"


class Stage(StrEnum):
    """What a post waits for."""

    EARLIER_PHASE = "earlier_phase"
    OPENING = "opening"
    CANDIDATES = "candidates"
    SCORES = "scores"
    NOMINEES = "nominees"
    PROPOSAL = "proposal"
    DECISION = "decision"
    INAUGURATION = "inauguration"
    FILLED = "filled"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class PhaseFacts:
    """What is known of a phase: whether an earlier one holds it up, whether it is open, and what was done in it."""

    waits: bool
    is_open: bool
    has_candidates: bool
    is_scored: bool
    is_proposed: bool


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """What is known of a post: how it is held, whether anybody is named for it, and whether somebody is appointed."""

    held: Held
    has_nominees: bool
    is_decided: bool
    is_closed: bool = False
    """whether the post itself is in force no more"""


def stage_of(phase: PhaseFacts, seat: SeatFacts) -> Stage:  # noqa: PLR0911 - one line a stage
    """What a post waits for, first things first."""
    if seat.is_closed:
        return Stage.CLOSED
    if seat.held is Held.DEFINITIVE:
        return Stage.FILLED
    if not phase.is_open:
        return Stage.EARLIER_PHASE if phase.waits else Stage.OPENING
    if seat.is_decided:
        return Stage.INAUGURATION
    if phase.is_proposed:
        return Stage.DECISION
    if not phase.has_candidates:
        return Stage.CANDIDATES
    if not phase.is_scored:
        return Stage.SCORES
    return Stage.PROPOSAL if seat.has_nominees else Stage.NOMINEES


@dataclass(frozen=True, slots=True)
class Keeping:
    """A demisioner: who, of which old post, since when, and the new posts that go on with its work."""

    person: UUID
    post: UUID
    work_unit: UUID
    since: date
    successors: frozenset[UUID]


def released(keeping: Keeping, sworn_in: frozenset[UUID], filled: frozenset[UUID]) -> bool:
    """Whether a demisioner's daily work ends with an inauguration: he is sworn in himself, or every post that goes on
    with his work now has a definitive holder. Nobody says so in a regulation: until then somebody must do it.
    """
    if keeping.person in sworn_in:
        return True
    return bool(keeping.successors) and keeping.successors <= filled
