from __future__ import annotations

import unicodedata

import pytest

from malaqbiq.decrees.documents.fonts import coverages
from malaqbiq.decrees.documents.glyphs import MARK, fit, fit_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Sitti Aminah", "Sitti Aminah"),
        ("  dua \n baris\t\u2028rapat\u00a0", "dua baris rapat"),
        ("Ma\u02bcruf", "Ma\u02bcruf"),
        ("Jose\u0301", "José"),
        ("R\u202eTFEL\u202c\u200b\ufeff", "RTFEL"),
        ("nol\x00bel\x07", "nolbel"),
        ("", ""),
    ],
)
def test_text_becomes_one_visible_line(text: str, shown: str) -> None:
    assert fit_text(text) == (shown, 0)


@pytest.mark.parametrize("text", ["\U0001f600", "محمد", "中文", "\ue000", "\ud800", "\u0301", "a" + "\u0323" * 9])
def test_what_no_font_has_is_marked_and_counted(text: str) -> None:
    shown, replaced = fit_text(text)
    assert shown == MARK * replaced
    assert replaced >= 1


def test_a_mark_that_only_another_font_could_set_does_not_slip_through() -> None:
    main, spare = coverages()
    only_main = next(chr(code) for code in sorted(main - spare) if unicodedata.category(chr(code)) == "Ll")
    only_spare = next(chr(code) for code in sorted(spare - main) if unicodedata.category(chr(code)) == "Mn")
    assert fit_text(only_main + only_spare) == (MARK, 1)


def test_every_text_of_a_value_is_made_fit() -> None:
    assert fit({"a": ["x\ny", {"b": "\U0001f600"}], "c": 3, "d": None}) == (
        {"a": ["x y", {"b": MARK}], "c": 3, "d": None},
        1,
    )
