"""Whether a text names a person."""

from __future__ import annotations

import re
from collections.abc import Collection

from malaqbiq.people.rules import name_key

_NO_DIGIT = re.compile(r"\D")


def names_person(text: str, name: str, numbers: Collection[str]) -> bool:
    """Whether one of the numbers stands in a text, or the name (without titles) does.

    A name of one word must be all of the text: it is a part of many other names.
    """
    digits = _NO_DIGIT.sub("", text)
    if any(number in digits for number in numbers):
        return True
    key = name_key(name)
    if not key or name_key(text) == key:
        return bool(key)
    return " " in key and f" {key} " in f" {name_key(text.replace(',', ' '))} "
