"""One word for one thing: what the glossary discards comes back neither in the Indonesian pages nor in their guide."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_AP, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import override

from scripts.messages import read_catalogue
from tests.guards.source import ROOT

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()
GUIDE = ROOT / "malaqbiq" / "home" / "guide" / "panduan.md"
PLACES = re.compile(r"%\(\w+\)s|\{\{? ?\w* ?\}?\}|`[^`]*`")
"""What stands for something else, or is said to a machine: no word of ours."""


def discarded() -> Iterator[tuple[str, str]]:
    """Words of the glossary's last table, each with the one that is used instead."""
    rows = GLOSSARY.split("## One word for one thing", 1)[1].split("| --- | --- |\n", 1)[1].splitlines()
    for not_these, but in (row.strip("| ").split(" | ") for row in rows if row):
        yield from ((word, but) for word in not_these.split(", "))


def found(word: str, texts: list[str]) -> list[str]:
    """The texts in which the word stands whole, with or without -nya, however it is written."""
    pattern = re.compile(rf"\b{re.escape(word)}(nya)?\b", re.IGNORECASE)
    return [text for text in texts if pattern.search(PLACES.sub(" ", " ".join(text.split())))]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Every Indonesian text of the pages, and the paragraphs of the guide."""
    said = (message.string for message in read_catalogue("id") if message.id)
    of_pages = [text for one in said for text in ([one] if isinstance(one, str) else one)]
    return [*of_pages, *GUIDE.read_text().split("\n\n")]


@pytest.mark.parametrize(("word", "instead"), list(discarded()))
def test_a_discarded_word_does_not_come_back(word: str, instead: str, texts: list[str]) -> None:
    assert found(word, texts) == [], f"the glossary says {instead}, not {word}"


def test_no_text_of_ours_is_a_month_or_weekday_of_djangos() -> None:
    """Django looks its own words up in our catalogue too: "may" as "dapat" made a date "1 Dapat 2022"."""
    names = {*MONTHS.values(), *MONTHS_3.values(), *MONTHS_AP.values(), *WEEKDAYS.values(), *WEEKDAYS_ABBR.values()}
    with override("en"):
        english = {str(name) for name in names}
    assert english & {message.id for message in read_catalogue("id")} == set()


def test_a_discarded_word_would_be_found() -> None:
    assert found("satuan kerja", ["Semua satuan\nkerjanya", "Satuan kerja", "satker", "%(file)s"]) == [
        "Semua satuan\nkerjanya",
        "Satuan kerja",
    ]
    assert found("file", ["%(file)s hilang", "`malaqbiq import FILE.xlsx`", "profile", "unduh file"]) == ["unduh file"]


def test_the_glossary_discards_no_word_that_it_explains() -> None:
    explained = GLOSSARY.split("## One word for one thing", 1)[0]
    heads = [row.split(" | ", 1)[0].strip("| ") for row in explained.splitlines() if row.startswith("| ")]
    assert [(word, head) for word, _but in discarded() for head in heads if found(word, [head])] == []
