"""How Indonesian papers write days, amounts and order."""

from __future__ import annotations

from datetime import date
from itertools import count

DOTS = "………………"
"""What stands where something is to be written in by hand."""

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
UNITS = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1000, "ribu"), (100, "ratus"), (10, "puluh"))


def long_day(day: date) -> str:
    """``11 Januari 2022``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def weekday(day: date) -> str:
    """``Selasa``."""
    return DAYS[day.weekday()]


def spelled(number: int) -> str:
    """A whole number from 0 in words (terbilang): ``dua juta enam ratus tujuh puluh delapan ribu``."""
    if number < len(UNITS):
        return UNITS[number]
    if number < len(UNITS) + 8:
        return f"{UNITS[number - 10]} belas"
    for scale, name in SCALES:
        if number >= scale:
            many, rest = divmod(number, scale)
            return _scaled(many, scale, name) + (f" {spelled(rest)}" if rest else "")
    raise ValueError("only numbers from 0 are spelled")


def _scaled(many: int, scale: int, name: str) -> str:
    # One hundred and one thousand have a word of their own; one million has not.
    return f"se{name}" if many == 1 and scale <= SCALES[3][0] else f"{spelled(many)} {name}"


def dictum_label(position: int) -> str:
    """KESATU, KEDUA ... for a dictum's position from 1."""
    return "KE" + spelled(position).upper()


def letter(position: int) -> str:
    """``a``, ``b`` ... ``z``, ``aa`` for a position from 1, as Menimbang counts."""
    letters = ""
    for _ in count():
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("a") + rest) + letters
        if not position:
            break
    return letters
