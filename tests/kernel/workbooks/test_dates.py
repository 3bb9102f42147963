from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malaqbiq.kernel.periods import month
from malaqbiq.kernel.workbooks.cells import Cell, CellRefused
from malaqbiq.kernel.workbooks.dates import SERIAL_ZERO, Window, date_read, month_read

BIRTHS = Window(date(1922, 1, 11), date(2007, 1, 11))
TERMS = Window(date(1960, 1, 1), date(2059, 12, 31))
BORN = date(1990, 8, 17)
INDONESIAN = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"


@pytest.mark.parametrize(
    "value",
    [
        BORN,
        datetime.fromisoformat("1990-08-17 08:30"),
        33102,
        33102.0,
        "33102",
        "17 Agustus 1990",
        "17 agustus 1990",
        "17 Agt 1990",
        "17-Agu-90",
        "17 Agust. 1990",
        "17 August 1990",
        "17Aug1990",
        "Jumat, 17 Agustus 1990",
        "Jum'at 17 Agustus 1990",
        "17 VIII 1990",
        "17/08/1990",
        "17-08-1990",
        "17.08.1990",
        "17/8/90",
        "17-8-'90",
        "17 08 1990",
        "1990-08-17",
        "1990/8/17",
        "1990-08-17 00:00:00",
        "1990-08-17T00:00",
        "17/08/1990 00:00",
        "19900817",
        "17081990",
        "\u00a017\u00a0Agustus 1990 ",
        "١٧/٠٨/١٩٩٠",
    ],
)
def test_birth_is_read_as_offices_write_it(value: Cell) -> None:
    assert date_read(value, BIRTHS) == BORN


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("08/17/1990", "day first"),
        ("31/02/1990", "no day of the calendar"),
        ("29 Februari 1990", "no day of the calendar"),
        ("1990", "only a year|no date"),
        (1990, "only a year"),
        ("17 Agustus", "no date"),
        ("17 Foo 1990", "no date"),
        ("17/08/2020", "can't be"),
        ("17/08/10", "can't be"),
        ("17/08/1790", "can't be"),
        (date(2020, 8, 17), "can't be"),
        (12, "no date"),
        (33102.5, "no date"),
        (1e300, "no date"),
        (float("nan"), "no date"),
        ("#N/A", "formula"),
        (True, "no date"),
        (time(8), "no date"),
        (timedelta(3), "no date"),
        ("17/08", "no date"),
    ],
)
def test_what_is_no_certain_birth_is_refused(value: Cell, why: str) -> None:
    with pytest.raises(CellRefused, match=why):
        date_read(value, BIRTHS)


def test_two_digits_are_refused_where_both_centuries_fit() -> None:
    wide = Window(date(1900, 1, 1), date(2050, 1, 1))
    with pytest.raises(CellRefused, match="four digits"):
        date_read("17/08/20", wide)
    assert date_read("17/08/20", TERMS) == date(2020, 8, 17)


def test_eight_digits_that_read_both_ways_are_refused() -> None:
    with pytest.raises(CellRefused, match="2011-11-12"):
        date_read("20111112", Window(date(1000, 1, 1), date(2100, 1, 1)))
    assert date_read("11121980", TERMS) == date(1980, 12, 11)


@pytest.mark.parametrize("value", ["", "-", "  "])
def test_nothing_is_no_date(value: str) -> None:
    assert date_read(value, BIRTHS) is None
    assert month_read(value, TERMS) is None


@given(day=st.dates(TERMS.first, TERMS.last))
def test_every_form_of_a_day_reads_as_the_day(day: date) -> None:
    named = f"{day.day} {INDONESIAN.split()[day.month - 1]} {day.year}"
    for text in (named, named.upper(), day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day:%y}"):
        assert date_read(text, TERMS) == day
    assert date_read(float((day - SERIAL_ZERO).days), TERMS) == day


@given(value=st.one_of(st.text(max_size=24), st.floats(), st.integers(), st.datetimes(), st.times(), st.timedeltas()))
def test_no_cell_breaks_the_reader(value: Cell) -> None:
    for read in (date_read, month_read):
        with suppress(CellRefused):
            read(value, TERMS)


@pytest.mark.parametrize(
    "value", ["Januari 2022", "jan-22", "01/2022", "1-2022", "2022-01", date(2022, 1, 31), "15 Januari 2022"]
)
def test_month(value: Cell) -> None:
    assert month_read(value, TERMS) == month(2022, 1)


@pytest.mark.parametrize("value", ["13/2022", "Foo 2022", "Januari", 1.0, "01/1822"])
def test_what_is_no_month_is_refused(value: Cell) -> None:
    with pytest.raises(CellRefused):
        month_read(value, TERMS)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("Jan", "a month without its year"),
        ("januari", "a month without its year"),
        (1, "is no month"),
        (2022, "is no month"),
        ("2022", "is no month"),
        ("bulan lalu", "is no month"),
    ],
)
def test_a_month_is_refused_with_how_a_month_is_written(value: Cell, why: str) -> None:
    with pytest.raises(CellRefused, match=f"{why}.* 01/2022 or Januari 2022"):
        month_read(value, TERMS)
