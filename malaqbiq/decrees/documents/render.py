"""Pages to PDF/A by Typst.

Render in a process started fresh (see `farm`): a process that forks after a call to Typst leaves a child that hangs.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import typst

from malaqbiq.decrees.documents import qr
from malaqbiq.decrees.documents.fonts import FOLDER
from malaqbiq.decrees.documents.glyphs import fit

TEMPLATES = FOLDER.parent
STANDARD: Final = "a-2b"
"""PDF/A-2b: readable for good. It is tagged too; level a isn't claimed, since a signature's field is not tagged."""

DEMO = "PERAGAAN – bukan naskah dinas: orang, nomor, dan isinya dibuat-buat, dan tidak berlaku"
"""What each sheet of a demo says across its head."""

STAMP = (204, 54)
"""Width and height of the stamp in points: what a signature block leaves free."""
LONG_WORD = re.compile(r"\S{28}")
"""As in the templates; the foot's address is left out: it has a line of its own."""


class RenderError(Exception):
    """A paper could not be rendered. It names no data."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One PDF to be: its pages (see `rules.papers.pages`), sheet, and the day and words that the file carries."""

    pages: Sequence[Mapping[str, Any]]
    size: str
    day: date
    title: str
    author: str
    keywords: tuple[str, ...] = ()
    draft: bool = False
    demo: bool = False
    """each page says that it is of a demo, and worth nothing"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where on which page (from 1) a stamp goes: its upper left corner in points from the page's upper left one."""

    page: int
    x: float
    y: float

    def box(self, height: float) -> tuple[int, int, int, int, int]:
        """Page, then left, bottom, right and top of the stamp on a sheet of `height`, as a PDF counts: from below."""
        width, tall = STAMP
        top, left = round(height - self.y), round(self.x)
        return self.page, left, top - tall, left + width, top


@dataclass(frozen=True, slots=True)
class Rendered:
    """A PDF, how many characters no font had, and where an electronic stamp goes, if room was left for one."""

    content: bytes
    replaced: int
    stamp: Place | None = None


@dataclass(slots=True, weakref_slot=True, eq=False)
class Renderer:
    """One compiler for one process and one thread, kept warm. `logos` are emblems by name, PNG or JPEG."""

    logos: Mapping[str, bytes] = field(default_factory=dict)
    template: str = "main.typ"
    tags: bool = True
    _compiler: typst.Compiler | None = None

    def render(self, sheet: Sheet) -> Rendered:
        """The sheet as PDF/A, the same bytes each time. RenderError if Typst refuses."""
        data, replaced = template_data(sheet)
        content = self.compile(json.dumps(data, ensure_ascii=False), sheet.day)
        return Rendered(content, replaced, self._stamp(data["items"]))

    def compile(self, data: str, day: date) -> bytes:
        """What Typst makes of the data, dated at the start of the day."""
        moment = int(datetime.combine(day, time(), UTC).timestamp())
        try:
            content = self._warm().compile(
                format="pdf",
                sys_inputs={"data": data},
                pdf_standards=[STANDARD],
                timestamp=moment,
                pdf_tags=self.tags,
            )
        except typst.TypstError as error:
            raise RenderError(str(error)) from error
        return cast("bytes", content)

    def _warm(self) -> typst.Compiler:
        if self._compiler is None:
            root = self._folder()
            self._compiler = typst.Compiler(
                root / self.template, root=root, font_paths=fonts(), ignore_system_fonts=True
            )
        return self._compiler

    def _folder(self) -> Path:
        if not self.logos:
            return TEMPLATES
        # Typst reads below its root only: templates and emblems are brought together in one.
        folder = Path(tempfile.mkdtemp(prefix="malaqbiq-typst-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        for template in TEMPLATES.glob("*.typ"):
            shutil.copy(template, folder)
        for name, content in self.logos.items():
            (folder / name).write_bytes(content)
        return folder

    def _stamp(self, pages: Sequence[Mapping[str, Any]]) -> Place | None:
        if not any(_has_stamp(page) for page in pages):
            return None
        found = json.loads(self._warm().query("<stamp>"))
        return Place(**found[0]["value"]) if found else None


@cache
def fonts() -> typst.Fonts:
    """The shipped fonts and no others, read once a process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])


def template_data(sheet: Sheet) -> tuple[dict[str, Any], int]:
    """What the templates read, every text fit for paper, and how many characters no font has."""
    pages, replaced = fit(sheet.pages)
    meta, more = fit({"title": sheet.title, "author": sheet.author, "keywords": list(sheet.keywords)})
    unbroken = any(has_long_word(value) for page in pages for key, value in page.items() if key != "foot")
    items = [with_code(page) for page in pages]
    marks = {"draft": sheet.draft, "demo": DEMO if sheet.demo else None}
    return {**marks, "size": sheet.size, "unbroken": unbroken, "meta": meta, "items": items}, replaced + more


def has_long_word(value: Any) -> bool:
    """Whether a text anywhere in a JSON value has a word that might run off its column."""
    if isinstance(value, str):
        return LONG_WORD.search(value) is not None
    if isinstance(value, Mapping):
        return any(map(has_long_word, value.values()))
    return isinstance(value, list | tuple) and any(map(has_long_word, value))


def with_code(page: Mapping[str, Any]) -> dict[str, Any]:
    """The page with its QR code drawn."""
    foot = page["foot"]
    return {**page, "foot": {**foot, "qr": qr.svg(foot["address"]) if foot["address"] else None}}


def _has_stamp(page: Mapping[str, Any]) -> bool:
    signatures = [page.get("signature") or {}, page.get("certifier") or {}, *page.get("signatures", [])]
    return any(signature.get("stamp") for signature in signatures)
