from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from malaqbiq.kernel.access import Access, Role
from malaqbiq.people import scope
from malaqbiq.people.models import Person
from malaqbiq.people.rules import EducationLevel, Relation
from malaqbiq.people.selectors import (
    close_families,
    competencies_on,
    family_on,
    highest_education,
    own_close_family,
    people_masked,
    people_numbered,
    people_visible,
    person_visible,
)
from malaqbiq.people.services import (
    CompetencyDraft,
    EducationDraft,
    competencies_record,
    competency_catalogue_load,
    educations_record,
    family_tie_record,
)
from tests.people.town import DAY, SYSTEM, Told, nik, nip, officer_of

pytestmark = pytest.mark.django_db

Register = Callable[..., Person]


def test_unfilled_scope_shows_nobody(register: Register, officer: Access, unfilled: None) -> None:
    register("Sitti Bulangmapia", "76.02")
    scope._Hook.filled = None
    assert not people_visible(officer, DAY).exists()
    assert people_visible(SYSTEM, DAY).count() == 1


def test_second_filling_is_refused(unfilled: None) -> None:
    first = Told()
    scope.fill(first)
    scope.fill(first)
    with pytest.raises(RuntimeError):
        scope.fill(Told())


def test_an_officer_sees_his_work_units_only(register: Register, officer: Access) -> None:
    own, foreign = register("Sitti Bulangmapia", "76.02"), register("Rahmat Lopilangi", "76.03")
    assert list(people_visible(officer, DAY)) == [own]
    with pytest.raises(Person.DoesNotExist):
        person_visible(officer, DAY, foreign.uid)


def test_where_people_are_is_asked_of_the_day(register: Register, officer: Access, told: Told) -> None:
    person = register("Sitti Bulangmapia", "76.02")
    told.units[person.uid] = ("76.02", DAY)
    assert not people_visible(officer, date(2022, 1, 10)).exists()
    assert people_visible(officer, DAY).exists()


def test_who_has_no_home_unit_yet_is_seen_where_he_was_entered(register: Register, told: Told) -> None:
    person = register("Sitti Bulangmapia")
    assert list(people_visible(officer_of("76"), DAY)) == [person]
    assert not people_visible(officer_of("76.02"), DAY).exists()
    told.units[person.uid] = ("76.03", DAY)
    assert not people_visible(officer_of("76"), DAY).exists()


def test_roles_narrow_further(register: Register) -> None:
    person = register("Sitti Bulangmapia", "76.02")
    access = Access("somebody", {Role.STAFF: frozenset({"76.02"}), Role.SDM_OFFICER: frozenset({"76.03"})})
    assert list(people_visible(access, DAY, Role.STAFF)) == [person]
    assert not people_visible(access, DAY, Role.SDM_OFFICER).exists()


def test_everybody_sees_himself(register: Register) -> None:
    person = register("Sitti Bulangmapia", "76.02")
    access = Access("self", {}, person=person.uid)
    assert person_visible(access, DAY, person.uid) == person
    with pytest.raises(Person.DoesNotExist):
        person_visible(access, DAY, person.uid, Role.SDM_OFFICER)


def test_lists_are_masked_and_narrowed(register: Register, officer: Access) -> None:
    register("Sitti Bulangmapia", "76.02", nik=nik(), phone="+6286012345621", email="sitti@contoh.example")
    register("Rahmat Lopilangi", "76.03", nik=nik(2))
    (shown,) = people_masked(officer, DAY, Person.objects.order_by("name"))
    assert (shown.name, shown.nik, shown.phone) == ("Sitti Bulangmapia", "7602••••••••9001", "+62860••••••21")
    assert shown.email == "s•••@contoh.example"


def test_education_counts_from_its_year(register: Register, officer: Access) -> None:
    person, foreign = register("Sitti Bulangmapia", "76.02"), register("Rahmat Lopilangi", "76.03")
    drafts = [
        EducationDraft(person=person.uid, level=EducationLevel.SLTA, source="ijazah"),
        EducationDraft(person=person.uid, level=EducationLevel.S1, year=2023, source="ijazah"),
        EducationDraft(person=foreign.uid, level=EducationLevel.S2, source="ijazah"),
    ]
    educations_record(access=SYSTEM, day=DAY, drafts=drafts)
    uids = [person.uid, foreign.uid]
    assert highest_education(officer, DAY, uids) == {person.uid: EducationLevel.SLTA}
    assert highest_education(officer, date(2023, 1, 1), uids) == {person.uid: EducationLevel.S1}


def test_competency_is_the_last_assessment_up_to_the_day(register: Register, officer: Access) -> None:
    competency_catalogue_load(access=SYSTEM)
    person = register("Sitti Bulangmapia", "76.02")
    drafts = [
        CompetencyDraft(person=person.uid, kind="logistik", level=level, assessed_on=date(year, 6, 1), source="uji")
        for year, level in ((2021, 2), (2020, 1), (2022, 3))
    ]
    competencies_record(access=SYSTEM, day=DAY, drafts=drafts)
    assert competencies_on(officer, DAY, [person.uid])[person.uid]["logistik"].level == 2
    assert competencies_on(officer, date(2022, 6, 1), [person.uid])[person.uid]["logistik"].level == 3
    assert competencies_on(officer, date(2019, 1, 1), [person.uid]) == {}


def test_family_is_read_from_both_sides(register: Register, officer: Access) -> None:
    mother, son = register("Sitti Bulangmapia", "76.02"), register("Rahmat Bulangmapia", "76.02")
    family_tie_record(
        access=officer, day=DAY, person=son.uid, relation=Relation.CHILD, kin=mother.uid, source="kartu keluarga"
    )
    assert [(member.uid, member.relation) for member in family_on(officer, DAY, son.uid)] == [
        (mother.uid, Relation.PARENT)
    ]
    assert [(member.uid, member.relation) for member in family_on(officer, DAY, mother.uid)] == [
        (son.uid, Relation.CHILD)
    ]


def test_own_close_family_reaches_over_work_units(register: Register) -> None:
    mother, son, daughter = (register(name, unit) for name, unit in (("A", "76.02"), ("B", "76.03"), ("C", "76.04")))
    for child in (son, daughter):
        family_tie_record(
            access=SYSTEM, day=DAY, person=mother.uid, relation=Relation.PARENT, kin=child.uid, source="KK"
        )
    assert own_close_family(Access("son", {}, person=son.uid), DAY) == {mother.uid, son.uid, daughter.uid}
    assert own_close_family(SYSTEM, DAY) == frozenset()
    assert close_families(SYSTEM, DAY, [son.uid, mother.uid]) == {
        son.uid: {mother.uid, daughter.uid},
        mother.uid: {son.uid, daughter.uid},
    }


def test_people_are_found_by_number_and_hidden_ones_are_only_said_to_be_taken(register: Register) -> None:
    seen, hidden = register("A", "76.02", nik=nik(1), nip=nip(1)), register("B", "76.03", nik=nik(2), nip=nip(2))
    found, taken = people_numbered(officer_of("76.02"), DAY, niks=[nik(1), nik(2), nik(3)], nips=[nip(1)])
    assert found == [seen]
    assert taken == {nik(2)}
    everybody, nothing = people_numbered(SYSTEM, DAY, niks=[nik(1)], nips=[nip(2)])
    assert {person.uid for person in everybody} == {seen.uid, hidden.uid}
    assert nothing == frozenset()
