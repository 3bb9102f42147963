"""What a paper shows, as it is stored and hashed on issuing: strings, whole numbers and lists of them.

The head (`DecreePaper`) holds what is said once; each line of the annex (`PaperRow`) what is said of one person, so
that one person's data can be erased by law without touching another's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field


class Stored(BaseModel):
    """A piece of a snapshot: frozen, and refusing what it doesn't know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def content(self) -> dict[str, Any]:
        """The JSON that is stored and hashed."""
        return self.model_dump(mode="json")

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> Self:
        """The piece that was stored; ValidationError if it isn't one."""
        return cls.model_validate(content)


class Signature(Stored):
    """Who signs: the lines of the title ("a.n. KETUA ...", "Plt. SEKRETARIS ..."), the name, and NIP with that word."""

    lines: tuple[str, ...]
    name: str = ""
    number: str = ""


class Annex(Stored):
    """What the annex is called and which facts of a person its columns show, by key (see `fields`)."""

    title: str
    columns: tuple[str, ...]


class Extract(Stored):
    """A petikan: the dictum that names the person, which facts it shows, how it ends, and who certifies it.

    `dictums` stand in place of the decree's after the first, their places filled for each person; none: the decree's.
    """

    dictum: str
    fields: tuple[str, ...]
    closing: str
    dictums: tuple[str, ...] = ()
    certifier: Signature | None = None


class Article(Stored):
    """A Pasal of a work agreement; its paragraphs may hold places such as ``{{ name }}``, filled for each person."""

    title: str
    paragraphs: tuple[str, ...]


class Contract(Stored):
    """A perjanjian kerja: what it is called, how it begins, its articles and how it ends."""

    title: str
    opening: str
    articles: tuple[Article, ...]
    closing: str
    fields: tuple[str, ...]

    def texts(self) -> Iterator[str]:
        """Every text of the agreement."""
        yield from (self.title, self.opening, self.closing)
        for article in self.articles:
            yield from (article.title, *article.paragraphs)


class Payer(Stored):
    """Who signs a work agreement for the work unit that pays: its KPA or Pejabat Pembuat Komitmen.

    `address` is what stands under the letterhead's name, `postal` what of it is the address.
    """

    unit: str
    letterhead: tuple[str, ...] = ()
    capacity: str
    name: str = ""
    number: str = ""
    address: str = ""
    postal: str = ""
    place: str = ""


class DecreePaper(Stored):
    """The head of a decree's papers: all that is not about one person. Dates are ISO.

    `document` is what it is: a decree, or an order (surat perintah), which names whom it orders above its dictums.
    `gaps` names places of the words for which nothing was known: they are dots on the paper.
    """

    form: Literal[1] = 1
    letterhead: tuple[str, ...]
    address: str = ""
    unit_code: str = ""
    heading: tuple[str, ...]
    number: str
    title: str
    office: tuple[str, ...]
    considering: tuple[str, ...]
    remembering: tuple[str, ...]
    noting: tuple[str, ...] = ()
    dictums: tuple[str, ...]
    place: str
    decided_on: str
    signature: Signature
    copies: tuple[str, ...] = ()
    annex: Annex | None = None
    extract: Extract | None = None
    contract: Contract | None = None
    facts: dict[str, str] = Field(default_factory=dict)
    gaps: tuple[str, ...] = ()
    document: Literal["keputusan", "surat-perintah"] = "keputusan"

    def content(self) -> dict[str, Any]:
        """As stored: what it is only where it isn't a decree, as all were before there were orders."""
        left_out = {"document"} if self.document == "keputusan" else set[str]()
        return self.model_dump(mode="json", exclude=left_out)

    @property
    def is_order(self) -> bool:
        """Whether it is an order."""
        return self.document == "surat-perintah"


class PaperRow(Stored):
    """A line of the annex: under which work unit it stands, what it says by key, and who signs the agreement.

    Amounts are whole rupiah, days ISO.
    """

    form: Literal[1] = 1
    group: str
    values: dict[str, str | int]
    payer: Payer | None = None
