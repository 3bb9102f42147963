"""What an empty office is asked to do first."""

from __future__ import annotations

from pathlib import Path

import pytest

from malaqbiq.accounts.models import User
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.organization.models import UnitProfile, WorkUnit
from malaqbiq.organization.selectors import PROFILE_NEEDED
from tests.intake import office
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office(home: Path) -> None:
    office.founded()


def test_an_administrator_is_asked_for_an_officer_then_no_more() -> None:
    client = signed_in(Role.ADMINISTRATOR, "76", username="admin")
    page = client.get("/today").content.decode()
    assert "Make an account for the SDM officer" in page and "Complete 5 work units" in page
    signed_in(Role.SDM_OFFICER, "76.02", username="sdm")
    page = client.get("/today").content.decode()
    assert "Make an account for the SDM officer" not in page and "Complete 5 work units" in page


def test_an_officer_is_asked_for_the_list_until_it_is_in(tmp_path: Path) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    assert "Bring in the list of staff" in client.get("/today").content.decode()
    office.taken(tmp_path, office.row())
    assert "Bring in the list of staff" not in client.get("/today").content.decode()


def test_who_neither_enters_nor_administers_is_asked_nothing() -> None:
    assert "Bring in the list" not in signed_in(Role.SECRETARY, "76").get("/today").content.decode()


def test_units_are_to_be_completed_until_their_profile_and_their_secretary_are_there(tmp_path: Path) -> None:
    client = signed_in(Role.ADMINISTRATOR, "76.02", username="admin")
    office.taken(tmp_path, office.row())
    card, year = "Complete 1 work unit", clock.today(office.ZONE).year
    assert card in client.get("/today").content.decode()
    full = dict.fromkeys(PROFILE_NEEDED, "ada") | {"letterhead": ["Jalan Rekaan 1"]}
    unit = WorkUnit.objects.get(code="76.02")
    UnitProfile.objects.create(unit=unit, year=year, changed_at=clock.now(), **full)
    assert card in client.get("/today").content.decode()
    signer = {"authority": "sekretaris", "form": "definitive", "name": "Sri Uji, S.E.", "valid_from": "2021-01-01"}
    assert client.post("/units/76.02/signers", signer).status_code == 302
    assert card not in client.get("/today").content.decode()


def test_a_role_that_rests_is_the_administrators_to_wake_up() -> None:
    client = signed_in(Role.ADMINISTRATOR, "76.01", "76.02", username="admin")
    signed_in(Role.SECRETARY, "76.01", username="sekretaris")
    assert "role waits for you" not in client.get("/today").content.decode()
    User.objects.filter(username="sekretaris").update(no_person_reason="")
    page = client.get("/today").content.decode()
    assert "1 person&#x27;s role waits for you" in page
    assert f"/users/{User.objects.get(username='sekretaris').uid}" in page
    signed_in(Role.SDM_OFFICER, "76.02", username="sdm")
    User.objects.filter(username="sdm").update(no_person_reason="")
    page = client.get("/today").content.decode()
    assert "2 people&#x27;s roles wait for you" in page and "/users?waiting=1" in page
    listed = client.get("/users?waiting=1").content.decode()
    assert "sekretaris" in listed and "sdm" in listed and ">admin</a>" not in listed


def test_a_commissioner_is_led_to_the_dashboard() -> None:
    page = signed_in(Role.COMMISSIONER, "76", username="komisioner").get("/today").content.decode()
    assert 'href="/province"' in page.split("<main", 1)[1] and "To the dashboard" in page
    page = signed_in(Role.STAFF, "76", username="staf").get("/today").content.decode()
    assert "To the dashboard" not in page
