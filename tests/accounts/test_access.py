from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from malaqbiq.accounts.models import Grant, User
from malaqbiq.accounts.selectors import access_for
from malaqbiq.accounts.services import grant_end, grant_give, no_person_say, person_link, user_create, user_deactivate
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.installation import installation_record
from malaqbiq.kernel.models import Activity
from malaqbiq.organization.models import Parentage, WorkUnit
from malaqbiq.people.models import Person
from tests.pages import at_most

pytestmark = pytest.mark.django_db

SYSTEM = Access.system("test")
DAY = date(2022, 1, 11)


def unit(code: str, parent: WorkUnit | None = None, since: date | None = None, until: date | None = None) -> WorkUnit:
    made, _ = WorkUnit.objects.get_or_create(
        code=code, defaults={"name": code, "region_name": code, "level": "kabkota", "zone": "Asia/Makassar"}
    )
    if parent:
        Parentage.objects.create(unit=made, parent=parent, valid_from=since, valid_until=until)
    return made


@pytest.fixture
def sulbar() -> WorkUnit:
    root = unit("00")
    province = unit("76", root)
    unit("76.01", province)
    unit("76.02", province)
    unit("91.01", unit("91", root))
    return province


@pytest.fixture
def officer() -> User:
    user = user_create(access=SYSTEM, username="petugas")
    no_person_say(access=SYSTEM, day=DAY, user=user, reason="of KPU RI")
    return User.objects.get(pk=user.pk)


def test_grant_covers_the_unit_and_all_below(sulbar: WorkUnit, officer: User) -> None:
    grant_give(access=SYSTEM, user=officer, work_unit=sulbar, role=Role.SDM_OFFICER, valid_from=DAY)
    access = access_for(officer, DAY)
    assert access.actor == str(officer.uid)
    assert access.roles == {Role.SDM_OFFICER: {"76", "76.01", "76.02"}}


def test_grant_on_a_kabupaten_does_not_reach_up_or_aside(sulbar: WorkUnit, officer: User) -> None:
    grant_give(access=SYSTEM, user=officer, work_unit=unit("76.01"), role=Role.STAFF, valid_from=DAY)
    access = access_for(officer, DAY)
    assert access.covers("76.01")
    assert not access.covers("76.02")
    assert not access.covers("76")


def test_roles_do_not_mix(sulbar: WorkUnit, officer: User) -> None:
    grant_give(access=SYSTEM, user=officer, work_unit=sulbar, role=Role.AUDITOR, valid_from=DAY)
    grant_give(access=SYSTEM, user=officer, work_unit=unit("76.01"), role=Role.SECRETARY, valid_from=DAY)
    access = access_for(officer, DAY)
    assert access.units(Role.SECRETARY) == {"76.01"}
    assert not access.covers("76.02", Role.SECRETARY)


def test_grant_holds_from_its_first_through_its_last_day(sulbar: WorkUnit, officer: User) -> None:
    first, last = date(2022, 1, 1), date(2022, 12, 31)
    grant_give(access=SYSTEM, user=officer, work_unit=sulbar, role=Role.STAFF, valid_from=first, last_day=last)
    covered = [access_for(officer, day).covers("76") for day in (date(2021, 12, 31), first, last, date(2023, 1, 1))]
    assert covered == [False, True, True, False]


def test_tree_is_the_days_own(sulbar: WorkUnit, officer: User) -> None:
    moved = date(2023, 1, 1)
    unit("93.01", unit("91"), until=moved)
    unit("93.01", unit("93"), since=moved)
    grant_give(access=SYSTEM, user=officer, work_unit=unit("91"), role=Role.STAFF, valid_from=DAY)
    assert access_for(officer, DAY).covers("93.01")
    assert not access_for(officer, moved).covers("93.01")


def test_ended_grant_holds_through_its_last_day(sulbar: WorkUnit, officer: User) -> None:
    grant = grant_give(access=SYSTEM, user=officer, work_unit=sulbar, role=Role.STAFF, valid_from=DAY)
    grant_end(access=SYSTEM, grant=grant, last_day=DAY)
    assert access_for(officer, DAY).covers("76")
    assert not access_for(officer, date(2022, 1, 12)).covers("76")


def test_grant_ended_before_it_begins_never_holds(sulbar: WorkUnit, officer: User) -> None:
    grant = grant_give(access=SYSTEM, user=officer, work_unit=sulbar, role=Role.STAFF, valid_from=DAY)
    grant_end(access=SYSTEM, grant=grant, last_day=date(2022, 1, 10))
    assert not access_for(officer, DAY).roles


def test_deactivated_user_has_no_access(sulbar: WorkUnit, officer: User) -> None:
    grant_give(access=SYSTEM, user=officer, work_unit=sulbar, role=Role.STAFF, valid_from=DAY)
    user_deactivate(access=SYSTEM, day=DAY, user=officer)
    assert not access_for(officer, DAY).roles


def test_user_without_grants_covers_nothing(sulbar: WorkUnit, officer: User) -> None:
    access = access_for(officer, DAY)
    assert access.units() == frozenset()
    assert not access.covers("76.01")


def test_access_knows_who_the_user_is(officer: User) -> None:
    person = Person.objects.create(name="Nurhayati")
    person_link(access=SYSTEM, day=DAY, user=officer, person=person)
    assert access_for(officer, DAY).person == person.uid


def test_access_costs_two_statements_and_holds_who_the_user_is(sulbar: WorkUnit, officer: User) -> None:
    person = Person.objects.create(name="Nurhayati")
    person_link(access=SYSTEM, day=DAY, user=officer, person=person)
    for role in (Role.SDM_OFFICER, Role.AUDITOR):
        grant_give(access=SYSTEM, user=officer, work_unit=sulbar, role=role, valid_from=DAY)
    with at_most(2):
        access = access_for(officer, DAY)
    assert (access.person, set(access.roles)) == (person.uid, {Role.SDM_OFFICER, Role.AUDITOR})
    other = user_create(access=SYSTEM, username="lain")
    with at_most(1):
        assert access_for(other, DAY).roles == {}


def test_a_unit_moved_in_the_tree_is_covered_at_once(sulbar: WorkUnit, officer: User) -> None:
    grant_give(access=SYSTEM, user=officer, work_unit=sulbar, role=Role.AUDITOR, valid_from=DAY)
    assert not access_for(officer, DAY).covers("91.01")
    Parentage.objects.filter(unit__code="91.01").update(parent=sulbar)
    assert access_for(officer, DAY).covers("91.01")


def test_who_proposes_or_decides_must_be_known(sulbar: WorkUnit) -> None:
    user = user_create(access=SYSTEM, username="lain")
    for role in Role:
        grant_give(access=SYSTEM, user=user, work_unit=sulbar, role=role, valid_from=DAY)
    assert set(access_for(user, DAY).roles) == set(Role) - {Role.SDM_OFFICER, Role.SECRETARY}
    person_link(access=SYSTEM, day=DAY, user=user, person=Person.objects.create(name="Nurhayati"))
    assert set(access_for(user, DAY).roles) == set(Role)


def test_a_second_user_of_a_person_decides_nothing(sulbar: WorkUnit, officer: User) -> None:
    person = Person.objects.create(name="Nurhayati")
    person_link(access=SYSTEM, day=DAY, user=officer, person=person)
    second = user_create(access=SYSTEM, username="kedua")
    grant_give(access=SYSTEM, user=second, work_unit=sulbar, role=Role.SECRETARY, valid_from=DAY)
    with pytest.raises(UserError):
        person_link(access=SYSTEM, day=DAY, user=second, person=person)
    assert not access_for(second, DAY).roles


def test_an_administrator_says_why_a_user_is_nobody_here_but_not_of_himself(sulbar: WorkUnit, officer: User) -> None:
    grant_give(access=SYSTEM, user=officer, work_unit=sulbar, role=Role.SECRETARY, valid_from=DAY)
    assert access_for(officer, DAY).covers("76.01", Role.SECRETARY)
    assert Activity.objects.filter(action="accounts.no_person", subject_uid=officer.uid).exists()
    himself = Access(str(officer.uid), {Role.ADMINISTRATOR: frozenset({"76", "76.01", "76.02"})})
    with pytest.raises(Forbidden):
        no_person_say(access=himself, day=DAY, user=officer, reason="mine")
    with pytest.raises(UserError):
        no_person_say(access=SYSTEM, day=DAY, user=officer, reason="  ")
    person_link(access=SYSTEM, day=DAY, user=officer, person=Person.objects.create(name="Nurhayati"))
    assert User.objects.get(pk=officer.pk).no_person_reason == ""
    with pytest.raises(UserError):
        no_person_say(access=SYSTEM, day=DAY, user=officer, reason="of KPU RI")


def test_who_has_a_role_that_rests_reads_why_on_hari_ini() -> None:
    resting = User.objects.create(username="belum")
    Grant.objects.create(user=resting, work_unit=unit("76"), role=Role.SDM_OFFICER, valid_from=date(2022, 1, 1))
    client = Client()
    client.force_login(resting)
    installation_record()
    says = "Your role waits: nobody has said who you are"
    assert says in client.get("/today").content.decode()
    resting.no_person_reason = "akun bersama"
    resting.save()
    assert says not in client.get("/today").content.decode()
