"""Links of the chain: each hashes the one before and what its decree did, without names or free text."""

from __future__ import annotations

from collections.abc import Iterable

from malaqbiq.kernel.canonical import Json, canonical, digest

GENESIS = "0" * 64
"""What stands before the first link."""


def snapshot_digest(salt: str, content: Json) -> str:
    """The salted digest of a document's snapshot; without the salt it tells nothing about the content."""
    return digest(salt.encode(), b"\n", canonical(content))


def content_digest(entries: Iterable[Json]) -> str:
    """The digest of entries in their order; each is hashed by itself, so that a long decree needs no long string."""
    return digest(*(canonical(entry) + b"\n" for entry in entries))


def link(previous: str, header: Json, entries: str, snapshots: Iterable[str]) -> str:
    """The next link: the one before, the decree's header, its entries' digest and its snapshots' digests."""
    lines = [previous.encode(), canonical(header), entries.encode(), *(item.encode() for item in snapshots)]
    return digest(*(line + b"\n" for line in lines))
