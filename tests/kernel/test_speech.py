"""Words are said in the language of who reads them."""

from __future__ import annotations

from datetime import date

from django.utils import translation

from malaqbiq.kernel.speech import said
from malaqbiq.kernel.words import Words, joined

NOT_SET_UP = Words("this database is not set up yet")


def test_words_are_said_in_the_readers_language() -> None:
    with translation.override("id"):
        assert said(NOT_SET_UP) == "basis data ini belum disiapkan"
    assert said(NOT_SET_UP) == "this database is not set up yet"


def test_a_sentence_within_a_sentence_is_translated_too() -> None:
    words = Words("%(count)s things stand in the way; the first: %(first)s", {"count": 2, "first": NOT_SET_UP})
    with translation.override("id"):
        assert said(words) == "ada 2 hal yang menghalangi; yang pertama: basis data ini belum disiapkan"
    assert str(words) == "2 things stand in the way; the first: this database is not set up yet"


def test_sentences_one_after_the_other_are_translated_each() -> None:
    words = joined([NOT_SET_UP, Words("the opening is locked")], "; ")
    with translation.override("id"):
        assert said(words) == "basis data ini belum disiapkan; saldo awal sudah dikunci"
    assert str(words) == "this database is not set up yet; the opening is locked"


def test_a_day_is_written_out_as_its_reader_writes_days() -> None:
    words = Words("nothing is stated for %(day)s", {"day": date(2022, 1, 11)})
    with translation.override("id"):
        assert said(words).endswith("11 Januari 2022")
    assert said(words) == "nothing is stated for 11 January 2022"


def test_a_sentence_without_places_may_hold_a_percent_sign() -> None:
    assert said(Words("100 % sure")) == "100 % sure"
    assert said(Words("")) == ""
