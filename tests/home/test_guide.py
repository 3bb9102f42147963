"""The user guide is read in the application, in both languages, with pictures that are there."""

from __future__ import annotations

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from malaqbiq.home.guide import TEXTS, guide_in
from malaqbiq.kernel.access import Role
from tests import builders as make
from tests.pages import signed_in

LANGUAGES = sorted(TEXTS)


def text_of(language: str) -> str:
    """All of the guide's chapters as they are shown."""
    return "".join(one.html for one in guide_in(language).chapters)


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_lead_within_the_page_or_are_words(language: str) -> None:
    html = text_of(language)
    links = re.findall(r'href="([^"]+)"', html)
    inside = {link[1:] for link in links if link.startswith("#")}
    assert ".md" not in "".join(links)
    assert inside <= {one.anchor for one in guide_in(language).chapters}
    assert html.count("<a ") == html.count("</a>") == len(links)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_are_there_and_say_what_they_show(language: str) -> None:
    pictures = re.findall(r'<img src="([^"]+)" alt="([^"]*)"', text_of(language))
    assert len(pictures) >= 5
    assert [alt for _src, alt in pictures if len(alt) < 15] == []
    assert [src for src, _alt in pictures if finders.find(src.removeprefix("/static/")) is None] == []


def test_both_languages_tell_the_same_tasks_to_the_same_roles() -> None:
    indonesian, english = (guide_in(language).chapters for language in ("id", "en"))
    assert [one.roles for one in indonesian] == [one.roles for one in english]
    anchors = [one.anchor for one in english]
    assert len(anchors) == len(set(anchors)) > 15


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_tasks_of_its_own_and_all_the_others_follow(role: Role) -> None:
    guide = guide_in("en")
    told = dict(guide.told_to([role]))
    assert list(told) == ["own", "everybodys", "others"]
    assert all(role in one.roles for one in told["own"]) and not any(role in one.roles for one in told["others"])
    assert sum(len(chapters) for chapters in told.values()) == len(guide.chapters)
    assert list(dict(guide.told_to([]))) == ["everybodys", "others"]


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("id", "Panduan pengguna"), ("en", "User guide")])
def test_the_page_speaks_the_readers_language_and_leads_to_every_task(language: str, words: str) -> None:
    client: Client = signed_in(None, username="reader")
    client.cookies["django_language"] = language
    page = client.get("/help").content.decode()
    assert f"<h1>{words}</h1>" in page
    chapters = guide_in(language).chapters
    assert [one.title for one in chapters if f'href="#{one.anchor}"' not in page] == []
    assert [one.title for one in chapters if f'<details id="{one.anchor}"' not in page] == []


@pytest.mark.django_db
def test_ones_own_tasks_come_first_and_stand_open() -> None:
    make.unit("76")
    page = signed_in(Role.APPRAISER, "76").get("/help", headers={"Accept-Language": "en"}).content.decode()
    article = page.split("<article", 1)[1]
    assert re.findall(r'<details id="([^"]+)" open', article) == ["filling-posts", "evaluate-contract-staff"]
    assert article.index("evaluate-contract-staff") < article.index('id="sign-in"')


@pytest.mark.django_db
def test_many_own_tasks_come_first_and_are_folded_so_that_one_finds_them() -> None:
    make.unit("76")
    page = signed_in(Role.SDM_OFFICER, "76").get("/help", headers={"Accept-Language": "en"}).content.decode()
    article = page.split("<article", 1)[1]
    assert re.findall(r"<details [^>]+ open>", article) == []
    assert (
        article.index('id="from-draft-to-signed"')
        < article.index('id="sign-in"')
        < article.index('id="the-audit-pack"')
    )
