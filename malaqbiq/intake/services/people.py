"""Finding the people whom rows name by NIP or NIK alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from malaqbiq.intake.rules.rows import Fault, Reader, cells_read, fault_at
from malaqbiq.intake.services.taken import Given
from malaqbiq.kernel.progress import tracked
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.kernel.workbooks.cells import number_read
from malaqbiq.kernel.workbooks.reading import Row
from malaqbiq.people.models import Person
from malaqbiq.people.selectors import people_numbered


@dataclass(frozen=True, slots=True)
class Named:
    """A row, the person whom it names, and what its other columns mean."""

    row: Row
    person: Person
    values: Mapping[str, Any]


Check = Callable[[Row, Mapping[str, Any], AbstractSet[str]], Iterable[Fault]]
"""What can't be true together in a row, by what was read of it; the columns at fault are named and tell nothing."""


def nothing_more(row: Row, values: Mapping[str, Any], bad: AbstractSet[str]) -> Iterable[Fault]:
    """Cells that are understood contradict nothing."""
    del row, values, bad
    return ()


NUMBERS: Mapping[str, Reader] = {"number": number_read, "nip": number_read, "nik": number_read}


def rows_named(
    *, given: Given, readers: Mapping[str, Reader], required: tuple[str, ...], check: Check = nothing_more
) -> tuple[list[Named], list[Fault]]:
    """Rows whose cells are all understood and whose person is found by NIP, else NIK; and every fault of the others.

    All independent faults of a row are told at once: of its cells, of its person, and what `check` finds in what was
    read.
    """
    read: list[tuple[Row, dict[str, Any], list[Fault]]] = []
    for row in tracked(given.table.rows, given.progress):
        values, found = cells_read(given.table, row, {**NUMBERS, **readers}, required)
        bad = {fault.key for fault in found}
        if not any(values[key] for key in NUMBERS) and not bad & NUMBERS.keys():
            found.append(fault_at(given.table, row, _number_column(given), _("NIP or NIK must be filled in")))
        found += check(row, values, bad)
        read.append((row, values, found))
    people = _people(given, [values for _row, values, _found in read])
    named: list[Named] = []
    faults: list[Fault] = []
    for row, values, of_cells in read:
        person, doubt = _person(given, row, values, people)
        faults += [*of_cells, doubt] if doubt else of_cells
        if person and not of_cells:
            named.append(Named(row, person, values))
    return named, faults


def _person(
    given: Given, row: Row, values: Mapping[str, Any], people: Mapping[str, Person]
) -> tuple[Person | None, Fault | None]:
    """Whom the numbers of a row name, or why they name nobody; neither where it has none."""
    if not (numbers := _numbers(values)):
        return None, None
    person = next((people[number] for number in numbers if number in people), None)
    if person is None:
        key = next(key for key in NUMBERS if values[key])
        return None, fault_at(given.table, row, key, _("nobody in your work units has this number"))
    if doubt := _other_number(values, person):
        return None, fault_at(given.table, row, doubt, _("the NIP and the NIK are not of one person"))
    return person, None


def _numbers(values: Mapping[str, Any]) -> list[str]:
    """The numbers of a row, a NIP first."""
    return sorted((values[key] for key in NUMBERS if values[key]), key=len, reverse=True)


def _number_column(given: Given) -> str:
    return next((key for key in NUMBERS if key in given.table.places), "number")


def _people(given: Given, read: Iterable[Mapping[str, Any]]) -> dict[str, Person]:
    numbers = {number for values in read for number in _numbers(values)}
    nips = {number for number in numbers if len(number) == 18}
    found, _taken = people_numbered(given.access, given.day, nips=nips, niks=numbers - nips)
    return {number: person for person in found for number in (person.nip, person.nik) if number}


def _other_number(values: Mapping[str, Any], person: Person) -> str | None:
    """The column whose number is another one than the person's."""
    for key, own in (("nip", person.nip), ("nik", person.nik)):
        if values[key] and own and values[key] != own:
            return key
    return None


SAME = _("the same as in row %(others)s: keep one of them")


def rows_once(*, given: Given, named: Sequence[Named], keys: tuple[str, ...]) -> tuple[list[Named], list[Fault]]:
    """The rows that tell of their person and the `keys` alone; and a fault for each of those that share them."""
    groups: dict[tuple[Any, ...], list[Named]] = {}
    for row in named:
        groups.setdefault((row.person.uid, *(row.values[key] for key in keys)), []).append(row)
    faults = []
    for same in groups.values():
        for row in same if len(same) > 1 else ():
            others = ", ".join(str(other.row.number) for other in same if other is not row)
            faults.append(fault_at(given.table, row.row, keys[0], SAME, others=others))
    return [same[0] for same in groups.values() if len(same) == 1], faults
