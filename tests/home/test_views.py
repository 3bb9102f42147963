from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from malaqbiq.kernel.access import Role
from malaqbiq.kernel.installation import installation_record
from malaqbiq.kernel.models import Installation
from tests import builders
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


def test_health_of_an_installation(client: Client) -> None:
    installation_record()
    response = client.get("/health")
    assert response.status_code == 200
    assert response.json() == {
        "ok": True,
        "database": {"vendor": connection.vendor, "reachable": True},
        "release": Installation.objects.get().release,
        "installation": "live",
        "pending_migrations": 0,
        "background": {"workers": 0, "waiting": 0, "running": 0},
    }


def test_health_of_a_database_that_is_not_set_up(client: Client) -> None:
    response = client.get("/health")
    assert response.status_code == 503
    assert response.json()["ok"] is False


def test_health_changes_nothing(client: Client) -> None:
    assert client.post("/health").status_code == 405


def test_a_page_that_is_not_there_says_so_in_its_heading(client: Client) -> None:
    installation_record()
    response = client.get("/nothing/here")
    assert response.status_code == 404
    assert "<h1>Page not found</h1>" in response.content.decode()


def test_a_form_of_an_old_page_is_told_in_words_that_nothing_was_saved() -> None:
    installation_record()
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "sdm"})
    assert response.status_code == 403
    page = response.content.decode()
    assert "nothing was saved" in page and "DEBUG" not in page


def test_the_page_on_which_papers_are_checked_does_not_lead_to_itself(client: Client) -> None:
    installation_record()
    assert '<a href="/verify"' not in client.get("/verify").content.decode()
    assert '<a href="/verify"' in client.get("/verify", {"code": "NONE"}).content.decode()


def test_whoever_signed_in_finds_the_ways_on_where_nothing_is_for_them(client: Client) -> None:
    builders.unit("76.05", "kabkota")
    stranger = builders.person("Nur Uwaimalolo")
    officer = signed_in(Role.SDM_OFFICER, "76.05")
    for address in (f"/staff/{stranger.uid}", "/nothing/here"):
        response = officer.get(address)
        page = response.content.decode()
        assert response.status_code == 404
        assert "<h1>Page not found</h1>" in page
        assert "Nur" not in page
        assert 'href="/staff"' in page
    # Nobody in particular gets the page that stands alone.
    assert 'href="/staff"' not in client.get("/nothing/here").content.decode()
