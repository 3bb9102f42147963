"""What is to be done. Each room lists what it asks of whom in a ``todos.py`` of its own, as ``TODOS``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.utils.functional import Promise

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.rooms import modules_named

MOST = 7
"""Cards that are shown: more than that is a list nobody reads."""

SOON_DAYS = 7
"""From how many days before its deadline on a card is marked as near."""


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to do: what and why, by when (None: no deadline), and the one verb that leads to where it is done.

    `remind` is the address of a ready text for others who have a hand in it, if there is one.
    """

    what: Promise | str
    why: Promise | str
    verb: Promise | str
    address: str
    due: date | None = None
    remind: str = ""

    def tone(self, today: date) -> str:
        """``late`` past its deadline, ``soon`` within a week of it, else nothing."""
        if self.due is None:
            return ""
        return "late" if self.due < today else "soon" if (self.due - today).days <= SOON_DAYS else ""


Todo = Callable[[Access, date], Iterable[Card]]
"""What a room asks of somebody on a day; nothing where it isn't theirs to do."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """The cards that are shown, and how many more there are."""

    cards: list[Card]
    more: int


def to_do(access: Access, day: date) -> ToDo:
    """What somebody is to do, by deadline; what has none comes last, in the order of the rooms."""
    todos: list[Todo] = [
        todo for module in modules_named("todos") if module.__name__ != __name__ for todo in module.TODOS
    ]
    cards = sorted(chain.from_iterable(todo(access, day) for todo in todos), key=lambda card: card.due or date.max)
    return ToDo(cards[:MOST], max(0, len(cards) - MOST))
