"""What one version of a paper's words says otherwise than another, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from malaqbiq.decrees.rules.papers.editing import PAPERS, Paper, Texts

Mark = Literal["same", "gone", "new", "break"]
TOKEN = re.compile(r"\n|[^\S\n]+|\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that both say, only the older, or only the newer; or the break between two items."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that two versions say otherwise."""

    label: str
    pieces: tuple[Piece, ...]


def differences(paper: Paper, old: Texts, new: Texts) -> list[Difference]:
    """The parts in which two versions differ, in the paper's order; none if both say the same."""
    found = []
    for part in PAPERS[paper].parts:
        was, now = (_joined(texts, part.name) for texts in (old, new))
        if was != now:
            found.append(Difference(part.label, tuple(_pieces(was, now))))
    return found


def _joined(texts: Mapping[str, list[str]], name: str) -> str:
    items = ("\n".join(" ".join(line.split()) for line in text.splitlines()) for text in texts.get(name, ()))
    return "\n".join(item for item in items if item.strip())


def _pieces(was: str, now: str) -> Iterator[Piece]:
    one, two = TOKEN.findall(was), TOKEN.findall(now)
    for tag, start, end, begin, stop in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from _marked("same", one[start:end])
            continue
        yield from _marked("gone", one[start:end])
        yield from _marked("new", two[begin:stop])


def _marked(mark: Mark, tokens: list[str]) -> Iterator[Piece]:
    for place, line in enumerate("".join(tokens).split("\n")):
        if place:
            yield Piece("break", "")
        if line:
            yield Piece(mark, line)
