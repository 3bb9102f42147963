"""One way to write a value as bytes, so that its hash is the same everywhere and always.

A small part of RFC 8785: objects with sorted keys, no white space, strings, whole numbers, booleans and null. A float
has no place in a ledger and is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]


def canonical(value: Json) -> bytes:
    """The canonical JSON of a value in UTF-8; TypeError for a float or anything else that has none."""
    _refuse_floats(value)
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def digest(*parts: bytes) -> str:
    """SHA-256 of the parts one after the other, in hexadecimal."""
    sha = hashlib.sha256()
    for part in parts:
        sha.update(part)
    return sha.hexdigest()


def _refuse_floats(value: object) -> None:
    if value is None or isinstance(value, str | int):
        return
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise _without_form(key)
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
    else:
        raise _without_form(value)


def _without_form(value: object) -> TypeError:
    forms = "strings, whole numbers, booleans, null, lists and objects"
    return TypeError(f"only {forms} have a canonical form, not {type(value).__name__}")
