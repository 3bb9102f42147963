from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malaqbiq.kernel.periods import Period
from malaqbiq.people.rules import (
    EducationLevel,
    Relation,
    SplitName,
    Tie,
    are_close_family,
    education_read,
    name_key,
    name_split,
    tie_in_one_direction,
)

DAY = date(2022, 1, 11)
A, B, C, D = (UUID(int=number) for number in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("text", "level", "field"),
    [
        ("S1", EducationLevel.S1, ""),
        ("S1 Ilmu Pemerintahan", EducationLevel.S1, "Ilmu Pemerintahan"),
        ("S-1 / Hukum", EducationLevel.S1, "Hukum"),
        ("Strata 1", EducationLevel.S1, ""),
        ("Sarjana Ekonomi", EducationLevel.S1, "Ekonomi"),
        ("Sarjana Muda", EducationLevel.D3, ""),
        ("Sarjana Terapan", EducationLevel.D4, ""),
        ("D-III Kebidanan", EducationLevel.D3, "Kebidanan"),
        ("D.IV", EducationLevel.D4, ""),
        ("DIII", EducationLevel.D3, ""),
        ("Diploma III (Akuntansi)", EducationLevel.D3, "Akuntansi"),
        ("d1", EducationLevel.D1, ""),
        ("SMA/sederajat", EducationLevel.SLTA, ""),
        ("SLTA / Sederajat", EducationLevel.SLTA, ""),
        ("SMK Teknik Komputer", EducationLevel.SLTA, "Teknik Komputer"),
        ("SMAN", EducationLevel.SLTA, ""),
        ("MTs", EducationLevel.SMP, ""),
        ("SMP", EducationLevel.SMP, ""),
        ("Paket C", EducationLevel.SLTA, ""),
        ("SD", EducationLevel.SD, ""),
        ("Magister Administrasi Publik", EducationLevel.S2, "Administrasi Publik"),
        ("S3", EducationLevel.S3, ""),
    ],
)
def test_education_is_read_as_offices_write_it(text: str, level: EducationLevel, field: str) -> None:
    assert education_read(text) == (level, field)


@pytest.mark.parametrize("text", ["", "-", "tinggi", "S", "S11", "Dokter hewan", "Diploma"])
def test_what_names_no_level_is_no_education(text: str) -> None:
    assert education_read(text) is None


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("Sitti Bulangmapia", SplitName("Sitti Bulangmapia")),
        ("Drs. H. Tamrin  Buttulayar, M.Si.", SplitName("Tamrin Buttulayar", "Drs. H.", "M.Si.")),
        ("Hj. Nurhaya Lopilangi, S.Sos., M.AP.", SplitName("Nurhaya Lopilangi", "Hj.", "S.Sos., M.AP.")),
        ("Prof.Dr. Hasan", SplitName("Hasan", "Prof.Dr.")),
        ("H Lopilangi", SplitName("H Lopilangi")),
        ("A. Rahman Uwai", SplitName("A. Rahman Uwai")),
        ("Rahmat Sandelolo S.Kom", SplitName("Rahmat Sandelolo", "", "S.Kom")),
        ("Ir.", SplitName("Ir.")),
        ("", SplitName("")),
    ],
)
def test_titles_are_taken_off_a_name(text: str, split: SplitName) -> None:
    assert name_split(text) == split


def test_spellings_of_one_name_have_one_key() -> None:
    spellings = [
        "Nur'aini Bulangmapia",
        "NURAINI  BULANGMAPIA",
        "Hj. Nur’aini Bulangmapia, S.H.",
        "Nuraini Bulangmapia S.E",
    ]
    assert {name_key(spelling) for spelling in spellings} == {"nuraini bulangmapia"}


@given(name=st.text(max_size=40))
def test_no_text_breaks_a_name(name: str) -> None:
    assert name_key(name) == name_key(f"  {name} ")


@given(relation=st.sampled_from(Relation))
def test_a_tie_is_written_one_way_from_both_sides(relation: Relation) -> None:
    assert tie_in_one_direction(A, relation, B) == tie_in_one_direction(B, relation.reverse, A)


def test_nobody_is_his_own_family() -> None:
    with pytest.raises(ValueError, match="own family"):
        tie_in_one_direction(A, Relation.SIBLING, A)


@pytest.mark.parametrize("relation", Relation)
def test_each_relation_is_close_family_from_both_sides(relation: Relation) -> None:
    ties = [Tie(A, relation, B)]
    assert are_close_family(A, B, ties, DAY)
    assert are_close_family(B, A, ties, DAY)
    assert not are_close_family(A, C, ties, DAY)


def test_who_shares_a_parent_is_a_sibling() -> None:
    ties = [Tie(A, Relation.PARENT, B), Tie(C, Relation.CHILD, A)]
    assert are_close_family(B, C, ties, DAY)
    assert are_close_family(C, B, ties, DAY)


def test_a_spouses_brother_is_no_close_family() -> None:
    ties = [Tie(A, Relation.SPOUSE, B), Tie(B, Relation.SIBLING, D)]
    assert not are_close_family(A, D, ties, DAY)


def test_a_marriage_that_has_ended_ties_no_more() -> None:
    ties = [Tie(A, Relation.SPOUSE, B, Period(date(2015, 1, 1), DAY))]
    assert are_close_family(A, B, ties, date(2022, 1, 10))
    assert not are_close_family(A, B, ties, DAY)


@given(
    ties=st.lists(
        st.builds(Tie, st.sampled_from([A, B, C, D]), st.sampled_from(Relation), st.sampled_from([A, B, C, D])),
        max_size=6,
    ),
    one=st.sampled_from([A, B, C, D]),
    other=st.sampled_from([A, B, C, D]),
)
def test_close_family_is_symmetric(ties: list[Tie], one: UUID, other: UUID) -> None:
    assert are_close_family(one, other, ties, DAY) == are_close_family(other, one, ties, DAY)
