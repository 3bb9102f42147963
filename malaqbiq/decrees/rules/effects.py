"""The protocol of effects: what an entry of a decree may do, as three pure pieces, and invariants over what comes of
it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from malaqbiq.decrees.rules.timeline import Origin, Subject, Timelines, Written
from malaqbiq.kernel.words import Words


class Payload(BaseModel):
    """Every fact that an effect needs, those that its check looked up included.

    Only strings, whole numbers, booleans, dates and UUIDs; no names, no NIK, no free text: it is hashed for good.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    def stored(self) -> dict[str, Any]:
        """The payload as JSON that is stored and hashed; what is None is left out."""
        return self.model_dump(mode="json", exclude_none=True)


P = TypeVar("P", bound=Payload)


@dataclass(frozen=True, slots=True)
class Act(Generic[P]):
    """An entry as the fold sees it. `rank` is its ledger order: place and ordinal, of the first entry if it corrects
    one.
    """

    entry: UUID
    effect: str
    payload: P
    effective_on: date
    rank: tuple[int, int]
    origin: Origin

    @property
    def by(self) -> Written:
        """What spans that come of it carry."""
        return Written(self.entry, self.origin)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something can't stand: a stable code, words for people, and the entry in whose way it is.

    `through`: its last day, of what ends by itself; once it is past, a decree that only takes something else back
    leaves it as it was.
    """

    code: str
    words: Words
    entry: UUID | None = None
    subject: Subject | None = None
    through: date | None = None

    def is_past(self, today: date) -> bool:
        """Whether what it is about is over, or ends today."""
        return self.through is not None and self.through <= today


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a paper says of an entry: a stable key, and its Indonesian text."""

    key: str
    text: str


class Effect(ABC, Generic[P]):
    """One kind of effect. Rooms list theirs as ``EFFECTS`` in their ``effects.py``.

    `payloads` holds every version that was ever issued, by number; the highest is written today, and `read` brings an
    older one up to it, so that fold always sees today's.
    """

    name: ClassVar[str]
    subjects: ClassVar[tuple[str, ...]] = ("person",)
    payloads: ClassVar[Mapping[int, type[Payload]]]

    @property
    def version(self) -> int:
        """The payload version that is written today."""
        return max(self.payloads)

    def read(self, version: int, stored: Mapping[str, Any]) -> P:
        """The payload of a stored entry, brought up to today's version; KeyError for a version that never was."""
        return self.upgrade(version, self.payloads[version].model_validate(stored))

    def upgrade(self, version: int, payload: Payload) -> P:
        """Today's form of an older payload. Effects with more than one version say how."""
        if version != self.version:
            raise NotImplementedError(f"{self.name} can't read version {version}")
        return payload  # type: ignore[return-value]

    def check(self, timelines: Timelines, act: Act[P]) -> Iterable[Problem]:
        """What stands in the way of the act, given what stood just before it."""
        return ()

    @abstractmethod
    def fold(self, timelines: Timelines, act: Act[P]) -> Timelines:
        """What stands after the act."""

    def subjects_named(self, payload: P) -> Mapping[str, UUID]:
        """Subjects that the payload names too, by kind: they must be those of the entry."""
        return {}

    def units_named(self, payload: P) -> tuple[UUID, ...]:
        """Work units that the payload names: who drafts it must cover them."""
        return ()

    def describe(self, act: Act[P]) -> tuple[Fact, ...]:
        """What a paper says of the act."""
        return ()


@dataclass(frozen=True, slots=True)
class Invariant:
    """What must hold on every day of a subject's timelines, whoever wrote them."""

    name: str
    subject: str
    test: Callable[[Timelines], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Book:
    """All effects and invariants of the house."""

    effects: Mapping[str, Effect[Any]]
    invariants: tuple[Invariant, ...]

    def effect(self, name: str) -> Effect[Any]:
        """The effect of a name; LookupError for one that no room registers."""
        try:
            return self.effects[name]
        except KeyError:
            raise LookupError(f"no room registers the effect {name!r}") from None

    def invariants_of(self, kind: str) -> Iterable[Invariant]:
        """The invariants over a kind of subject."""
        return (invariant for invariant in self.invariants if invariant.subject == kind)
