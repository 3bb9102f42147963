"""What is remarked of contracts before a decree on them is issued."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from malaqbiq.decrees.services import decree_review
from malaqbiq.kernel import clock
from malaqbiq.kernel.speech import said
from malaqbiq.service.effects import Status
from tests import builders as make

pytestmark = pytest.mark.django_db

START, LAST_DAY, NEXT_LAST_DAY = date(2022, 1, 1), date(2022, 12, 31), date(2023, 12, 31)


def remarks(begins: date, about: str = "runs to") -> list[str]:
    """What is said of an extension of two people who are under contract through 2022."""
    office = make.unit()
    people = [make.person(name) for name in ("Anto", "Budi")]
    for row, who in enumerate(people, start=1):
        make.opened(office, make.engaged(who, office, START, LAST_DAY, row=row))
    entries = [
        entry
        for row, who in enumerate(people, start=1)
        for entry in make.engaged(who, office, begins, NEXT_LAST_DAY, effect="extended", row=row)
    ]
    review = decree_review(access=make.OFFICER, decree=make.drafted(office, entries).uid)
    return [text for text in map(said, review.remarks) if about in text]


def test_who_is_under_contract_anyway_is_told_by_last_day() -> None:
    (told,) = remarks(date(2022, 1, 11))
    assert told.startswith("a contract runs to 31 Dec") and "(people: 2)" in told


def test_what_follows_the_last_day_is_no_remark() -> None:
    assert remarks(date(2023, 1, 1)) == []


def test_a_contract_after_one_that_runs_long_yet_is_told_with_both_days() -> None:
    with clock.standing_at(make.noon(date(2021, 12, 31))):
        (told,) = remarks(date(2023, 1, 1), "decree is there already")
    assert "from 1 Jan" in told and "through 31 Dec" in told and "begins on 1 Jan" in told and "(people: 2)" in told


def test_a_contract_after_one_that_ends_soon_is_no_remark() -> None:
    with clock.standing_at(make.noon(date(2022, 11, 15))):
        assert remarks(date(2023, 1, 1), "decree is there already") == []


def test_words_for_ppnpn_about_pppk_paruh_waktu_are_remarked_and_so_are_both_in_one_decree() -> None:
    office = make.unit()
    people = [make.person(name) for name in ("Anto", "Budi")]
    for row, who in enumerate(people, start=1):
        make.opened(office, make.engaged(who, office, START, LAST_DAY, row=row))
    contract, pay = make.engaged(people[0], office, date(2023, 1, 1), NEXT_LAST_DAY, effect="extended")
    other = replace(contract, payload=contract.payload.model_copy(update={"status": Status.PPPK_PARUH_WAKTU}))
    alone = decree_review(access=make.OFFICER, decree=make.drafted(office, [other, pay]).uid)
    told = [said(words) for words in alone.remarks]
    assert any("those for PPNPN" in text and "(people: 1)" in text for text in told)
    assert not any("in one decree" in text for text in told)
    rest = make.engaged(people[1], office, date(2023, 1, 1), NEXT_LAST_DAY, effect="extended", row=2)
    both = decree_review(access=make.OFFICER, decree=make.drafted(office, [other, pay, *rest]).uid)
    assert any("in one decree" in said(words) for words in both.remarks)
