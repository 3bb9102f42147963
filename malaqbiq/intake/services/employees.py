"""An office's list of employees becomes people and an opening decree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.rules.effects import Problem
from malaqbiq.decrees.services.posting import ledger_lock
from malaqbiq.intake.rules.ages import age_doubt
from malaqbiq.intake.rules.employees import EmployeeRow, Lookups, birth_of, employee_reader
from malaqbiq.intake.rules.matching import SAME_PERSON, SAME_POST, Doubt, doubled_elsewhere, doubles, doubts_of_doubles
from malaqbiq.intake.rules.opening import Ground, plan, unmet
from malaqbiq.intake.rules.persons import person_changes, person_faults
from malaqbiq.intake.rules.rows import Fault
from malaqbiq.intake.rules.unknown import told_unknown, unknown_of
from malaqbiq.intake.selectors import (
    Seats,
    lookups,
    opening_is_locked,
    register_for,
    seats_on,
    standing,
    standing_after,
)
from malaqbiq.intake.selectors.elsewhere import people_born
from malaqbiq.intake.services.cases import Case
from malaqbiq.intake.services.opening import opening_issue
from malaqbiq.intake.services.positions import unseated
from malaqbiq.intake.services.records import records_compare, records_write
from malaqbiq.intake.services.taken import Given, Taken
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.progress import tracked
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.kernel.workbooks.cells import shown
from malaqbiq.pay.rules.plausible import pay_doubt, under_floor
from malaqbiq.pay.selectors.limits import WagesOfDay, wages_of_day
from malaqbiq.people.rules import name_key
from malaqbiq.people.selectors import person_visible
from malaqbiq.people.services import PersonDraft, people_register, people_update
from malaqbiq.regulations.rules.floors import Floor
from malaqbiq.regulations.selectors import terms
from malaqbiq.service.effects import CONTRACT_WORKERS, EMPLOYMENT, Status

ANOTHER = gettext_noop("these days are of another contract than the one that stands: that needs a decree")
MOST_ROUNDS = 5
"""How often a list is tried again without the rows that the ledger refused."""


def employees_take(*, given: Given) -> Taken:
    """Take a list of employees in: register who is new, complete who is known, and tell the ledger what was in force.

    While the opening isn't locked, the list corrects what earlier lists said; a row that contradicts a decree is not
    taken, and after the lock none that changes more than personal data.
    """
    # Locked first, so that of two lists at once the second finds the people of the first.
    ledger_lock()
    words = lookups(given.access, given.day)
    rows, faults = _read(given, words)
    faults += _doubts(given, doubles(rows, given.day))
    ground = Ground(given.day, opening_is_locked(given.access), words.units.names)
    bad = {fault.row for fault in faults}
    seats = seats_on(given.day, {row.unit.uid for row in rows})
    cases, against = _cases(given, [row for row in rows if row.number not in bad], ground, seats)
    taken = _written(given, _without(cases, against), [*faults, *against])
    known = {case.person.uid: case.row.number for case in cases if case.person}
    doubts, unplaced = unseated(cases, seats)
    warnings = (*_warnings(given, rows), *(_fault(given, row, "position", words) for row, words in doubts))
    notes = told_unknown((what for case in _without(cases, against) for what in case.unknown), locked=ground.locked)
    return replace(taken, warnings=warnings, people={**known, **taken.people}, unplaced=unplaced, notes=notes)


def _warnings(given: Given, rows: Iterable[EmployeeRow]) -> Iterator[Fault]:
    """Doubts about pay and age. A row that is not taken is doubted too: it is mended at the same time."""
    pension = _pension_ages(given)
    # Once for each day that counts, of which a list names few: not for each row.
    wages_on = cache(lambda day: wages_of_day(given.access, day))
    for row in rows:
        born = birth_of(row.birth, row.nip, row.nik, given.day)
        old = born and age_doubt(born, given.day, None if row.status in CONTRACT_WORKERS else pension)
        if old:
            yield _fault(given, row.number, "birth", old)
        if doubt := _pay_doubt(row, given.day, wages_on):
            yield _fault(given, row.number, "amount", doubt)


def _pay_doubt(row: EmployeeRow, today: date, wages_on: Callable[[date], WagesOfDay]) -> Words | None:
    """What is doubted of a row's pay, beside the floor of the list's day, or of the nearest day of its contract.

    Under the floor is told of PPNPN alone: that of a PPPK paruh waktu may be former pay, which a list doesn't tell.
    """
    if not row.amount:
        return None
    day = min(today, row.last_day or today)
    floor = wages_on(max(day, row.start or day)).wage(row.unit.code) if row.status in CONTRACT_WORKERS else None
    if not isinstance(floor, Floor):
        return pay_doubt(row.amount, None)
    doubt = pay_doubt(row.amount, floor.amount)
    return doubt or (under_floor(row.amount, floor) if row.status is Status.PPNPN else None)


def _pension_ages(given: Given) -> list[int]:
    """The ages at which civil servants are pensioned on the day, by whatever post, as far as the law table has them."""
    said = terms(given.access)
    found = (said.number(rule, given.day) for rule in said.rows if rule.startswith("retirement-age-"))
    return [age for age in found if age]


def _read(given: Given, words: Lookups) -> tuple[list[EmployeeRow], list[Fault]]:
    read = employee_reader(given.table, words)
    rows: list[EmployeeRow] = []
    faults: list[Fault] = []
    given.progress.stage(gettext("reading rows"), len(given.table.rows))
    for row in tracked(given.table.rows, given.progress):
        found = read(row)
        if isinstance(found, EmployeeRow):
            rows.append(found)
        else:
            faults += found
    return rows, faults


def _without(cases: Iterable[Case], faults: Iterable[Fault]) -> list[Case]:
    bad = {fault.row for fault in faults}
    return [case for case in cases if case.row.number not in bad]


def _cases(given: Given, rows: Sequence[EmployeeRow], ground: Ground, seats: Seats) -> tuple[list[Case], list[Fault]]:
    """Each row with whom it means and what it changes; and what stands against it."""
    units = {row.unit.uid for row in rows}
    if given.meant:
        person = person_visible(given.access, given.day, given.meant, Role.SDM_OFFICER)
        return _planned(given, [Case(row, person) for row in rows], units, ground)
    register, people = register_for(
        given.access,
        given.day,
        niks={row.nik for row in rows if row.nik},
        nips={row.nip for row in rows if row.nip},
        units=units,
    )
    cases: list[Case] = []
    doubts: dict[int, Doubt] = {}
    meant: dict[UUID, list[int]] = {}
    for row in rows:
        found = register.find(row, given.day)
        if isinstance(found, Doubt):
            doubts[row.number] = found
        else:
            cases.append(Case(row, people[found.uid] if found else None))
            if found:
                meant.setdefault(found.uid, []).append(row.number)
    doubts |= doubts_of_doubles("name", meant.values(), SAME_PERSON)
    doubts |= _elsewhere(given, [case for case in cases if case.row.number not in doubts])
    cases = [case for case in cases if case.row.number not in doubts]
    faults = _doubts(given, doubts)
    _plan(given, cases, faults, seats, ground)
    return cases, faults


def _elsewhere(given: Given, cases: Sequence[Case]) -> dict[int, Doubt]:
    """Who may be somebody of another work unit, as that one will be known by this list: else it says more next time."""
    new = [case.row for case in cases if case.person is None]
    births = {
        (name_key(row.name.name), born) for row in new if (born := birth_of(row.birth, row.nip, row.nik, given.day))
    }
    names = {name for name, _born in births}
    told = {case.person.uid: case.row for case in cases if case.person and name_key(case.person.name) in names}
    return doubled_elsewhere(new, people_born(given.access, given.day, births, told), given.day)


def _planned(given: Given, cases: list[Case], units: set[UUID], ground: Ground) -> tuple[list[Case], list[Fault]]:
    faults: list[Fault] = []
    _plan(given, cases, faults, seats_on(given.day, units), ground)
    return cases, [*faults, *_another_contract(given, cases)]


def _another_contract(given: Given, cases: Sequence[Case]) -> Iterator[Fault]:
    """Days that overlap no service of the person who is meant tell of another contract, which is no correction."""
    served = {uid for uid, stands in standing(case.whom for case in cases).items() if stands.spans(EMPLOYMENT)}
    for case in cases:
        fresh = any(change.effect == "service.engaged" and change.mends is None for change in case.changes)
        if fresh and case.whom in served:
            yield _fault(given, case.row.number, "start", Words(ANOTHER))


def _plan(given: Given, cases: Sequence[Case], faults: list[Fault], seats: Seats, ground: Ground) -> None:
    """Fill in what each case changes; add to `faults` what contradicts a decree or what is known of the person."""
    given.progress.stage(gettext("comparing with what stands"), len(cases))
    known = [case.person.uid for case in cases if case.person]
    stands = standing(known)
    sitting: dict[UUID, list[int]] = {}
    for case in tracked(cases, given.progress):
        row = case.row
        if row.position and not row.family:
            case.seat = seats.find(row.unit.uid, row.position)
            if case.seat:
                sitting.setdefault(case.seat.post, []).append(row.number)
        before = stands.get(case.person.uid) if case.person else None
        planned = plan(row, before, case.seat, ground)
        case.changes = planned.changes
        case.unknown = tuple(unknown_of(row, before, case.changes, ground))
        faults += (_fault(given, row.number, item.key, item.words) for item in planned.contradictions)
        if case.person:
            case.personal = person_changes(row, case.person)
            faults += (
                _fault(given, row.number, key, words) for key, words in person_faults(row, case.person, case.personal)
            )
    faults += _doubts(given, doubts_of_doubles("position", sitting.values(), SAME_POST))
    correcting = [case for case in cases if case.person and any(change.mends for change in case.changes)]
    after = standing_after({case.whom: case.changes for case in correcting})
    faults += (
        _fault(given, case.row.number, item.key, item.words)
        for case in correcting
        for item in unmet(case.row, after[case.whom], case.seat, ground)
    )
    records_compare(cases=cases)


def _written(given: Given, cases: list[Case], faults: list[Fault]) -> Taken:
    """Write the cases that say something, all or none; what the ledger refuses becomes a fault of its row."""
    for _round in range(MOST_ROUNDS):
        saying = [case for case in cases if case.says_something]
        if faults and not given.partial:
            return Taken(0, 0, tuple(faults))
        try:
            with transaction.atomic():
                decree = _write(given, saying)
        except Refused as refused:
            found = list(_refusals(given, saying, refused.problems))
            if not found:
                raise
            faults += found
            cases = _without(cases, found)
        else:
            new = {case.whom: case.row.number for case in saying if case.person is None}
            return Taken(len(saying), len(cases) - len(saying), tuple(faults), decree, len(new), people=new)
    raise RuntimeError("the ledger refuses other rows each time")


def _write(given: Given, cases: Sequence[Case]) -> UUID | None:
    new = [case for case in cases if case.person is None]
    registered = people_register(
        access=given.access, drafts=[_draft(case.row, given.source) for case in new], progress=given.progress
    )
    for case, person in zip(new, registered, strict=True):
        case.uid = person.uid
    changes = {case.whom: case.personal for case in cases if case.person and case.personal}
    people_update(access=given.access, day=given.day, changes=changes, progress=given.progress)
    records_write(given=given, cases=cases)
    return opening_issue(given=given, cases=[case for case in cases if case.changes])


def _draft(row: EmployeeRow, source: str) -> PersonDraft:
    return PersonDraft(
        name=row.name.name,
        entered_unit=row.unit.code,
        title_front=row.name.front,
        title_back=row.name.back,
        nik=row.nik,
        nip=row.nip,
        sex=row.sex,
        birth_place=row.birth_place,
        birth_date=row.birth,
        phone=row.phone,
        email=row.email,
        address=row.address,
        source=source,
    )


def _refusals(given: Given, cases: Sequence[Case], problems: Iterable[Problem]) -> Iterator[Fault]:
    """The rows in whose way the ledger's problems are."""
    rows = {case.whom: case.row.number for case in cases}
    rows |= {case.seat.post: case.row.number for case in cases if case.seat}
    for problem in problems:
        number = rows.get(problem.subject.uid) if problem.subject else None
        if number is not None:
            key = next((key for start, key in _COLUMNS.items() if problem.code.startswith(start)), "status")
            yield _fault(given, number, key, problem.words)


_COLUMNS = {"pay.": "amount", "service.post": "position", "service.hold": "position", "service.term": "last_day"}
"""The column to look at, by how the code of a problem begins."""


def _doubts(given: Given, doubts: dict[int, Doubt]) -> list[Fault]:
    return [_fault(given, number, doubt.key, doubt.words) for number, doubt in doubts.items()]


def _fault(given: Given, number: int, key: str, words: Words) -> Fault:
    return Fault(number, key, shown(given.table.cell(given.rows[number], key)), words)
