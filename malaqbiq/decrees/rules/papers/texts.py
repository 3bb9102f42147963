"""The words of a decree's papers, places such as ``{{ year }}`` still open: see `regulations.rules.texts`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from malaqbiq.decrees.rules.papers.snapshot import Annex, Contract, Extract, Stored
from malaqbiq.regulations.rules.texts import PERSON_FACTS, places_of

OF_A_PERSON = (*PERSON_FACTS, "amount_words", "payer_capacity", "payer_name", "payer_unit")
PERSONAL = re.compile(r"\{\{\s*(?:" + "|".join(OF_A_PERSON) + r")\s*\}\}")
"""Places of an agreement or a petikan that are filled for each person."""


class PaperText(Stored):
    """Everything that the papers of one kind of decree say in words, but for the title, which is the decree's own."""

    considering: tuple[str, ...]
    remembering: tuple[str, ...]
    noting: tuple[str, ...] = ()
    dictums: tuple[str, ...]
    copies: tuple[str, ...] = ()
    annex: Annex | None = None
    extract: Extract | None = None
    contract: Contract | None = None
    document: Literal["keputusan", "surat-perintah"] = "keputusan"

    def texts(self) -> Iterator[str]:
        """Every text in which places of the whole decree stand."""
        yield from (*self.considering, *self.remembering, *self.noting, *self.dictums, *self.copies)
        if self.annex:
            yield self.annex.title
        if self.extract:
            yield from (self.extract.dictum, self.extract.closing)
        for text in self.personal():
            yield PERSONAL.sub("", text)

    def personal(self) -> Iterator[str]:
        """Texts in which places of one person stand too."""
        yield from self.extract.dictums if self.extract else ()
        yield from self.contract.texts() if self.contract else ()

    def places(self) -> frozenset[str]:
        """Places of the whole decree that the texts ask for."""
        return frozenset(place for part in self.texts() for place in places_of(part))
