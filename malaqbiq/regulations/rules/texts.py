"""Places in the words of a paper, such as ``{{ unit }}``: filled with plain text in one pass, nothing is evaluated."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

from malaqbiq.kernel.words import Words, gettext_noop

PLACES = (
    "acting",
    "acting_post",
    "authority",
    "decided_on",
    "dipa_date",
    "dipa_number",
    "eligible",
    "first_day",
    "floor",
    "floor_basis",
    "last_day",
    "office",
    "place",
    "province",
    "staff",
    "unit",
    "year",
)
"""What the words of a paper may ask for."""

PERSON_FACTS = (
    "name",
    "nik",
    "nip",
    "birth",
    "sex",
    "education",
    "address",
    "status",
    "job",
    "post",
    "former_post",
    "rank",
    "unit",
    "duty_unit",
    "start",
    "until",
    "ended_on",
    "former_amount",
    "amount",
    "appraisal",
    "reason",
    "note",
)
"""Facts of one person that an annex, a petikan or an agreement may show."""

PERSON_PLACES = (
    *PERSON_FACTS,
    "amount_words",
    "decided_weekday",
    "decided_words",
    "number",
    "subject",
    "payer_capacity",
    "payer_name",
    "payer_unit",
)
"""What the words of an agreement with one person may ask for besides."""

INAUGURATION_PLACES = (
    "authority",
    "decided_on",
    "eselon",
    "former_post",
    "guide",
    "held_on",
    "held_words",
    "leader",
    "level",
    "name",
    "nip",
    "number",
    "office",
    "place",
    "post",
    "rank",
)
"""What the words of an inauguration's papers may ask for."""

_PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


class TextRefused(ValueError):
    """A text asks for something that is not there; `words` says what."""

    def __init__(self, words: Words) -> None:
        super().__init__(str(words))
        self.words = words


def places_of(text: str) -> list[str]:
    """The places in a text, in order."""
    return _PLACE.findall(text)


def unknown_places(text: str, known: Container[str] = PLACES) -> list[str]:
    """Places that no paper fills, a stray brace included."""
    rest = _PLACE.sub("", text)
    return [place for place in places_of(text) if place not in known] + [brace for brace in "{}" if brace in rest]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled; TextRefused, naming the place, if one has no value.

    A value that looks like a place stays as it is.
    """

    def value(match: re.Match[str]) -> str:
        found = values.get(match[1])
        if not found:
            raise TextRefused(Words(gettext_noop("there is no %(place)s to write into the text"), {"place": match[1]}))
        return found

    return _PLACE.sub(value, text)
