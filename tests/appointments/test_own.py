"""Nobody acts in his own case while posts are filled, nor in that of close family."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Phase
from malaqbiq.appointments.selectors.phases import appointments_waiting
from malaqbiq.appointments.selectors.scores import ranking
from malaqbiq.appointments.services import (
    DEFAULT_WEIGHTS,
    DecisionDraft,
    Event,
    Nominated,
    ScoreGiven,
    assignment_enqueue,
    assignment_reckon,
    assignment_use,
    candidates_name,
    candidates_remove,
    conflict_declare,
    decision_record,
    inauguration_close,
    inauguration_plan,
    member_name,
    member_stand_down,
    nominees_set,
    participant_remove,
    phase_open,
    proposal_make,
    scores_give,
)
from malaqbiq.decrees.services import opening_record
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.people.models import FamilyTie, Person
from tests import builders as make
from tests.appointments.test_changes import CODES, OFFICER
from tests.appointments.test_rounds import FIRST, SECRETARY, TODAY, _january, begun, holders, kabag, phases, servant
from tests.pages import MOST_STATEMENTS, signed_in, statements_of

__all__ = ["_january", "holders"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def phase(holders: Mapping[str, Person]) -> Phase:
    """The first phase, with its three candidates scored by two members."""
    found = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=found.uid)
    for name, seating in (("Ketua Tim", "chair"), ("Anggota Tim", "member")):
        member_name(access=OFFICER, phase=found.uid, person=servant(name).uid, seating=seating)
    candidates_name(access=OFFICER, phase=found.uid, people=[who.uid for who in kabag(holders).values()])
    for member in found.participants.filter(part="member"):
        scored(found, member.person)
    return found


def scored(phase: Phase, member: Person, points: int = 80, reason: str = "") -> None:
    access = Access(f"system:{member.name}", {Role.APPRAISER: frozenset({"76"})}, person=member.uid)
    candidates = phase.participants.filter(part="candidate")
    given = [ScoreGiven(one.uid, each.key, points) for one in candidates for each in phase.criteria.all()]
    scores_give(access=access, phase=phase.uid, given=given, reason=reason)


def officer(person: Person) -> Access:
    return Access("system:own", {Role.SDM_OFFICER: frozenset(CODES)}, person=person.uid)


def placed(phase: Phase, holders: Mapping[str, Person]) -> list[Nominated]:
    named = {one.person_id: one.uid for one in phase.participants.filter(part="candidate")}
    seats = {seat.post.unit_code: seat.post_id for seat in phase.seats.select_related("post")}
    return [Nominated(seats[code], [named[who.uid]]) for code, who in kabag(holders).items()]


def kin(one: Person, other: Person) -> None:
    said = {"relation": "parent", "source": "KK", "entered_by": "x", "entered_at": clock.now()}
    FamilyTie.objects.create(person=one, kin=other, **said)


def test_an_officer_who_is_a_candidate_places_himself_nowhere(phase: Phase, holders: Mapping[str, Person]) -> None:
    own = officer(holders["P08.1"])
    nominated = placed(phase, holders)
    with pytest.raises(RoundRefused, match="candidate of this phase yourself"):
        nominees_set(access=own, phase=phase.uid, nominated=nominated)
    nominees_set(access=SECRETARY, phase=phase.uid, nominated=nominated)
    for act in (assignment_enqueue, assignment_reckon):
        with pytest.raises(RoundRefused, match="candidate of this phase yourself"):
            act(access=own, phase=phase.uid, keeping=False, weights=DEFAULT_WEIGHTS)
    assignment_reckon(access=SECRETARY, phase=phase.uid)
    with pytest.raises(RoundRefused, match="candidate of this phase yourself"):
        assignment_use(access=own, phase=phase.uid)


def test_family_of_a_candidate_is_placed_as_another_placed_it(phase: Phase, holders: Mapping[str, Person]) -> None:
    father = make.person("Ayah Calon")
    kin(holders["P08.1"], father)
    own, nominated = officer(father), placed(phase, holders)
    with pytest.raises(RoundRefused, match="themselves"):
        nominees_set(access=own, phase=phase.uid, nominated=nominated)
    nominees_set(access=SECRETARY, phase=phase.uid, nominated=nominated)
    nominees_set(access=own, phase=phase.uid, nominated=nominated)
    with pytest.raises(RoundRefused, match="themselves"):
        nominees_set(access=own, phase=phase.uid, nominated=[Nominated(nominated[0].post, [], "x")])


def test_a_candidate_is_shown_no_scores_whatever_his_role(phase: Phase, holders: Mapping[str, Person]) -> None:
    nominees_set(access=SECRETARY, phase=phase.uid, nominated=placed(phase, holders))
    assignment_reckon(access=SECRETARY, phase=phase.uid)
    at = f"/structure/filling/phases/{phase.uid}"
    other = signed_in(Role.SDM_OFFICER, "76", username="lain")
    told = {
        "scores": ("Nine boxes", "80.0"),
        "assignment": ("Post by post",),
        "proposal": ("place 1",),
    }
    for number, role in enumerate((Role.SDM_OFFICER, Role.SECRETARY, Role.AUDITOR)):
        who = holders[f"P08.{number + 1}"]
        client = signed_in(role, "76", person=who.uid, username=f"calon {number}")
        for step, words in told.items():
            page = client.get(f"{at}/{step}").content.decode()
            assert "You are a candidate of this phase yourself" in page, (role, step)
            assert [word for word in words if word in page] == [] and "Keep the nominees" not in page, (role, step)
            assert "as in the best assignment" not in page and "best assignment: " not in page
            shown = other.get(f"{at}/{step}").content.decode()
            assert all(word in shown for word in words) and "candidate of this phase yourself" not in shown
            assert statements_of(client, f"{at}/{step}") <= MOST_STATEMENTS


def test_nobody_records_his_own_appointment_nor_swears_himself_in(phase: Phase, holders: Mapping[str, Person]) -> None:
    own, who = officer(holders["P08.1"]), holders["P08.1"]
    (post,) = [seat.post_id for seat in phase.seats.select_related("post") if seat.post.unit_code == "P20B.1"]
    draft = DecisionDraft("Sekjen", "1", TODAY, {post: who.uid})
    with pytest.raises(RoundRefused, match="candidate of this phase"):
        decision_record(access=own, phase=phase.uid, draft=draft)
    decision_record(access=SECRETARY, phase=phase.uid, draft=draft)
    event = Event(FIRST, "Mamuju", "Sekretaris", ("Saksi Satu", "Saksi Dua"))
    planned = inauguration_plan(access=own, phase=phase.uid, event=event)
    present = [row.uid for row in appointments_waiting(phase)]
    with clock.standing_at(make.noon(FIRST)):
        with pytest.raises(RoundRefused, match="themselves"):
            inauguration_close(access=own, inauguration=planned.uid, present=present)
        inauguration_close(access=SECRETARY, inauguration=planned.uid, present=present)


def test_close_family_that_is_told_later_is_a_conflict_of_interest_too(
    phase: Phase, holders: Mapping[str, Person]
) -> None:
    member = phase.participants.get(part="member", seating="chair").person
    nominees_set(access=OFFICER, phase=phase.uid, nominated=placed(phase, holders))
    kin(member, holders["P08.1"])
    with pytest.raises(RoundRefused, match="conflict"):
        scored(phase, member, 90, "anak sendiri")
    with pytest.raises(RoundRefused, match="close family of"):
        proposal_make(access=SECRETARY, phase=phase.uid, number="1", dated_on=TODAY)
    nominees_set(access=OFFICER, phase=phase.uid, nominated=placed(phase, holders))
    assert len(ranking(phase)) == 3
    given = phase.participants.get(person=holders["P08.1"]).scores.values_list("member__person__uid", flat=True)
    assert member.uid not in set(given)
    proposal_make(access=SECRETARY, phase=phase.uid, number="1", dated_on=TODAY)


def test_who_proposes_has_no_close_family_among_the_nominees(phase: Phase, holders: Mapping[str, Person]) -> None:
    nominees_set(access=OFFICER, phase=phase.uid, nominated=placed(phase, holders))
    boss = servant("Sekretaris Uji")
    kin(holders["P08.2"], boss)
    access = Access("system:boss", {Role.SECRETARY: frozenset(CODES)}, person=boss.uid)
    with pytest.raises(RoundRefused, match="themselves"):
        proposal_make(access=access, phase=phase.uid, number="1", dated_on=TODAY)


def test_whom_nobody_judged_is_not_nominated(phase: Phase, holders: Mapping[str, Person]) -> None:
    for member in phase.participants.filter(part="member"):
        kin(member.person, holders["P08.1"])
    with pytest.raises(RoundRefused, match="nobody of the panel judged"):
        nominees_set(access=OFFICER, phase=phase.uid, nominated=placed(phase, holders))


def test_a_member_who_can_judge_no_more_holds_nothing_up(holders: Mapping[str, Person]) -> None:
    found = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=found.uid)
    one, two = servant("Ketua Tim"), servant("Anggota Tim")
    chair = member_name(access=OFFICER, phase=found.uid, person=one.uid, seating="chair")
    other = member_name(access=OFFICER, phase=found.uid, person=two.uid, seating="member")
    candidates_name(access=OFFICER, phase=found.uid, people=[who.uid for who in kabag(holders).values()])
    scored(found, one)
    assert ranking(found) == []
    with pytest.raises(RoundRefused, match="say why"):
        member_stand_down(access=OFFICER, phase=found.uid, member=other.uid, reason=" ")
    member_stand_down(access=OFFICER, phase=found.uid, member=other.uid, reason="pensiun")
    assert len(ranking(found)) == 3
    with pytest.raises(RoundRefused, match="somebody must judge"):
        member_stand_down(access=OFFICER, phase=found.uid, member=chair.uid, reason="sakit")


def test_a_member_is_a_civil_servant_in_service_whom_the_officer_may_see(holders: Mapping[str, Person]) -> None:
    found = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=found.uid)
    contract, where = make.person("Tenaga Kontrak"), make.unit("76")
    entries = make.engaged(contract, where, TODAY, None)
    opening_record(access=make.OFFICER, office=where.uid, title="x", entries=entries)
    with pytest.raises(RoundRefused, match="PNS in service"):
        member_name(access=OFFICER, phase=found.uid, person=contract.uid, seating="chair")
    for stranger in (servant("Orang Jauh", "75"), make.person("Bukan Pegawai")):
        with pytest.raises(Person.DoesNotExist):
            member_name(access=OFFICER, phase=found.uid, person=stranger.uid, seating="chair")


def test_a_candidate_chooses_neither_rivals_nor_judges_and_the_sekretaris_may(holders: Mapping[str, Person]) -> None:
    found = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=found.uid)
    own, *rivals = kabag(holders).values()
    member = member_name(access=OFFICER, phase=found.uid, person=servant("Ketua Tim").uid, seating="chair")
    candidates_name(access=OFFICER, phase=found.uid, people=[own.uid, rivals[0].uid])
    one, other = (found.participants.get(person=person) for person in (own, rivals[0]))

    def acts(access: Access) -> list[Callable[[], object]]:
        asked: dict[str, Any] = {"access": access, "phase": found.uid}
        return [
            lambda: candidates_name(**asked, people=[rivals[1].uid]),
            lambda: member_name(**asked, person=servant("Anggota").uid, seating="member"),
            lambda: conflict_declare(**asked, member=member.uid, candidate=other.uid, reason="kawan"),
            lambda: member_stand_down(**asked, member=member.uid, reason="sakit"),
            lambda: candidates_remove(**asked, people=[rivals[0].uid]),
            lambda: participant_remove(**asked, participant=one.uid),
        ]

    for act in acts(officer(own)):
        with pytest.raises(RoundRefused, match="a candidate of this phase yourself"):
            act()
    for act in acts(SECRETARY):
        act()
    assert set(found.participants.filter(part="candidate").values_list("person", flat=True)) == {rivals[1].uid}


def test_a_candidate_is_offered_no_choice_of_rivals_and_judges(holders: Mapping[str, Person]) -> None:
    found = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=found.uid)
    own, rival, *_others = kabag(holders).values()
    candidates_name(access=OFFICER, phase=found.uid, people=[own.uid, rival.uid])
    client = signed_in(Role.SDM_OFFICER, *CODES, person=own.uid)
    others = signed_in(Role.SECRETARY, *CODES, username="sekretaris")
    at = f"/structure/filling/phases/{found.uid}"
    for address, field in ((at, "Look for a member"), (f"{at}/candidates", 'name="do"')):
        own_page, seen = (who.get(address).content.decode() for who in (client, others))
        assert "You are a candidate of this phase yourself" in own_page and "You are a candidate" not in seen
        assert field in seen and field not in own_page
