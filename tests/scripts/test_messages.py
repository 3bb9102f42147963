from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from scripts.messages import gathered, problems, read_catalogue

PAGE = """
{% load i18n %}
  <h1>{% translate "Work units" %}</h1>
{# a remark that isn't quoted's #}
<p>{% blocktranslate count counter=people %}one person{% plural %}{{ counter }} people{% endblocktranslate %}</p>
      it's <b>not</b> Python "at all
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "room"
    (folder / "templates").mkdir(parents=True)
    (folder / "templates" / "page.html").write_text(PAGE)
    code = "def view():\n    return _('Decrees'), gettext_noop('%(count)s entries'), 'not this'\n"
    (folder / "views.py").write_text(code)
    return folder


def catalogue(**texts: str) -> Catalog:
    catalog = Catalog("id")
    for msgid, string in texts.items():
        catalog.add(msgid, string)
    return catalog


def test_texts_of_code_and_templates_are_gathered(package: Path) -> None:
    texts = {message.id for message in gathered(package) if message.id}
    assert texts == {"Work units", ("one person", "%(counter)s people"), "Decrees", "%(count)s entries"}


def test_translated_text_is_no_problem() -> None:
    assert list(problems(catalogue(Decrees="Keputusan"), catalogue(Decrees=""))) == []


def test_text_that_was_not_gathered_is_a_problem() -> None:
    assert list(problems(catalogue(), catalogue(Decrees=""))) == ["not gathered yet (run: make messages): 'Decrees'"]


def test_text_without_translation_is_a_problem() -> None:
    assert list(problems(catalogue(Decrees=""), catalogue(Decrees=""))) == ["not translated: 'Decrees'"]


def test_fuzzy_translation_is_a_problem() -> None:
    guessed = Catalog("id")
    guessed.add("Decrees", "Keputusan", flags=["fuzzy"])
    assert list(problems(guessed, catalogue(Decrees=""))) == ["fuzzy: 'Decrees'"]


def test_translation_that_loses_a_place_is_a_problem() -> None:
    wanted, lost = Catalog("id"), Catalog("id")
    wanted.add("%(count)s entries")
    lost.add("%(count)s entries", "%(jumlah)s entri", flags=["python-format"])
    assert [problem for problem in problems(lost, wanted) if "unknown named placeholder" in problem]


def test_text_that_nobody_asks_for_is_a_problem() -> None:
    found = list(problems(catalogue(Decrees="Keputusan"), catalogue()))
    assert found == ["no longer used (run: make messages): 'Decrees'"]


def test_indonesian_has_one_form_for_any_number() -> None:
    assert read_catalogue("id").num_plurals == 1
