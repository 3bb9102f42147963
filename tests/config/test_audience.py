"""Who is let to a view, and what day it is asked about."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver

from malaqbiq.accounts.models import User
from malaqbiq.accounts.services import user_create
from malaqbiq.config.middleware import AudienceMiddleware, day_of
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.installation import installation_record
from malaqbiq.ui.audience import Audience, audience_of
from tests.guards.test_routes import routes

TODAY = date(2022, 1, 11)


@pytest.fixture
def user(db: None) -> User:
    installation_record()
    return user_create(access=Access.system("tests"), username="ani", password="lipaq-saqbe-2022")


def ours() -> list[URLPattern]:
    patterns = [pattern for _, pattern in routes(get_resolver().url_patterns)]
    return [pattern for pattern in patterns if pattern.callback.__module__.startswith("malaqbiq.")]


def test_every_view_of_ours_says_for_whom_it_is() -> None:
    assert [pattern.name for pattern in ours() if audience_of(pattern.callback) is None] == []
    assert ours()


def test_a_view_that_says_nothing_answers_nobody() -> None:
    from django.http import Http404, HttpResponse

    def silent(request: object) -> HttpResponse:
        return HttpResponse()

    guard = AudienceMiddleware(silent)
    with pytest.raises(Http404):
        guard.process_view(RequestFactory().get("/"), silent, (), {})


def test_who_has_not_signed_in_is_led_to_it_and_back(client: Client, user: User) -> None:
    response = client.get("/find?q=ani")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/find%3Fq%3Dani"


def test_a_page_for_roles_is_not_there_for_others() -> None:
    officers = Audience(roles=frozenset({Role.SDM_OFFICER}))
    assert officers.includes(Access("ani", {Role.SDM_OFFICER: frozenset({"76"})}))
    assert not officers.includes(Access("ani", {Role.SDM_OFFICER: frozenset()}))
    assert not officers.includes(Access("ani", {Role.STAFF: frozenset({"76"})}))


def test_the_day_of_the_question_is_today_unless_the_address_names_one() -> None:
    assert day_of("2021-12-31", TODAY) == date(2021, 12, 31)
    for wrong in ("", "kemarin", "2021-02-30", "0001-01-01", "9999-12-31", "2021-12-31 OR 1"):
        assert day_of(wrong, TODAY) == TODAY


def test_another_day_is_said_and_framed(client: Client, user: User) -> None:
    client.force_login(user)
    page = client.get("/help?as_of=2021-12-30").content.decode()
    assert 'class="other-day"' in page
    assert "30 December 2021" in page
    assert 'href="/today?as_of=2021-12-30"' in page
    assert 'class="other-day"' not in client.get("/help").content.decode()
