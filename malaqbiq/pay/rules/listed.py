"""A payment list (DPP) of the treasury's payroll program beside what the decrees in force say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from malaqbiq.people.rules import name_key


class Difference(StrEnum):
    """How a list and the decrees differ about somebody."""

    NOT_LISTED = "not_listed"
    """Paid by decree, not in the list."""
    UNREAD = "unread"
    """Paid by decree, and named in a row of the list's file that could not be read."""
    NOT_DECREED = "not_decreed"
    """In the list, but no decree pays them here or elsewhere in the month."""
    OTHER_UNIT = "other_unit"
    """In the list, but it is another unit that pays them in the month."""
    AMOUNT = "amount"
    """Another gross than the decrees give."""
    TWICE = "twice"
    """In the list more than once."""


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One line of a payment list."""

    ordinal: int
    nik: str
    name: str
    gross: int


@dataclass(frozen=True, slots=True)
class Owed:
    """What a unit owes somebody for the month by the decrees in force, and what its closed month told in all.

    `told` has arrears and THR; None where the month is not closed.
    """

    person: UUID
    name: str
    nik: str | None
    gross: int
    told: int | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference: gross in rupiah in the list and by decree, None where there is none.

    `is_told` if the listed gross is just what the closed month told, arrears and THR included. `unit_code` is the unit
    that pays by decree.
    """

    kind: Difference
    name: str
    nik: str
    person: UUID | None
    listed: int | None
    owed: int | None
    unit_code: str = ""
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody in a list whom another unit pays in the month."""

    person: UUID
    unit_code: str
    gross: int


def differences(
    listed: Sequence[ListedRow], owed: Sequence[Owed], elsewhere: Mapping[str, Elsewhere], unit_code: str
) -> list[Finding]:
    """Every difference, by name. People are found by NIK; who has none on record by name among the unit's own."""
    by_person = _matched(listed, owed)
    found = [finding for row in owed for finding in _about(row, by_person.get(row.person, []), unit_code)]
    matched = {row.ordinal for rows in by_person.values() for row in rows}
    strange = [row for row in listed if row.ordinal not in matched]
    found += [_strange(row, elsewhere.get(row.nik)) for row in strange]
    found += _twice(strange)
    return sorted(found, key=lambda item: (item.name, item.nik, item.kind))


def _matched(listed: Sequence[ListedRow], owed: Sequence[Owed]) -> dict[UUID, list[ListedRow]]:
    by_nik = {row.nik: row.person for row in owed if row.nik}
    unnumbered = {name_key(row.name): row.person for row in owed if not row.nik}
    found: dict[UUID, list[ListedRow]] = {}
    for row in listed:
        person = by_nik.get(row.nik) or unnumbered.get(name_key(row.name))
        if person:
            found.setdefault(person, []).append(row)
    return found


def _about(owed: Owed, rows: Sequence[ListedRow], unit_code: str) -> Iterator[Finding]:
    nik = owed.nik or (rows[0].nik if rows else "")
    if not rows:
        if owed.gross:
            yield Finding(Difference.NOT_LISTED, owed.name, nik, owed.person, None, owed.gross, unit_code)
        return
    listed = sum(row.gross for row in rows)
    if len(rows) > 1:
        yield Finding(Difference.TWICE, owed.name, nik, owed.person, listed, owed.gross, unit_code)
    each = len(rows) > 1 and all(row.gross == owed.gross for row in rows)
    if listed != owed.gross and not each:
        told = owed.told == listed
        yield Finding(Difference.AMOUNT, owed.name, nik, owed.person, listed, owed.gross, unit_code, told)


def _strange(row: ListedRow, elsewhere: Elsewhere | None) -> Finding:
    if elsewhere is None:
        return Finding(Difference.NOT_DECREED, row.name, row.nik, None, row.gross, None)
    return Finding(
        Difference.OTHER_UNIT, row.name, row.nik, elsewhere.person, row.gross, elsewhere.gross, elsewhere.unit_code
    )


def _twice(rows: Sequence[ListedRow]) -> Iterator[Finding]:
    times = Counter(row.nik for row in rows if row.nik)
    for nik, count in times.items():
        if count > 1:
            own = [row for row in rows if row.nik == nik]
            yield Finding(Difference.TWICE, own[0].name, nik, None, sum(row.gross for row in own), None)
