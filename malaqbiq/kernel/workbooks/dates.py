"""Dates as Indonesian offices write them: the day comes first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from malaqbiq.kernel.identity import real_date
from malaqbiq.kernel.periods import Period, month
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.kernel.workbooks.cells import Cell, CellRefused, text_read

_NAMES = {
    1: "jan januari january",
    2: "feb februari february pebruari peb",
    3: "mar maret march mrt",
    4: "apr april",
    5: "mei may",
    6: "jun juni june",
    7: "jul juli july",
    8: "agu agt ags agust agustus aug august",
    9: "sep sept september",
    10: "okt oct oktober october",
    11: "nov nop november nopember",
    12: "des dec desember december",
}
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
MONTHS = {name: number for number, names in _NAMES.items() for name in names.split()}
MONTHS |= {name: number for number, name in enumerate(_ROMAN, start=1)}

_WEEKDAY = re.compile(r"^(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)\b,? *", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?'?(\d{4}|\d{2})(?: 0{1,2}:00(?::00)?)?")
_NAMED = re.compile(r"(\d{1,2}) ?[-/. ]? ?([A-Za-z]{1,9})\.? ?[-/., ]? ?'?(\d{4}|\d{2})")
_EIGHT = re.compile(r"\d{8}")
_SERIAL = re.compile(r"\d{5}")

NO_DATE = _("is no date: write it such as 17/08/1990 or 17 Agustus 1990")
NO_MONTH = _("is no month: write it such as 01/2022 or Januari 2022")
BARE_YEAR = _("is only a year: write day, month and year")

SERIAL_ZERO = date(1899, 12, 30)
"""Excel's day 0, as it counts from 1 March 1900 on."""

SERIAL_ZERO_1904 = date(1904, 1, 1)
"""Its day 0 in a workbook that counts from 1904, as old ones from a Mac do."""

FIRST_SERIAL = 10_000
"""Smaller numbers (before 1927) are more likely something else."""

LAST_SERIAL = 100_000
"""And so are larger ones (after 2173)."""


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day that a column's dates can mean. It settles the century of a year of two digits.

    `from_1904` says from where the workbook counts its days, for cells that hold a day as a bare number.
    """

    first: date
    last: date
    from_1904: bool = False

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def date_read(value: Cell, window: Window) -> date | None:
    """A date from a date cell, Excel's number of a day, or text: ``17 Agustus 1990``, ``17/08/1990``, ``1990-08-17``.

    Refused: a month above 12 (day and month changed places), a bare year, a year of two digits that leaves the century
    open, a day outside the window.
    """
    if isinstance(value, datetime):
        return _inside(value.date(), window)
    if isinstance(value, date):
        return _inside(value, window)
    if isinstance(value, bool | time | timedelta):
        raise CellRefused(_("is no date"))
    if isinstance(value, int | float):
        return _from_serial(value, window)
    text = text_read(value)
    return None if text is None else _from_text(text, window)


def month_read(value: Cell, window: Window) -> Period | None:
    """A calendar month from a date in it, or text such as ``Januari 2022``, ``01/2022``, ``2022-01``."""
    if isinstance(value, str):
        text = text_read(value)
        if text is None:
            return None
        if found := re.fullmatch(
            r"(\d{4})[-/. ](\d{1,2})|(\d{1,2})[-/. ](\d{4})|([A-Za-z]+)\.?[-/., ]{0,2}(\d{4}|\d{2})", text
        ):
            return _month_of(found, window)
        if MONTHS.get(text.rstrip(".").casefold()):
            raise CellRefused(_("is a month without its year: write it such as 01/2022 or Januari 2022"))
    try:
        day = date_read(value, window)
    except CellRefused as refused:
        # What a date would need to be written as is no help where a month is wanted.
        raise CellRefused(NO_MONTH) if refused.words.message in {NO_DATE, BARE_YEAR} else refused from refused
    return None if day is None else month(day.year, day.month)


def _from_text(text: str, window: Window) -> date:
    bare = _WEEKDAY.sub("", text)
    if found := _ISO.fullmatch(bare):
        return _only([(int(found[1]), int(found[2]), int(found[3]))], window, text)
    if found := _DAY_FIRST.fullmatch(bare):
        if int(found[2]) > 12 >= int(found[1]):
            raise CellRefused(
                _("has %(number)s as its month: write the day first, such as 17/08/1990"), number=found[2]
            )
        return _only(_years(found[3], int(found[2]), int(found[1])), window, text)
    if (found := _NAMED.fullmatch(bare)) and (number := MONTHS.get(found[2].casefold())):
        return _only(_years(found[3], number, int(found[1])), window, text)
    if _SERIAL.fullmatch(bare):
        return _from_serial(int(bare), window)
    if _EIGHT.fullmatch(bare):
        forms = [(bare[:4], bare[4:6], bare[6:]), (bare[4:], bare[2:4], bare[:2])]
        return _only([(int(year), int(number), int(day)) for year, number, day in forms], window, text)
    raise CellRefused(NO_DATE)


def _years(year: str, number: int, day: int) -> Iterator[tuple[int, int, int]]:
    """The days that a year of four or of two digits can mean."""
    for century in (0,) if len(year) == 4 else (1900, 2000):
        yield century + int(year), number, day


def _only(candidates: Iterator[tuple[int, int, int]] | list[tuple[int, int, int]], window: Window, text: str) -> date:
    """The one candidate that is a real day inside the window."""
    real = [day for parts in candidates if (day := real_date(*parts))]
    if not real:
        raise CellRefused(_("is no day of the calendar: %(text)s"), text=text)
    fitting = [day for day in real if day in window]
    if len(fitting) > 1:
        one, other = fitting[:2]
        raise CellRefused(_("can mean %(one)s or %(other)s: write the year with four digits"), one=one, other=other)
    return fitting[0] if fitting else _inside(real[-1], window)


def _from_serial(number: float, window: Window) -> date:
    if 1900 <= number <= 2100:
        raise CellRefused(BARE_YEAR)
    if not FIRST_SERIAL <= number < LAST_SERIAL or number != int(number):
        raise CellRefused(NO_DATE)
    zero = SERIAL_ZERO_1904 if window.from_1904 else SERIAL_ZERO
    return _inside(zero + timedelta(days=int(number)), window)


def _inside(day: date, window: Window) -> date:
    if day not in window:
        message = _("%(day)s can't be: expected between %(first)s and %(last)s")
        raise CellRefused(message, day=day, first=window.first, last=window.last)
    return day


def _month_of(found: re.Match[str], window: Window) -> Period:
    year = found[1] or found[4] or found[6]
    number = MONTHS.get(found[5].casefold(), 0) if found[5] else int(found[2] or found[3])
    if not 1 <= number <= 12:
        raise CellRefused(NO_MONTH)
    day = _only(_years(year, number, 1), window, found[0])
    return month(day.year, day.month)
