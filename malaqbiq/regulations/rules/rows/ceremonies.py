"""The words of the papers of an inauguration, and of the oath by religion."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.regulations.rules.rows.base import CellRefused, Name, Row, Slug, Whole
from malaqbiq.regulations.rules.texts import INAUGURATION_PLACES, unknown_places


class CeremonyPaper(StrEnum):
    """Papers that an office makes for an inauguration, in the order in which they are needed."""

    INVITATION = "invitation"
    OATH = "oath"
    MINUTES = "minutes"
    INTEGRITY = "integrity"
    SPP = "spp"
    SPMT = "spmt"
    SPMJ = "spmj"
    HANDOVER = "handover"


class InaugurationTextRow(Row):
    """The words of a paper of an inauguration. Places such as ``{{ post }}`` are filled with plain text.

    `statements`: of the oath and the integrity pact their lines; of the other papers what stands before the facts of
    the person, then what follows them.
    """

    paper: CeremonyPaper
    version: Annotated[Whole, Field(ge=1)]
    title: Name
    opening: str = ""
    statements: Annotated[tuple[Name, ...], Field(min_length=1)]
    closing: str = ""

    @property
    def key(self) -> str:
        return f"{self.slot}:{self.version}"

    @property
    def slot(self) -> str:
        return f"inauguration-text:{self.paper}"

    @model_validator(mode="after")
    def _places_known(self) -> Self:
        for text in (self.title, self.opening, *self.statements, self.closing):
            if unknown := unknown_places(text, INAUGURATION_PLACES):
                raise CellRefused(Words(gettext_noop("a text has no place {{ %(place)s }}"), {"place": unknown[0]}))
        return self


class OathWordsRow(Row):
    """How the oath of a post begins and ends for somebody of a religion or belief."""

    faith: Slug
    name: Name
    opening: Name
    closing: str = ""

    @property
    def key(self) -> str:
        return f"{self.slot}:{self.valid_from}" if self.valid_from else self.slot

    @property
    def slot(self) -> str:
        return f"oath-words:{self.faith}"
