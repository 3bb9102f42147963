"""Hari Ini: who is asked what."""

from __future__ import annotations

from datetime import date
from types import ModuleType

import pytest

from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.services import EntryDraft, decree_approve, decree_issue, decree_submit
from malaqbiq.home.selectors.roster import Roster, View, Wanted
from malaqbiq.home.selectors.units import unit_staff
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.people.models import Person
from malaqbiq.service.effects import EndedV1
from malaqbiq.ui import todos
from malaqbiq.ui.todos import Card, to_do
from tests import builders as make
from tests.appraisal.cast import Cast, cast
from tests.appraisal.test_services_decreeing import DECIDED, drafted, settled
from tests.builders import OFFICER, SECRETARY, noon
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


def test_a_contract_that_a_later_term_goes_on_from_is_not_ending(people: Cast) -> None:
    november, codes = date(2021, 11, 10), ("76", "76.01", "76.02")
    told = "5 contracts end"
    assert told in whats(people, Role.SDM_OFFICER, november, *codes)
    unit, stays = people.units["76.01"], Person.objects.get(uid=people["budi"])
    extended = make.engaged(stays, unit, date(2022, 1, 1), date(2022, 12, 31), effect="extended")
    make.issued(people.units["76"], extended, date(2021, 11, 9))
    access = people.access("officer", Role.SDM_OFFICER, codes=codes)
    with clock.standing_at(noon(november)):
        assert "4 contracts end" in whats(people, Role.SDM_OFFICER, november, *codes)
        ending = Roster(access, november, Wanted(view=View.ENDING))
        assert ending.counts()[View.ENDING] == ending.count() == len(ending.rows("", 0, None)) == 4
        assert people["budi"] not in {row.uid for row in ending.rows("", 0, None)}
        assert unit_staff(access, november, "76.01").ending == 1


def test_contracts_that_ran_out_are_asked_about_until_a_decree_extends_or_ends_them(people: Cast) -> None:
    units = ("76", "76.01", "76.02")
    lapsed = "5 contracts have run out"
    assert lapsed not in whats(people, Role.SDM_OFFICER, date(2021, 12, 31), *units)
    assert lapsed in whats(people, Role.SDM_OFFICER, date(2022, 1, 3), *units)
    assert "2 contracts have run out" in whats(people, Role.SDM_OFFICER, date(2022, 1, 3), "76.01")
    assert whats(people, Role.STAFF, date(2022, 1, 3)) == []
    assert lapsed not in whats(people, Role.SDM_OFFICER, date(2022, 6, 3), *units)
    unit, first, stays = people.units["76.01"], date(2022, 1, 1), Person.objects.get(uid=people["budi"])
    extended = make.engaged(stays, unit, first, date(2022, 12, 31), effect="extended")
    ended = EntryDraft("service.ended", first, unit.uid, EndedV1(reason="term"), person=people["citra"], row=2)
    make.issued(people.units["76"], [*extended, ended], date(2022, 1, 11))
    assert "3 contracts have run out" in whats(people, Role.SDM_OFFICER, date(2022, 1, 12), *units)


def test_a_draft_waits_for_the_officer_then_for_the_secretary_then_for_a_signature(people: Cast) -> None:
    cycle = settled(people)
    with clock.standing_at(noon(DAY)):
        decrees = drafted(cycle).decrees
    assert "3 drafts to submit" in whats(people, Role.SDM_OFFICER, DAY)
    assert whats(people, Role.SECRETARY, DAY, name="secretary") == []
    for decree in decrees:
        decree_submit(access=OFFICER, decree=decree.uid, version=decree.version)
    assert "3 decrees to approve" in whats(people, Role.SECRETARY, DAY, name="secretary")
    submitted = Decree.objects.filter(state=Decree.State.SUBMITTED)
    submitted.update(submitted_by="user:secretary")
    assert whats(people, Role.SECRETARY, DAY, name="secretary") == []
    submitted.update(submitted_by=OFFICER.actor)
    for decree in decrees:
        approved = decree_approve(access=SECRETARY, decree=decree.uid, digest=_digest(decree))
        assert "1 decree to issue" in whats(people, Role.SDM_OFFICER, DAY)
        with clock.standing_at(noon(DECIDED)):
            decree_issue(access=SECRETARY, decree=decree.uid, digest=approved.content_digest)
    assert "3 decrees to sign" in whats(people, Role.SECRETARY, DECIDED, name="secretary")
    assert whats(people, Role.APPRAISER, DECIDED, name="kasubag") == []


def test_at_most_seven_cards_are_shown_by_deadline_and_the_rest_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    days = [None, *(date(2022, 1, 20 - number) for number in range(8))]
    room = ModuleType("room")
    room.TODOS = [lambda _access, _day: [card(day) for day in days]]  # type: ignore[attr-defined]
    monkeypatch.setattr(todos, "modules_named", lambda _name: iter([room]))
    found = to_do(Access("ani"), DAY)
    assert [one.due for one in found.cards] == sorted(day for day in days if day)[:7]
    assert found.more == 2


def test_the_page_stays_within_its_budget(people: Cast) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    with clock.standing_at(noon(date(2021, 11, 10))):
        client.get("/today")  # what a process reads once while the ledger and who signs stay as they are
        with at_most():
            assert "contracts end" in client.get("/today").content.decode()


def _digest(decree: Decree) -> str:
    return Decree.objects.values_list("content_digest", flat=True).get(pk=decree.pk)
