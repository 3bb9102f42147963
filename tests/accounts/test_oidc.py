"""Signing in by the office's own identity server: one that runs here, as small as the protocol allows."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import Settings

from malaqbiq.accounts.models import User
from malaqbiq.accounts.services import user_create
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.installation import installation_record
from tests.process import LONG_ENOUGH, Malaqbiq

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/oidc/office/login/"


class IdentityServer(ThreadingHTTPServer):
    """Says of everybody what `claims` says."""

    claims: dict[str, str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answers(BaseHTTPRequestHandler):
    server: IdentityServer

    def do_GET(self) -> None:
        if self.path == "/userinfo":
            return self._say(self.server.claims)
        url = self.server.url
        endpoints = {name: f"{url}/{name.partition('_')[0]}" for name in ("authorization_endpoint", "token_endpoint")}
        return self._say(
            {**endpoints, "issuer": url, "userinfo_endpoint": f"{url}/userinfo", "jwks_uri": f"{url}/jwks"}
        )

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say({"access_token": "token", "token_type": "Bearer", "expires_in": 60})

    def _say(self, what: object) -> None:
        body = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
        """Say nothing."""


@pytest.fixture
def server(settings: Settings, db: None) -> Iterator[IdentityServer]:
    installation_record()
    server = IdentityServer(("127.0.0.1", 0), Answers)
    server.claims = {"sub": "1", "preferred_username": "ani"}
    app = {"provider_id": "office", "name": "SSO KPU", "client_id": "malaqbiq", "secret": "s"}
    app["settings"] = {"server_url": server.url}  # type: ignore[assignment]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def user(server: IdentityServer) -> User:
    return user_create(access=Access.system("tests"), username="ani", name="Ani Uji")


def comes_from(server: IdentityServer, client: Client, **claims: str) -> int:
    """Go to the identity server and come back, as a browser does; the status of the answer then."""
    server.claims = {"sub": "1", "preferred_username": "ani", **claims}
    there = client.post(LOGIN)["Location"]
    assert there.startswith(server.url)
    asked = parse_qs(urlsplit(there).query)
    assert asked["code_challenge_method"] == ["S256"]
    return client.get(f"{LOGIN}callback/", {"code": "x", "state": asked["state"][0]}).status_code


def is_in(client: Client) -> bool:
    return client.get("/today").status_code == 200


def test_the_sign_in_page_offers_it_and_goes_there_by_post(client: Client, user: User) -> None:
    assert "SSO KPU" in client.get("/accounts/login/").content.decode()
    assert client.get(LOGIN).status_code == 200
    assert not is_in(client)


def test_who_has_an_account_of_that_name_is_let_in(server: IdentityServer, client: Client, user: User) -> None:
    for _ in range(2):
        assert comes_from(server, client) == 302
        assert is_in(client)
        client.post("/accounts/logout/")


@pytest.mark.parametrize(
    "claims",
    [
        {"preferred_username": "budi"},
        {"preferred_username": ""},
        {"preferred_username": "ANI"},
        {"preferred_username": "budi", "email": "ani@example.go.id", "name": "Ani Uji"},
    ],
)
def test_nobody_else_is(server: IdentityServer, client: Client, user: User, claims: dict[str, str]) -> None:
    User.objects.filter(pk=user.pk).update(email="ani@example.go.id")
    assert comes_from(server, client, **claims) == 403
    assert not is_in(client)
    assert User.objects.count() == 1


def test_a_name_given_to_somebody_else_later_opens_nothing(server: IdentityServer, client: Client, user: User) -> None:
    assert comes_from(server, client) == 302
    other = Client()
    assert comes_from(server, other, sub="2") == 403
    assert not is_in(other)


def test_an_identity_whose_name_changed_opens_nothing(server: IdentityServer, client: Client, user: User) -> None:
    assert comes_from(server, client) == 302
    user_create(access=Access.system("tests"), username="budi")
    other = Client()
    assert comes_from(server, other, preferred_username="budi") == 403
    assert not is_in(other)


def test_a_closed_account_stays_closed(server: IdentityServer, client: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    comes_from(server, client)
    assert not is_in(client)


def test_an_answer_that_was_not_asked_for_is_refused(server: IdentityServer, client: Client, user: User) -> None:
    client.get(f"{LOGIN}callback/", {"code": "x", "state": "guessed"})
    assert not is_in(client)


def test_without_the_setting_there_is_no_such_way(client: Client, db: None) -> None:
    installation_record()
    assert client.post(LOGIN).status_code == 404


@pytest.mark.process
def test_the_setting_lets_forms_lead_there_and_reads_the_secret_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush\n")
    code = """
from django.conf import settings
app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
print(app["secret"], *settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"])
"""
    given = {
        "MALAQBIQ_OIDC_ISSUER": "https://sso.example.go.id/realms/kpu/",
        "MALAQBIQ_OIDC_SECRET_FILE": str(tmp_path / "secret"),
    }
    out, err = Malaqbiq(tmp_path).python(code, **given).communicate(timeout=LONG_ENOUGH)
    assert out.split() == ["hush", "'self'", "https://sso.example.go.id"], err
