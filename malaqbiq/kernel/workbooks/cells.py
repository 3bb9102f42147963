"""What people mean by what stands in a cell. A meaning that isn't certain is refused with what to write instead.

Each reader gives None for an empty cell, and raises CellRefused. Readers are pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal, TypeVar

from malaqbiq.kernel.words import Words
from malaqbiq.kernel.words import gettext_noop as _

Cell = str | int | float | bool | date | datetime | time | timedelta
"""What the reader of workbooks gives; an empty cell is ``""``, and an error of Excel's its name (``#N/A``)."""

Kind = Literal["text", "whole", "rupiah", "date", "decimal"]
"""As what a cell of a workbook that we write is shown."""

T = TypeVar("T")

ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!"})
NOTHING = frozenset(
    {"-", "--", "---", "–", "—", ".", "...", "n/a", "nihil", "tidak ada", "belum ada", "kosong", "null"}
)
"""What people write into a cell that has nothing to say."""

LONGEST_NUMBER = 10**15
"""From here on Excel has rounded the digits of a number away."""


class CellRefused(ValueError):
    """A cell whose meaning isn't certain: why, and what to write."""

    def __init__(self, message: str, **params: str | int | date) -> None:
        self.words = Words(message, params)
        super().__init__(str(self.words))


def shown(value: Cell) -> str:
    """The cell as its reader sees it in Excel, near enough, for messages: whole numbers without ``.0``."""
    if isinstance(value, float) and value.is_integer() and abs(value) < LONGEST_NUMBER * 1000:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return str(value)


def plain(text: str) -> str:
    """Text without what can't be seen.

    Odd spaces become one space, control and zero-width characters vanish, digits of other scripts become 0 to 9.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    letters = [_seen(letter) for letter in unicodedata.normalize("NFC", text)]
    return " ".join("".join(letters).split())


def text_read(value: Cell, *, longest: int = 120) -> str | None:
    """The cell's text, white space put in order; a whole number is its digits.

    Refused: what Excel has made of a text that looked like a date (``1/2022``), a time or a sum.
    """
    _refuse_made(value)
    if isinstance(value, float) and abs(value) >= LONGEST_NUMBER:
        raise CellRefused(TOO_LONG_A_NUMBER)
    text = plain(shown(value)).removeprefix("'").strip()
    if text.upper() in ERRORS:
        raise CellRefused(_("the formula in this cell gives %(error)s"), error=text.upper())
    if not text or text.casefold() in NOTHING:
        return None
    if len(text) > longest:
        raise CellRefused(_("longer than %(longest)s characters"), longest=longest)
    return text


TOO_LONG_A_NUMBER = _(
    "stands as a number, of which Excel keeps only 15 digits, so its last digits are lost: format the column as Text "
    "(Format Cells, Text) and type the number again"
)


MADE_A_DATE = _(
    "stands as a date: Excel makes one of a text such as 1/2022 or 3-1-22; format the column as Text (Format Cells, "
    "Text) and type it again"
)
MADE_A_NUMBER = _(
    "stands as a number with decimals, where a text belongs: format the column as Text (Format Cells, Text) and type "
    "it again"
)


def _refuse_made(value: Cell) -> None:
    """CellRefused for what can't be the text that was typed: that is lost."""
    if isinstance(value, date | time | timedelta):
        raise CellRefused(MADE_A_DATE)
    if isinstance(value, bool):
        raise CellRefused(_("stands as true or false, where a text belongs"))
    if isinstance(value, float) and not value.is_integer():
        raise CellRefused(MADE_A_NUMBER)


def number_read(value: Cell) -> str | None:
    """The digits of a NIK or NIP from a text cell, without spaces, full stops and dashes.

    A number cell is refused: Excel has kept only 15 of its digits.
    """
    if isinstance(value, bool):
        raise CellRefused(_("is no number of a person"))
    if isinstance(value, int | float):
        raise CellRefused(TOO_LONG_A_NUMBER)
    text = text_read(value)
    if text is None:
        return None
    if re.fullmatch(r"[\d.,]+ ?[eE] ?\+? ?\d+", text):
        raise CellRefused(TOO_LONG_A_NUMBER)
    digits = re.sub(r"[\s.\-'`’]", "", text)
    if not digits.isdigit():
        raise CellRefused(_("holds more than digits"))
    return digits


def choice_read(value: Cell, meanings: Mapping[str, T], *, allowed: str) -> T | None:
    """The meaning of a word in `meanings` (keys as `key_of` makes them); `allowed` tells what may stand here."""
    text = text_read(value)
    if text is None:
        return None
    if (key := key_of(text)) in meanings:
        return meanings[key]
    raise CellRefused(_("is none of: %(allowed)s"), allowed=allowed)


def key_of(text: str) -> str:
    """Letters and digits in small: what two spellings of one word have in common."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text).casefold() if letter.isalnum())


def whole_read(value: Cell, *, lowest: int = 0, highest: int = 10**9) -> int | None:
    """A whole number between two bounds, both counted."""
    if isinstance(value, bool | date | time | timedelta):
        raise CellRefused(_("is no number"))
    if isinstance(value, int | float):
        number = Decimal(str(value))
    else:
        text = text_read(value)
        if text is None:
            return None
        if not re.fullmatch(r"[+-]?\d{1,12}(?:[.,]0+)?", text):
            raise CellRefused(_("is no whole number"))
        number = Decimal(text.replace(",", "."))
    if number != number.to_integral_value():
        raise CellRefused(_("is no whole number"))
    if not lowest <= number <= highest:
        raise CellRefused(_("must lie between %(lowest)s and %(highest)s"), lowest=lowest, highest=highest)
    return int(number)


_MONEY_AFFIXES = re.compile(r"^(?:rp|idr)\.? ?|(?:,-+|\.-+|,=|-+)?(?: ?(?:/|per) ?(?:bulan|bln))?$", re.IGNORECASE)
_WHOLE_THOUSANDS = re.compile(r"\d{1,3}(?P<mark>[., ])\d{3}(?:(?P=mark)\d{3})*")
_HIGHEST_MONEY = 10**13


def rupiah_read(value: Cell) -> int | None:
    """Whole rupiah in ``Rp 2.678.863,-``, ``2.678.863,00``, ``2,678,863`` or ``2678863``.

    Refused: part of a rupiah, two ways to read it (``2.678,863``), shortened amounts (``2,6 juta``), less than nothing.
    """
    if isinstance(value, bool | date | time | timedelta):
        raise CellRefused(_("is no amount of rupiah"))
    if isinstance(value, int | float):
        return _whole_rupiah(Decimal(str(value)))
    text = text_read(value)
    if text is None:
        return None
    bare = _MONEY_AFFIXES.sub("", text).strip()
    whole, cents = _split_cents(bare)
    if _WHOLE_THOUSANDS.fullmatch(whole):
        whole = re.sub(r"[., ]", "", whole)
    if not re.fullmatch(r"\d{1,14}", whole):
        raise CellRefused(_("is no certain amount of rupiah: write it in whole rupiah, such as 2678864"))
    return _whole_rupiah(Decimal(f"{whole}.{cents or 0}"))


def phone_read(value: Cell) -> str | None:
    """A phone number in international form, ``+628…``. A leading zero that Excel has lost is put back."""
    if isinstance(value, bool):
        raise CellRefused(_("is no phone number"))
    text = text_read(value)
    if text is None:
        return None
    if re.search(r"\d\s*(?:/|;|,|\batau\b|&)\s*\+?\(?\d{3}", text):
        raise CellRefused(_("holds more than one phone number: keep one"))
    digits = re.sub(r"[\s().\-/]", "", text)
    if not re.fullmatch(r"\+?\d+", digits):
        raise CellRefused(_("is no phone number"))
    international = _international(digits)
    if not re.fullmatch(r"\+[1-9]\d{7,14}", international) or not re.fullmatch(
        r"\+62[1-9]\d{6,11}|\+(?!62)\d+", international
    ):
        raise CellRefused(_("is no phone number: too short, too long, or without its area code"))
    return international


_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@(?:[\w-]+\.)+[A-Za-z]{2,24}", re.ASCII)


def email_read(value: Cell) -> str | None:
    """One email address, its domain in small letters."""
    text = text_read(value, longest=254)
    if text is None:
        return None
    if not _EMAIL.fullmatch(text) or ".." in text:
        raise CellRefused(_("is no email address"))
    name, _at, domain = text.rpartition("@")
    return f"{name}@{domain.casefold()}"


def _seen(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Nd" and not letter.isascii():
        return str(unicodedata.digit(letter))
    if category.startswith("Z") or letter in "\t\n\r\v\f":
        return " "
    return "" if category in {"Cc", "Cf", "Cs", "Co", "Cn"} else letter


def _split_cents(text: str) -> tuple[str, str]:
    """Take one or two decimals off: digits behind the last mark, if that mark stands once."""
    found = re.fullmatch(r"(?P<whole>.*\d)(?P<mark>[.,])(?P<cents>\d{1,2})", text)
    if found is None or found["mark"] in found["whole"]:
        return text, ""
    return found["whole"], found["cents"]


def _whole_rupiah(amount: Decimal) -> int:
    if not amount.is_finite() or amount != amount.to_integral_value():
        raise CellRefused(_("is no whole number of rupiah"))
    if not 0 <= amount <= _HIGHEST_MONEY:
        raise CellRefused(_("is no amount of rupiah that anybody is paid"))
    return int(amount)


def _international(digits: str) -> str:
    """The number with its country: +62 for one that begins with 0, 62, or a digit before which the 0 was lost."""
    if digits.startswith("+"):
        return digits.replace("+620", "+62", 1)
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    if digits.startswith("0"):
        return f"+62{digits[1:]}"
    if digits.startswith("62") and len(digits) >= 10:
        return f"+{digits}".replace("+620", "+62", 1)
    return f"+62{digits}"
