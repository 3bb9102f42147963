"""What a handover would pass, before it is made."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from malaqbiq.accounts.passing import Passing, Thing, passings
from malaqbiq.handover.selectors.parties import ACTING, Held, Party, roles_lacking
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.canonical import canonical, digest
from malaqbiq.kernel.words import Words, gettext_noop

SHOWN = 40
"""Things of a kind that a review lists; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Part:
    """The things of a kind: those that pass, and those that stay, each with the reason."""

    passing: Passing
    things: Sequence[Thing]
    left: Sequence[Thing]

    @property
    def key(self) -> str:
        """The kind's."""
        return self.passing.key

    @property
    def shown(self) -> Sequence[Thing]:
        """The first of those that pass."""
        return self.things[:SHOWN]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return max(0, len(self.things) - SHOWN)


@dataclass(frozen=True, slots=True)
class Offer:
    """All that would pass from one to the other, and which roles the taker lacks."""

    giver: Party
    taker: Party
    parts: Sequence[Part]
    lacking: Sequence[Held]
    is_own: bool

    @property
    def digest(self) -> str:
        """How a form quotes what was shown."""
        return digest(canonical([[part.key, *(str(thing.uid) for thing in part.things)] for part in self.parts]))

    @property
    def count(self) -> int:
        """How many things pass in all."""
        return sum(len(part.things) for part in self.parts)

    def chosen(self, keys: Collection[str]) -> list[Part]:
        """The parts of the named kinds in which something passes."""
        return [part for part in self.parts if part.key in keys and part.things]


def offer_of(access: Access, *, giver: Party, taker: Party) -> Offer:
    """What passes from the giver to the taker; both were found to be such by `giver_for` and `taker_among`."""
    own = giver.access.actor == access.actor
    found = [_part(access, passing, giver, taker, own=own) for passing in passings()]
    return Offer(giver, taker, found, roles_lacking(giver, taker), own)


def _part(access: Access, passing: Passing, giver: Party, taker: Party, *, own: bool) -> Part:
    things = passing.find(giver=giver.access, taker=taker.access)
    if not own:
        things = [_acted(access, thing) for thing in things]
    return Part(
        passing, [one for one in things if one.why_not is None], [one for one in things if one.why_not is not None]
    )


def _acted(access: Access, thing: Thing) -> Thing:
    if thing.why_not is None and thing.unit_code and not access.covers(thing.unit_code, *ACTING):
        return replace(thing, why_not=Words(gettext_noop("it belongs to a work unit that isn't yours to act for")))
    return thing
