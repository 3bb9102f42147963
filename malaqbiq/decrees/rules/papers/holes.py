"""Holes: what a decree's papers would print as a dash or dots, though it could be known before they are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from malaqbiq.decrees.rules.papers.fields import FIELDS, ORDERED
from malaqbiq.decrees.rules.papers.meanings import MEANINGS
from malaqbiq.decrees.rules.papers.texts import PaperText
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.regulations.rules.texts import places_of

SIGNER, PAYER, LETTERHEAD = "signer", "payer", "letterhead"

OFTEN_EMPTY = frozenset({"former_post", "former_amount", "note", "nip", "rank", "post", "ended_on", "reason"})
"""Facts that many people have none of: nothing is missing where they are empty."""

OF_PERSON = gettext_noop("%(what)s isn't known (people: %(people)s): papers show a dash or dots instead")
OF_UNIT = {
    SIGNER: gettext_noop("nobody is named who signs the decree"),
    PAYER: gettext_noop(
        "nobody is named as Pejabat Pembuat Komitmen or KPA (work units: %(units)s): "
        "work agreements have dots for who signs for the office (people: %(people)s)"
    ),
    LETTERHEAD: gettext_noop(
        "no letterhead stands in the profile of %(year)s (work units: %(units)s): papers show no address"
    ),
}


@dataclass(frozen=True, slots=True)
class Hole:
    """One kind of hole: who lacks it, by uid with the name, and the work units where it is mended, by code."""

    what: str
    people: Mapping[UUID, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None

    @property
    def of_person(self) -> bool:
        """Whether it is mended on people, not on work units."""
        return self.what not in OF_UNIT

    @property
    def words(self) -> Words:
        """What is missing, of how many, and what papers show instead."""
        counts: dict[str, str | int] = {"people": len(self.people), "units": len(self.units)}
        if self.of_person:
            return Words(OF_PERSON, {**counts, "what": Words(MEANINGS[self.what])})
        return Words(OF_UNIT[self.what], {**counts, "year": str(self.year or "")})


def facts_shown(text: PaperText) -> tuple[str, ...]:
    """Keys of the facts of a person that papers with these words show and that everybody has."""
    columns = text.annex.columns if text.annex else ()
    extract = text.extract.fields if text.extract else ()
    contract = text.contract.fields if text.contract else ()
    places = {place for part in text.personal() for place in places_of(part)}
    ordered = ORDERED if text.document == "surat-perintah" else ()
    shown = {*columns, *extract, *contract, *places, *ordered}
    return tuple(key for key in FIELDS if key in shown and key not in OFTEN_EMPTY)


def together(holes: Iterable[Hole]) -> list[Hole]:
    """Holes of several decrees, each kind (and year) once."""
    found: dict[tuple[str, int | None], Hole] = {}
    for hole in holes:
        there = found.get((hole.what, hole.year), Hole(hole.what, year=hole.year))
        both = Hole(hole.what, {**there.people, **hole.people}, {**there.units, **hole.units}, hole.year)
        found[hole.what, hole.year] = both
    return list(found.values())
