"""Every address of the house, written to by every role: what is foreign isn't there, and nothing breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django import forms
from django.apps import apps
from django.test import Client
from django.urls import URLPattern

from malaqbiq.accounts.models import User
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.ui.audience import Audience, audience_of
from tests import builders as make
from tests.addresses import NEVER_THERE, ROUTES, TODAY, address, what_stands_there
from tests.pages import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

WORDS = ("", "a\0b", "9" * 30, "-1", "2022-13-45", NEVER_THERE)
"""What is typed into every field at once: nothing, nonsense, what a database can't hold, a uid of nothing."""

ASKED = frozenset({"q", "sort", "page", "as_of", "columns", "register", "kind", "year", "column", "status", "level"})
"""What lists ask for in an address beside what forms have."""


@pytest.fixture(autouse=True)
def _february() -> Iterator[None]:
    with clock.standing_at(make.noon(TODAY)):
        yield


@pytest.fixture
def uids(tmp_path: Path) -> dict[str, str]:
    """Of what each address names."""
    return what_stands_there(tmp_path)


FORM = "application/x-www-form-urlencoded"

OF_THE_LAW = frozenset({"law-state", "law-withdrawal"})
"""Everybody reads the law; whose fact is changed is named in the body."""


def fields() -> set[str]:
    """The name of every field of every form."""

    def below(form: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
        for one in form.__subclasses__():
            yield one
            yield from below(one)

    ours = [form for form in below(forms.BaseForm) if form.__module__.startswith("malaqbiq.")]
    named = {name for form in ours for name in getattr(form, "base_fields", {})}
    more = {"pick", "quote", "agreed", "version", "paper", "unit", "month", "digest", "seen", "do", "start", "keep"}
    return (
        named | more | {"outcome", "reason", "note", "office", "value", "find", "partial", "entries", "next", "people"}
    )


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, but for who is signed in."""
    models = [model for model in apps.get_models() if model.__module__.startswith("malaqbiq.") and model is not User]
    return {model._meta.label: sorted(model.objects.values_list(), key=str) for model in models}


def sent_to(client: Client, path: str, name: str, uids: dict[str, str], word: str = "76") -> int:
    """What the address answers to a form with the word in every field; scores come as the sheet's script sends them."""
    if name == "appraisal-cells":
        score = {"person": uids["person"], "component": "behaviour", "month": "", "value": word, "version": 0}
        return client.post(address(path, uids), {"entries": [score]}, content_type="application/json").status_code
    # As a browser sends a form without a file: read nine times as fast as one that could hold one.
    return client.post(address(path, uids), urlencode(dict.fromkeys(fields(), word)), content_type=FORM).status_code


def meant(pattern: URLPattern) -> Audience:
    return audience_of(pattern.callback) or Audience()


def test_what_lies_in_a_foreign_work_unit_is_not_there_to_be_written_to(uids: dict[str, str]) -> None:
    make.unit("73", "provinsi")
    clients = {role: signed_in(role, "73", username=f"lain {role}") for role in Role}
    before = everything()
    found = {
        (pattern.name, role): sent_to(client, path, pattern.name, uids)
        for role, client in clients.items()
        for path, pattern in ROUTES
        if "<" in path and not meant(pattern).public and pattern.name not in OF_THE_LAW
    }
    assert {key: status for key, status in found.items() if status not in {404, 405}} == {}
    after = everything()
    assert {name for name, rows in before.items() if rows != after[name]} == set()


def test_an_act_of_another_role_is_not_there_in_ones_own_work_unit(uids: dict[str, str]) -> None:
    clients = {role: signed_in(role, "76", "76.01", "76.02", username=f"milik {role}") for role in Role}
    before = everything()
    found = {
        (pattern.name, role): sent_to(client, path, pattern.name, uids)
        for role, client in clients.items()
        for path, pattern in ROUTES
        if not (meant(pattern).public or meant(pattern).everyone or role in meant(pattern).roles)
    }
    assert {key: status for key, status in found.items() if status != 404} == {}
    assert everything() == before


def test_no_words_in_a_form_or_an_address_break_it(uids: dict[str, str]) -> None:
    for role in Role:
        client = signed_in(role, "76", "76.01", "76.02", username="milik")
    client.raise_request_exception = False
    found = {}
    for path, pattern in ROUTES:
        for word in WORDS:
            found[pattern.name, word, "post"] = sent_to(client, path, pattern.name, uids, word)
        for word in WORDS[1:3]:
            asked = client.get(address(path, uids), dict.fromkeys(fields() | ASKED, word))
            found[pattern.name, word, "get"] = asked.status_code
        if "<str" in path or "<path" in path:
            broken = address(re.sub("<(str|path):[a-z]+>", "a%00b", path), uids)
            found[pattern.name, "path", "get"] = client.get(broken).status_code
    assert {key: status for key, status in found.items() if status >= 500} == {}


def test_nothing_is_written_without_the_pages_token(uids: dict[str, str]) -> None:
    signed = signed_in(Role.SDM_OFFICER, "76", username="milik")
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed.cookies
    before = everything()
    found = {pattern.name: sent_to(client, path, pattern.name, uids) for path, pattern in ROUTES}
    # It changes nothing and knows nobody.
    assert found.pop("verify-file") == 400
    assert {name: status for name, status in found.items() if status != 403} == {}
    assert everything() == before
