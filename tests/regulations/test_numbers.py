from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malaqbiq.regulations.rules.numbers import (
    ROMAN_MONTHS,
    Number,
    NumberRefused,
    Shape,
    number_format,
    number_parse,
)

REAL = {
    "751/PP.01-Kpt/01/KPU/III/2019": Shape.LONG,
    "366/SDM.05.5-Kpt/05/SJ/IV/2021": Shape.LONG,
    "245/SDM.05.5-Kpt/05/SJ/IV/2018": Shape.LONG,
    "652/SDM.01-Kpt/05/SJ/VI/2021": Shape.LONG,
    "979/HK.03.2-Kpt/04/SJ/VIII/2021": Shape.LONG,
    "929/HK.03.1-Kpt/04/KPU/V/2019": Shape.LONG,
    "82/PR.01.3-Kpt/76/Prov/XII/2020": Shape.LONG,
    "39/SDM.05.5.Kpt/Sek-Prov/VII/2020": Shape.LONG,
    "01/SDM.05.5-Pu/65/TPK/VII/2020": Shape.LONG,
    "01/JPT-KPU/XI/2022": Shape.LONG,
    "57 TAHUN 2022": Shape.YEAR,
    "16 TAHUN 2023": Shape.YEAR,
    "19 TAHUN 2023": Shape.YEAR,
    "32/HK.03.2/53/2022": Shape.REGION,
    "24/SDM.01/04/2021": Shape.REGION,
    "823/HK.01-SD/17/2022": Shape.LETTER,
    "3/SDM.03.6-SD/1701/2022": Shape.LETTER,
    "18/SDM.01-SD/1771/2023": Shape.LETTER,
    "1/RT.02.3-ST/17/2023": Shape.LETTER,
    "4/SDM.02.1-Pu/1376/2023": Shape.LETTER,
    "15/SDM.01-PU/04/2022": Shape.LETTER,
    "4/SDM.12-PU/04/2023": Shape.LETTER,
    "1889/SDM.02-Kpt/04/2021": Shape.LETTER,
    "15/Kpts/KPU/TAHUN 2017": Shape.KPTS,
}


@pytest.mark.parametrize(("text", "shape"), REAL.items())
def test_a_real_number_is_read_and_written_again_as_it_was(text: str, shape: Shape) -> None:
    number = number_parse(text)
    assert number.shape == shape
    assert str(number) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (
            "39/SDM.05.5.Kpt/Sek-Prov/VII/2020",
            Number(Shape.LONG, 39, 2020, 2, "", "SDM.05.5", ".", "Kpt", ("Sek-Prov",), 7),
        ),
        (
            "82/PR.01.3-Kpt/76/Prov/XII/2020",
            Number(Shape.LONG, 82, 2020, 2, "", "PR.01.3", "-", "Kpt", ("76", "Prov"), 12),
        ),
        ("32/HK.03.2/53/2022", Number(Shape.REGION, 32, 2022, 2, "", "HK.03.2", segments=("53",))),
        ("NOMOR 57 TAHUN 2022", Number(Shape.YEAR, 57, 2022, 2)),
        ("Nomor : 3/SDM.03.6-SD/1701/2022", Number(Shape.LETTER, 3, 2022, 1, "", "SDM.03.6", "-", "SD", ("1701",))),
        ("12A/HK.03.2/53/2022", Number(Shape.REGION, 12, 2022, 2, "A", "HK.03.2", segments=("53",))),
    ],
)
def test_the_parts_of_a_number(text: str, number: Number) -> None:
    assert number_parse(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "57",
        "TAHUN 2022",
        "57 TAHUN 22",
        "57/2022",
        "57/HK.03.2/2022",
        "A/HK.03.2/53/2022",
        "57/hk.03.2/53/2022",
        "57/HK.03.2/53/22",
        "57/HK.03.2-Kpt/53/XIII/2022",
        "57/HK.03.2-Kpt/a/b/c/d/I/2022",
        "57/HK.03.2-Kpt/5 3/I/2022",
        "57/HK.03.2-Kpt//I/2022",
        "57 TAHUN 2022; DROP TABLE",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NumberRefused):
        number_parse(text)


@given(
    number=st.builds(
        Number,
        shape=st.just(Shape.LONG),
        serial=st.integers(1, 9999),
        year=st.integers(2000, 2099),
        suffix=st.sampled_from(["", "A"]),
        code=st.sampled_from(["SDM.05.5", "HK", "PR.01"]),
        joiner=st.sampled_from(["-", "."]),
        kind=st.sampled_from(["Kpt", "Pu"]),
        segments=st.sampled_from([("76", "Prov"), ("Sek-Prov",), ()]),
        month=st.integers(1, 12),
    )
)
def test_a_number_written_is_read_as_the_same(number: Number) -> None:
    again = number_parse(str(number))
    assert str(again) == str(number)
    assert (again.serial, again.month, again.segments) == (number.serial, number.month, number.segments)


def test_a_pattern_is_filled_with_the_month_in_roman() -> None:
    pattern = "{serial}/{code}.Kpt/Sek-Prov/{month}/{year}"
    values = {"serial": 39, "code": "SDM.05.5", "month": 7, "year": 2020}
    assert number_format(pattern, values) == "39/SDM.05.5.Kpt/Sek-Prov/VII/2020"
    assert ROMAN_MONTHS[3] == "IV"


@pytest.mark.parametrize("pattern", ["{serial}/{code}/{year}", "{serial}/{serial.__class__}/{year}", "{serial}/{0}"])
def test_a_pattern_with_an_unknown_or_empty_place_is_refused(pattern: str) -> None:
    with pytest.raises(NumberRefused):
        number_format(pattern, {"serial": 1, "code": "", "year": 2022})
