"""Dates and places of birth as offices write them: in two columns, or in one cell, the place before the date."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.kernel.workbooks.cells import Cell, CellRefused, text_read
from malaqbiq.kernel.workbooks.dates import Window, date_read

LONGEST_PLACE = 80


@dataclass(frozen=True, slots=True)
class Birth:
    """What one cell tells of a birth; the place is empty where it tells none."""

    day: date | None
    place: str = ""


def birth_in(window: Window) -> Callable[[Cell], Birth | None]:
    """A reader of a date of birth, behind its place or alone: ``Mamuju, 20 Juli 1992``. None for an empty cell."""

    def read(value: Cell) -> Birth | None:
        before = _BEFORE.match(value) if isinstance(value, str) else None
        day = date_read(value[before.end() :] if before and isinstance(value, str) else value, window)
        place = place_read(before[1]) if before and not _A_DAY_OF_THE_WEEK.fullmatch(before[1].strip()) else None
        return Birth(day, place or "") if day or place else None

    return read


def place_read(value: Cell) -> str | None:
    """A place of birth; a date that stands behind it is left to its own column. CellRefused for what is no place."""
    text = text_read(_BEHIND.sub("", value) if isinstance(value, str) else value, longest=LONGEST_PLACE)
    if text is not None and not re.search(r"[^\W\d_]", text):
        raise CellRefused(_("is no place"))
    return text


_BEFORE = re.compile(r"^([^\d,]*), *(?=\d)")
_BEHIND = re.compile(r", *\d.*$")
_A_DAY_OF_THE_WEEK = re.compile(r"(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)?", re.IGNORECASE)
