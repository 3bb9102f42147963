from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from malaqbiq.kernel.access import Access, Forbidden
from malaqbiq.kernel.identity import Sex
from malaqbiq.kernel.models import Activity
from malaqbiq.people.models import Competency, CompetencyKind, Education, FamilyTie, Person
from malaqbiq.people.rules import EducationLevel, Relation
from malaqbiq.people.services import (
    CompetencyDraft,
    EducationDraft,
    IdentityRefused,
    PersonDraft,
    competencies_record,
    competency_catalogue_load,
    competency_kind_define,
    educations_record,
    family_tie_end,
    family_tie_record,
    people_register,
    people_update,
    person_erase,
    person_register,
    person_reveal,
    person_update,
)
from tests.people.town import BORN, DAY, SYSTEM, nik, nip

pytestmark = pytest.mark.django_db

Register = Callable[..., Person]


def test_only_the_name_must_be_known(officer: Access) -> None:
    person = person_register(access=officer, draft=PersonDraft(name="Sitti Bulangmapia", entered_unit="76.02"))
    assert (person.nik, person.nip, person.sex, person.birth_date) == (None, None, "", None)
    assert person.entered_by == officer.actor


def test_an_officer_registers_for_his_own_work_unit_only(officer: Access) -> None:
    with pytest.raises(Forbidden):
        person_register(access=officer, draft=PersonDraft(name="Sitti", entered_unit="76.03"))


def test_numbers_that_disagree_are_refused_with_their_place() -> None:
    good = PersonDraft(name="A", entered_unit="76", nik=nik(1))
    bad = PersonDraft(name="B", entered_unit="76", nik=nik(2), sex=Sex.MALE, nip=nip(birth_date=date(1990, 8, 18)))
    with pytest.raises(IdentityRefused) as refused:
        people_register(access=SYSTEM, drafts=[good, bad])
    (place,) = refused.value.problems
    codes = {problem.code for problem in refused.value.problems[place]}
    assert place == 1
    assert codes == {"nik_sex_differs", "nip_sex_differs", "numbers_birth_differ"}
    assert not Person.objects.exists()


def test_a_number_belongs_to_one_person(register: Register) -> None:
    register("A", nik=nik(1))
    with pytest.raises(IdentityRefused, match="somebody else has this NIK"):
        register("B", nik=nik(1))
    with pytest.raises(IdentityRefused, match="somebody else has this NIP"):
        people_register(access=SYSTEM, drafts=[PersonDraft(name=name, entered_unit="76", nip=nip()) for name in "CD"])


def test_the_database_refuses_a_second_holder_of_a_number_and_a_nameless_person(register: Register) -> None:
    register("A", nik=nik(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(name="B", nik=nik(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(name="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(name="B", nik="")


def test_many_are_registered_in_batches() -> None:
    drafts = [PersonDraft(name=f"Orang {number}", entered_unit="76") for number in range(4100)]
    with CaptureQueriesContext(connection) as queries:
        people = people_register(access=SYSTEM, drafts=drafts)
    assert [person.name for person in people] == [draft.name for draft in drafts]
    assert Person.objects.count() == 4100
    assert len(queries) < len(drafts) / 40


def test_an_update_changes_what_is_named_and_says_so(register: Register, officer: Access) -> None:
    person = register("Sitti Bulangmapia", "76.02", phone="+6286012345621")
    changed = person_update(
        access=officer, day=DAY, uid=person.uid, changes={"phone": "+6286012345622", "nik": nik(), "name": person.name}
    )
    assert (changed.phone, changed.nik) == ("+6286012345622", nik())
    activity = Activity.objects.get(action="people.update")
    assert (activity.subject_uid, activity.detail) == (person.uid, {"fields": ["phone", "nik"]})


def test_the_same_update_again_changes_nothing(register: Register) -> None:
    person = register("Sitti Bulangmapia", "76.02", birth_date=BORN)
    assert people_update(access=SYSTEM, day=DAY, changes={person.uid: {"birth_date": BORN, "phone": ""}}) == 0
    assert not Activity.objects.filter(action="people.update").exists()


def test_an_update_in_a_foreign_work_unit_finds_nobody(register: Register, officer: Access) -> None:
    own, foreign = register("A", "76.02"), register("B", "76.03")
    with pytest.raises(Person.DoesNotExist):
        people_update(access=officer, day=DAY, changes={own.uid: {"phone": "1"}, foreign.uid: {"phone": "2"}})
    assert set(Person.objects.values_list("phone", flat=True)) == {""}


def test_an_update_is_checked_against_what_is_known_already(register: Register) -> None:
    person = register("A", "76.02", nik=nik())
    with pytest.raises(IdentityRefused, match="the NIK says born"):
        person_update(access=SYSTEM, day=DAY, uid=person.uid, changes={"birth_date": date(1991, 8, 17)})


def test_revealing_is_logged_without_the_data(register: Register, officer: Access) -> None:
    person = register("A", "76.02", nik=nik(), phone="+6286012345621")
    assert person_reveal(access=officer, day=DAY, uid=person.uid, secrets=["nik"]) == {"nik": nik()}
    activity = Activity.objects.get(action="people.reveal")
    assert (activity.actor, activity.subject_uid, activity.detail) == (officer.actor, person.uid, {"fields": ["nik"]})


def test_nobody_else_is_shown_personal_data(register: Register, officer: Access) -> None:
    foreign = register("A", "76.03", nik=nik())
    with pytest.raises(Person.DoesNotExist):
        person_reveal(access=officer, day=DAY, uid=foreign.uid, secrets=["nik"])
    assert person_reveal(access=Access("self", {}, person=foreign.uid), day=DAY, uid=foreign.uid, secrets=["nik"])


def test_erasure_leaves_the_uid_and_nothing_else(register: Register, officer: Access) -> None:
    person, spouse = register("Sitti Bulangmapia", "76.02", nik=nik(), birth_date=BORN), register("B", "76.02")
    family_tie_record(
        access=officer, day=DAY, person=person.uid, relation=Relation.SPOUSE, kin=spouse.uid, source="buku nikah"
    )
    educations_record(
        access=officer, day=DAY, drafts=[EducationDraft(person=person.uid, level=EducationLevel.S1, source="ijazah")]
    )
    with pytest.raises(Forbidden):
        person_erase(access=officer, uid=person.uid, ground="UU 27/2022")
    person_erase(access=SYSTEM, uid=person.uid, ground="UU 27/2022 ps. 8")
    erased = Person.objects.get(uid=person.uid)
    assert (erased.name, erased.nik, erased.birth_date) == ("(dihapus: UU 27/2022)", None, None)
    assert not Education.objects.exists() and not FamilyTie.objects.exists()
    with pytest.raises(Person.DoesNotExist):
        person_update(access=SYSTEM, day=DAY, uid=person.uid, changes={"name": "back"})


def test_education_twice_is_once(register: Register, officer: Access) -> None:
    person = register("A", "76.02")
    draft = EducationDraft(person=person.uid, level=EducationLevel.S1, field="Hukum", source="ijazah")
    assert educations_record(access=officer, day=DAY, drafts=[draft, draft]) == 1
    assert educations_record(access=officer, day=DAY, drafts=[draft]) == 0
    later = EducationDraft(person=person.uid, level=EducationLevel.S1, field="Hukum", year=2012, source="ijazah")
    assert educations_record(access=officer, day=DAY, drafts=[later]) == 1
    assert Education.objects.get().year == 2012


def test_another_level_on_the_same_day_corrects_the_first(register: Register, officer: Access) -> None:
    competency_catalogue_load(access=SYSTEM)
    person = register("A", "76.02")

    def record(level: int) -> int:
        draft = CompetencyDraft(person=person.uid, kind="logistik", level=level, assessed_on=DAY, source="uji")
        return competencies_record(access=officer, day=DAY, drafts=[draft])

    assert [record(2), record(2), record(3)] == [1, 0, 1]
    assert Competency.objects.get().level == 3
    with pytest.raises(ValueError, match="between 0 and 4"):
        record(5)


def test_a_kind_that_is_not_in_the_catalogue_is_refused(register: Register, officer: Access) -> None:
    person = register("A", "76.02")
    draft = CompetencyDraft(person=person.uid, kind="sulap", level=1, assessed_on=DAY, source="uji")
    with pytest.raises(CompetencyKind.DoesNotExist):
        competencies_record(access=officer, day=DAY, drafts=[draft])


def test_records_of_foreign_people_are_refused(register: Register, officer: Access) -> None:
    foreign, other = register("A", "76.03"), register("B", "76.03")
    with pytest.raises(Person.DoesNotExist):
        educations_record(
            access=officer, day=DAY, drafts=[EducationDraft(person=foreign.uid, level=EducationLevel.S1, source="x")]
        )
    with pytest.raises(Person.DoesNotExist):
        family_tie_record(
            access=officer, day=DAY, person=foreign.uid, relation=Relation.SIBLING, kin=other.uid, source="x"
        )


def test_the_catalogue_loads_once_and_keeps_what_an_office_changed() -> None:
    assert competency_catalogue_load(access=SYSTEM) == 24
    competency_kind_define(access=SYSTEM, code="humas", name="Humas", group="Umum", source="kantor", is_open=False)
    assert competency_catalogue_load(access=SYSTEM) == 0
    assert CompetencyKind.objects.get(code="humas").name == "Humas"
    with pytest.raises(Forbidden):
        competency_kind_define(access=Access("x", {}), code="a", name="A", group="", source="")


def test_only_a_marriage_ends(register: Register, officer: Access) -> None:
    wife, husband, child = (register(name, "76.02") for name in "ABC")
    marriage, parenthood = (
        family_tie_record(access=officer, day=DAY, person=wife.uid, relation=relation, kin=kin.uid, source="KK")
        for relation, kin in ((Relation.SPOUSE, husband), (Relation.PARENT, child))
    )
    family_tie_end(access=officer, day=DAY, tie=marriage, first_day_after=DAY)
    assert FamilyTie.objects.get(id=marriage.id).valid_until == DAY
    with pytest.raises(ValueError, match="marriage"):
        family_tie_end(access=officer, day=DAY, tie=parenthood, first_day_after=DAY)


def test_the_database_keeps_ties_in_one_direction(register: Register) -> None:
    first, second = sorted((register("A"), register("B")), key=lambda person: person.uid)
    values = {"source": "x", "entered_by": "x", "entered_at": "2022-01-01T00:00Z"}
    for person, kin in ((second, first), (first, first)):
        with pytest.raises(IntegrityError), transaction.atomic():
            FamilyTie.objects.create(person=person, kin=kin, relation="spouse", **values)
