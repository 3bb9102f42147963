"""The user guide, by task: the text that the repository shows is the one that the application shows."""

from __future__ import annotations

from collections.abc import Collection, MutableMapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext, override
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from PIL import Image

from malaqbiq.kernel.access import ROLES, Role

TEXTS = {"id": "panduan.md", "en": "guide.md"}
"""The text of each language; another language reads the first."""

FOR = {"id": "Untuk: ", "en": "For: "}
"""How a chapter's first line begins that names the roles whose task it is; a chapter without one is everybody's."""

PICTURES = Path(__file__).parent.parent / "static" / "home" / "guide"

Environment = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A task: where it is found, what it is called, whose it is (nobody's alone: everybody's), and its text as HTML."""

    anchor: str
    title: str
    roles: frozenset[Role]
    html: SafeString


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide in one language, its chapters in their order."""

    chapters: Sequence[Chapter]

    def told_to(self, roles: Collection[Role]) -> list[tuple[str, list[Chapter]]]:
        """The chapters for a reader of some roles: `own` tasks first, then what is `everybodys`, then the `others`."""
        parts: dict[str, list[Chapter]] = {"own": [], "everybodys": [], "others": []}
        for one in self.chapters:
            parts["everybodys" if not one.roles else "own" if one.roles & set(roles) else "others"].append(one)
        return [(name, chapters) for name, chapters in parts.items() if chapters]


@cache
def guide_in(language: str) -> Guide:
    """The guide in a language (``id``, ``en``), Indonesian for any other. It is read once a process."""
    reader = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")
    text = (Path(__file__).parent / TEXTS.get(language, TEXTS["id"])).read_text(encoding="utf-8")
    tokens = reader.parse(text)
    # Title and foreword, before the first chapter, speak to who reads the files.
    starts = [at for at, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2"]
    spans = [tokens[start:end] for start, end in pairwise([*starts, len(tokens)])]
    return Guide([_chapter(reader, span, language if language in FOR else "id") for span in spans])


def _chapter(reader: MarkdownIt, tokens: Sequence[Token], language: str) -> Chapter:
    title, body = tokens[1].content, list(tokens[3:])
    # Made of our own text alone, in which HTML is not read as such.
    html = mark_safe(reader.renderer.render(body, reader.options, {}))  # noqa: S308
    return Chapter(slugify(title), title, _roles(body[1].content, language), html)


def _roles(line: str, language: str) -> frozenset[Role]:
    """The roles that a chapter's first line names. KeyError for one that there isn't."""
    if not line.startswith(f"*{FOR[language]}"):
        return frozenset()
    with override(language):
        named = {gettext(label): role for role, label in ROLES.items()}
    return frozenset(named[name] for name in line.strip("*.").removeprefix(FOR[language]).split(", "))


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
