"""What falls due in a year. Each room lists what it knows of in a ``deadlines.py`` of its own, as ``DEADLINES``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.rooms import modules_named
from malaqbiq.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Matter:
    """A kind of thing that falls due, by its name in addresses."""

    name: str
    label: Promise | str


class State(Enum):
    """How far it is: nothing said, done, or past its day and not done."""

    OPEN = ""
    DONE = _("done")
    LATE = _("late")


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks about which days and work units (codes that he reads); `today` is the day of the question."""

    access: Access
    today: date
    period: Period
    units: frozenset[str]

    @property
    def years(self) -> range:
        """The calendar years that the period touches."""
        return range(self.period.start.year, (self.period.last_day or self.period.start).year + 1)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing on its day: about which work unit, whose duty it is, on what ground, and where it is dealt with.

    `ground` names the law or rule, `fact` its key in regulations if it has one; plain text is as somebody wrote it,
    in Indonesian. `mark` is said beside it where it is not sure (it is an own default, or from memory).
    """

    day: date
    matter: Matter
    unit: str
    owner: str
    role: Role
    what: Promise | str
    address: str
    ground: Words | Promise | str = ""
    fact: str = ""
    mark: Words | str = ""
    state: State = State.OPEN

    @property
    def is_quoted(self) -> bool:
        """Whether the ground is told as somebody wrote it, in Indonesian."""
        return isinstance(self.ground, str)


@dataclass(frozen=True, slots=True)
class Unknown:
    """What would fall due but on a day that nobody knows: of how many, and what is missing. Never guessed."""

    matter: Matter
    count: int
    what: Promise | str
    address: str = ""


Found = Iterable[Due | Unknown]


@dataclass(frozen=True, slots=True)
class Deadlines:
    """What a room tells: its matters, and how it finds what falls due. A few statements, however many people."""

    matters: tuple[Matter, ...]
    find: Callable[[Asked], Found]


def deadlines_of(asked: Asked) -> Iterator[Due | Unknown]:
    """Everything that the rooms know of, in no order."""
    for source in _sources():
        yield from source.find(asked)


def matters() -> tuple[Matter, ...]:
    """All matters, in the order of the rooms."""
    return tuple(matter for source in _sources() for matter in source.matters)


@cache
def _sources() -> tuple[Deadlines, ...]:
    modules = (module for module in modules_named("deadlines") if module.__name__ != __name__)
    return tuple(source for module in modules for source in module.DEADLINES)
