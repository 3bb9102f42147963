"""The words of a decree's papers, places such as ``{{ year }}`` still open: see `regulations.rules.texts`."""

from __future__ import annotations

from malaqbiq.decrees.rules.papers.snapshot import Annex, Contract, Extract, Stored


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
