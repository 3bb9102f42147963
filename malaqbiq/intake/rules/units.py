"""Which work unit a cell names: by code (76.02, 7602) or by name, as offices shorten it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NoReturn
from uuid import UUID

from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.kernel.workbooks.cells import Cell, CellRefused, key_of, text_read

_SHORT = (
    (r"\bkab\b\.?", "kabupaten "),
    (r"\bprop\b\.?|\bprov\b\.?|\bpropinsi\b", "provinsi "),
    (r"\bkomisi pemilihan umum\b|\bkpu\b|\bsekretariat\b|\bkantor\b|\bsatker\b|\bri\b", " "),
)

_LEVEL = re.compile(r"^(kabupaten|kota|provinsi)")

NEAR = 0.75
"""How much of two names must agree (of 1), without their level, for one to be offered for the other."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A work unit that a row may name."""

    uid: UUID
    code: str
    name: str
    region: str


@dataclass(frozen=True, slots=True)
class UnitIndex:
    """Work units by code and by name; a name of several units names none.

    `spoken` is what people write in place of words of a region's name, in small letters: Sulbar, Mamuju Utara.
    """

    by_code: Mapping[str, Unit]
    by_name: Mapping[str, tuple[Unit, ...]]
    spoken: Mapping[str, str]

    @classmethod
    def of(cls, units: Iterable[Unit], spoken: Mapping[str, str]) -> UnitIndex:
        """The index of the units that the asker covers, by the words that `spoken` gives for what people write."""
        by_code: dict[str, Unit] = {}
        by_name: dict[str, set[Unit]] = {}
        for unit in units:
            by_code[unit.code] = by_code[unit.code.replace(".", "")] = unit
            for name in {unit.name, unit.region}:
                key = _name_key(name, spoken)
                by_name.setdefault(key, set()).add(unit)
                # "Mamuju" alone is understood as long as no kabupaten, kota and province share it.
                by_name.setdefault(_LEVEL.sub("", key), set()).add(unit)
        ordered = {key: tuple(sorted(found, key=lambda unit: unit.code)) for key, found in by_name.items()}
        return cls(by_code, ordered, spoken)

    @property
    def names(self) -> dict[UUID, str]:
        """Names by uid."""
        return {unit.uid: unit.name for unit in self.by_code.values()}

    def _refuse(self, text: str) -> NoReturn:
        """CellRefused, with the name that is nearest among those that the asker covers: others are nobody's to hear."""
        key = _name_key(text, self.spoken)
        # By the name alone: that two are kabupaten makes them no nearer.
        names = {_LEVEL.sub("", name) for name in self.by_name}
        if near := get_close_matches(_LEVEL.sub("", key), names, n=1, cutoff=NEAR):
            level = _LEVEL.match(key)
            unit = (self.by_name.get((level[0] if level else "") + near[0]) or self.by_name[near[0]])[0]
            told = _("is no work unit that you may enter; near it is %(name)s (%(code)s): did you mean that?")
            raise CellRefused(told, name=unit.name, code=unit.code)
        raise CellRefused(_("is no work unit that you may enter: write its code, such as 76.02, or its full name"))

    def read(self, value: Cell) -> Unit | None:
        """The work unit that a cell names; CellRefused for one that is unknown or several."""
        text = _code_of(value) or text_read(value)
        if text is None:
            return None
        code = re.match(r"\d\d(?:\.?\d\d)?\b", text)
        if code and code[0] in self.by_code:
            return self.by_code[code[0]]
        found = self.by_name.get(_name_key(text, self.spoken), ())
        if len(found) > 1:
            codes = ", ".join(unit.code for unit in found)
            raise CellRefused(_("is the name of several work units: write the code (%(codes)s)"), codes=codes)
        if not found:
            self._refuse(text)
        return found[0]


def _code_of(value: Cell) -> str | None:
    """A code that stands as a number: 76.1 was 76.10."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return str(int(value)) if value == int(value) else f"{value:.2f}"


def _name_key(name: str, spoken: Mapping[str, str]) -> str:
    text = name.casefold()
    for pattern, word in _SHORT:
        text = re.sub(pattern, word, text)
    if spoken:
        # The longer first: Mamuju Utara before a name that is a part of it.
        longest = "|".join(map(re.escape, sorted(spoken, key=len, reverse=True)))
        text = re.sub(rf"\b({longest})\b", lambda found: spoken[found[0]], text)
    return key_of(text)
