"""Identity numbers: NIK (16 digits), NIP of a civil servant and NI PPPK (18 digits).

Sources: NIP by Perka BKN 22/2007 and 43/2007; NIK by UU 23/2006 and PP 40/2019 (layout from memory, unverified); NI
PPPK as published (its year, mark and serial from memory, unverified).
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from malaqbiq.kernel.words import Words
from malaqbiq.kernel.words import gettext_noop as _

_PROVINCE_BLOCKS = ((11, 19), (21, 21), (31, 36), (51, 53), (61, 65), (71, 76), (81, 82), (91, 96))
PROVINCES = frozenset(str(code) for first, last in _PROVINCE_BLOCKS for code in range(first, last + 1))
"""Codes of today's 38 provinces at Kemendagri (not BPS, whose Papua codes differ)."""

OLD_PROVINCES = frozenset({"54"})
"""Codes of provinces that are no more (Timor Timur). A NIK keeps the code under which a person was first recorded."""

WOMAN = 40
"""What a NIK adds to a woman's day of birth."""

PPPK_MARK = "21"
YOUNGEST_AT_APPOINTMENT = 16
OLDEST_AT_APPOINTMENT = 60
FIRST_PPPK_YEAR = 2019

Field = Literal["nik", "nip", "sex", "birth_date"]


class Sex(StrEnum):
    """As `Person.sex` stores it."""

    MALE = "m"
    FEMALE = "f"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a number, or what disagrees: the fields at fault, the one to look at first in front."""

    code: str
    fields: tuple[Field, ...]
    words: Words
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Nik:
    """A NIK taken apart. The century of the birth is not in it."""

    digits: str
    sex: Sex
    day: int
    month: int
    short_year: int

    @property
    def district(self) -> str:
        """Six digits: province, kabupaten or kota, kecamatan where the person was first recorded."""
        return self.digits[:6]

    @property
    def candidates(self) -> tuple[date, ...]:
        """Real dates of birth that the number can mean, from the 1900s and the 2000s."""
        dates = (real_date(century + self.short_year, self.month, self.day) for century in (1900, 2000))
        return tuple(day for day in dates if day is not None)

    def birth_date(self, *, on: date, near: date | None = None, youngest: int = 15, oldest: int = 100) -> date | None:
        """The date of birth: the candidate next to `near` (another record's), else the youngest of working age.

        Without `near` the age on the day `on` must lie between `youngest` and `oldest` years; None if none does.
        """
        if near is not None:
            return min(self.candidates, key=lambda day: abs((day - near).days))
        fitting = [day for day in self.candidates if youngest <= age(day, on) <= oldest]
        return max(fitting, default=None)


@dataclass(frozen=True, slots=True)
class Nip:
    """A NIP or NI PPPK taken apart. A NI PPPK tells only the year of the appointment, so its month is None."""

    digits: str
    sex: Sex
    birth_date: date
    year: int
    month: int | None
    serial: int

    @property
    def is_pppk(self) -> bool:
        """Whether this is the number of a PPPK, not of a PNS."""
        return self.month is None


def nik_read(text: str, *, regions: Container[str] | None = None) -> tuple[Nik | None, tuple[Problem, ...]]:
    """Take a NIK apart: the number, or None if it can't be one, and what is wrong or odd.

    `regions` holds today's four-digit kabupaten/kota codes; another code is only warned about, since a NIK keeps the
    code of a region that was split later.
    """
    if not _is_digits(text):
        return None, (_nik("nik_digits", _("a NIK has nothing but digits: copy them from the KTP")),)
    if len(text) != 16:
        return None, (
            _nik("nik_length", _("a NIK has 16 digits, this has %(count)s: copy them from the KTP"), count=len(text)),
        )
    day, month, short_year = int(text[6:8]), int(text[8:10]), int(text[10:12])
    sex = Sex.FEMALE if day > WOMAN else Sex.MALE
    nik = Nik(text, sex, day - WOMAN if sex is Sex.FEMALE else day, month, short_year)
    problems = [*_region_problems(text, regions)]
    if not nik.candidates:
        problems.append(
            _nik(
                "nik_date",
                _("digits 7 to 12 of the NIK, %(digits)s, are no date of birth: compare with the KTP"),
                digits=text[6:12],
            )
        )
    if text[12:] == "0000":
        problems.append(_nik("nik_serial", _("a NIK does not end in 0000")))
    return (None if any(not problem.warning for problem in problems) else nik), tuple(problems)


def nip_read(text: str) -> tuple[Nip | None, tuple[Problem, ...]]:
    """Take a NIP or NI PPPK apart: the number, or None if it can't be one, and what is wrong or odd."""
    if not _is_digits(text):
        return None, (_nip("nip_digits", _("a NIP has nothing but digits: copy them from the appointment decree")),)
    if len(text) != 18:
        return None, (
            _nip(
                "nip_length",
                _("a NIP has 18 digits, this has %(count)s: copy them from the appointment decree"),
                count=len(text),
            ),
        )
    born = real_date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    year, month = int(text[8:12]), int(text[12:14])
    is_pppk = text[12:14] == PPPK_MARK
    problems = list(_nip_digit_problems(text, born, is_pppk=is_pppk))
    if born and not problems:
        problems += _appointment_problems(born, year, None if is_pppk else month)
    if born is None or any(not problem.warning for problem in problems):
        return None, tuple(problems)
    sex = Sex.MALE if text[14] == "1" else Sex.FEMALE
    return Nip(text, sex, born, year, None if is_pppk else month, int(text[15:])), tuple(problems)


def identity_problems(
    *,
    nik: str | None = None,
    nip: str | None = None,
    sex: Sex | None = None,
    birth_date: date | None = None,
    regions: Container[str] | None = None,
) -> tuple[Problem, ...]:
    """Everything wrong with a person's numbers, alone and against each other, the sex and the date of birth.

    What is None is unknown and agrees with everything.
    """
    nik_parts, nik_problems = nik_read(nik, regions=regions) if nik is not None else (None, ())
    nip_parts, nip_problems = nip_read(nip) if nip is not None else (None, ())
    problems = [*nip_problems, *nik_problems]
    if nip_parts:
        problems += _against_columns("nip", "NIP", nip_parts.sex, (nip_parts.birth_date,), sex, birth_date)
    if nik_parts:
        problems += _against_columns("nik", "NIK", nik_parts.sex, nik_parts.candidates, sex, birth_date)
    if nik_parts and nip_parts:
        problems += _against_each_other(nik_parts, nip_parts)
    return tuple(problems)


def mask_nik(nik: str) -> str:
    """The region and the serial of a NIK, with the birth hidden: ``7602••••••••9001``."""
    return f"{nik[:4]}{'•' * 8}{nik[-4:]}" if len(nik) == 16 else "•" * len(nik)


def mask_numbers(text: str) -> str:
    """A text with every long number in it hidden, however it is parted: a NIK may stand in any cell."""
    return LONG_NUMBER.sub(lambda found: "•" * len(found[0]), text)


LONG_NUMBER = re.compile(r"\d(?:[ .'-]?\d){9,}")


def mask_phone(phone: str) -> str:
    """The beginning and the last two digits of a phone number: ``+62860•••••21``."""
    return f"{phone[:6]}{'•' * (len(phone) - 8)}{phone[-2:]}" if len(phone) > 8 else "•" * len(phone)


def mask_email(email: str) -> str:
    """The first letter and the domain of an address: ``s•••@contoh.example``."""
    name, at, domain = email.rpartition("@")
    return f"{name[:1]}•••{at}{domain}" if at else "•" * len(email)


def mask_name(name: str) -> str:
    """The initials of a name, its parts as long as each other: ``S••• A•••``."""
    return " ".join(f"{part[:1]}•••" for part in name.split())


MADE_UP_NIK_SERIAL = 9000
"""From here on a NIK's serial is made up: no kecamatan records 9,000 people born on one day."""

MADE_UP_NIP_SERIAL = 900
"""From here on a NIP's serial is made up: real ones count up from 001 for one birth date, month and sex."""


def made_up_nik(*, district: str, birth_date: date, sex: Sex, number: int) -> str:
    """A valid NIK of nobody: `district` of six digits, `number` 0 to 999 among those of the same birth and district."""
    if not (_is_digits(district) and len(district) == 6) or not 0 <= number <= 999:
        raise ValueError(f"no NIK can be made up for district {district} and number {number}")
    day = birth_date.day + (WOMAN if sex is Sex.FEMALE else 0)
    return f"{district}{day:02}{birth_date:%m%y}{MADE_UP_NIK_SERIAL + number:04}"


def made_up_nip(*, birth_date: date, appointed: date, sex: Sex, number: int, pppk: bool = False) -> str:
    """A valid NIP (or NI PPPK) of nobody: `number` 0 to 99 among those of the same birth, appointment and sex."""
    if not 0 <= number <= 99:
        raise ValueError(f"no NIP can be made up for number {number}")
    month = PPPK_MARK if pppk else f"{appointed:%m}"
    return f"{birth_date:%Y%m%d}{appointed:%Y}{month}{1 if sex is Sex.MALE else 2}{MADE_UP_NIP_SERIAL + number:03}"


def is_made_up(number: str) -> bool:
    """Whether a NIK or NIP lies in the range that belongs to nobody."""
    return int(number[12:]) >= MADE_UP_NIK_SERIAL if len(number) == 16 else int(number[15:]) >= MADE_UP_NIP_SERIAL


def real_date(year: int, month: int, day: int) -> date | None:
    """The date, or None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def age(birth_date: date, on: date) -> int:
    """Full years on a day; who is born on 29 February is older from 1 March on in other years."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def _region_problems(nik: str, regions: Container[str] | None) -> list[Problem]:
    province, region, kecamatan = nik[:2], nik[:4], nik[4:6]
    if province in OLD_PROVINCES:
        return [
            _nik("nik_old_region", _("%(code)s in the NIK is a province that is no more"), warning=True, code=province)
        ]
    if province not in PROVINCES:
        return [_nik("nik_province", _("the NIK begins with %(code)s, which is no province's code"), code=province)]
    if region.endswith("00") or kecamatan == "00":
        return [_nik("nik_region", _("the NIK begins with %(code)s, which is no kecamatan's code"), code=nik[:6])]
    if regions is not None and region not in regions:
        return [
            _nik("nik_old_region", _("%(code)s in the NIK is no kabupaten or kota today"), warning=True, code=region)
        ]
    return []


def _nip_digit_problems(text: str, born: date | None, *, is_pppk: bool) -> list[Problem]:
    problems = []
    if born is None or born.year < 1900:
        problems.append(
            _nip(
                "nip_date",
                _("the NIP begins with %(digits)s, which is no date of birth: compare with the appointment decree"),
                digits=text[:8],
            )
        )
    if not is_pppk and not "01" <= text[12:14] <= "12":
        problems.append(
            _nip("nip_month", _("digits 13 and 14 of the NIP, %(digits)s, are no month"), digits=text[12:14])
        )
    if text[14] not in "12":
        problems.append(
            _nip("nip_sex", _("digit 15 of the NIP is 1 for a man or 2 for a woman, not %(digit)s"), digit=text[14])
        )
    if text[15:] == "000":
        problems.append(_nip("nip_serial", _("a NIP does not end in 000")))
    return problems


def _appointment_problems(born: date, year: int, month: int | None) -> list[Problem]:
    """The age at appointment; a NI PPPK has only the year, so the day most in its favour counts."""
    appointed = real_date(year, month or 12, 1 if month else 31)
    years = -1 if appointed is None else age(born, appointed)
    if YOUNGEST_AT_APPOINTMENT <= years <= OLDEST_AT_APPOINTMENT + (month is None):
        if month is None and year < FIRST_PPPK_YEAR:
            return [_nip("nip_early_pppk", _("there was no PPPK in %(year)s"), warning=True, year=year)]
        return []
    message = _(
        "by the NIP, born %(born)s, the appointment in %(year)s came at an age outside %(youngest)s to %(oldest)s"
    )
    youngest, oldest = YOUNGEST_AT_APPOINTMENT, OLDEST_AT_APPOINTMENT
    return [_nip("nip_age", message, born=born, year=year, youngest=youngest, oldest=oldest)]


def _against_columns(
    field: Literal["nik", "nip"],
    label: str,
    number_sex: Sex,
    births: tuple[date, ...],
    sex: Sex | None,
    birth_date: date | None,
) -> list[Problem]:
    problems = []
    if birth_date is not None and birth_date not in births:
        message = _("the %(number)s says born %(said)s, the date of birth is %(given)s")
        said = min(births, key=lambda day: abs((day - birth_date).days))
        words = Words(message, {"number": label, "said": said, "given": birth_date})
        problems.append(Problem(f"{field}_birth_differs", (field, "birth_date"), words))
    if sex is not None and sex is not number_sex:
        message = _("the %(number)s is a woman's, the sex is male")
        if number_sex is Sex.MALE:
            message = _("the %(number)s is a man's, the sex is female")
        problems.append(Problem(f"{field}_sex_differs", (field, "sex"), Words(message, {"number": label})))
    return problems


def _against_each_other(nik: Nik, nip: Nip) -> list[Problem]:
    problems = []
    if nip.birth_date not in nik.candidates:
        said = nik.birth_date(on=nip.birth_date, near=nip.birth_date)
        words = Words(_("the NIP says born %(nip)s, the NIK %(nik)s"), {"nip": nip.birth_date, "nik": said or "?"})
        problems.append(Problem("numbers_birth_differ", ("nip", "nik"), words))
    if nip.sex is not nik.sex:
        message = _("the NIP is a man's, the NIK a woman's")
        if nip.sex is Sex.FEMALE:
            message = _("the NIP is a woman's, the NIK a man's")
        problems.append(Problem("numbers_sex_differ", ("nip", "nik"), Words(message)))
    return problems


def _nik(code: str, message: str, /, *, warning: bool = False, **params: str | int) -> Problem:
    return Problem(code, ("nik",), Words(message, params), warning)


def _nip(code: str, message: str, /, *, warning: bool = False, **params: str | int | date) -> Problem:
    return Problem(code, ("nip",), Words(message, params), warning)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
