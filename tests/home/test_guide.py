"""The user guide is read in the application, in both languages, with pictures that are there."""

from __future__ import annotations

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from malaqbiq.home.guide import TEXTS, guide_in
from tests.pages import signed_in

LANGUAGES = sorted(TEXTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chapter_is_reached_from_the_list(language: str) -> None:
    guide = guide_in(language)
    anchors = [anchor for anchor, _title in guide.chapters]
    assert len(anchors) == len(set(anchors)) > 15
    assert [anchor for anchor in anchors if f'<h2 id="{anchor}">' not in guide.html] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_lead_within_the_page_or_are_words(language: str) -> None:
    html = guide_in(language).html
    links = re.findall(r'href="([^"]+)"', html)
    inside = {link[1:] for link in links if link.startswith("#")}
    assert ".md" not in "".join(links)
    assert inside <= {anchor for anchor, _title in guide_in(language).chapters}
    assert html.count("<a ") == html.count("</a>") == len(links)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_are_there_and_say_what_they_show(language: str) -> None:
    pictures = re.findall(r'<img src="([^"]+)" alt="([^"]*)"', guide_in(language).html)
    assert len(pictures) >= 5
    assert [alt for _src, alt in pictures if len(alt) < 15] == []
    assert [src for src, _alt in pictures if finders.find(src.removeprefix("/static/")) is None] == []


def test_both_languages_tell_as_many_tasks() -> None:
    assert len({len(guide_in(language).chapters) for language in LANGUAGES}) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("id", "Panduan pengguna"), ("en", "User guide")])
def test_the_page_speaks_the_readers_language(language: str, words: str) -> None:
    client: Client = signed_in(None, username="reader")
    client.cookies["django_language"] = language
    page = client.get("/help").content.decode()
    assert f"<h1>{words}</h1>" in page
    assert f'href="#{guide_in(language).chapters[0][0]}"' in page
