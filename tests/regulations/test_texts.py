from __future__ import annotations

import pytest

from malaqbiq.regulations.rules.texts import TextRefused, fill, unknown_places


def test_places_are_filled_with_plain_text() -> None:
    assert fill("di {{ unit }} tahun {{year}}", {"unit": "KPU Mamuju", "year": "2022"}) == "di KPU Mamuju tahun 2022"


def test_a_value_that_looks_like_a_place_stays_as_it_is() -> None:
    assert fill("di {{ unit }}", {"unit": '{{ year }} #read("/etc/passwd")'}) == 'di {{ year }} #read("/etc/passwd")'


def test_a_place_without_a_value_is_named() -> None:
    with pytest.raises(TextRefused, match="dipa_number"):
        fill("DIPA {{ dipa_number }}", {"dipa_number": ""})


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("{{ unit }}", []),
        ("{{ nik }}", ["nik"]),
        ("{{ unit.__class__ }}", ["unit.__class__"]),
        ("{% if x %}", ["{", "}"]),
        ("{{ unit }", ["{", "}"]),
    ],
)
def test_what_no_paper_fills_is_found(text: str, unknown: list[str]) -> None:
    assert unknown_places(text) == unknown
