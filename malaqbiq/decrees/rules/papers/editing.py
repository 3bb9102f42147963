"""The words of an office's papers as texts to be edited: their parts in order, and back to a row of the law table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.regulations.rules.rows import AgreementRow, DecreeTextRow, PaperFormRow, Row
from malaqbiq.regulations.rules.texts import PERSON_FACTS, PERSON_PLACES, PLACES, unknown_places

Texts = dict[str, list[str]]
"""By part, its texts in order; a part of one text has a list of one."""

TITLE_PLACES = ("authority", "unit", "year")
"""What a title may ask for: it is written as the decree is drafted, before anything else is known."""
BOTH = tuple(dict.fromkeys((*PLACES, *PERSON_PLACES)))
LONGEST, MOST = 4000, 60


class Paper(StrEnum):
    """What is edited: the decree itself, its annex with the petikan, and the work agreement."""

    DECREE = "decree"
    PETIKAN = "petikan"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paper: the row's field, its name, whether it is a list, what it may ask for; or facts to choose."""

    name: str
    label: str
    many: bool = False
    needed: bool = True
    places: tuple[str, ...] = PLACES
    facts: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """How a paper is edited: the table of its rows, their model, and the parts in their order on the paper."""

    title: str
    table: str
    model: type[Row]
    prefix: str
    parts: tuple[Part, ...]


PAPERS: Mapping[Paper, Kind] = {
    Paper.DECREE: Kind(
        gettext_noop("Decree"),
        "decree_texts",
        DecreeTextRow,
        "decree-text",
        (
            Part("subject", gettext_noop("About (tentang)"), places=TITLE_PLACES),
            Part("menimbang", gettext_noop("Menimbang"), many=True),
            Part(
                "mengingat",
                gettext_noop("Mengingat"),
                many=True,
                needed=False,
                hint=gettext_noop("Left empty, the laws in force for this kind stand here, the highest first."),
            ),
            Part("memperhatikan", gettext_noop("Memperhatikan"), many=True, needed=False),
            Part("dictums", gettext_noop("Dictums"), many=True),
            Part(
                "petikan_dictums",
                gettext_noop("Dictums of the petikan"),
                many=True,
                needed=False,
                places=BOTH,
                hint=gettext_noop("What the petikan says of one person, in place of each dictum after KESATU."),
            ),
        ),
    ),
    Paper.PETIKAN: Kind(
        gettext_noop("Annex and petikan"),
        "paper_forms",
        PaperFormRow,
        "paper-form",
        (
            Part("annex_title", gettext_noop("Title of the annex")),
            Part("annex_columns", gettext_noop("Columns of the annex"), many=True, facts=True),
            Part(
                "petikan_dictum",
                gettext_noop("First dictum of the petikan"),
                needed=False,
                hint=gettext_noop("Left empty, this kind of decree has no petikan."),
            ),
            Part("petikan_facts", gettext_noop("What the petikan shows"), many=True, needed=False, facts=True),
            Part("petikan_closing", gettext_noop("How the petikan ends"), needed=False),
        ),
    ),
    Paper.AGREEMENT: Kind(
        gettext_noop("Work agreement"),
        "agreement_texts",
        AgreementRow,
        "agreement",
        (
            Part("title", gettext_noop("Title"), places=BOTH),
            Part("opening", gettext_noop("How it begins"), places=BOTH),
            Part("facts", gettext_noop("What it says of PIHAK KEDUA"), many=True, facts=True),
            Part(
                "articles",
                gettext_noop("Articles"),
                many=True,
                places=BOTH,
                hint=gettext_noop("The first line is the title of the Pasal, each further line a paragraph."),
            ),
            Part("closing", gettext_noop("How it ends"), places=BOTH),
        ),
    ),
}


def texts_of(paper: Paper, row: Row) -> Texts:
    """What a row says, part by part."""
    found: Texts = {}
    for part in PAPERS[paper].parts:
        said = getattr(row, part.name)
        if part.name == "articles":
            found[part.name] = ["\n".join((item.title, *item.paragraphs)) for item in said]
        else:
            found[part.name] = list(said) if part.many else [said]
    return found


def values_of(paper: Paper, texts: Mapping[str, list[str]]) -> dict[str, Any]:
    """The texts as values of the table's row: white space made plain, what is empty left out."""
    values: dict[str, Any] = {}
    for part in PAPERS[paper].parts:
        said = [text for text in map(plain, texts.get(part.name, ())) if text]
        if part.name == "articles":
            values[part.name] = [_article(text) for text in texts.get(part.name, ()) if plain(text)]
        elif part.many:
            values[part.name] = said
        else:
            values[part.name] = said[0] if said else ""
    return {name: value for name, value in values.items() if value}


def plain(text: str) -> str:
    """The text in one line."""
    return " ".join(text.split())


def trouble(part: Part, text: str) -> Words | None:
    """Why a text can't stand in a part, or None: a place that nothing fills, no fact, a Pasal of one line."""
    if len(text) > LONGEST:
        return Words(gettext_noop("a text has %(most)s characters at most"), {"most": LONGEST})
    if part.facts:
        known = text in PERSON_FACTS
        return None if known else Words(gettext_noop("papers show no fact %(name)s"), {"name": text})
    if part.name == "articles" and len(_lines(text)) == 1:
        return Words(gettext_noop("a Pasal has a title and, on a line of its own, at least one paragraph"))
    if unknown := unknown_places(text, part.places):
        return Words(gettext_noop("a text has no place {{ %(place)s }}"), {"place": unknown[0]})
    return None


def changed(paper: Paper, texts: Texts, act: str) -> Texts:
    """The texts after an act on the form: ``add:PART``, and ``remove``, ``up``, ``down`` with ``:PART:PLACE``."""
    verb, _, rest = act.partition(":")
    name, _, place = rest.partition(":")
    part = next((item for item in PAPERS[paper].parts if item.name == name and item.many), None)
    if part is None:
        return texts
    items = list(texts.get(name, ()))
    at = int(place) if place.isascii() and place.isdigit() and len(place) < len(str(LONGEST)) else -1
    match verb:
        case "add" if len(items) < MOST:
            items.append("")
        case "remove" if 0 <= at < len(items):
            del items[at]
        case "up" if 0 < at < len(items):
            items[at - 1], items[at] = items[at], items[at - 1]
        case "down" if 0 <= at < len(items) - 1:
            items[at + 1], items[at] = items[at], items[at + 1]
    return {**texts, name: items}


RANKS = (
    ("undang-undang dasar",),
    ("undang-undang", "peraturan pemerintah pengganti undang-undang"),
    ("peraturan pemerintah",),
    ("peraturan presiden",),
    ("peraturan menteri", "peraturan komisi", "peraturan badan", "peraturan kepala", "peraturan dewan"),
    ("peraturan daerah", "peraturan gubernur", "peraturan bupati", "peraturan wali"),
    ("keputusan presiden", "keputusan menteri", "keputusan komisi", "keputusan sekretaris", "keputusan gubernur"),
    ("surat edaran",),
)
"""Laws by how a citation begins, the highest first: UU 12/2011 arts. 7 and 8, decisions and circulars below them."""


def rank_of(citation: str) -> int | None:
    """How high a law stands, 0 the highest, by how its citation begins; None for one of no known name."""
    begins = citation.strip().lower()
    found = [(len(name), rank) for rank, names in enumerate(RANKS) for name in names if begins.startswith(name)]
    return max(found)[1] if found else None


def out_of_order(citations: list[str]) -> list[tuple[str, str]]:
    """Neighbours of which the second stands higher than the first: a hint, there may be a reason."""
    ranked = [(text, rank) for text in citations if (rank := rank_of(text)) is not None]
    return [(one, two) for (one, high), (two, low) in pairwise(ranked) if low < high]


def _lines(text: str) -> list[str]:
    return [line for line in map(plain, text.splitlines()) if line]


def _article(text: str) -> dict[str, Any]:
    title, *paragraphs = _lines(text)
    return {"title": title, "paragraphs": paragraphs}
