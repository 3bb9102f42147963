"""What an empty office is asked to do first."""

from __future__ import annotations

from pathlib import Path

import pytest

from malaqbiq.kernel.access import Role
from tests.intake import office
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office(home: Path) -> None:
    office.founded()


def test_an_administrator_is_asked_for_an_officer_then_no_more() -> None:
    client = signed_in(Role.ADMINISTRATOR, "76", username="admin")
    page = client.get("/today").content.decode()
    assert "Make an account for the SDM officer" in page and "Complete the work units" in page
    signed_in(Role.SDM_OFFICER, "76.02", username="sdm")
    page = client.get("/today").content.decode()
    assert "Make an account for the SDM officer" not in page and "Complete the work units" in page


def test_an_officer_is_asked_for_the_list_until_it_is_in(tmp_path: Path) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    assert "Bring in the list of staff" in client.get("/today").content.decode()
    office.taken(tmp_path, office.row())
    assert "Bring in the list of staff" not in client.get("/today").content.decode()


def test_who_neither_enters_nor_administers_is_asked_nothing() -> None:
    assert "Bring in the list" not in signed_in(Role.SECRETARY, "76").get("/today").content.decode()
