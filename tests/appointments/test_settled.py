"""What is told of a phase's people stays as it was when it was settled: an oath doesn't make candidates unfit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from django.test import Client

from malaqbiq.appointments.models import Phase
from malaqbiq.appointments.selectors.settled import Settling, Told, told_on
from malaqbiq.appointments.services import nominees_set, phase_open, proposal_make
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.people.models import Person
from tests import builders as make
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_own import phase, placed
from tests.appointments.test_rounds import FIRST, SECRETARY, TODAY, _january, begun, filled, holders, kabag, phases
from tests.pages import MOST_STATEMENTS, signed_in, statements_of

__all__ = ["_january", "holders", "phase"]

pytestmark = pytest.mark.django_db

LATER = date(2022, 1, 12)
STEPS = ("", "/candidates", "/scores", "/assignment", "/proposal")


def at(phase: Phase, rest: str = "") -> str:
    return f"/structure/filling/phases/{phase.uid}{rest}"


def standings(client: Client, phase: Phase) -> str:
    """The counts by standing and the people's lines, as the page of candidates has them."""
    page = client.get(at(phase, "/candidates"), {"who": "candidates"}).content.decode()
    return page[page.index('<div id="list"') :]


def proposed(phase: Phase, holders: Mapping[str, Person]) -> None:
    nominees_set(access=OFFICER, phase=phase.uid, nominated=placed(phase, holders))
    proposal_make(access=SECRETARY, phase=phase.uid, number="5", dated_on=TODAY)


def test_after_the_oath_accounts_and_ranking_are_those_of_the_proposal(
    phase: Phase, holders: Mapping[str, Person]
) -> None:
    proposed(phase, holders)
    client = signed_in(Role.SDM_OFFICER, "76")
    before = standings(client, phase)
    assert "one thing missing" not in before and "something unknown" in before
    ranking = client.get(at(phase, "/scores")).content.decode()
    assert "Kepala Bagian" in ranking and "demisioner" in ranking
    filled(phase, kabag(holders))
    with clock.standing_at(make.noon(LATER)):
        assert told_on(phase, LATER) == Told(TODAY, Settling.PROPOSAL)
        assert standings(client, phase) == before
        for step in STEPS:
            page = client.get(at(phase, step)).content.decode()
            assert "4 January 2022, the day of the proposal" in page, step
            assert statements_of(client, at(phase, step)) <= MOST_STATEMENTS, step
        assert "demisioner" in client.get(at(phase, "/scores")).content.decode()
        who = holders["P08.1"].uid
        account = client.get(f"/structure/eligibility/{who}", {"phase": phase.uid, "unit": "76"}).content.decode()
        assert "Told as it stood on 4 January 2022" in account
        now = client.get(f"/structure/eligibility/{who}", {"unit": "76"}).content.decode()
        assert "Told as it stood" not in now
        assert told_on(phase, date(2022, 1, 3)) == Told(date(2022, 1, 3))


def test_without_a_proposal_the_decree_tells_the_day_and_never_that_of_the_oath(
    holders: Mapping[str, Person],
) -> None:
    found = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=found.uid)
    assert told_on(found, TODAY) == Told(TODAY)
    filled(found, kabag(holders), day=FIRST)
    assert told_on(found, LATER) == Told(TODAY, Settling.EVE)


def test_a_proposal_of_the_day_of_the_oath_is_told_of_the_day_before(
    phase: Phase, holders: Mapping[str, Person]
) -> None:
    proposed(phase, holders)
    filled(phase, kabag(holders), day=TODAY)
    assert told_on(phase, LATER) == Told(date(2022, 1, 3), Settling.EVE)
