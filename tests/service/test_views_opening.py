"""Opening a structure by the page: looked at first, then opened; by whom, and where."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.services import opening_lock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.service.models import PostInForce, Structure
from malaqbiq.service.selectors.structures import Choice
from malaqbiq.service.services import structure_open
from tests import builders as make
from tests.pages import signed_in

pytestmark = pytest.mark.django_db

SAID = {"regime": "pkpu-6-2008", "since": "2020-01-01", "unit": "76", "below": "on"}


@pytest.fixture(autouse=True)
def _province() -> None:
    make.unit("76.01", "kabkota")
    make.unit("75")


def officer() -> Client:
    return signed_in(Role.SDM_OFFICER, "76")


@pytest.mark.parametrize("role", [Role.SDM_OFFICER, Role.ADMINISTRATOR])
def test_what_comes_of_it_is_shown_and_then_opened(role: Role) -> None:
    client = signed_in(role, "76")
    content = client.get("/structure/opening", SAID).content.decode()
    assert "Kepala Subbagian Hukum" in content and "Open it: 15 posts, 2 work units" in content
    assert not PostInForce.objects.exists()
    response = client.post("/structure/opening", SAID, follow=True)
    assert response.redirect_chain == [("/structure?unit=76", 302)]
    assert "15 posts are in force." in response.content.decode()
    assert PostInForce.objects.known().count() == 15


def test_without_those_below_it_is_one_unit() -> None:
    officer().post("/structure/opening", {key: value for key, value in SAID.items() if key != "below"})
    assert set(Structure.objects.values_list("work_unit__code", flat=True)) == {"76"}


def test_a_correction_says_who_loses_his_post_and_nothing_new_says_so() -> None:
    client = officer()
    client.post("/structure/opening", SAID)
    assert "there is nothing to open" in client.get("/structure/opening", SAID).content.decode()
    content = client.get("/structure/opening", {**SAID, "regime": "pkpu-14-2020"}).content.decode()
    assert "can be corrected here while the opening" in content
    client.post("/structure/opening", {**SAID, "regime": "pkpu-14-2020"})
    assert set(Structure.objects.known().values_list("regime", flat=True)) == {"pkpu-14-2020"}


def test_after_the_lock_number_and_date_are_asked_for() -> None:
    opening_lock(access=Access.system("x"), empty=True)
    client = officer()
    response = client.post("/structure/opening", SAID)
    assert response.status_code == 422 and "its number and its date" in response.content.decode()
    client.post("/structure/opening", {**SAID, "number": "57 TAHUN 2022", "decided_on": "2022-03-01"})
    assert (Decree.objects.get().origin, Decree.objects.get().number) == ("received", "57 TAHUN 2022")


def test_what_stands_against_it_is_said_once_for_all_units() -> None:
    structure_open(access=Access.system("x"), choice=Choice("pkpu-6-2008", date(2020, 1, 1), ("76", "76.01")))
    opening_lock(access=Access.system("x"), empty=True)
    content = officer().get("/structure/opening", {**SAID, "regime": "pkpu-14-2020"}).content.decode()
    assert content.count("another needs a decree") == 1 and "KPU 76, KPU 76.01" in content


@pytest.mark.parametrize(
    "bad", [{"since": "2099-01-01"}, {"typology": "A"}, {"since": "x"}, {"regime": "pkpu-1"}, {"unit": "75"}]
)
def test_what_is_wrong_is_said_in_the_form_and_nothing_is_opened(bad: dict[str, str]) -> None:
    client = officer()
    assert client.get("/structure/opening", {**SAID, **bad}).status_code == 200
    assert client.post("/structure/opening", {**SAID, **bad}).status_code == 422
    assert not Decree.objects.exists()


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.STAFF, Role.COMMISSIONER, Role.APPRAISER])
def test_nobody_else_opens_a_structure(role: Role) -> None:
    client = signed_in(role, "76")
    assert client.get("/structure/opening").status_code == 404
    assert client.post("/structure/opening", SAID).status_code == 404
