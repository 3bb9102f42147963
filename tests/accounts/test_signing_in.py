"""Signing in: hard to guess, nothing told to strangers, no way around the second factor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from allauth.mfa.webauthn.internal.flows import auth as webauthn
from django.conf import settings
from django.contrib.auth import hashers
from django.core.cache import cache
from django.test import Client
from django.utils.crypto import pbkdf2
from pytest_django import Settings

from malaqbiq.accounts.models import User
from malaqbiq.accounts.services import user_create
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.installation import installation_record

pytestmark = pytest.mark.django_db

SIGN_IN = "/accounts/login/"
PASSWORD, OTHER = "lipaq-saqbe-2022", "bunga-parammesang-7"


@pytest.fixture
def user(db: None) -> Iterator[User]:
    installation_record()
    yield user_create(access=Access.system("tests"), username="ani", name="Ani Uji", password=PASSWORD)
    cache.clear()


def signs_in(client: Client, password: str = PASSWORD, username: str = "ani", **more: str) -> str:
    """Where a sign-in leads, empty if nowhere."""
    answer = client.post(SIGN_IN, {"login": username, "password": password}, **more)
    return answer.headers.get("Location", "")


def is_in(client: Client) -> bool:
    return client.get("/today").status_code == 200


def code_now(secret: str) -> str:
    """The code of the moment, in the middle of those that are taken."""
    counters = list(yield_hotp_counters_from_time())
    return f"{hotp_value(secret, counters[len(counters) // 2]):06d}"


def with_totp(client: Client) -> str:
    """Set up an authenticator app as its user does: the secret from the page, a code of it back."""
    # Whoever sits down at an open window changes nothing about signing in: the password is asked for again.
    assert client.get("/accounts/2fa/totp/activate/")["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    found = re.search(r'value="([A-Z2-7]{32})"', page)
    assert found
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_now(found[1])})
    assert answer.status_code == 302
    # The same code is not taken twice; here the next half minute need not be waited for.
    cache.clear()
    return found[1]


def test_guessing_a_password_ends_after_five_and_the_right_one_waits_too(client: Client, user: User) -> None:
    for number in range(5):
        assert signs_in(client, f"guess-{number}") == ""
    assert signs_in(client) == ""
    assert "Too many" in client.post(SIGN_IN, {"login": "ani", "password": PASSWORD}).content.decode()
    assert signs_in(Client(REMOTE_ADDR="10.0.0.9")) == ""


def test_guessing_many_names_from_one_address_ends_too(client: Client, user: User) -> None:
    for number in range(10):
        signs_in(client, "guess", f"name-{number}")
    assert signs_in(client) == ""
    assert signs_in(Client(REMOTE_ADDR="10.0.0.9")) == "/today"


def test_attempts_are_counted_where_all_processes_see_them(client: Client, user: User) -> None:
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    signs_in(client, "guess")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kernel_cache WHERE cache_key LIKE %s", ["%login_failed%"])
        assert cursor.fetchone()[0]


def test_a_header_that_a_reader_wrote_is_no_address(client: Client, user: User) -> None:
    for number in range(10):
        signs_in(client, "guess", f"name-{number}", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")
    assert signs_in(client, HTTP_X_FORWARDED_FOR="10.0.1.1") == ""


def test_nobody_is_told_who_has_an_account(user: User, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    User.objects.filter(pk=user.pk).update(password=_hashed())
    rounds: list[int] = []

    # The answer takes as long as its hashes: so many rounds of the one slow function.
    def counted(password: str, salt: str, iterations: int, **others: Any) -> bytes:
        rounds.append(iterations)
        return pbkdf2(password, salt, iterations, **others)

    monkeypatch.setattr(hashers, "pbkdf2", counted)
    pages, costs = [], []
    for name in ("ani", "nobody"):
        rounds.clear()
        answer = Client().post(SIGN_IN, {"login": name, "password": "guess"})
        costs.append(sum(rounds))
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        pages.append((answer.status_code, text.replace(f'value="{name}"', "")))
    assert pages[0] == pages[1]
    assert costs[0] == costs[1] >= hashers.PBKDF2PasswordHasher.iterations


def _hashed() -> str:
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)


def test_a_closed_account_is_told_only_to_who_knows_its_password(client: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert "closed" not in client.post(SIGN_IN, {"login": "ani", "password": "guess"}).content.decode()
    assert signs_in(client) == "/accounts/inactive/"
    assert not is_in(client)


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http:evil.example"],
)
def test_after_signing_in_nobody_is_led_elsewhere(client: Client, user: User, address: str) -> None:
    answer = client.post(SIGN_IN, {"login": "ani", "password": PASSWORD, "next": address})
    assert answer["Location"] == "/today"


def test_after_signing_in_one_goes_where_one_was_going(client: Client, user: User) -> None:
    answer = client.post(SIGN_IN, {"login": "ani", "password": PASSWORD, "next": "/help"})
    assert answer["Location"] == "/help"


def test_signing_out_takes_a_post_and_a_token(client: Client, user: User) -> None:
    signs_in(client)
    client.get("/accounts/logout/")
    assert is_in(client)
    client.post("/accounts/logout/")
    assert not is_in(client)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    assert strict.post("/accounts/logout/").status_code == 403
    assert strict.post(SIGN_IN, {"login": "ani", "password": PASSWORD}).status_code == 403


def test_a_password_change_ends_all_other_sessions(client: Client, user: User) -> None:
    elsewhere = Client()
    assert signs_in(client) == signs_in(elsewhere) == "/today"
    client.post("/accounts/password/", {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER})
    assert is_in(client)
    assert not is_in(elsewhere)
    assert signs_in(Client()) == ""
    assert signs_in(Client(), OTHER) == "/today"


def test_a_session_has_a_new_key_after_signing_in(client: Client, user: User) -> None:
    session = client.session
    session["planted"] = "1"
    session.save()
    before = session.session_key
    signs_in(client)
    assert client.session.session_key != before


def test_a_name_from_elsewhere_in_the_host_header_is_refused(client: Client, user: User) -> None:
    assert client.get(SIGN_IN, HTTP_HOST="evil.example").status_code == 400


def test_the_second_factor_cannot_be_skipped(client: Client, user: User) -> None:
    signs_in(client)
    secret = with_totp(client)
    again = Client()
    assert signs_in(again) == "/accounts/2fa/authenticate/"
    for address in ("/today", "/accounts/2fa/", "/accounts/password/", "/accounts/2fa/totp/deactivate/"):
        assert again.get(address).status_code == 302
    assert again.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert User.objects.get(pk=user.pk).pk and not is_in(again)
    assert again.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert not is_in(again)
    assert again.post("/accounts/2fa/authenticate/", {"code": code_now(secret)})["Location"] == "/today"
    assert is_in(again)


def test_a_code_is_taken_once(client: Client, user: User) -> None:
    signs_in(client)
    secret = with_totp(client)
    code = code_now(secret)
    for let_in in (True, False):
        again = Client()
        signs_in(again)
        again.post("/accounts/2fa/authenticate/", {"code": code})
        assert is_in(again) is let_in


def test_guessing_codes_ends_too(client: Client, user: User) -> None:
    signs_in(client)
    secret = with_totp(client)
    again = Client()
    signs_in(again)
    for number in range(10):
        again.post("/accounts/2fa/authenticate/", {"code": f"{number:06d}"})
    again.post("/accounts/2fa/authenticate/", {"code": code_now(secret)})
    assert not is_in(again)


def test_a_recovery_code_lets_in_once(client: Client, user: User) -> None:
    signs_in(client)
    with_totp(client)
    client.post("/accounts/2fa/recovery-codes/generate/")
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    codes = re.findall(r"\b\d{8}\b", page)
    assert len(codes) == 10
    for let_in in (True, False):
        again = Client()
        signs_in(again)
        again.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert is_in(again) is let_in


def test_the_second_factor_offers_a_passkey_to_who_has_one_and_says_that_a_recovery_code_will_do(
    client: Client, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs_in(client)
    with_totp(client)
    again = Client()
    signs_in(again)
    shown = again.get("/accounts/2fa/authenticate/").content.decode()
    assert "recovery codes instead" in shown and "Use a passkey" not in shown
    offered = {"publicKey": {"challenge": "x", "allowCredentials": [{"id": "x", "type": "public-key"}]}}
    monkeypatch.setattr(webauthn, "begin_authentication", lambda _user: offered)
    assert "Use a passkey" in again.get("/accounts/2fa/authenticate/").content.decode()


def test_who_signs_in_with_a_temporary_password_is_told_why_it_has_to_change(client: Client, user: User) -> None:
    signs_in(client)
    assert "temporary one" not in client.get("/accounts/password/").content.decode()
    User.objects.update(password_is_temporary=True)
    shown = client.get("/today", follow=True).content.decode()
    assert "Choose your own password first." in shown


@pytest.mark.parametrize("address", ["/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/"])
@pytest.mark.parametrize(("language", "word"), [("id", "kunci sandi (passkey)"), ("en", "passkey")])
def test_one_word_for_a_passkey(client: Client, user: User, address: str, language: str, word: str) -> None:
    signs_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.cookies["django_language"] = language
    shown = client.get(address).content.decode().casefold()
    assert word in shown and "kunci keamanan" not in shown and "security key" not in shown


def test_passkeys_are_listed_by_name_renamed_and_removed(client: Client, user: User) -> None:
    signs_in(client)
    key = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Ponsel"})
    assert "You have 1 passkey." in client.get("/accounts/2fa/").content.decode()
    assert "Ponsel" in client.get("/accounts/2fa/webauthn/").content.decode()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for address in (f"/accounts/2fa/webauthn/keys/{key.pk}/edit/", f"/accounts/2fa/webauthn/keys/{key.pk}/remove/"):
        assert "passkey" in client.get(address).content.decode()
    assert client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/").status_code == 302
    assert not Authenticator.objects.exists()
