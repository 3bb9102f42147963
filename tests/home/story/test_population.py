"""The people of the story."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from malaqbiq.home.story.plan import SIZES, Place, Scale, Shares, peopled, spread
from malaqbiq.home.story.population import Doing, Newcomer, Registry, Seat
from malaqbiq.kernel.identity import age, identity_problems, is_made_up

SULBAR = [
    Place("76", "provinsi", "76", "Sulawesi Barat", "76.02"),
    *(Place(f"76.0{number}", "kabkota", "76", f"Kabupaten {number}", f"76.0{number}") for number in range(1, 7)),
]
SEATS = [Seat("P08", "II.a"), Seat("P08.1", "III.a"), Seat("P08.11", "IV.a")]
FLOOR = 2_678_863


def everybody(seed: int) -> list[Newcomer]:
    registry, places = Registry.of(seed), peopled(SULBAR, SIZES[Scale.SULBAR])
    doings = iter(registry.doings(80, Shares()))
    servants = [one for place in places for one in registry.civil_servants(place, SEATS)]
    return servants + [one for place in places for one in registry.contract_staff(place, doings, FLOOR)]


@pytest.fixture(scope="module")
def people() -> list[Newcomer]:
    return everybody(1)


def test_one_seed_gives_the_same_people_and_another_gives_others(people: list[Newcomer]) -> None:
    assert everybody(1) == people
    assert everybody(2) != people


def test_the_story_has_80_contract_workers_and_160_civil_servants_over_seven_units(people: list[Newcomer]) -> None:
    assert sum(one.contract is not None for one in people) == 80
    assert sum(one.career is not None for one in people) == 160
    assert len({one.unit for one in people if one.contract}) == 7


def test_numbers_are_valid_agree_and_belong_to_nobody(people: list[Newcomer]) -> None:
    for one in people:
        nip = one.career.nip if one.career else None
        born, sex = one.person.birth_date, one.person.sex
        assert identity_problems(nik=one.person.nik, nip=nip, sex=sex, birth_date=born) == ()
        assert all(is_made_up(number) for number in (one.person.nik, nip) if number)
    assert len({one.person.nik for one in people}) == len(people)


def test_nobody_serves_beyond_pension_age_or_holds_a_post_before_entering_service(people: list[Newcomer]) -> None:
    for one in people:
        if one.career:
            assert age(one.person.birth_date, date(2022, 1, 11)) < (60 if one.career.post == "P08" else 58)
            assert one.career.post_since is None or one.career.post_since >= one.career.appointed
            assert one.career.grade_since >= one.career.appointed


def test_every_seat_has_one_holder(people: list[Newcomer]) -> None:
    held = Counter((one.unit, one.career.post) for one in people if one.career and one.career.post)
    assert len(held) == 7 * len(SEATS)
    assert set(held.values()) == {1}


def test_some_are_paid_below_the_minimum_wage_of_2021_and_some_above(people: list[Newcomer]) -> None:
    amounts = [one.contract.monthly_amount for one in people if one.contract]
    assert any(amount < FLOOR for amount in amounts)
    assert any(amount > FLOOR for amount in amounts)


def test_in_sulbar_some_need_coaching_and_nobody_is_ended_or_excused(people: list[Newcomer]) -> None:
    doings = Counter(one.conduct.doing for one in people if one.conduct)
    assert doings[Doing.COACHED] == 6
    assert not doings[Doing.ENDED] + doings[Doing.EXCUSED]


def test_a_number_is_spread_to_its_last_one() -> None:
    assert spread(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    assert spread(0, {"a": 1}) == {"a": 0}


def test_the_setjen_has_no_contract_staff_in_the_story() -> None:
    places = peopled([Place("00", "setjen", "00", "", "31.71"), *SULBAR], SIZES[Scale.NATIONAL])
    assert places[0].contract_staff == 0
    assert sum(place.contract_staff for place in places) == 17_000
    assert sum(place.civil_servants for place in places) == 14_000
