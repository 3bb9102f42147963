"""The user guide, by task: the text that the repository shows is the one that the application shows."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from PIL import Image

TEXTS = {"id": "panduan.md", "en": "guide.md"}
"""The text of each language; another language reads the first."""

PICTURES = Path(__file__).parent.parent / "static" / "home" / "guide"

Environment = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide in one language: its chapters by anchor and title, and all of it below its title as HTML."""

    chapters: Sequence[tuple[str, str]]
    html: SafeString


@cache
def guide_in(language: str) -> Guide:
    """The guide in a language (``id``, ``en``), Indonesian for any other. It is read once a process."""
    reader = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")
    text = (Path(__file__).parent / TEXTS.get(language, TEXTS["id"])).read_text(encoding="utf-8")
    tokens = _below_title(reader.parse(text))
    chapters: list[tuple[str, str]] = []
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.tag == "h2":
            anchor = slugify(inline.content)
            opening.attrSet("id", anchor)
            chapters.append((anchor, inline.content))
    # Made of our own text alone, in which HTML is not read as such.
    return Guide(chapters, mark_safe(reader.renderer.render(tokens, reader.options, {})))  # noqa: S308


def _below_title(tokens: Sequence[Token]) -> list[Token]:
    """From the first chapter on: title and foreword speak to who reads the files."""
    first = next(place for place, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2")
    return list(tokens[first:])


class _Renderer(RendererHTML):
    """Links to other files of the repository become their words alone; pictures are found among the static files."""

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Environment) -> str:
        leads = _leads(tokens[idx])
        env.setdefault("links", []).append(leads)
        return self.renderToken(tokens, idx, options, env) if leads else ""

    def link_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Environment) -> str:
        return self.renderToken(tokens, idx, options, env) if env["links"].pop() else ""

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Environment) -> str:
        token = tokens[idx]
        picture = PICTURES / Path(str(token.attrGet("src"))).name
        token.attrSet("src", static(f"home/guide/{picture.name}"))
        # Its place is held free until it comes: a link to a chapter below leads to the chapter.
        with Image.open(picture) as opened:
            token.attrSet("width", str(opened.width))
            token.attrSet("height", str(opened.height))
        token.attrSet("loading", "lazy")
        return super().image(tokens, idx, options, env)


def _leads(link: Token) -> bool:
    """Whether a link leads somewhere from the page too."""
    return str(link.attrGet("href")).startswith(("#", "/", "https://"))
