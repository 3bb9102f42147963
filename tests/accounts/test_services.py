from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from malaqbiq.accounts.models import Grant, User
from malaqbiq.accounts.selectors import access_for
from malaqbiq.accounts.services import NameTaken, grant_end, grant_give, person_link, user_create, user_deactivate
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.models import Activity
from malaqbiq.organization.models import WorkUnit
from malaqbiq.people.models import Person

pytestmark = pytest.mark.django_db

SYSTEM = Access.system("test")
DAY = date(2022, 1, 11)


@pytest.fixture
def mamuju() -> WorkUnit:
    return WorkUnit.objects.create(
        code="76.01", name="KPU", region_name="Mamuju", level="kabkota", zone="Asia/Makassar"
    )


@pytest.fixture
def other() -> WorkUnit:
    return WorkUnit.objects.create(
        code="76.02", name="KPU", region_name="Majene", level="kabkota", zone="Asia/Makassar"
    )


@pytest.fixture
def officer() -> User:
    return user_create(access=SYSTEM, username="petugas")


@pytest.fixture
def administrator(mamuju: WorkUnit) -> User:
    user = user_create(access=SYSTEM, username="admin")
    grant_give(access=SYSTEM, user=user, work_unit=mamuju, role=Role.ADMINISTRATOR, valid_from=DAY)
    return user


def test_administrator_grants_on_his_own_unit(administrator: User, officer: User, mamuju: WorkUnit) -> None:
    access = access_for(administrator, DAY)
    grant_give(access=access, user=officer, work_unit=mamuju, role=Role.STAFF, valid_from=DAY)
    assert access_for(officer, DAY).covers("76.01", Role.STAFF)


def test_administrator_grants_nothing_on_another_unit(administrator: User, officer: User, other: WorkUnit) -> None:
    with pytest.raises(Forbidden):
        grant_give(
            access=access_for(administrator, DAY), user=officer, work_unit=other, role=Role.STAFF, valid_from=DAY
        )


def test_administrator_ends_no_grant_on_another_unit(administrator: User, officer: User, other: WorkUnit) -> None:
    grant = grant_give(access=SYSTEM, user=officer, work_unit=other, role=Role.STAFF, valid_from=DAY)
    with pytest.raises(Forbidden):
        grant_end(access=access_for(administrator, DAY), grant=grant, last_day=DAY)


def test_nobody_grants_to_themselves(administrator: User, mamuju: WorkUnit) -> None:
    access = access_for(administrator, DAY)
    with pytest.raises(Forbidden, match="themselves"):
        grant_give(access=access, user=administrator, work_unit=mamuju, role=Role.SECRETARY, valid_from=DAY)


def test_nobody_says_who_they_are(administrator: User) -> None:
    with pytest.raises(Forbidden, match="themselves"):
        person_link(
            access=access_for(administrator, DAY),
            day=DAY,
            user=administrator,
            person=Person.objects.create(name="Nurhayati"),
        )


def test_users_with_a_grant_elsewhere_are_not_the_administrators(
    administrator: User, officer: User, mamuju: WorkUnit, other: WorkUnit
) -> None:
    access = access_for(administrator, DAY)
    own = Person.objects.create(name="Nurhayati", entered_unit="76.01")
    grant_give(access=SYSTEM, user=officer, work_unit=mamuju, role=Role.STAFF, valid_from=DAY)
    grant = grant_give(access=SYSTEM, user=officer, work_unit=other, role=Role.STAFF, valid_from=DAY)
    for act in (
        lambda: user_deactivate(access=access, day=DAY, user=officer),
        lambda: person_link(access=access, day=DAY, user=officer, person=own),
    ):
        with pytest.raises(User.DoesNotExist):
            act()
    assert User.objects.get(pk=officer.pk).is_active
    grant_end(access=SYSTEM, grant=grant, last_day=date(2022, 1, 31))
    february = date(2022, 2, 1)
    person_link(access=access, day=february, user=officer, person=own)
    user_deactivate(access=access, day=february, user=officer)
    assert not User.objects.get(pk=officer.pk).is_active


def test_a_user_is_linked_to_nobody_of_another_unit(administrator: User, officer: User, other: WorkUnit) -> None:
    foreign = Person.objects.create(name="Nurhayati", entered_unit="76.02")
    with pytest.raises(Person.DoesNotExist):
        person_link(access=access_for(administrator, DAY), day=DAY, user=officer, person=foreign)
    person_link(access=SYSTEM, day=DAY, user=officer, person=foreign)
    own = Person.objects.create(name="Sitti", entered_unit="76.01")
    with pytest.raises(User.DoesNotExist):
        person_link(access=access_for(administrator, DAY), day=DAY, user=officer, person=own)


def test_two_users_are_not_one_person(officer: User) -> None:
    person = Person.objects.create(name="Nurhayati")
    person_link(access=SYSTEM, day=DAY, user=officer, person=person)
    with pytest.raises(UserError, match="another user"):
        person_link(access=SYSTEM, day=DAY, user=user_create(access=SYSTEM, username="lain"), person=person)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_grant_and_create(officer: User, mamuju: WorkUnit, role: Role) -> None:
    grant_give(access=SYSTEM, user=officer, work_unit=mamuju, role=role, valid_from=DAY)
    access = access_for(officer, DAY)
    other = user_create(access=SYSTEM, username="lain")
    with pytest.raises(Forbidden):
        grant_give(access=access, user=other, work_unit=mamuju, role=Role.STAFF, valid_from=DAY)
    with pytest.raises(Forbidden):
        user_create(access=access, username="baru")


def test_user_name_is_taken_in_any_case(officer: User) -> None:
    with pytest.raises(NameTaken, match="PETUGAS"):
        user_create(access=SYSTEM, username="PETUGAS")


def test_weak_password_is_refused() -> None:
    with pytest.raises(ValidationError):
        user_create(access=SYSTEM, username="baru", password="rahasia")


def test_password_opens_the_account() -> None:
    user = user_create(access=SYSTEM, username="baru", password="lima-ekor-kuda-laut")
    assert user.check_password("lima-ekor-kuda-laut")


def test_user_without_password_opens_with_none(officer: User) -> None:
    assert not officer.has_usable_password()


def test_what_was_done_is_recorded(officer: User, mamuju: WorkUnit) -> None:
    grant_give(access=SYSTEM, user=officer, work_unit=mamuju, role=Role.STAFF, valid_from=DAY)
    activity = Activity.objects.get(action="accounts.grant_give")
    assert (activity.actor, activity.unit_code, activity.subject_uid) == ("system:test", "76.01", officer.uid)


def test_database_refuses_a_role_that_does_not_exist(officer: User, mamuju: WorkUnit) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(user=officer, work_unit=mamuju, role="king", valid_from=DAY)
