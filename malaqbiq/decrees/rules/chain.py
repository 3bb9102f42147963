"""Links of the chain: each hashes the one before and what its decree did, without names or free text."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from malaqbiq.kernel.canonical import Json, canonical, digest

GENESIS = "0" * 64
"""What stands before the first link."""


def snapshot_digest(salt: str, content: Json, person: UUID | None, work_unit: UUID) -> str:
    """The salted digest of a snapshot and of whom it is about; without the salt it tells nothing about the content."""
    about = [str(person) if person else None, str(work_unit)]
    return digest(salt.encode(), b"\n", canonical([about, content]))


def content_digest(entries: Iterable[Json]) -> str:
    """The digest of entries in their order; each is hashed by itself, so that a long decree needs no long string."""
    return digest(*(canonical(entry) + b"\n" for entry in entries))


def link(previous: str, header: Json, entries: str, snapshots: Iterable[str]) -> str:
    """The next link: the one before, the decree's header, its entries' digest and its snapshots' digests."""
    lines = [previous.encode(), canonical(header), entries.encode(), *(item.encode() for item in snapshots)]
    return digest(*(line + b"\n" for line in lines))
