from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malaqbiq.kernel.rupiah import rupiah
from malaqbiq.kernel.workbooks.cells import (
    Cell,
    CellRefused,
    choice_read,
    email_read,
    key_of,
    number_read,
    phone_read,
    plain,
    rupiah_read,
    text_read,
    whole_read,
)

anything = st.one_of(
    st.text(max_size=40),
    st.floats(allow_nan=True),
    st.integers(-(10**18), 10**18),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@given(value=anything)
def test_no_cell_breaks_a_reader(value: Cell) -> None:
    for read in (text_read, number_read, whole_read, rupiah_read, phone_read, email_read):
        with suppress(CellRefused):
            read(value)


@pytest.mark.parametrize("value", ["", "  ", "-", "–", "\u00a0", "N/A", "Tidak ada", "'", "\u200b"])
def test_nothing_is_nothing_for_every_reader(value: str) -> None:
    for read in (text_read, number_read, whole_read, rupiah_read, phone_read, email_read):
        assert read(value) is None
    assert choice_read(value, {"a": 1}, allowed="a") is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("  Sitti\u00a0 Bulangmapia\n", "Sitti Bulangmapia"),
        ("\ufeffSitti\u200b", "Sitti"),
        ("a\x00b\x07c", "abc"),
        ("٢٠٢٢", "2022"),
        ("２０２２", "2022"),
        ("cafe\u0301", "café"),
        ("\u202eSitti", "Sitti"),
    ],
)
def test_what_cannot_be_seen_is_taken_away(text: str, wanted: str) -> None:
    assert plain(text) == wanted


@given(text=st.text())
def test_plain_text_is_plain(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_text_is_refused_where_it_is_an_error_or_too_long() -> None:
    for value in ("#N/A", "#ref!", "x" * 121, 1e15):
        with pytest.raises(CellRefused):
            text_read(value)
    assert text_read(12.0) == "12"


@pytest.mark.parametrize(
    "text",
    [
        "199008172015032907",
        "19900817 201503 2 907",
        "'199008172015032907",
        "19900817.201503.2-907",
        "１９９００８１７２０１５０３２９０７",
    ],
)
def test_number_of_a_person_is_its_digits(text: str) -> None:
    assert number_read(text) == "199008172015032907"


@pytest.mark.parametrize(
    "value", [7602015708909007.0, 7602015708909007, 199008172015032907.0, "1,99008E+17", "7.60E+15", 12]
)
def test_number_of_a_person_that_stands_as_a_number_is_refused_with_the_remedy(value: Cell) -> None:
    with pytest.raises(CellRefused, match="format the column as Text"):
        number_read(value)


@pytest.mark.parametrize("value", ["7602O15708909007", "NIP 19900817", date(1990, 8, 17), True])
def test_number_of_a_person_is_nothing_but_digits(value: Cell) -> None:
    with pytest.raises(CellRefused):
        number_read(value)


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("Rp 2.678.863,-", 2_678_863),
        ("Rp. 2,678,863", 2_678_863),
        ("Rp2.678.863,00", 2_678_863),
        ("2.678.863,00", 2_678_863),
        ("2,678,863.00", 2_678_863),
        ("2.678.863", 2_678_863),
        ("2 678 863", 2_678_863),
        ("2678863", 2_678_863),
        ("2678863,0", 2_678_863),
        ("2678863.00", 2_678_863),
        ("IDR 2.678.863", 2_678_863),
        ("Rp 2.678.863,- / bulan", 2_678_863),
        ("Rp\u00a02.678.863,--", 2_678_863),
        ("900.000", 900_000),
        ("900,000", 900_000),
        (2678863, 2_678_863),
        (2678863.0, 2_678_863),
        ("0", 0),
    ],
)
def test_rupiah_is_read_as_offices_write_it(value: Cell, amount: int) -> None:
    assert rupiah_read(value) == amount


@pytest.mark.parametrize(
    "value",
    [
        "2.678,863",
        "2,678.863",
        "2.678.86",
        "26.78.863",
        "2.678.863,50",
        "2.67",
        "2,6 juta",
        "2.6jt",
        "-2.678.863",
        "(2.678.863)",
        "dua juta",
        "Rp",
        "2.678.863.00",
        2678863.1,
        -1,
        1e15,
        float("nan"),
        float("inf"),
        True,
        date(2022, 1, 1),
    ],
)
def test_rupiah_that_is_not_certain_is_refused(value: Cell) -> None:
    with pytest.raises(CellRefused):
        rupiah_read(value)


@given(amount=st.integers(0, 10**13))
def test_rupiah_reads_what_our_papers_write(amount: int) -> None:
    assert rupiah_read(rupiah(amount)) == rupiah_read(f"{rupiah(amount)},-") == rupiah_read(f"{amount:,}") == amount
    assert rupiah_read(amount) == amount


@pytest.mark.parametrize(
    "value",
    [
        "086012345621",
        "0860-1234-5621",
        "0860 1234 5621",
        "+62 860-1234-5621",
        "+62 (0)860 1234 5621",
        "6286012345621",
        "006286012345621",
        "86012345621",
        86012345621.0,
        "'086012345621",
    ],
)
def test_phone_gets_its_country_and_its_lost_zero(value: Cell) -> None:
    assert phone_read(value) == "+6286012345621"


def test_phone_of_a_house_or_another_country() -> None:
    assert phone_read("(0426) 21234") == "+6242621234"
    assert phone_read(42621234.0) == "+6242621234"
    assert phone_read("+60 12-345 6789") == "+60123456789"


@pytest.mark.parametrize(
    "value", ["0860123", "21234", "086012345621/086012345622", "wa", "0860123456789012", "8.6E+10", True, 1.5]
)
def test_phone_that_is_not_certain_is_refused(value: Cell) -> None:
    with pytest.raises(CellRefused):
        phone_read(value)


def test_email() -> None:
    assert email_read(" Sitti.B@Contoh.Example ") == "Sitti.B@contoh.example"


@pytest.mark.parametrize(
    "value",
    [
        "sitti",
        "a@b",
        "a@b.c\nBcc: x@y.example",
        "a@b.example, c@d.example",
        "a..b@c.example",
        "<a@b.example>",
        "a b@c.example",
    ],
)
def test_email_that_is_none_is_refused(value: Cell) -> None:
    with pytest.raises(CellRefused):
        email_read(value)


def test_choice_overlooks_case_and_marks() -> None:
    meanings = {key_of(word): word for word in ("PPNPN", "Laki-laki")}
    assert choice_read("laki laki", meanings, allowed="") == "Laki-laki"
    with pytest.raises(CellRefused, match="PPNPN or PNS"):
        choice_read("honorer", meanings, allowed="PPNPN or PNS")


@pytest.mark.parametrize(("value", "number"), [("22", 22), (22.0, 22), ("22,0", 22), ("+3", 3), ("0", 0)])
def test_whole_number(value: Cell, number: int) -> None:
    assert whole_read(value, highest=31) == number


@pytest.mark.parametrize(
    "value",
    [
        "22,5",
        22.5,
        "-1",
        "32",
        "dua",
        True,
        time(1),
        timedelta(1),
        datetime.fromisoformat("2022-01-01 08:00"),
        float("nan"),
    ],
)
def test_whole_number_that_is_none_is_refused(value: Cell) -> None:
    with pytest.raises(CellRefused):
        whole_read(value, highest=31)
