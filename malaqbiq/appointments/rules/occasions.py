"""What the papers of an inauguration are about: the occasion, who is sworn in, who signs, and who hands over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from malaqbiq.regulations.rules.rows import OathWordsRow


@dataclass(frozen=True, slots=True)
class Head:
    """A work unit's letterhead, the town in which its papers are signed, and its emblem's file name, if any."""

    lines: Sequence[str]
    address: str = ""
    town: str = ""
    logo: str | None = None


BLANK = Head(())
"""Of somebody whose letterhead nobody here has: his paper is printed on his own."""


@dataclass(frozen=True, slots=True)
class Official:
    """Who signs: the lines above the signature, and as far as it is known name, NIP and post."""

    lines: Sequence[str]
    name: str = ""
    nip: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """The inauguration: `leader` is who led it as it was told; `leading` the same as the office's signer, if he is."""

    held_on: date
    place: str
    level: str
    office: str
    leader: str
    witnesses: Sequence[str]
    guide: str
    head: Head
    chief: Official
    leading: Official | None = None
    is_closed: bool = False
    online: bool = False


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who hands the post over: name, NIP, the post that he kept, and who he is (None for one whom nobody knows)."""

    name: str = ""
    nip: str = ""
    post: str = ""
    person: UUID | None = None


@dataclass(frozen=True, slots=True)
class Sworn:
    """Who is appointed: person, post, decree, the head and chief of the post's work unit, and who kept it before.

    `oath` is None where nobody knows the religion. `numbers` are the papers', by `slot`; `office` is the secretariat
    in which the post is; `taken_back` says by which decree the appointment was revoked or annulled, empty while it
    stands.
    """

    name: str
    nip: str
    rank: str
    post: str
    eselon: str
    former_post: str
    authority: str
    number: str
    decided_on: date
    head: Head
    chief: Official
    oath: OathWordsRow | None = None
    keepers: Sequence[Keeper] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    office: str = ""
    taken_back: str = ""


@dataclass(frozen=True, slots=True)
class Invited:
    """What only the invitation says."""

    number: str = ""
    dated_on: date | None = None
    time: str = ""
    attire: str = ""
    guests: Sequence[str] = ()
