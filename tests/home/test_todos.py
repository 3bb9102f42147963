"""Hari Ini: who is asked what."""

from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.ui.todos import MOST, Card, ToDo, to_do
from tests.appraisal.cast import Cast, cast
from tests.appraisal.test_services_decreeing import DECIDED, drafted, issued, settled
from tests.builders import noon
from tests.pages import at_most, signed_in

DAY = date(2022, 1, 6)


def card(due: date | None) -> Card:
    return Card("what", "why", "verb", "/", due)


def test_a_card_is_late_past_its_day_and_soon_within_a_week_of_it() -> None:
    days = [date(2022, 1, 5), DAY, date(2022, 1, 13), date(2022, 1, 14)]
    assert [card(day).tone(DAY) for day in days] == ["late", "soon", "soon", ""]
    assert card(None).tone(DAY) == ""


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def whats(people: Cast, role: Role, day: date, *codes: str, name: str = "officer") -> list[str]:
    with clock.standing_at(noon(day)):
        return [str(one.what) for one in to_do(people.access(name, role, codes=codes or ("76",)), day).cards]


def test_contracts_that_end_are_told_to_the_officer_of_their_units_alone(people: Cast) -> None:
    november = date(2021, 11, 10)
    assert "5 contracts end" in whats(people, Role.SDM_OFFICER, november, "76", "76.01", "76.02")
    assert "2 contracts end" in whats(people, Role.SDM_OFFICER, november, "76.01")
    assert whats(people, Role.STAFF, november) == []
    assert "5 contracts end" not in whats(people, Role.SDM_OFFICER, date(2021, 10, 1), "76", "76.01", "76.02")


def test_a_draft_waits_for_the_officer_then_for_the_secretary_then_for_a_signature(people: Cast) -> None:
    cycle = settled(people)
    with clock.standing_at(noon(DAY)):
        decrees = drafted(cycle).decrees
    assert "3 drafts to submit" in whats(people, Role.SDM_OFFICER, DAY)
    assert "3 decrees to approve" not in whats(people, Role.SECRETARY, DAY, name="secretary")
    for decree in decrees:
        issued(decree)
    assert "3 decrees to sign" in whats(people, Role.SECRETARY, DECIDED, name="secretary")
    assert whats(people, Role.APPRAISER, DECIDED, name="kasubag") == []


def test_at_most_seven_cards_are_shown_and_the_rest_is_told() -> None:
    assert MOST == 7
    assert ToDo([], 0).more == 0


def test_the_page_stays_within_its_budget(people: Cast) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    with clock.standing_at(noon(date(2021, 11, 10))), at_most(20):
        assert "contracts end" in client.get("/today").content.decode()
