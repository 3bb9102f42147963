"""The pages of a filling: few statements, and nothing of it for who isn't of the office."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from malaqbiq.appointments.models import Phase
from malaqbiq.appointments.services import candidates_name, member_name, phase_open
from malaqbiq.kernel.access import Role
from malaqbiq.people.models import Person
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_rounds import _january, begun, holders, kabag, phases, servant
from tests.pages import MOST_STATEMENTS, signed_in, statements_of

__all__ = ["_january", "holders"]

pytestmark = pytest.mark.django_db

STEPS = ("", "/scores", "/proposal", "/decision", "/inauguration")


@pytest.fixture
def phase(holders: Mapping[str, Person]) -> Phase:
    first = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=first.uid)
    member_name(access=OFFICER, phase=first.uid, person=servant("Ketua Tim").uid, seating="chair")
    candidates_name(access=OFFICER, phase=first.uid, people=[who.uid for who in kabag(holders).values()])
    return first


def addresses(phase: Phase) -> list[str]:
    steps = [f"/structure/filling/phases/{phase.uid}{step}" for step in STEPS]
    return ["/structure/filling", f"/structure/filling/{phase.round.uid}", *steps]


def test_every_page_costs_few_statements(phase: Phase) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    costs = {address: statements_of(client, address) for address in addresses(phase)}
    assert {address: cost for address, cost in costs.items() if cost > MOST_STATEMENTS} == {}


def test_another_work_unit_finds_nothing_of_it(phase: Phase) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.01")
    assert {client.get(address).status_code for address in addresses(phase)[1:]} == {404}
    assert phase.round.title not in client.get("/structure/filling").content.decode()
