"""Kinds of papers, their numbers, who issues them, their codes and their words."""

from __future__ import annotations

from collections.abc import Container, Iterable
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.regulations.rules.numbers import PLACES, Shape, places_in
from malaqbiq.regulations.rules.rows.base import CellRefused, Name, Row, Slug, Whole
from malaqbiq.regulations.rules.rows.places import Tier
from malaqbiq.regulations.rules.texts import PERSON_FACTS, PERSON_PLACES, unknown_places
from malaqbiq.regulations.rules.texts import PLACES as TEXT_PLACES

Classification = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2,3}(\.\d{1,2}){0,3})?$")]


class Origin(StrEnum):
    """Where a decree comes from."""

    OWN = "own"
    RECEIVED = "received"
    OPENING = "opening"


class Document(StrEnum):
    """What a kind of decree is on paper, and in which series it is numbered: `number_patterns` names them so."""

    DECREE = "keputusan"
    ORDER = "surat-perintah"


class DecreeKindRow(Row):
    """A kind of decree: its names, where it may come from, what it is on paper, and whether there are words for it."""

    kind: Slug
    name_id: Name
    name_en: Name
    origins: tuple[Origin, ...]
    document: Document = Document.DECREE
    classification: Classification = ""
    has_text: bool = False

    @property
    def key(self) -> str:
        return f"decree-kind:{self.kind}"


class NumberPatternRow(Row):
    """How an authority of a tier numbers a kind of document, with `{serial}` and the like in it."""

    document: Slug
    tier: Tier
    authority: Slug
    shape: Shape
    pattern: Name
    preferred: bool = True

    @property
    def key(self) -> str:
        return f"{self.slot}:{self.valid_from or 'always'}"

    @property
    def slot(self) -> str:
        return f"number:{self.document}:{self.tier}:{self.authority}:{self.shape}"

    @field_validator("pattern")
    @classmethod
    def _places_known(cls, value: str) -> str:
        found = places_in(value)
        if unknown := sorted(set(found) - set(PLACES)):
            raise CellRefused(Words(gettext_noop("a number has no %(place)s"), {"place": unknown[0]}))
        if not {"serial", "year"} <= set(found):
            raise CellRefused(gettext_noop("a number needs {serial} and {year}"))
        return value


class IssuerUnit(StrEnum):
    """Which work unit decides for another's staff."""

    SELF = "self"
    PROVINCE = "province"
    SETJEN = "setjen"


class IssuerRow(Row):
    """Who issues a kind of decree for a tier's staff, by the decree's effective day (its budget year)."""

    kind: Slug
    tier: Tier
    unit: IssuerUnit
    authority: Slug

    @property
    def key(self) -> str:
        return f"{self.slot}:{self.valid_from or 'always'}"

    @property
    def slot(self) -> str:
        return f"issuer:{self.kind}:{self.tier}"


class CodeRow(Row):
    """A classification code of the archive."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,3}(\.\d{1,2}){0,3}$")]
    meaning: str = ""

    @property
    def key(self) -> str:
        return f"code:{self.code}"


class DocumentKindRow(Row):
    """A kind of document as numbers abbreviate it."""

    abbreviation: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,4}$")]
    meaning: str = ""

    @property
    def key(self) -> str:
        return f"document-kind:{self.abbreviation}"


class LegalBasisRow(Row):
    """A law that a decree names under Mengingat: its citation, and the kinds that rest on it."""

    basis: Slug
    version: Annotated[Whole, Field(ge=1)] = 1
    ordinal: Annotated[Whole, Field(ge=1)]
    citation: Name
    kinds: tuple[Slug, ...]

    @property
    def key(self) -> str:
        return f"{self.slot}:{self.version}"

    @property
    def slot(self) -> str:
        return f"legal-basis:{self.basis}"


class DecreeTextRow(Row):
    """The words of a kind's paper. Places such as ``{{ unit }}`` are filled with plain text; nothing is evaluated."""

    kind: Slug
    version: Annotated[Whole, Field(ge=1)]
    subject: Name
    menimbang: tuple[Name, ...]
    mengingat: tuple[Name, ...] = ()
    """Empty: the legal bases in force for the kind."""
    memperhatikan: tuple[Name, ...] = ()
    dictums: tuple[Name, ...]
    petikan_dictums: tuple[Name, ...] = ()
    """What a petikan says in place of each dictum after the first, of one person; empty: what the decree says."""

    @property
    def key(self) -> str:
        return f"{self.slot}:{self.version}"

    @property
    def slot(self) -> str:
        return f"decree-text:{self.kind}"

    @model_validator(mode="after")
    def _places_known(self) -> Self:
        texts = (self.subject, *self.menimbang, *self.mengingat, *self.memperhatikan, *self.dictums)
        _refuse_places(texts, TEXT_PLACES)
        _refuse_places(self.petikan_dictums, (*TEXT_PLACES, *PERSON_PLACES))
        if self.petikan_dictums and len(self.petikan_dictums) != len(self.dictums) - 1:
            raise CellRefused(gettext_noop("a petikan has as many dictums as its decree, the first one aside"))
        return self


class PaperFormRow(Row):
    """What the papers of a kind show of a person: in the annex, by columns, and in the petikan, with its own words.

    No `petikan_dictum`: there is no petikan.
    """

    kind: Slug
    version: Annotated[Whole, Field(ge=1)]
    annex_title: Name
    annex_columns: tuple[Name, ...]
    petikan_dictum: str = ""
    petikan_facts: tuple[Name, ...] = ()
    petikan_closing: str = ""

    @property
    def key(self) -> str:
        return f"{self.slot}:{self.version}"

    @property
    def slot(self) -> str:
        return f"paper-form:{self.kind}"

    @model_validator(mode="after")
    def _places_known(self) -> Self:
        _refuse_places((self.annex_title, self.petikan_dictum, self.petikan_closing), TEXT_PLACES)
        _refuse_facts((*self.annex_columns, *self.petikan_facts))
        return self


class ArticleText(BaseModel):
    """A Pasal of an agreement."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    title: Name
    paragraphs: tuple[Name, ...]


class AgreementRow(Row):
    """The words of the work agreement (perjanjian kerja) that goes with a kind of decree, for each person."""

    kind: Slug
    version: Annotated[Whole, Field(ge=1)]
    title: Name
    opening: Name
    facts: tuple[Name, ...]
    articles: tuple[ArticleText, ...]
    closing: Name

    @property
    def key(self) -> str:
        return f"{self.slot}:{self.version}"

    @property
    def slot(self) -> str:
        return f"agreement:{self.kind}"

    @model_validator(mode="after")
    def _places_known(self) -> Self:
        texts = [text for article in self.articles for text in (article.title, *article.paragraphs)]
        _refuse_places((self.title, self.opening, self.closing, *texts), (*TEXT_PLACES, *PERSON_PLACES))
        _refuse_facts(self.facts)
        return self


def _refuse_places(texts: Iterable[str], known: Container[str]) -> None:
    for text in texts:
        if unknown := unknown_places(text, known):
            raise CellRefused(Words(gettext_noop("a text has no place {{ %(place)s }}"), {"place": unknown[0]}))


def _refuse_facts(names: Iterable[str]) -> None:
    for name in names:
        if name not in PERSON_FACTS:
            raise CellRefused(Words(gettext_noop("papers show no fact %(name)s"), {"name": name}))
