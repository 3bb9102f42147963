"""The first administrator of a live office: one, and only by the code from the server's folder."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client

from malaqbiq.accounts.forms import MOST_CHOSEN
from malaqbiq.accounts.models import Grant, User
from malaqbiq.accounts.services import FIRST, NotFirst, first_administrator_make, first_code
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.installation import installation_record
from malaqbiq.kernel.models import Installation
from malaqbiq.organization.models import WorkUnit
from tests import builders
from tests.process import Malaqbiq

PASSWORD = "lipaq-saqbe-2022"
ADDRESS = "/accounts/first"


def entered(code: str, **changes: str) -> dict[str, str]:
    return {
        "code": code,
        "work_unit": "76",
        "name": "Ani Uji",
        "username": "ani",
        "password": PASSWORD,
        **changes,
    }


@pytest.fixture
def live(db: None, home: Path) -> None:
    builders.unit("76")
    installation_record()


def test_the_code_is_one_and_for_the_servers_owner_only(home: Path) -> None:
    assert first_code() == first_code()
    assert [path.name for path in home.iterdir()] == ["first-administrator"]
    assert stat.S_IMODE((home / "first-administrator").stat().st_mode) == 0o600


@pytest.mark.django_db(transaction=True)
def test_whoever_has_the_code_becomes_administrator_and_signs_in(client: Client, home: Path) -> None:
    builders.unit("76")
    installation_record()
    code = first_code()
    assert ADDRESS in client.get("/accounts/login/").content.decode()
    done = client.post(ADDRESS, entered(code.lower() + " "))
    assert (done.status_code, done["Location"]) == (302, "/accounts/login/")
    grant = Grant.objects.select_related("user", "work_unit").get()
    assert (grant.user.username, grant.role, grant.work_unit.code) == ("ani", Role.ADMINISTRATOR, "76")
    assert not (home / "first-administrator").exists()
    assert ADDRESS not in client.get("/accounts/login/").content.decode()
    signed = client.post("/accounts/login/", {"login": "ani", "password": PASSWORD})
    assert signed["Location"] == "/today"
    assert client.get("/today").status_code == 200


def test_of_many_work_units_one_is_searched_by_words_of_its_name(client: Client, live: None) -> None:
    for number in range(MOST_CHOSEN):
        builders.unit(f"11.{number:02}")
    WorkUnit.objects.filter(code="11.02").update(name="KPU Kabupaten Mamuju")
    WorkUnit.objects.filter(code="11.03").update(name="KPU Kabupaten Mamuju Tengah")
    page = client.get(ADDRESS).content.decode()
    assert '<option value="KPU Kabupaten Mamuju (11.02)">' in page and "<select" not in page
    for typed, said in (("mamuju", "means several work units (2)"), ("majene", "No work unit answers to “majene”")):
        answer = client.post(ADDRESS, entered(first_code(), work_unit=typed))
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
        assert f'value="{typed}"' in answer.content.decode()
    client.post(ADDRESS, entered(first_code(), work_unit="mamuju tengah"))
    assert Grant.objects.get().work_unit.code == "11.03"


def test_another_code_makes_nobody_and_what_was_typed_stays(client: Client, live: None) -> None:
    first_code()
    answer = client.post(ADDRESS, entered("ABCD-EFGH-JKLM-NPQR"))
    assert answer.status_code == 422
    assert 'value="Ani Uji"' in answer.content.decode()
    assert not User.objects.exists()


def test_without_a_code_in_the_folder_none_is_right(client: Client, live: None) -> None:
    for code in ("", "x", "-"):
        client.post(ADDRESS, entered(code))
    assert not User.objects.exists()


def test_a_weak_password_is_told_beside_its_field(client: Client, live: None) -> None:
    answer = client.post(ADDRESS, entered(first_code(), password="12345678"))
    assert answer.status_code == 422
    assert "id_password_error" in answer.content.decode()
    assert not User.objects.exists()


def test_guessing_ends_soon(client: Client, live: None) -> None:
    code = first_code()
    for _ in range(10):
        client.post(ADDRESS, entered("ABCD-EFGH-JKLM-NPQR"))
    assert client.post(ADDRESS, entered(code)).status_code == 422
    assert not User.objects.exists()


def test_once_there_is_a_user_the_page_is_gone(client: Client, live: None) -> None:
    code = first_code()
    client.post(ADDRESS, entered(code))
    assert client.get(ADDRESS).status_code == 404
    assert client.post(ADDRESS, entered(code, username="budi")).status_code == 302
    assert User.objects.count() == 1


def test_a_demo_has_no_first_administrator(client: Client, live: None) -> None:
    Installation.objects.update(kind="demo")
    assert client.get(ADDRESS).status_code == 404
    with pytest.raises(NotFirst):
        first_administrator_make(
            access=FIRST, code=first_code(), username="ani", name="", password=PASSWORD, work_unit=builders.unit("76")
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins(home: Path) -> None:
    unit = builders.unit("76")
    installation_record()
    code = first_code()

    def tried(name: str) -> bool:
        try:
            first_administrator_make(access=FIRST, code=code, username=name, name="", password=PASSWORD, work_unit=unit)
        except NotFirst:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(tried, ("ani", "budi", "cici", "dedi"))) == 1
    assert User.objects.count() == Grant.objects.count() == 1


@pytest.mark.process
def test_the_server_prints_the_code_until_there_is_a_user(ready_malaqbiq: Malaqbiq) -> None:
    with ready_malaqbiq.started("serve", "--bind", "127.0.0.1:0", "--workers", "1") as server:
        assert server.stderr is not None
        printed = "".join(server.stderr.readline() for _ in range(3))
    assert (ready_malaqbiq.home / "first-administrator").read_text() in printed
