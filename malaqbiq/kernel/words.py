"""Texts of pure rules: English msgids that are translated where they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from malaqbiq.kernel.canonical import Json


def gettext_noop(message: str) -> str:
    """Mark a msgid for translation without translating it here (rules know no Django)."""
    return message


@dataclass(frozen=True, slots=True)
class Named:
    """What rules and payloads know by a code, and people by its name: a region, a work unit, a kind of decree.

    Rules look nothing up: the name is found as the sentence is said (`kernel.speech.name_by`).
    """

    what: str
    code: str

    def __str__(self) -> str:
        return self.code


def month_named(day: date) -> Named:
    """The month of a day, as people call it."""
    return Named("month", f"{day:%Y-%m}")


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence to be translated: its English msgid with ``%(name)s`` places, and what stands in them.

    A sentence within the sentence stands there as Words, a day as a date, a code as Named: a text would stay as it is.
    """

    message: str
    params: Mapping[str, str | int | date | Words | Named] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


def all_named(what: str, codes: Iterable[str]) -> Words:
    """What codes of a kind stand for, one after the other."""
    return joined((Words("%(name)s", {"name": Named(what, code)}) for code in codes), ", ")


def joined(parts: Iterable[Words], separator: str) -> Words:
    """Sentences one after the other, each translated by itself."""
    places = {f"part{number}": part for number, part in enumerate(parts)}
    return Words(separator.join(f"%({place})s" for place in places), places)


def packed(words: Words) -> dict[str, Json]:
    """A sentence as JSON, to be kept until somebody reads it in a language of their own."""
    return {"message": words.message, "params": {name: _packed(value) for name, value in words.params.items()}}


def unpacked(value: Mapping[str, Any]) -> Words:
    """The sentence that `packed` wrote."""
    return Words(value["message"], {name: _unpacked(param) for name, param in value["params"].items()})


def _packed(value: str | int | date | Words | Named) -> Json:
    match value:
        case Words():
            return packed(value)
        case Named():
            return {"named": value.what, "code": value.code}
        case date():
            return {"day": value.isoformat()}
    return value


def _unpacked(value: Any) -> str | int | date | Words | Named:
    match value:
        case {"named": what, "code": code}:
            return Named(what, code)
        case {"day": day}:
            return date.fromisoformat(day)
        case {"message": _}:
            return unpacked(value)
    return value  # type: ignore[no-any-return]
