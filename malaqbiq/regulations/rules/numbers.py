"""Numbers of papers, read and written, in every shape that KPU's offices have used.

Source: real numbers of 2017 to 2023 (PKPU 2/2021 and 8/2021 on papers; Keputusan KPU 929/2019 and 57/2022 on codes).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from malaqbiq.kernel.words import Words, gettext_noop

ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

PLACES = ("serial", "code", "region", "unit", "month", "year")
"""What a pattern may hold: ``{serial}`` and so on."""

_PLACE = re.compile(r"\{([^{}]*)\}")
_SHORT = re.compile(r"(?P<serial>\d+)(?P<suffix>[A-Z]?) TAHUN (?P<year>\d{4})")
_SERIAL = re.compile(r"(\d+)([A-Z]?)")
_CODE = re.compile(r"([A-Z]{2,3}(?:\.\d{1,2}){0,3})(?:([-.])([A-Za-z]{2,4}))?")
_SEGMENT = re.compile(r"[A-Za-z0-9-]+")
_ROMAN = re.compile(r"[IVX]+")
_YEAR = re.compile(r"\d{4}")
MOST_SEGMENTS = 3
FEWEST_PARTS = 4


class Shape(StrEnum):
    """How a number is put together."""

    LONG = "long"
    """``39/SDM.05.5.Kpt/Sek-Prov/VII/2020``: decrees until 2021."""
    YEAR = "year"
    """``57 TAHUN 2022``: decrees since 2022."""
    REGION = "region"
    """``32/HK.03.2/53/2022``: a third shape of decrees, seen in 2022, and of circulars."""
    LETTER = "letter"
    """``823/HK.01-SD/17/2022``: letters and notices since 2022."""
    KPTS = "kpts"
    """``15/Kpts/KPU/TAHUN 2017``: decrees before the codes."""


class NumberRefused(ValueError):
    """The text is not a number of a paper, or a pattern can't be filled; `words` says why."""

    def __init__(self, message: str, **params: str | int) -> None:
        self.words = Words(message, params)
        super().__init__(str(self.words))


@dataclass(frozen=True, slots=True)
class Number:
    """A number taken apart. `digits` is how many digits the serial has, `joiner` what stands before the kind."""

    shape: Shape
    serial: int
    year: int
    digits: int = 1
    suffix: str = ""
    code: str = ""
    joiner: str = ""
    kind: str = ""
    segments: tuple[str, ...] = ()
    month: int | None = None

    def __str__(self) -> str:
        serial = f"{self.serial:0{self.digits}d}{self.suffix}"
        if self.shape == Shape.YEAR:
            return f"{serial} TAHUN {self.year}"
        year = f"TAHUN {self.year}" if self.shape == Shape.KPTS else str(self.year)
        month = [ROMAN_MONTHS[self.month - 1]] if self.month else []
        return "/".join([serial, f"{self.code}{self.joiner}{self.kind}", *self.segments, *month, year])


def number_parse(text: str) -> Number:
    """The parts of a number as a paper shows it, with or without the word Nomor before it; else NumberRefused."""
    plain = re.sub(r"\s+", " ", re.sub(r"^\s*(nomor|no\.)\s*:?\s*", "", text, flags=re.IGNORECASE)).strip()
    if short := _SHORT.fullmatch(plain):
        serial = short["serial"]
        return Number(Shape.YEAR, int(serial), int(short["year"]), len(serial), short["suffix"])
    return _slashed([part.strip() for part in plain.split("/")], text)


def number_format(pattern: str, values: Mapping[str, str | int]) -> str:
    """The pattern with its places filled, a month (1 to 12) in Roman; NumberRefused names what is missing."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        found = values.get(name)
        if name not in PLACES or found in {None, ""}:
            raise NumberRefused(gettext_noop("the number needs a %(place)s"), place=name)
        return ROMAN_MONTHS[int(found) - 1] if name == "month" else str(found)

    return _PLACE.sub(value, pattern)


def places_in(pattern: str) -> list[str]:
    """The places of a pattern, in order."""
    return _PLACE.findall(pattern)


def _slashed(parts: list[str], text: str) -> Number:
    serial = _SERIAL.fullmatch(parts[0])
    if not serial or len(parts) < FEWEST_PARTS:
        raise NumberRefused(gettext_noop("%(text)s is not a number of a paper"), text=text)
    digits, suffix, last = serial[1], serial[2], parts[-1]
    if parts[1] == "Kpts" and last.startswith("TAHUN "):
        return Number(
            Shape.KPTS,
            int(digits),
            _year(last[6:], text),
            len(digits),
            suffix,
            kind="Kpts",
            segments=tuple(parts[2:-1]),
        )
    code = _CODE.fullmatch(parts[1])
    if not code:
        raise NumberRefused(gettext_noop("%(text)s has no classification code in second place"), text=text)
    segments, month = _segments(parts[2:-1], text)
    joiner, kind = code[2] or "", code[3] or ""
    shape = Shape.LONG if month else Shape.LETTER if kind else Shape.REGION
    year = _year(last, text)
    return Number(shape, int(digits), year, len(digits), suffix, code[1], joiner, kind, segments, month)


def _segments(parts: list[str], text: str) -> tuple[tuple[str, ...], int | None]:
    month = None
    if _ROMAN.fullmatch(parts[-1]):
        if parts[-1] not in ROMAN_MONTHS:
            raise NumberRefused(gettext_noop("%(month)s is not a month"), month=parts[-1])
        month = ROMAN_MONTHS.index(parts[-1]) + 1
        parts = parts[:-1]
    if len(parts) > MOST_SEGMENTS or not all(_SEGMENT.fullmatch(part) for part in parts):
        raise NumberRefused(gettext_noop("%(text)s is not a number of a paper"), text=text)
    return tuple(parts), month


def _year(part: str, text: str) -> int:
    if not _YEAR.fullmatch(part):
        raise NumberRefused(gettext_noop("%(text)s does not end with a year"), text=text)
    return int(part)
