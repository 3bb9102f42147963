"""20 December 2021: people come in, with what no decree decides of them. All of them are made up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from malaqbiq.home.story.plan import BEGINNING, ROOT, STRUCTURE, Place
from malaqbiq.home.story.population import Doing, Newcomer, Registry, Seat
from malaqbiq.home.story.stage import TELLER, Member, Province, Stage
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.people.services import (
    CompetencyDraft,
    EducationDraft,
    PersonDraft,
    competencies_record,
    educations_record,
    people_register,
)
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.selectors import structure

SOURCE = "dibuat-buat (demo)"
"""Made up: every record of a demo says so."""


def people_come(stage: Stage) -> None:
    """Make up everybody, unit by unit, and register them with their schools and competencies."""
    registry = stage.registry = Registry.of(stage.seed)
    seats = {tier: _seats(tier) for tier in ("provinsi", "kabkota")}
    stage.progress.stage(gettext_noop("people come in"), len(stage.provinces))
    for province in stage.provinces:
        people = list(_newcomers(stage, registry, province, seats))
        province.come(_members(people))
        stage.progress.advance()


def one_more_comes(stage: Stage, place: Place) -> Member:
    """One more contract worker is registered in a work unit; in service only once a decree engages."""
    if stage.registry is None:
        raise LookupError("nobody has come yet")
    amount = stage.floors_before[place.province].amount
    one = replace(place, contract_staff=1)
    return _members(list(stage.registry.contract_staff(one, iter([Doing.WELL]), amount)))[0]


def _members(people: Sequence[Newcomer]) -> list[Member]:
    registered = people_register(access=TELLER, drafts=[_draft(who) for who in people])
    members = [Member(person.uid, who) for person, who in zip(registered, people, strict=True)]
    _record_schools(members)
    _record_skills(members)
    return members


def _seats(tier: str) -> list[Seat]:
    rows = structure(TELLER, regime=STRUCTURE, tier=tier)
    if isinstance(rows, Missing):
        raise UserError(rows.what, rows.why)
    return [Seat(row.unit_code, row.eselon) for row in rows if row.count]


def _newcomers(
    stage: Stage, registry: Registry, province: Province, seats: dict[str, list[Seat]]
) -> Iterator[Newcomer]:
    count = sum(place.contract_staff for place in province.places)
    doings = iter(registry.doings(count, stage.size.shares))
    for place in province.places:
        yield from registry.civil_servants(place, [] if place.code == ROOT else seats[place.level])
        yield from registry.contract_staff(place, doings, _amount(stage, province))


def _amount(stage: Stage, province: Province) -> int:
    floor = stage.floors_before.get(province.code)
    return floor.amount if floor else 0


def _draft(who: Newcomer) -> PersonDraft:
    person = who.person
    return PersonDraft(
        name=person.name,
        title_back=person.title_back,
        nik=person.nik,
        nip=who.career.nip if who.career else None,
        sex=person.sex,
        birth_place=person.birth_place,
        birth_date=person.birth_date,
        religion=person.religion,
        phone=person.phone,
        email=person.email,
        entered_unit=who.unit,
        source=SOURCE,
    )


def _record_schools(members: Sequence[Member]) -> None:
    drafts = [
        EducationDraft(
            person=member.uid,
            level=member.who.person.education,
            field=member.who.field,
            institution=member.who.school,
            year=member.who.graduated,
            source=SOURCE,
        )
        for member in members
    ]
    educations_record(access=TELLER, day=BEGINNING, drafts=drafts)


def _record_skills(members: Sequence[Member]) -> None:
    drafts = [
        CompetencyDraft(person=member.uid, kind=code, level=level, assessed_on=BEGINNING, source=SOURCE)
        for member in members
        for code, level in member.who.skills.items()
    ]
    competencies_record(access=TELLER, day=BEGINNING, drafts=drafts)
