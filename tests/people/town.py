"""People who are where the test says, and numbers of nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.identity import Sex, made_up_nik, made_up_nip

DAY = date(2022, 1, 11)
BORN = date(1990, 8, 17)
SYSTEM = Access.system("test")


@dataclass
class Told:
    """Whereabouts that the test tells: work unit by person, from a day on."""

    units: dict[UUID, tuple[str, date]] = field(default_factory=dict)

    def present(self, units: frozenset[str] | None, day: date) -> Q:
        there = [uid for uid, (unit, since) in self.units.items() if (units is None or unit in units) and since <= day]
        return Q(uid__in=there)

    def placed(self) -> Q:
        return Q(uid__in=list(self.units))


def officer_of(*units: str) -> Access:
    return Access(actor=f"officer of {units}", roles={Role.SDM_OFFICER: frozenset(units)})


def nik(number: int = 1, *, birth_date: date = BORN, sex: Sex = Sex.FEMALE) -> str:
    return made_up_nik(district="760201", birth_date=birth_date, sex=sex, number=number)


def nip(number: int = 1, *, birth_date: date = BORN, sex: Sex = Sex.FEMALE) -> str:
    return made_up_nip(birth_date=birth_date, appointed=date(2015, 3, 1), sex=sex, number=number)
