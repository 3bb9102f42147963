"""The one search (Ctrl K). Each room lists what can be found in it in a ``finders.py`` of its own, as ``FINDERS``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.rooms import modules_named

MOST = 8
"""Hits of one kind that are shown at once."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is called, what tells it from others of that name, and its address."""

    label: str
    note: str
    address: str


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds one kind of thing: `find(access, day, text, most)` gives what the asker may see, best first."""

    title: Promise | str
    find: Callable[[Access, date, str, int], Sequence[Hit]]


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of one kind."""

    title: Promise | str
    hits: Sequence[Hit]


def find(access: Access, day: date, text: str) -> list[Found]:
    """What answers to a text of at least two characters, by kind; kinds without a hit are left out."""
    text = " ".join(text.split())
    if len(text) < 2:
        return []
    finders = [finder for module in modules_named("finders") for finder in module.FINDERS]
    found = (Found(finder.title, finder.find(access, day, text, MOST)) for finder in finders)
    return [item for item in found if item.hits]
