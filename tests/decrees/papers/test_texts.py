from __future__ import annotations

import pytest

from malaqbiq.decrees.rules.papers.snapshot import Annex, Article
from malaqbiq.decrees.rules.papers.texts import UnknownPlace, fill, text_problems
from tests.decrees.papers.sample import TEXT


def test_places_are_filled_once() -> None:
    """What is filled in is never looked at again: a name with braces stays a name."""
    assert fill("Saudara {{ name }} pada {{unit}}", {"name": "{{ unit }}", "unit": "Majene"}) == (
        "Saudara {{ unit }} pada Majene"
    )


@pytest.mark.parametrize(
    "text", ["{{ name.__class__ }}", "{{ 7*7 }}", "{% load x %}", "{{ name|safe }}", "${name}", "{name}", "#{name}"]
)
def test_nothing_else_is_evaluated(text: str) -> None:
    assert fill(text, {"name": "Sitti"}) == text


def test_an_unknown_place_is_named() -> None:
    with pytest.raises(UnknownPlace, match="salary"):
        fill("{{ salary }}", {})


def test_a_sound_text_has_no_problems() -> None:
    assert text_problems(TEXT) == []


def test_problems_name_the_place_the_stray_brace_and_the_unknown_fact() -> None:
    text = TEXT.model_copy(
        update={
            "dictums": ("Mulai {{ strat }}.", "Sampai {{ until ."),
            "annex": Annex(title="Daftar", columns=("name", "salary")),
        }
    )
    assert [str(problem) for problem in text_problems(text)] == [
        "there is no place called strat",
        "braces that belong to no place: Sampai {{ until .",
        "there is no fact called salary",
    ]


def test_facts_of_one_person_stand_in_the_agreement_only() -> None:
    contract = TEXT.contract.model_copy(update={"articles": (Article(title="Upah", paragraphs=("{{ amount }}",)),)})
    assert text_problems(TEXT.model_copy(update={"contract": contract})) == []
    assert text_problems(TEXT.model_copy(update={"dictums": ("{{ amount }}",)})) != []
