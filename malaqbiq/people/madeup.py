"""People who do not exist, for the demo and for measuring.

A name is a common given name (or two) and a made-up family name, put together of two words such as *Bulang-mapia*, so
that no living person is meant. Numbers, phones and addresses lie in ranges that belong to nobody.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from malaqbiq.kernel.identity import Sex, made_up_nik, made_up_nip
from malaqbiq.people.rules import EducationLevel

NAMES = Path(__file__).resolve().parent / "data" / "madeup_names.csv"
BIRTH_PLACES = ("Mamuju", "Majene", "Polewali", "Mamasa", "Pasangkayu", "Topoyo", "Wonomulyo", "Tinambung")
RELIGIONS = ("Islam",) * 8 + ("Kristen", "Katolik", "Hindu")
DEGREES = {
    EducationLevel.D3: ("A.Md.",),
    EducationLevel.S1: ("S.Sos.", "S.H.", "S.E.", "S.Kom.", "S.IP.", "S.T.", "S.Pd.", "S.Ag."),
    EducationLevel.S2: ("S.Sos., M.Si.", "S.H., M.H.", "S.E., M.M.", "S.IP., M.AP.", "S.Kom., M.T."),
}
"""Titles behind the name by level; other levels give none."""


@cache
def name_parts() -> Mapping[str, tuple[str, ...]]:
    """Parts of names by kind: ``man``, ``woman`` (given names), ``head`` and ``tail`` (of family names)."""
    parts: dict[str, list[str]] = {}
    with NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            parts.setdefault(row["kind"], []).append(row["part"])
    return {kind: tuple(found) for kind, found in parts.items()}


@dataclass(frozen=True, slots=True)
class MadeUp:
    """Somebody who does not exist. Numbers and dates agree with each other."""

    name: str
    title_back: str
    sex: Sex
    birth_place: str
    birth_date: date
    religion: str
    nik: str
    phone: str
    email: str
    education: EducationLevel


@dataclass(slots=True)
class Town:
    """Makes people up from a source of randomness; no two of one town share a NIK, a NIP, a phone or an address."""

    random: Random
    _niks: dict[tuple[str, date], int] = field(default_factory=dict)
    _nips: dict[tuple[date, int, int, Sex, bool], int] = field(default_factory=dict)
    _count: int = 0

    def somebody(self, *, district: str, born_after: date, born_until: date, education: EducationLevel) -> MadeUp:
        """A person born in a span of days and first recorded in a kecamatan (six digits)."""
        self._count += 1
        sex = self.random.choice((Sex.MALE, Sex.FEMALE))
        born, number = self._free_birth(district, born_after, born_until)
        name = self._name(sex)
        return MadeUp(
            name=name,
            title_back=self.random.choice(DEGREES.get(education, ("",))),
            sex=sex,
            birth_place=self.random.choice(BIRTH_PLACES),
            birth_date=born,
            religion=self.random.choice(RELIGIONS),
            nik=made_up_nik(district=district, birth_date=born, sex=sex, number=number),
            phone=f"+62860{self._count:08}",
            email=f"{name.casefold().replace(' ', '.')}.{self._count}@contoh.example",
            education=education,
        )

    def nip(self, person: MadeUp, appointed: date, *, pppk: bool = False) -> str:
        """A NIP (or NI PPPK) for a person of this town, appointed on a day."""
        key = (person.birth_date, appointed.year, 0 if pppk else appointed.month, person.sex, pppk)
        number = self._nips[key] = self._nips.get(key, -1) + 1
        return made_up_nip(birth_date=person.birth_date, appointed=appointed, sex=person.sex, number=number, pppk=pppk)

    def _name(self, sex: Sex) -> str:
        parts = name_parts()
        given = self.random.sample(parts["man" if sex is Sex.MALE else "woman"], self.random.choice((1, 2, 2)))
        return " ".join([*given, self.random.choice(parts["head"]) + self.random.choice(parts["tail"])])

    def _free_birth(self, district: str, born_after: date, born_until: date) -> tuple[date, int]:
        """A day of birth, and how many were born in the district that day before."""
        day = born_after + timedelta(days=self.random.randint(1, (born_until - born_after).days))
        number = self._niks[district, day] = self._niks.get((district, day), -1) + 1
        return day, number
