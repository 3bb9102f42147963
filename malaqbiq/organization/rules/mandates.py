"""Whether who signs is still there to sign: what is asked of the room that knows who serves where, and its answer.

A room above tells it in a ``mandates.py`` of its own, as ``lapsed`` and ``heirs``. Nobody tells it: everybody stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from malaqbiq.organization.rules.names import Authority
from malaqbiq.organization.rules.signing import Form

PERSONAL = frozenset({Authority.COMMITMENT_OFFICER})
"""Whom the KPA names as a person: he keeps it in another post of the same work unit. Our own default."""
TITLED = frozenset({Authority.CERTIFIER})
"""Who signs under the title of his own post, so that the title is no more once the post isn't."""


class Lapse(StrEnum):
    """Why a mandate can't be used any more: its holder left, went to another work unit, or holds its post no more."""

    LEFT = "left"
    MOVED = "moved"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Claim:
    """That somebody (by NIP) signs for a work unit (by code) since a day, and what has to hold for it to last.

    `at_home`: he is at home there, as a holder is and a Plt. or Plh. need not be. `by_post`: he still holds the post
    (or one that goes on from it) which he held there when it began. `titled`: that very post, whose title he bears.
    """

    unit: str
    nip: str
    since: date
    at_home: bool = True
    by_post: bool = True
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Lapsed:
    """That a claim lapsed: why, since when if it is known, what post it was, and what he holds or where he is now;
    `posts` are that post and those that go on from it.
    """

    why: Lapse
    since: date | None = None
    post: str = ""
    now: str = ""
    posts: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Heir:
    """Who holds the post of a lapsed claim now, or one that goes on from it: `title` is that post's, `basis` his
    decree's number.
    """

    person: UUID
    name: str
    nip: str
    title: str
    basis: str = ""


def claim_of(unit: str, authority: Authority, form: Form, nip: str, since: date) -> Claim:
    """What has to hold so that a mandate of somebody lasts. Not the law's words: what a reader of papers expects."""
    held = form in {Form.DEFINITIVE, Form.AN}
    return Claim(
        unit,
        nip,
        since,
        at_home=held,
        by_post=held and (form == Form.AN or authority not in PERSONAL),
        titled=held and (form == Form.AN or authority in TITLED),
    )
