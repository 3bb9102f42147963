"""What a row of an office's list says of one person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from malaqbiq.decrees.rules.papers.fields import CODES
from malaqbiq.intake.rules.births import Birth, birth_in, place_read
from malaqbiq.intake.rules.rows import Fault, Reader, cells_read, fault_at, remembering
from malaqbiq.intake.rules.units import Unit, UnitIndex
from malaqbiq.kernel.identity import Nip, Sex, identity_problems, nik_read, nip_read
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.kernel.workbooks.cells import (
    Cell,
    CellRefused,
    choice_read,
    email_read,
    key_of,
    number_read,
    phone_read,
    rupiah_read,
    shown,
    text_read,
)
from malaqbiq.kernel.workbooks.dates import Window, date_read
from malaqbiq.kernel.workbooks.reading import Row, Table
from malaqbiq.people.rules import EducationLevel, SplitName, education_read, name_key, name_split
from malaqbiq.service.effects import CONTRACT_WORKERS, Status

REQUIRED = ("name", "status", "unit")
_STATUSES = {
    Status.PNS: "pns cpns pegawainegerisipil",
    Status.PPPK: "pppk p3k pppkpenuhwaktu p3kpenuhwaktu",
    Status.PPPK_PARUH_WAKTU: "pppkparuhwaktu p3kparuhwaktu pppkpw p3kpw paruhwaktu",
    Status.PPNPN: "ppnpn nonpns nonasn honorer tenagahonorer kontrak tenagakontrak tenagapendukung",
}
STATUSES = {word: status for status, words in _STATUSES.items() for word in words.split()}
STATUS_NAMES = "PNS, PPPK, PPPK Paruh Waktu, PPNPN"
SEXES = {
    **dict.fromkeys(("l", "lk", "lakilaki", "laki", "pria", "m", "male", "man"), Sex.MALE),
    **dict.fromkeys(("p", "pr", "perempuan", "wanita", "w", "f", "female", "woman"), Sex.FEMALE),
}
FAMILIES = {
    "administrasi": "tenaga-administrasi",
    "tenagaadministrasiumum": "tenaga-administrasi",
    "stafadministrasi": "tenaga-administrasi",
    "stafadmin": "tenaga-administrasi",
    "stafpendukung": "tenaga-administrasi",
    "operator": "tenaga-administrasi",
    "satuanpengamanan": "satpam",
    "satpam": "satpam",
    "security": "satpam",
    "keamanan": "satpam",
    "petugaskeamanan": "satpam",
    "tenagakeamanan": "satpam",
    "jagatsaksana": "satpam",
    "supir": "pengemudi",
    "sopir": "pengemudi",
    "driver": "pengemudi",
    "pramubhakti": "pramubakti",
    "officeboy": "pramubakti",
    "pramusaji": "pramubakti",
    "cleaningservice": "petugas-kebersihan",
    "kebersihan": "petugas-kebersihan",
    "tenagakebersihan": "petugas-kebersihan",
}
"""What offices call the job families besides their names in the law's data."""


def status_read(value: Cell) -> Status | None:
    """The status that a cell names. CellRefused for a word that is none."""
    return choice_read(value, STATUSES, allowed=STATUS_NAMES)


@dataclass(frozen=True, slots=True)
class EmployeeRow:
    """One person as the list has them. What is None or empty, the list doesn't say."""

    number: int
    name: SplitName
    status: Status
    unit: Unit
    nik: str | None
    nip: str | None
    position: str
    post_since: date | None
    family: str
    grade: str
    education: tuple[EducationLevel, str] | None
    sex: Sex | None
    birth: date | None
    birth_place: str
    start: date | None
    last_day: date | None
    amount: int | None
    decree_number: str
    decree_date: date | None
    phone: str
    email: str
    address: str

    @property
    def key(self) -> tuple[str, UUID]:
        """What people without numbers are told apart by, before their births: name and work unit."""
        return name_key(self.name.name), self.unit.uid

    @property
    def tells_decree(self) -> bool:
        """Whether it names the decree by which the person serves."""
        return bool(self.decree_number)


@dataclass(frozen=True, slots=True)
class Lookups:
    """What rows are read against: a day, the work units, job families and ranks of that day."""

    on: date
    units: UnitIndex
    families: Mapping[str, str]
    grades: Mapping[Status, frozenset[str]]
    regions: frozenset[str] | None = None


def employee_reader(table: Table, lookups: Lookups) -> Callable[[Row], EmployeeRow | list[Fault]]:
    """A function that reads a row of the table: the person it tells of, or every fault in it."""
    readers = _readers(lookups, from_1904=table.from_1904)

    def read(row: Row) -> EmployeeRow | list[Fault]:
        values, faults = cells_read(table, row, readers, REQUIRED)
        values |= _born(values)
        bad = {fault.key for fault in faults}
        faults += [fault for fault in _contradictions(table, row, values, lookups) if fault.key not in bad]
        return faults or _row(row.number, values, lookups)

    return read


def _born(values: dict[str, Any]) -> dict[str, Any]:
    """Day and place of birth by themselves; a column of its own for the place counts before what stands by the date."""
    told: Birth | None = values.get("birth")
    place = values.get("birth_place") or (told.place if told else "")
    return {"birth": told.day if told else None, "birth_place": place}


def birth_of(birth: date | None, nip: str | None, nik: str | None, on: date) -> date | None:
    """The date of birth that a record tells, in so many words or in a number."""
    if birth is not None:
        return birth
    if nip and (parts := nip_read(nip)[0]):
        return parts.birth_date
    if nik and (found := nik_read(nik)[0]):
        return found.birth_date(on=on)
    return None


def _readers(lookups: Lookups, *, from_1904: bool) -> dict[str, Reader]:
    on = lookups.on
    births = Window(_years_from(on, -100), _years_from(on, -15), from_1904)
    terms = Window(date(1960, 1, 1), _years_from(on, 10), from_1904)
    dates = {"birth": remembering(birth_in(births)), "start": remembering(_date_in(terms))}
    return {
        "name": _name,
        "nik": number_read,
        "nip": number_read,
        "status": remembering(status_read),
        "unit": remembering(lookups.units.read),
        "position": remembering(position_read),
        "grade": remembering(text_read),
        "education": remembering(schooling_read),
        "birth_place": remembering(place_read),
        "sex": remembering(lambda value: choice_read(value, SEXES, allowed="L, P")),
        **dates,
        "last_day": dates["start"],
        "post_since": dates["start"],
        "amount": remembering(rupiah_read),
        "decree_number": remembering(text_read),
        "decree_date": dates["start"],
        "phone": phone_read,
        "email": email_read,
        "address": address_read,
    }


def position_read(value: Cell) -> str | None:
    """The name of a post, which may be long."""
    text = text_read(value, longest=200)
    if text is not None and not _A_LETTER.search(text):
        raise CellRefused(_("is no name of a post"))
    return text


def address_read(value: Cell) -> str | None:
    """Where somebody lives, in one line."""
    return text_read(value, longest=255)


def _date_in(window: Window) -> Callable[[Cell], date | None]:
    return lambda value: date_read(value, window)


def _years_from(day: date, years: int) -> date:
    return date(day.year + years, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


_A_LETTER = re.compile(r"[^\W\d_]")


def _name(value: Cell) -> SplitName | None:
    text = text_read(value, longest=180)
    if text is None:
        return None
    name = name_split(text)
    if not _A_LETTER.search(name.name):
        raise CellRefused(_("is no name"))
    if len(name.name) > 120 or max(len(name.front), len(name.back)) > 60:
        raise CellRefused(_("longer than %(longest)s characters"), longest=120)
    return name


def schooling_read(value: Cell) -> tuple[EducationLevel, str] | None:
    """A level of schooling and its field of study."""
    text = text_read(value)
    if text is None:
        return None
    if (found := education_read(text)) is None:
        raise CellRefused(_("names no level of schooling: write it such as SMA, D-III or S1 Ilmu Hukum"))
    return found


def _row(number: int, values: dict[str, Any], lookups: Lookups) -> EmployeeRow:
    position = values["position"] or ""
    contract = values["status"] in CONTRACT_WORKERS
    return EmployeeRow(
        number=number,
        name=values["name"],
        status=values["status"],
        unit=values["unit"],
        nik=values["nik"],
        nip=values["nip"],
        position=position,
        post_since=values["post_since"],
        family=lookups.families.get(key_of(position), "") if contract else "",
        grade=_grade(values, lookups) or "",
        education=values["education"],
        sex=values["sex"],
        birth=values["birth"],
        birth_place=values["birth_place"],
        start=values["start"],
        last_day=values["last_day"],
        amount=values["amount"],
        decree_number=values["decree_number"] or "",
        decree_date=values["decree_date"],
        phone=values["phone"] or "",
        email=values["email"] or "",
        address=values["address"] or "",
    )


_KEY_OF_FIELD = {"nik": "nik", "nip": "nip", "sex": "sex", "birth_date": "birth"}


def _contradictions(table: Table, row: Row, values: dict[str, Any], lookups: Lookups) -> Iterable[Fault]:
    """What can't be true together in one row, of what could be read in it: a cell at fault contradicts nothing."""
    problems = identity_problems(
        nik=values["nik"],
        nip=values["nip"],
        sex=values["sex"],
        birth_date=values["birth"],
        regions=lookups.regions,
    )
    for problem in problems:
        if not problem.warning:
            key = _KEY_OF_FIELD[problem.fields[0]]
            yield Fault(row.number, key, shown(table.cell(row, key)), problem.words)
    if values["nip"] and values["status"] and not problems:
        yield from _wrong_kind_of_number(table, row, values["status"], nip_read(values["nip"])[0])
    if values["start"] and values["last_day"] and values["last_day"] < values["start"]:
        yield fault_at(table, row, "last_day", _("the contract ends before it starts"))
    if values["last_day"] and values["status"] is Status.PNS:
        yield fault_at(table, row, "last_day", _("a PNS has no end of contract: leave it empty"))
    if values["last_day"] and not values["start"] and values["last_day"] < lookups.on:
        yield fault_at(table, row, "start", _("must be filled in, as the contract has ended"))
    if values["amount"] == 0:
        yield fault_at(table, row, "amount", _("pay must be more than zero"))
    if values["grade"] and values["status"] in _GRADES and not _grade(values, lookups):
        yield fault_at(
            table, row, "grade", _("is no golongan of a %(status)s"), status=CODES["status"][values["status"]]
        )


def _wrong_kind_of_number(table: Table, row: Row, status: Status, nip: Nip | None) -> Iterable[Fault]:
    if nip is None:
        return
    if status is Status.PPNPN:
        yield fault_at(table, row, "nip", _("a PPNPN has no NIP"))
    elif (status is Status.PNS) == nip.is_pppk:
        message = _("is the number of a PPPK, the status is PNS")
        if status is not Status.PNS:
            message = _("is the number of a PNS, the status is PPPK")
        yield fault_at(table, row, "nip", message)


_GRADES = {
    Status.PNS: re.compile(r"\b(IV|I{1,3}|[1-4])\s*[/.-]?\s*([a-e])\b", re.IGNORECASE),
    Status.PPPK: re.compile(r"\b(X?VI{0,3}|X?I[XV]|XI{0,3}|I{1,3}|1[0-7]|[1-9])()\b", re.IGNORECASE),
}
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII")


def _grade(values: dict[str, Any], lookups: Lookups) -> str | None:
    """``III/c`` in ``Penata (III/c)`` or ``3c``, ``IX`` in ``Gol. 9``; None if nothing there is on the ladder."""
    status: Status = values["status"]
    for numeral, letter in reversed(_GRADES[status].findall(values["grade"] or "") if status in _GRADES else []):
        roman = _ROMANS[int(numeral) - 1] if numeral.isdigit() else numeral.upper()
        grade = f"{roman}/{letter.lower()}" if letter else roman
        if grade in lookups.grades[status]:
            return grade
    return None
