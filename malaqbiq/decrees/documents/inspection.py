"""Asking what signatures a PDF holds (see `inspector`, which does the reading in a process of its own)."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from malaqbiq.decrees.documents.process import environment
from malaqbiq.kernel.canonical import digest

TIMEOUT = 40
"""Seconds after which a file counts as unreadable."""
END = re.compile(rb"%%EOF(?:\r\n|\r|\n)?")
REVISIONS = 60
"""Ends of revisions that are looked at."""


@dataclass(frozen=True, slots=True)
class FoundSignature:
    """One signature in a PDF.

    `intact`: the bytes that it covers are those that were signed. `unchanged`: only permitted updates came after.
    `trusted`: its certificate leads to a root that this installation was given; a good signature's need not.
    `in_time`: the certificate was valid at the time that the signer claims.
    """

    field: str
    signer: str
    issuer: str
    serial: str
    signed_at: str | None
    intact: bool
    unchanged: bool
    trusted: bool
    self_issued: bool
    in_time: bool

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against it; who the signer is stays a question of trust."""
        return self.intact and self.unchanged and self.in_time


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a PDF holds: why it could not be read, whether its pages are the base's, its signatures and keywords.

    `covered` are the pages over which signatures lie where no room was left for them, if nothing else was changed.
    `pages` is how many it has, None if that can't be told.
    """

    problem: str = ""
    same_pages: bool | None = None
    signatures: tuple[FoundSignature, ...] = ()
    keywords: tuple[str, ...] = ()
    covered: tuple[int, ...] = ()
    pages: int | None = None


def inspect(
    content: bytes, *, base: int | None = None, roots: Path | None = None, room: Sequence[int] = ()
) -> Inspection:
    """What the PDF holds; `base` is the length of the house's own file at its beginning, `roots` a folder of roots.

    `room` is where that file left room for a stamp (see `Place.box`).
    """
    place = ",".join(map(str, room)) or "-"
    command = [sys.executable, "-m", "malaqbiq.decrees.documents.inspector", str(base or "-"), str(roots or ""), place]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, fixed arguments
            command, input=content, capture_output=True, timeout=TIMEOUT, check=True, env=environment()
        )
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return Inspection(problem="unreadable")
    signatures = tuple(FoundSignature(**item) for item in found.get("signatures", ()))
    return Inspection(
        found.get("problem", ""),
        found.get("same_pages"),
        signatures,
        tuple(found.get("keywords", ())),
        tuple(found.get("covered", ())),
        found.get("pages"),
    )


def origins(content: bytes) -> Iterator[tuple[int, str]]:
    """Lengths and digests of the files that a signed PDF may have been made from: its revisions, oldest first."""
    for match in list(END.finditer(content))[:REVISIONS]:
        for end in sorted({match.start() + len(b"%%EOF"), match.end()}):
            yield end, digest(content[:end])
