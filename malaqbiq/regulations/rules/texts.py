"""Places in the words of a paper, such as ``{{ unit }}``: filled with plain text in one pass, nothing is evaluated."""

from __future__ import annotations

import re
from collections.abc import Mapping

from malaqbiq.kernel.words import Words, gettext_noop

PLACES = (
    "authority",
    "decided_on",
    "dipa_date",
    "dipa_number",
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

_PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


class TextRefused(ValueError):
    """A text asks for something that is not there; `words` says what."""

    def __init__(self, words: Words) -> None:
        super().__init__(str(words))
        self.words = words


def places_of(text: str) -> list[str]:
    """The places in a text, in order."""
    return _PLACE.findall(text)


def unknown_places(text: str) -> list[str]:
    """Places that no paper fills, a stray brace included."""
    rest = _PLACE.sub("", text)
    return [place for place in places_of(text) if place not in PLACES] + [brace for brace in "{}" if brace in rest]


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
