"""What a filling asks of whom, from the day it begins until everybody is inaugurated."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from malaqbiq.appointments.models import Phase
from malaqbiq.appointments.selectors.phases import appointments_waiting
from malaqbiq.appointments.services import (
    DecisionDraft,
    Event,
    Nominated,
    ScoreGiven,
    candidates_name,
    decision_record,
    inauguration_close,
    inauguration_plan,
    member_name,
    nominees_set,
    phase_open,
    proposal_make,
    scores_give,
)
from malaqbiq.appointments.todos import filling
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.people.models import Person
from malaqbiq.ui.todos import Card
from tests import builders as make
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_rounds import (
    FIRST,
    SECRETARY,
    TODAY,
    _january,
    begun,
    filled,
    holders,
    kabag,
    phases,
    servant,
)
from tests.pages import signed_in

__all__ = ["_january", "holders"]

pytestmark = pytest.mark.django_db


def asked(access: Access) -> list[str]:
    return [str(card.what) for card in filling(access, clock.today("Asia/Makassar"))]


def of_panel(person: Person) -> Access:
    return Access(f"system:{person.name}", {Role.APPRAISER: frozenset({"76"})}, person=person.uid)


def scored(phase: Phase, member: Person) -> None:
    candidates = phase.participants.filter(part="candidate")
    given = [ScoreGiven(one.uid, criterion.key, 80) for one in candidates for criterion in phase.criteria.all()]
    scores_give(access=of_panel(member), phase=phase.uid, given=given)


def test_each_step_is_asked_of_who_takes_it(holders: Mapping[str, Person]) -> None:
    first = phases(begun())["Administrator"]
    assert asked(OFFICER) == ["Administrator: the phase can be opened"]
    assert asked(SECRETARY) == asked(of_panel(servant("Orang Lain"))) == []
    phase_open(access=OFFICER, phase=first.uid)
    assert asked(OFFICER) == ["Administrator: panel and candidates are to be named"]
    chair, other = servant("Ketua Tim"), servant("Anggota Tim")
    member_name(access=OFFICER, phase=first.uid, person=chair.uid, seating="chair")
    member_name(access=OFFICER, phase=first.uid, person=other.uid, seating="member")
    people = kabag(holders)
    candidates_name(access=OFFICER, phase=first.uid, people=[who.uid for who in people.values()])
    assert asked(OFFICER) == ["Administrator: not all scores are in"]
    owed = 3 * first.criteria.count()
    assert asked(of_panel(chair)) == [f"{owed} scores are yours to give"]
    scored(first, chair)
    assert (asked(of_panel(chair)), asked(of_panel(other))) == ([], [f"{owed} scores are yours to give"])
    scored(first, other)
    assert asked(OFFICER) == ["Administrator: nobody is nominated, 3 posts wait"]
    named = {one.person_id: one.uid for one in first.participants.filter(part="candidate")}
    seats = {seat.post.unit_code: seat.post_id for seat in first.seats.select_related("post")}
    nominated = [Nominated(seats[code], [named[who.uid]]) for code, who in people.items()]
    nominees_set(access=OFFICER, phase=first.uid, nominated=nominated)
    assert (asked(OFFICER), asked(SECRETARY)) == ([], ["Administrator: the proposal is to be made"])
    proposal_make(access=SECRETARY, phase=first.uid, number="1/SDM", dated_on=TODAY)
    assert asked(OFFICER) == ["Administrator: record the Sekretaris Jenderal's decree once it is there"]
    draft = DecisionDraft("Sekjen", "1", TODAY, {seats[code]: who.uid for code, who in people.items()})
    decision_record(access=OFFICER, phase=first.uid, draft=draft)
    assert asked(OFFICER) == ["Administrator: the inauguration is to be planned"]
    event = Event(FIRST, "Mamuju", "Sekretaris", ("Saksi Satu", "Saksi Dua"))
    planned = inauguration_plan(access=OFFICER, phase=first.uid, event=event)
    assert cards(OFFICER) == [("Administrator: the inauguration comes up", FIRST)]
    with clock.standing_at(make.noon(FIRST)):
        assert cards(OFFICER) == [("Administrator: the inauguration is to be closed", FIRST)]
        present = [row.uid for row in appointments_waiting(first)]
        inauguration_close(access=OFFICER, inauguration=planned.uid, present=present[:2])
        assert asked(OFFICER) == ["Administrator: the inauguration is to be planned"]


def cards(access: Access) -> list[tuple[str, object]]:
    found: list[Card] = list(filling(access, clock.today("Asia/Makassar")))
    return [(str(card.what), card.due) for card in found]


def test_the_next_phase_is_asked_for_once_the_one_before_is_inaugurated(holders: Mapping[str, Person]) -> None:
    first = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=first.uid)
    filled(first, kabag(holders))
    with CaptureQueriesContext(connection) as seen:
        assert asked(OFFICER) == ["Pengawas: the phase can be opened"]
    assert len(seen) == 1


def test_what_an_officer_may_not_do_as_a_candidate_is_asked_of_the_secretary(holders: Mapping[str, Person]) -> None:
    first = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=first.uid)
    member_name(access=OFFICER, phase=first.uid, person=servant("Ketua Tim").uid, seating="chair")
    candidates_name(access=OFFICER, phase=first.uid, people=[who.uid for who in kabag(holders).values()])
    scored(first, first.participants.get(part="member").person)
    nominate = "Administrator: nobody is nominated, 3 posts wait"
    assert (asked(OFFICER), asked(SECRETARY)) == ([nominate], [])
    someone = next(iter(kabag(holders).values()))
    signed_in(Role.SDM_OFFICER, "76", username="calon", person=someone.uid)
    own = Access("system:calon", OFFICER.roles, person=someone.uid)
    assert (asked(own), asked(OFFICER), asked(SECRETARY)) == ([], [nominate], [nominate])
