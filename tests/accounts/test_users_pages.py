"""Users as their administrator sees and changes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.test import Client

from malaqbiq.accounts.models import Grant, PersonLink, User
from malaqbiq.accounts.selectors import access_for
from malaqbiq.accounts.services import grant_give, user_create
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.models import Activity
from malaqbiq.people.models import Person
from tests import builders
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db

SYSTEM = Access.system("tests")
PASSWORD = "lipaq-saqbe-2022"


def user_of(code: str, username: str = "budi", role: Role = Role.STAFF) -> User:
    user = user_create(access=SYSTEM, username=username, name=username.title(), password=PASSWORD)
    unit = builders.unit(code, "kabkota")
    grant_give(access=SYSTEM, user=user, work_unit=unit, role=role, valid_from=date(2021, 1, 1))
    return user


@pytest.fixture
def admin(db: None) -> Client:
    """The administrator of 76.01."""
    builders.unit("76.01", "kabkota")
    builders.unit("76.02", "kabkota")
    return signed_in(Role.ADMINISTRATOR, "76.01")


def test_the_list_shows_the_administrators_own_users_only(admin: Client) -> None:
    user_of("76.01", "budi")
    user_of("76.02", "cici")
    with at_most():
        page = admin.get("/users").content.decode()
    assert "budi" in page and "ani" in page and "cici" not in page
    assert "budi" not in admin.get("/users?q=ani").content.decode()
    assert admin.get("/users?format=xlsx")["Content-Type"].startswith("application/vnd.openxml")


def test_when_somebody_signed_in_is_told_in_the_offices_zone(admin: Client) -> None:
    user = user_of("76.01", "budi")
    # Half past four in the morning of the 11th in Makassar.
    User.objects.filter(pk=user.pk).update(last_login=datetime(2022, 1, 10, 20, 30, tzinfo=UTC))
    assert "11 Jan 2022 04.30" in admin.get(f"/users/{user.uid}").content.decode()
    assert "11 Jan 2022" in admin.get("/users?q=budi").content.decode()
    book = openpyxl.load_workbook(BytesIO(admin.get("/users?q=budi&format=xlsx").content)).active
    assert book is not None
    assert [str(row[-1])[:10] for row in book.iter_rows(min_row=2, values_only=True)] == ["2022-01-11"]


def test_no_other_role_finds_users(admin: Client) -> None:
    user = user_of("76.01")
    for role in set(Role) - {Role.ADMINISTRATOR}:
        client = signed_in(role, "76.01", username=f"one-{role}")
        assert client.get("/users").status_code == 404
        assert client.post(f"/users/{user.uid}/closure").status_code == 404
    assert User.objects.get(pk=user.pk).is_active


@pytest.mark.parametrize(
    "rest", ["", "/grants", "/person", "/closure", "/reopening", "/password", "/second-factor-removal"]
)
def test_a_foreign_user_is_not_there(admin: Client, rest: str) -> None:
    user = user_of("76.02")
    before = User.objects.filter(pk=user.pk).values().get()
    fields = {"role": "staff", "work_unit": "76.01", "valid_from": "2022-01-11", "person": str(uuid4())}
    address = f"/users/{user.uid}{rest}"
    assert (admin.post(address, fields) if rest else admin.get(address)).status_code == 404
    assert User.objects.filter(pk=user.pk).values().get() == before
    assert Grant.objects.filter(user=user).count() == 1


def test_writes_are_posts(admin: Client) -> None:
    user = user_of("76.01")
    for rest in ("grants", "person", "closure", "reopening", "password", "second-factor-removal"):
        assert admin.get(f"/users/{user.uid}/{rest}").status_code == 405


def test_a_new_user_has_a_role_and_a_password_that_must_be_changed(admin: Client) -> None:
    draft = {
        "name": "Dedi Uji",
        "username": "dedi",
        "role": "appraiser",
        "work_unit": "76.01",
        "valid_from": "2022-01-11",
    }
    page = admin.post("/users", draft)
    assert page["Cache-Control"] == "private, no-store"
    secret = page.context["secret"]
    assert secret in page.content.decode()
    client = Client()
    signed = client.post("/accounts/login/", {"login": "dedi", "password": secret})
    assert signed.status_code == 302
    assert client.get("/today")["Location"] == "/accounts/password/"
    assert client.get("/accounts/2fa/")["Location"] == "/accounts/password/"
    for wrong in (secret, "12345678"):
        client.post("/accounts/password/", {"oldpassword": secret, "password1": wrong, "password2": wrong})
        assert client.get("/today").status_code == 302
    chosen = {"oldpassword": secret, "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/password/", chosen)["Location"] == "/today"
    assert client.get("/today").status_code == 200
    assert access_for(User.objects.get(username="dedi"), date(2022, 1, 11)).covers("76.01", Role.APPRAISER)
    assert {"accounts.user_create", "accounts.grant_give", "accounts.password_change"} <= set(
        Activity.objects.values_list("action", flat=True)
    )


def test_a_taken_name_and_a_foreign_unit_are_refused_and_what_was_typed_stays(admin: Client) -> None:
    draft = {"name": "Dedi Uji", "username": "ANI", "role": "staff", "work_unit": "76.01", "valid_from": "2022-01-11"}
    for changes in (
        {},
        {"username": "dedi", "work_unit": "76.02"},
        {"username": "de di"},
        {"username": "dedi", "role": "x"},
    ):
        answer = admin.post("/users", draft | changes)
        assert answer.status_code == 422
        assert 'value="Dedi Uji"' in answer.content.decode()
    assert User.objects.count() == 1


def test_a_new_user_may_be_none_of_the_people_from_the_first(admin: Client) -> None:
    draft = {"name": "Dedi Uji", "username": "dedi", "role": "secretary", "work_unit": "76.01"}
    admin.post("/users", draft | {"valid_from": "2022-01-11", "no_person_reason": "of KPU RI"})
    user = User.objects.get(username="dedi")
    assert user.password_is_temporary and user.no_person_reason == "of KPU RI"
    assert access_for(user, date(2022, 1, 11)).covers("76.01", Role.SECRETARY)


def test_a_role_is_given_and_ends_at_once(admin: Client) -> None:
    user = user_of("76.01")
    today = clock.today("Asia/Makassar")
    given = {"role": "sdm_officer", "work_unit": "76.01", "valid_from": "2022-01-11"}
    assert admin.post(f"/users/{user.uid}/grants", given).status_code == 302
    assert admin.post(f"/users/{user.uid}/grants", given).status_code == 422
    assert admin.post(f"/users/{user.uid}/grants", given | {"work_unit": "76.02"}).status_code == 422
    assert admin.post(f"/users/{user.uid}/grants", given | {"last_day": "2021-01-01"}).status_code == 422
    assert "can do nothing until it is said who it is" in admin.get(f"/users/{user.uid}").content.decode()
    assert not access_for(user, today).covers("76.01", Role.SDM_OFFICER)
    for reason, known in (("", False), ("of KPU RI", True)):
        assert admin.post(f"/users/{user.uid}/no-person", {"reason": reason}).status_code == 302
        assert access_for(User.objects.get(pk=user.pk), today).covers("76.01", Role.SDM_OFFICER) == known
    assert "can do nothing until" not in admin.get(f"/users/{user.uid}").content.decode()
    client = Client()
    client.force_login(user)
    assert client.get("/activity").status_code == 200
    grant = Grant.objects.get(user=user, role="sdm_officer")
    page = admin.get(f"/users/{user.uid}").content.decode()
    assert f"/grants/{grant.uid}/end" in page
    yesterday = today.replace(day=1) if today.day > 1 else today.replace(year=today.year - 1)
    assert admin.post(f"/users/{user.uid}/grants/{grant.uid}/end", {"last_day": str(yesterday)}).status_code == 302
    assert client.get("/activity").status_code == 404


def test_a_grant_of_another_user_is_not_ended_by_this_users_address(admin: Client) -> None:
    user, other = user_of("76.01", "budi"), user_of("76.02", "cici")
    grant = Grant.objects.get(user=other)
    address = f"/users/{user.uid}/grants/{grant.uid}/end"
    assert admin.post(address, {"last_day": "2021-12-31"}).status_code == 404
    assert Grant.objects.get(pk=grant.pk).valid_until is None


def test_nothing_is_done_to_oneself(admin: Client) -> None:
    me = User.objects.get(username="ani")
    page = admin.get(f"/users/{me.uid}").content.decode()
    assert "/closure" not in page and "/grants" not in page
    grant = Grant.objects.get(user=me)
    admin.post(f"/users/{me.uid}/closure")
    admin.post(f"/users/{me.uid}/grants/{grant.uid}/end", {"last_day": "2021-12-31"})
    admin.post(f"/users/{me.uid}/grants", {"role": "sdm_officer", "work_unit": "76.01", "valid_from": "2022-01-11"})
    admin.post(f"/users/{me.uid}/password")
    assert User.objects.get(pk=me.pk).is_active
    assert not User.objects.get(pk=me.pk).password_is_temporary
    assert Grant.objects.get(user=me) == grant and Grant.objects.get(user=me).valid_until is None


def test_closing_signs_out_at_once_and_opening_lets_in_again(admin: Client) -> None:
    user = user_of("76.01")
    client = Client()
    client.force_login(user)
    assert client.get("/today").status_code == 200
    admin.post(f"/users/{user.uid}/closure")
    assert client.get("/today").status_code == 302
    admin.post(f"/users/{user.uid}/reopening")
    assert client.get("/today").status_code == 200
    assert Activity.objects.filter(action="accounts.user_deactivate", unit_code="76.01").exists()


def test_a_new_password_ends_sessions_and_the_old_one(admin: Client) -> None:
    user = user_of("76.01")
    client = Client()
    client.force_login(user)
    secret = admin.post(f"/users/{user.uid}/password").context["secret"]
    assert client.get("/today").status_code == 302
    assert not Client().login(username="budi", password=PASSWORD)
    assert Client().post("/accounts/login/", {"login": "budi", "password": secret}).status_code == 302


def test_a_user_is_linked_to_a_person_of_ones_own_unit_only(admin: Client) -> None:
    user = user_of("76.01")
    own = Person.objects.create(name="Budi Uji", entered_unit="76.01")
    foreign = Person.objects.create(name="Cici Uji", entered_unit="76.02")
    found = admin.get(f"/users/{user.uid}?person=uji").content.decode()
    assert str(own.uid) in found and str(foreign.uid) not in found
    assert admin.post(f"/users/{user.uid}/person", {"person": str(foreign.uid)}).status_code == 404
    assert not PersonLink.objects.exists()
    assert admin.post(f"/users/{user.uid}/person", {"person": str(own.uid)}).status_code == 302
    assert PersonLink.objects.get().person_id == own.uid


def test_names_are_text_not_script(admin: Client) -> None:
    user = user_of("76.01")
    User.objects.filter(pk=user.pk).update(name="<script>alert(1)</script>")
    for address in ("/users", f"/users/{user.uid}"):
        assert "<script>alert" not in admin.get(address).content.decode()
