from __future__ import annotations

from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from malaqbiq.kernel.identity import identity_problems, is_made_up
from malaqbiq.people.madeup import MadeUp, Town, name_parts
from malaqbiq.people.rules import EducationLevel, name_split


def town_of(seed: int) -> Town:
    return Town(Random(seed))  # noqa: S311 - to be repeatable is the point


def people(town: Town, count: int, *, days: tuple[date, date] = (date(1965, 1, 1), date(2000, 1, 1))) -> list[MadeUp]:
    return [
        town.somebody(district="760201", born_after=days[0], born_until=days[1], education=EducationLevel.S1)
        for _ in range(count)
    ]


@given(seed=st.integers())
def test_the_same_seed_makes_the_same_people(seed: int) -> None:
    assert people(town_of(seed), 3) == people(town_of(seed), 3)


@given(seed=st.integers(), pppk=st.booleans())
def test_their_numbers_are_nobodys_and_agree(seed: int, pppk: bool) -> None:
    town = town_of(seed)
    (person,) = people(town, 1)
    number = town.nip(person, date(2021, 2, 1), pppk=pppk)
    assert identity_problems(nik=person.nik, nip=number, sex=person.sex, birth_date=person.birth_date) == ()
    assert is_made_up(person.nik)
    assert is_made_up(number)


def test_no_two_of_a_town_share_a_number() -> None:
    town = town_of(1)
    crowd = people(town, 500, days=(date(1990, 1, 1), date(1990, 2, 1)))
    assert len({person.nik for person in crowd}) == len({person.email for person in crowd}) == 500
    nips = [town.nip(person, date(2015, 3, 1)) for person in crowd]
    assert len(set(nips)) == 500


def test_every_name_ends_in_a_made_up_family_name() -> None:
    """So that no living person is meant."""
    parts = name_parts()
    families = {head + tail for head in parts["head"] for tail in parts["tail"]}
    for person in people(town_of(2), 300):
        *given_names, family = person.name.split()
        assert given_names
        assert family in families
        assert name_split(f"{person.name}, {person.title_back}").name == person.name
    assert families.isdisjoint({*parts["man"], *parts["woman"]})


def test_there_are_names_enough_for_the_whole_country() -> None:
    for parts in name_parts().values():
        assert len(set(parts)) == len(parts)
    assert len({person.name for person in people(town_of(3), 17_000)}) > 15_000
