"""What the chapters of a story share: who acts, who is there, and how long each kind of work took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from malaqbiq.home.story.plan import HOME_PROVINCE, ROOT, SIZES, Place, Scale, Size
from malaqbiq.home.story.population import Newcomer, Registry
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.regulations.rules.floors import Floor

TELLER = Access.system("demo")
"""Who sets the stage: brings people in, records what no decree decides."""

OFFICER = Access.system("demo-sdm")
SECRETARY = Access.system("demo-sekretaris")
"""Two people: the one drafts and submits decrees, the other approves and issues them."""
PANEL = Access.system("demo-panel")
"""Who judges candidates, as the member who is meant."""


class Work(StrEnum):
    """Kinds of work whose time is told apart."""

    PEOPLE = "people"
    MAIN_JOB = "main_job"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the story, and their uid."""

    uid: UUID
    who: Newcomer


@dataclass(slots=True)
class Province:
    """A province of the story (or the Setjen alone): its work units, and who is in them once they have come."""

    code: str
    places: list[Place]
    units: dict[str, UUID]
    members: list[Member] = field(default_factory=list)
    holders: dict[tuple[str, str], Member] = field(default_factory=dict)
    cycle: UUID | None = None

    @property
    def office(self) -> UUID:
        """The uid of the province's own work unit."""
        return self.units[self.code]

    def holder(self, unit: str, seat: str) -> Member:
        """Who holds a structural post of a work unit, by codes; LookupError if the story gave it to nobody."""
        try:
            return self.holders[unit, seat]
        except KeyError:
            raise LookupError(f"nobody holds {seat} of {unit}") from None

    def come(self, members: list[Member]) -> None:
        """People come into the province; who holds a post is found by it from then on."""
        self.members = members
        seated = [(member, member.who.career) for member in members if member.who.career]
        self.holders = {(member.who.unit, career.post): member for member, career in seated if career.post}

    @property
    def contract_staff(self) -> list[Member]:
        """Those who came with a contract."""
        return [member for member in self.members if member.who.contract]


@dataclass(slots=True)
class Stage:
    """The story that is being told."""

    scale: Scale
    seed: int
    progress: Progress = SILENT
    provinces: list[Province] = field(default_factory=list)
    floors_before: dict[str, Floor] = field(default_factory=dict)
    registry: Registry | None = None
    seconds: dict[Work, float] = field(default_factory=lambda: dict.fromkeys(Work, 0.0))

    @property
    def size(self) -> Size:
        """How many people the scale has, and how they do."""
        return SIZES[self.scale]

    @property
    def shown(self) -> Province:
        """The province in which one looks around: its people have the demo's accounts, its posts are filled."""
        told = {province.code: province for province in self.provinces if province.code != ROOT}
        return told.get(HOME_PROVINCE) or next(iter(told.values()))

    @contextmanager
    def timed(self, work: Work) -> Iterator[None]:
        """Count the time of the block to a kind of work."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[work] += time.perf_counter() - start
