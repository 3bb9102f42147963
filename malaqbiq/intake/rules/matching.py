"""Whom a row means: found by NIP, else NIK, else name, work unit and date of birth. What is not certain is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from malaqbiq.intake.rules.employees import EmployeeRow, birth_of
from malaqbiq.kernel.words import Named, Words
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.people.rules import name_key


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is in the register, and the work units in which he is or was at home.

    `birth` may be told by a number of his; `unit_code` is where he is at home now, if that was asked.
    """

    uid: UUID
    name: str
    nik: str | None
    nip: str | None
    birth: date | None
    units: frozenset[UUID]
    unit_code: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why it isn't certain whom a row means, and the column to look at."""

    key: str
    words: Words


@dataclass(slots=True)
class Register:
    """The people who are known, by number and by name and work unit; `taken` are numbers of people who aren't seen."""

    by_nip: dict[str, Known] = field(default_factory=dict)
    by_nik: dict[str, Known] = field(default_factory=dict)
    by_name: dict[tuple[str, UUID], list[Known]] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()

    @classmethod
    def of(cls, people: Iterable[Known], taken: frozenset[str] = frozenset()) -> Register:
        """The register of these people."""
        register = cls(taken=taken)
        for person in people:
            if person.nip:
                register.by_nip[person.nip] = person
            if person.nik:
                register.by_nik[person.nik] = person
            for unit in person.units:
                register.by_name.setdefault((name_key(person.name), unit), []).append(person)
        return register

    def find(self, row: EmployeeRow, on: date) -> Known | Doubt | None:
        """Whom a row means; None if it is somebody new."""
        for key, number in (("nip", row.nip), ("nik", row.nik)):
            if number in self.taken:
                return Doubt(key, Words(_("this number is that of somebody outside your work units")))
        by_nip = self.by_nip.get(row.nip) if row.nip else None
        by_nik = self.by_nik.get(row.nik) if row.nik else None
        found = by_nip or by_nik
        if found is None:
            return self._by_name(row, on)
        if by_nip and by_nik and by_nip.uid != by_nik.uid:
            message = _("the NIP is that of %(nip)s, the NIK that of %(nik)s")
            return Doubt("nip", Words(message, {"nip": by_nip.name, "nik": by_nik.name}))
        return _number_doubt(row, found) or found

    def _by_name(self, row: EmployeeRow, on: date) -> Known | Doubt | None:
        born = birth_of(row.birth, row.nip, row.nik, on)
        namesakes = self.by_name.get(row.key, [])
        possible = [person for person in namesakes if _may_be(row, born, person)]
        exact = [person for person in possible if person.birth == born]
        candidates = exact if exact and born else possible
        if len(candidates) > 1:
            message = _("%(count)s people in this work unit have this name: add NIP, NIK or the date of birth")
            return Doubt("name", Words(message, {"count": len(candidates)}))
        return _number_doubt(row, candidates[0]) or candidates[0] if candidates else None


SAME_PERSON = _("the same person as in row %(others)s of this list: keep one of them")


SAME_POST = _("the same post as in row %(others)s of this list")


def doubles(rows: Sequence[EmployeeRow], on: date) -> dict[int, Doubt]:
    """Rows of one list that mean the same person, by row number; each names the others."""
    found: dict[int, Doubt] = {}
    for key, same in _groups(rows, on):
        found = doubts_of_doubles(key, [[row.number for row in same]], SAME_PERSON) | found
    return found


ELSEWHERE = _(
    "%(name)s, born on the same day, stands in the register, in %(unit)s: if it is the same person, mend the work unit "
    "on that person's page (Opening, Mend…); if it is somebody else, both need their NIK"
)
ELSEWHERE_IN_LIST = _(
    "the same name and date of birth as in row %(others)s, of another work unit: keep one of them, or give both their "
    "NIK"
)


def doubled_elsewhere(new: Sequence[EmployeeRow], known: Iterable[Known], on: date) -> dict[int, Doubt]:
    """Rows of nobody known whose name and birth are somebody's in another work unit, where no number tells them apart.

    Who is known by name is looked for in his own work unit alone: a list that corrects the unit would double him.
    """
    by_birth: dict[tuple[str, date], list[EmployeeRow]] = {}
    for row in new:
        if born := birth_of(row.birth, row.nip, row.nik, on):
            by_birth.setdefault((name_key(row.name.name), born), []).append(row)
    found: dict[int, Doubt] = {}
    for person in known:
        for row in by_birth.get((name_key(person.name), person.birth or date.min), ()):
            if not (_differ(row.nik, person.nik) or _differ(row.nip, person.nip)):
                words = Words(ELSEWHERE, {"name": person.name, "unit": Named("work_unit", person.unit_code)})
                found.setdefault(row.number, Doubt("unit", words))
    for rows in by_birth.values():
        for row in rows:
            others = [other.number for other in rows if other.unit.uid != row.unit.uid and _may_be_one(row, other, on)]
            if others:
                told = {"others": ", ".join(map(str, others))}
                found.setdefault(row.number, Doubt("unit", Words(ELSEWHERE_IN_LIST, told)))
    return found


def doubts_of_doubles(key: str, groups: Iterable[Sequence[int]], message: str) -> dict[int, Doubt]:
    """A doubt for each row number of the groups that have more than one; each names the others."""
    found: dict[int, Doubt] = {}
    for numbers in groups:
        for number in numbers if len(numbers) > 1 else ():
            others = ", ".join(str(other) for other in numbers if other != number)
            found[number] = Doubt(key, Words(message, {"others": others}))
    return found


def _groups(rows: Sequence[EmployeeRow], on: date) -> Iterable[tuple[str, list[EmployeeRow]]]:
    for key in ("nip", "nik"):
        by_number: dict[str, list[EmployeeRow]] = {}
        for row in rows:
            if number := getattr(row, key):
                by_number.setdefault(number, []).append(row)
        yield from ((key, same) for same in by_number.values() if len(same) > 1)
    by_name: dict[tuple[str, UUID], list[EmployeeRow]] = {}
    for row in rows:
        by_name.setdefault(row.key, []).append(row)
    for namesakes in by_name.values():
        for row in namesakes:
            same = [other for other in namesakes if other is row or _may_be_one(row, other, on)]
            if len(same) > 1:
                yield "name", same


def _may_be_one(one: EmployeeRow, other: EmployeeRow, on: date) -> bool:
    """Whether nothing tells two namesakes of a work unit apart."""
    if _differ(one.nip, other.nip) or _differ(one.nik, other.nik):
        return False
    births = (birth_of(row.birth, row.nip, row.nik, on) for row in (one, other))
    return not _differ(*births)


def _may_be(row: EmployeeRow, born: date | None, person: Known) -> bool:
    """Whether a namesake can be whom the row means.

    Another number alone doesn't tell them apart where the dates of birth agree: one of the two was mistyped.
    """
    if born is not None and person.birth is not None:
        return born == person.birth
    return not (_differ(row.nip, person.nip) or _differ(row.nik, person.nik))


def _differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other


def _number_doubt(row: EmployeeRow, found: Known) -> Doubt | None:
    """Why somebody who was found isn't whom the row means: another number, or another name altogether."""
    pairs: Mapping[str, tuple[str | None, str | None]] = {"nip": (row.nip, found.nip), "nik": (row.nik, found.nik)}
    for key, (given, known) in pairs.items():
        if _differ(given, known):
            message = _("%(name)s stands in the register with another number here: correct the one that is wrong")
            return Doubt(key, Words(message, {"name": found.name}))
    if _differ(row.birth, found.birth):
        message = _("%(name)s stands in the register with another date of birth")
        return Doubt("birth", Words(message, {"name": found.name}))
    if not _alike(row.name.name, found.name):
        message = _("this number is that of %(name)s in the register")
        return Doubt("name", Words(message, {"name": found.name}))
    return None


def _alike(one: str, other: str) -> bool:
    """Whether two names share a word of three letters or more, or are the same letters but for their spaces."""
    words, others = name_key(one).split(), name_key(other).split()
    return any(len(word) >= 3 and word in others for word in words) or "".join(words) == "".join(others)
