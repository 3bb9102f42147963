"""The one track from appraisal to the month's pay, and how far it is: the header that its pages share.

A room that knows how far stages are lists functions in a ``track.py`` of its own, as ``STANDINGS``, and where a stage
takes decrees that come from the one before, as ``DOORS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import chain
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.rooms import modules_named
from malaqbiq.ui.audience import Audience


class Stage(Enum):
    """The stages, in the order of the work."""

    APPRAISAL = _("Appraisal")
    DECISION = _("Deciding")
    DRAFT = _("Draft")
    DECREE = _("Decree issued")
    AGREEMENT = _("Agreement made")
    MONTH = _("This month")


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a stage is: for how many it is done, of how many, what is counted, and where it goes on for the asker."""

    stage: Stage
    done: int
    total: int
    counted: Promise | str
    address: str

    @property
    def is_done(self) -> bool:
        """Whether nothing of it is left."""
        return self.done >= self.total


Standings = Callable[[Access, date, UUID | None], Iterable[Standing]]
"""How far stages are on a day, as the asker sees it, for what a page is about (its uid; None: the newest there is)."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where a stage takes what the one before hands on: a route that reads decrees from ``pick``, and its verb."""

    stage: Stage
    url: str
    verb: Promise | str
    audience: Audience


@dataclass(frozen=True, slots=True)
class Offer:
    """The next thing to do, with the same people."""

    verb: Promise | str
    address: str


def track(access: Access, day: date, about: UUID | None = None) -> Sequence[Standing]:
    """The stages of which the asker sees how far they are, in their order; nothing where no more than one is left."""
    counted: list[Standings] = [count for module in _modules() for count in module.STANDINGS]
    order = list(Stage)
    found = sorted(
        chain.from_iterable(count(access, day, about) for count in counted), key=lambda one: order.index(one.stage)
    )
    return found if len(found) > 1 else ()


def offer(access: Access, stage: Stage, decrees: Iterable[UUID]) -> Offer | None:
    """Where a stage goes on with the people of some decrees; None if it isn't the asker's, or takes none."""
    doors: list[Door] = [door for module in _modules() for door in module.DOORS]
    for door in doors:
        if door.stage is stage and door.audience.includes(access):
            return Offer(door.verb, f"{reverse(door.url)}?{urlencode([('pick', uid) for uid in decrees])}")
    return None


def _modules() -> Iterable[Any]:
    return (module for module in modules_named("track") if module.__name__ != __name__)
