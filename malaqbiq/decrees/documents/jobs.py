"""One paper's way to a stored content, as a job that any process can do: render, sign if asked, store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from malaqbiq.decrees.documents.render import Place, Renderer, RenderError, Sheet
from malaqbiq.kernel.blobs import Blob, blob_write
from malaqbiq.kernel.canonical import digest
from malaqbiq.kernel.words import gettext_noop

if TYPE_CHECKING:
    # Costs a third of a second to import, and most workers sign nothing.
    from malaqbiq.decrees.documents.signing import Key, Stamper

POINTS = {"a4": 841.89, "f4": 935.43}
"""Heights of the sheets."""
SUFFIX = ".pdf"
UNSOUND = gettext_noop("something speaks against the signature that was made here, so it was not kept")


@dataclass(frozen=True, slots=True)
class Job:
    """A sheet to be rendered, and signed if asked: `town` is where the signer says that he signs."""

    sheet: Sheet
    sign: bool = False
    town: str = ""

    def packed(self) -> dict[str, Any]:
        """The job as JSON."""
        values = {field.name: getattr(self.sheet, field.name) for field in fields(self.sheet)}
        sheet = {**values, "day": self.sheet.day.isoformat(), "pages": list(self.sheet.pages)}
        return {"sheet": sheet, "sign": self.sign, "town": self.town}

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any]) -> Self:
        """The job that was packed."""
        sheet = packed["sheet"]
        return cls(
            Sheet(**{**sheet, "day": date.fromisoformat(sheet["day"]), "keywords": tuple(sheet["keywords"])}),
            packed["sign"],
            packed["town"],
        )


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a job: a stored content, or an error. `origin` is the digest of the file before it was signed.

    `room` is where a stamp goes (see `Place.box`), if room was left for one. `sound`: it was signed, and nothing
    was found that speaks against the signature.
    """

    blob: Blob | None = None
    replaced: int = 0
    origin: str = ""
    signer: str = ""
    error: str = ""
    room: Sequence[int] = ()
    sound: bool = False

    def packed(self) -> dict[str, Any]:
        """The outcome as JSON."""
        return asdict(self)

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any]) -> Self:
        """The outcome that was packed."""
        blob = packed["blob"]
        return cls(**{**packed, "blob": Blob(**blob) if blob else None, "room": tuple(packed["room"])})


class Desk:
    """Where one process does jobs: its renderer, its key if it signs, and the folder in which contents are stored."""

    def __init__(self, folder: Path, *, logos: Mapping[str, bytes] | None = None, key: Key | None = None) -> None:
        self._folder = folder
        self._renderer = Renderer(logos=logos or {})
        self._stamper = _stamper(key) if key else None
        self._signer = key.name if key else ""

    def do(self, job: Job) -> Done:
        """The job, done or refused. What goes wrong with one paper says nothing about the next."""
        try:
            rendered = self._renderer.render(job.sheet)
        except RenderError as error:
            return Done(error=str(error))
        room = rendered.stamp.box(POINTS[job.sheet.size]) if rendered.stamp else ()
        if not job.sign:
            return Done(blob_write(self._folder, rendered.content, SUFFIX), rendered.replaced, room=room)
        signed = self._signed(rendered.content, rendered.stamp, job)
        if not _is_sound(signed):
            return Done(error=UNSOUND)
        blob = blob_write(self._folder, signed, SUFFIX)
        return Done(blob, rendered.replaced, digest(rendered.content), self._signer, room=room, sound=True)

    def _signed(self, content: bytes, place: Place | None, job: Job) -> bytes:
        if self._stamper is None:
            raise ValueError("this desk has no key")
        return self._stamper.sign(content, place, POINTS[job.sheet.size], job.town)


def _is_sound(content: bytes) -> bool:
    from malaqbiq.decrees.documents.inspector import is_sound

    return is_sound(content)


def _stamper(key: Key) -> Stamper:
    from malaqbiq.decrees.documents.signing import Stamper

    return Stamper(key)
