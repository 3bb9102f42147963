from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malaqbiq.kernel.identity import (
    PROVINCES,
    Sex,
    age,
    identity_problems,
    is_made_up,
    made_up_nik,
    made_up_nip,
    mask_email,
    mask_nik,
    mask_numbers,
    mask_phone,
    nik_read,
    nip_read,
)

BORN = date(1990, 8, 17)
APPOINTED = date(2015, 3, 1)

births = st.dates(date(1950, 1, 1), date(2004, 12, 31))
sexes = st.sampled_from(Sex)
districts = st.sampled_from(["760201", "760117", "917105", "111220"])


def codes(**known: object) -> set[str]:
    return {problem.code for problem in identity_problems(**known)}  # type: ignore[arg-type]


def nik(**other: object) -> str:
    return made_up_nik(**{"district": "760201", "birth_date": BORN, "sex": Sex.FEMALE, "number": 7} | other)  # type: ignore[arg-type]


def nip(**other: object) -> str:
    return made_up_nip(**{"birth_date": BORN, "appointed": APPOINTED, "sex": Sex.FEMALE, "number": 7} | other)  # type: ignore[arg-type]


def test_womans_nik_adds_forty_to_the_day() -> None:
    assert nik() == "7602015708909007"
    assert nik(sex=Sex.MALE) == "7602011708909007"


def test_nip_is_birth_appointment_sex_and_serial() -> None:
    assert nip() == "199008172015032907"
    assert nip(pppk=True) == "199008172015212907"


@given(birth=births, sex=sexes, district=districts, number=st.integers(0, 999))
def test_made_up_nik_reads_back_as_what_it_was_made_of(birth: date, sex: Sex, district: str, number: int) -> None:
    text = made_up_nik(district=district, birth_date=birth, sex=sex, number=number)
    parts, problems = nik_read(text)
    assert parts is not None and not problems and is_made_up(text)
    assert (parts.sex, parts.district) == (sex, district)
    assert parts.birth_date(on=birth, near=birth) == birth


@given(
    birth=births,
    years=st.integers(16, 59),
    month=st.integers(1, 12),
    sex=sexes,
    number=st.integers(0, 99),
    pppk=st.booleans(),
)
def test_made_up_nip_reads_back_as_what_it_was_made_of(
    birth: date, years: int, month: int, sex: Sex, number: int, pppk: bool
) -> None:
    appointed = date(birth.year + years + 1, month, 1)
    text = made_up_nip(birth_date=birth, appointed=appointed, sex=sex, number=number, pppk=pppk)
    parts, problems = nip_read(text)
    assert parts is not None and all(problem.warning for problem in problems) and is_made_up(text)
    assert (parts.birth_date, parts.year, parts.sex, parts.is_pppk) == (birth, appointed.year, sex, pppk)


@given(birth=births, sex=sexes, pppk=st.booleans())
def test_numbers_of_one_person_agree(birth: date, sex: Sex, pppk: bool) -> None:
    number = made_up_nip(birth_date=birth, appointed=date(2022, 3, 1), sex=sex, number=1, pppk=pppk)
    found = identity_problems(nik=nik(birth_date=birth, sex=sex), nip=number, sex=sex, birth_date=birth)
    assert {problem.code for problem in found} <= {"nip_age"}


@given(text=st.text(max_size=20))
def test_no_text_breaks_the_readers(text: str) -> None:
    assert nik_read(text)[0] is None or len(text) == 16
    assert nip_read(text)[0] is None or len(text) == 18


@given(text=st.text(st.characters(categories=["Nd"]), min_size=16, max_size=18))
def test_digits_of_other_scripts_are_no_number(text: str) -> None:
    if not text.isascii():
        assert nik_read(text)[0] is None and nip_read(text)[0] is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("760201570890900", "nik_length"),
        ("76020157089O9007", "nik_digits"),
        ("0002015708909007", "nik_province"),
        ("7600015708909007", "nik_region"),
        ("7602005708909007", "nik_region"),
        ("7602013202909007", "nik_date"),
        ("7602017302909007", "nik_date"),
        ("7602010000909007", "nik_date"),
        ("7602015708900000", "nik_serial"),
    ],
)
def test_broken_nik_is_named(text: str, code: str) -> None:
    parts, problems = nik_read(text)
    assert parts is None
    assert [problem.code for problem in problems] == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("19900817201503290", "nip_length"),
        ("19900817 201503 2 907", "nip_digits"),
        ("199002302015032907", "nip_date"),
        ("018008172015032907", "nip_date"),
        ("199008172015132907", "nip_month"),
        ("199008172015002907", "nip_month"),
        ("199008172015033907", "nip_sex"),
        ("199008172015032000", "nip_serial"),
        ("199008172005032907", "nip_age"),
        ("199008172052032907", "nip_age"),
        ("199008170000032907", "nip_age"),
    ],
)
def test_broken_nip_is_named(text: str, code: str) -> None:
    parts, problems = nip_read(text)
    assert parts is None
    assert [problem.code for problem in problems] == [code]


def test_sixteenth_birthday_is_the_first_day_of_an_appointment() -> None:
    assert nip_read("199903012015032907")[0] is not None
    assert nip_read("199903022015032907")[0] is None


def test_appointment_at_sixty_is_the_last() -> None:
    assert nip_read("195403022015032907")[0] is not None
    assert nip_read("195403012015032907")[0] is None


def test_all_38_provinces_of_today_are_known() -> None:
    assert len(PROVINCES) == 38


def test_region_that_is_no_more_is_only_warned_about() -> None:
    for text, regions in (("5402015708909007", None), ("7609015708909007", {"7602"})):
        parts, problems = nik_read(text, regions=regions)
        assert parts is not None
        assert [(problem.code, problem.warning) for problem in problems] == [("nik_old_region", True)]


def test_known_region_is_not_warned_about() -> None:
    assert nik_read(nik(), regions={"7602"})[1] == ()


def test_pppk_before_there_were_any_is_only_warned_about() -> None:
    parts, problems = nip_read(nip(pppk=True))
    assert parts is not None and parts.month is None
    assert [(problem.code, problem.warning) for problem in problems] == [("nip_early_pppk", True)]


def test_disagreements_name_both_sides() -> None:
    assert codes(nik=nik(), birth_date=date(1990, 8, 18)) == {"nik_birth_differs"}
    assert codes(nik=nik(), sex=Sex.MALE) == {"nik_sex_differs"}
    assert codes(nip=nip(), birth_date=date(1991, 8, 17)) == {"nip_birth_differs"}
    assert codes(nip=nip(), sex=Sex.MALE) == {"nip_sex_differs"}
    assert codes(nip=nip(), nik=nik(sex=Sex.MALE)) == {"numbers_sex_differ"}
    assert codes(nip=nip(), nik=nik(birth_date=date(1990, 8, 16))) == {"numbers_birth_differ"}
    (problem,) = identity_problems(nip=nip(), nik=nik(birth_date=date(1990, 8, 16)))
    assert problem.fields == ("nip", "nik")
    assert str(problem.words) == "the NIP says born 1990-08-17, the NIK 1990-08-16"


def test_what_is_unknown_agrees_with_everything() -> None:
    assert identity_problems() == ()
    assert identity_problems(sex=Sex.MALE, birth_date=BORN) == ()


def test_century_comes_from_the_other_record_or_from_working_age() -> None:
    parts, _ = nik_read(nik(birth_date=date(1905, 2, 3)))
    assert parts is not None
    assert parts.birth_date(on=date(2022, 1, 11), near=date(1905, 2, 3)) == date(1905, 2, 3)
    assert parts.birth_date(on=date(2022, 1, 11)) == date(2005, 2, 3)
    assert parts.birth_date(on=date(2015, 1, 11)) is None


def test_leap_day_has_one_century_only() -> None:
    parts, _ = nik_read(nik(birth_date=date(2000, 2, 29)))
    assert parts is not None
    assert parts.candidates == (date(2000, 2, 29),)


def test_age_on_and_around_a_leap_birthday() -> None:
    born = date(2000, 2, 29)
    assert [age(born, day) for day in (date(2021, 2, 28), date(2021, 3, 1), date(2024, 2, 28), date(2024, 2, 29))] == [
        20,
        21,
        23,
        24,
    ]


def test_masks_hide_birth_and_most_of_contact() -> None:
    assert mask_nik("7602015708909007") == "7602••••••••9007"
    assert mask_numbers("Sitti 7602 0157 0890 9007, NIP 199008172019212901") == f"Sitti {'•' * 19}, NIP {'•' * 18}"
    assert mask_numbers("1/2022, 12 Mei 2021") == "1/2022, 12 Mei 2021"
    assert mask_phone("+6286012345621") == "+62860••••••21"
    assert mask_email("sitti@contoh.example") == "s•••@contoh.example"


@given(text=st.text(max_size=8))
def test_what_is_too_short_to_mask_in_part_is_masked_whole(text: str) -> None:
    assert set(mask_nik(text)) <= {"•"}
    assert set(mask_phone(text)) <= {"•"}


def test_generator_refuses_what_it_cannot_number() -> None:
    with pytest.raises(ValueError, match="7602"):
        nik(district="7602")
    with pytest.raises(ValueError, match="1000"):
        nik(number=1000)
    with pytest.raises(ValueError, match="100"):
        nip(number=100)
