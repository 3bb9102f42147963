from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from malaqbiq.config.middleware import installation_middleware, language_middleware, text_middleware
from malaqbiq.kernel import clock
from malaqbiq.kernel.installation import installation_record
from malaqbiq.kernel.models import Installation


def day(request: HttpRequest) -> HttpResponse:
    return HttpResponse(clock.today("Asia/Makassar").isoformat())


def language(request: HttpRequest) -> HttpResponse:
    return HttpResponse(translation.get_language())


@pytest.mark.django_db
def test_clock_of_a_demo_stands_at_the_storys_day(rf: RequestFactory) -> None:
    installation_record()
    Installation.objects.update(kind="demo", clock_at=datetime(2022, 1, 10, 17, tzinfo=UTC))
    response = installation_middleware(day)(rf.get("/"))
    assert response.getvalue() == b"2022-01-11"
    assert not clock.is_standing()


@pytest.mark.django_db
def test_clock_of_a_live_office_runs(rf: RequestFactory) -> None:
    installation_record()
    response = installation_middleware(day)(rf.get("/"))
    assert date.fromisoformat(response.getvalue().decode()) >= date(2026, 1, 1)


@pytest.mark.django_db
def test_pages_wait_for_init(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 503
    assert b"malaqbiq init" in response.content


def test_language_is_the_readers_choice_not_the_browsers(rf: RequestFactory) -> None:
    answer = language_middleware(language)
    request = rf.get("/", HTTP_ACCEPT_LANGUAGE="id")
    assert answer(request).getvalue() == settings.LANGUAGE_CODE.encode()
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = "id"
    response = answer(request)
    assert response.getvalue() == b"id"
    assert response.headers["Content-Language"] == "id"


def test_language_that_is_not_spoken_here_is_ignored(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = "../../etc"
    assert language_middleware(language)(request).getvalue() == settings.LANGUAGE_CODE.encode()


@pytest.mark.parametrize("asked", ["q=a%00b", "q=a%%0000b", "q=a%%%000000b%00", "q=a%0%0%0000b"])
def test_no_question_holds_a_nul_whatever_is_left_out_of_it(rf: RequestFactory, asked: str) -> None:
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.GET["q"])
        return HttpResponse()

    request = rf.get("/")
    request.META["QUERY_STRING"] = asked
    text_middleware(view)(request)
    assert len(seen) == 1 and "\0" not in seen[0]
