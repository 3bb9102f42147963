"""A further decree of appointment: nothing stands in it by itself, and what it undoes is asked about first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest
from django.test import Client

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Appointment, Decision, Inauguration, Phase
from malaqbiq.appointments.selectors.deciding import vacated
from malaqbiq.appointments.selectors.mended import mended_in
from malaqbiq.appointments.selectors.phases import appointments_of, appointments_waiting
from malaqbiq.appointments.services import (
    DecisionDraft,
    Nominated,
    decision_record,
    inauguration_cancel,
    inauguration_plan,
    nominees_set,
    proposal_make,
)
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.periods import DAY
from malaqbiq.organization.models import Post
from malaqbiq.people.models import Person
from tests import builders as make
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_mending import LATER, mended, sworn
from tests.appointments.test_own import phase, placed
from tests.appointments.test_rounds import EVENT, FIRST, SECRETARY, TODAY, _january, filled, holders
from tests.pages import at_most, signed_in

__all__ = ["_january", "holders", "phase"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

BEFORE = date(2022, 1, 2)
"""The last day before the structure, and so a day without its posts."""
AGAIN = {"authority": "Sekretaris Jenderal KPU", "number": "9/2022", "decided_on": "2022-02-10"}


def at(phase: Phase, step: str = "decision") -> str:
    return f"/structure/filling/phases/{phase.uid}/{step}"


def posts(phase: Phase) -> dict[str, Post]:
    return {seat.post.unit_code: seat.post for seat in phase.seats.select_related("post__work_unit")}


def decided(phase: Phase, number: str, day: date = TODAY, **people: Person) -> Decision:
    """Who is appointed to which of the posts, by the last place of its unit's code."""
    appointed = {posts(phase)[f"P20B.{code[1:]}"].uid: who.uid for code, who in people.items()}
    return decision_record(access=OFFICER, phase=phase.uid, draft=DecisionDraft("Sekjen", number, day, appointed))


def ticked(client: Client, phase: Phase, said: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The page that asks, and what was said with its tick."""
    refused = client.post(at(phase), said)
    page = refused.content.decode()
    mark = re.search(r'name="sure" value="(\w+)"', page)
    assert refused.status_code == 422 and mark
    return page, {**said, "sure": mark[1]}


def test_only_the_first_decree_has_the_nominees_in_its_fields(phase: Phase, holders: Mapping[str, Person]) -> None:
    nominees_set(access=OFFICER, phase=phase.uid, nominated=placed(phase, holders))
    client, one, two = signed_in(Role.SDM_OFFICER, "76"), holders["P08.1"], holders["P08.2"]
    field = f'name="{posts(phase)["P20B.2"].uid}" value="{two.full_name}"'
    assert field in client.get(at(phase)).content.decode()
    decided(phase, "1", p1=one)
    with at_most():
        page = client.get(at(phase)).content.decode()
    assert f'value="{two.full_name}" ' not in page and f"Proposed: {two.full_name}." in page
    assert f"{one.full_name} waits for the oath by decree 1: leave it empty" in page
    nothing = client.post(at(phase), AGAIN | {"decided_on": "2022-01-04"})
    assert nothing.status_code == 422 and Decision.objects.count() == 1


def test_before_a_decree_that_waits_is_replaced_the_page_asks(phase: Phase, holders: Mapping[str, Person]) -> None:
    one, two, three = (holders[f"P08.{number}"] for number in (1, 2, 3))
    decided(phase, "1", p1=one, p2=two)
    client, named = signed_in(Role.SDM_OFFICER, "76"), posts(phase)
    said = AGAIN | {"decided_on": "2022-01-04", str(named["P20B.1"].uid): three.full_name}
    page, sure = ticked(client, phase, said)
    assert f"{one.full_name} waits for the oath to Kepala Bagian" in page and f"{three.full_name} is." in page
    assert 'value="9/2022"' in page and two.full_name not in page[page.index("This decree changes") :].split("</ul>")[0]
    assert Decision.objects.count() == 1
    other = sure | {str(named["P20B.2"].uid): one.full_name}
    page, _sure = ticked(client, phase, other)
    assert f"{two.full_name} waits for the oath" in page and Decision.objects.count() == 1
    assert client.post(at(phase), sure).status_code == 302
    assert {row.person for row in appointments_waiting(phase)} == {two, three}


def test_who_is_appointed_elsewhere_leaves_a_post_without_anybody(phase: Phase, holders: Mapping[str, Person]) -> None:
    one, named = holders["P08.1"], posts(phase)
    decided(phase, "1", p1=one)
    client = signed_in(Role.SDM_OFFICER, "76")
    page, sure = ticked(client, phase, AGAIN | {"decided_on": "2022-01-04", str(named["P20B.3"].uid): one.full_name})
    assert "nobody is appointed any more" in page
    decided(phase, "2", p3=holders["P08.3"])
    page, _sure = ticked(client, phase, sure)
    assert f"{holders['P08.3'].full_name} waits for the oath" in page


def test_who_recorded_meanwhile_is_seen_first(phase: Phase, holders: Mapping[str, Person]) -> None:
    decided(phase, "1", p1=holders["P08.1"])
    appointed = {posts(phase)["P20B.1"].uid: holders["P08.2"].uid}
    draft = DecisionDraft("Sekjen", "2", TODAY, appointed)
    with pytest.raises(RoundRefused, match="recorded meanwhile"):
        decision_record(access=OFFICER, phase=phase.uid, draft=draft, replaces=())
    told = [row.uid for row in appointments_waiting(phase)]
    assert decision_record(access=OFFICER, phase=phase.uid, draft=draft, replaces=told).number == "2"


@pytest.mark.parametrize(("since", "what"), [(None, "was annulled by decree"), (LATER, "was revoked by decree")])
def test_whose_appointment_was_taken_back_is_appointed_anew_only_when_asked(
    phase: Phase, holders: Mapping[str, Person], since: date | None, what: str
) -> None:
    one = holders["P08.1"]
    filled(phase, {"P20B.1": one})
    mended(sworn(phase, "P20B.1"), since=since)
    with clock.standing_at(make.noon(LATER)):
        client = signed_in(Role.SDM_OFFICER, "76", "76.01")
        assert f'value="{one.full_name}" ' not in client.get(at(phase)).content.decode()
        page, sure = ticked(client, phase, AGAIN | {str(posts(phase)["P20B.1"].uid): one.full_name})
        assert f"The appointment of {one.full_name} to Kepala Bagian" in page and f"{what} 99/2022 of" in page
        assert appointments_waiting(phase) == []
        assert client.post(at(phase), sure).status_code == 302
        assert [row.person for row in appointments_waiting(phase)] == [one]


def test_a_decree_is_not_dated_before_the_proposal_that_it_answers(phase: Phase, holders: Mapping[str, Person]) -> None:
    nominees_set(access=OFFICER, phase=phase.uid, nominated=placed(phase, holders))
    proposal_make(access=SECRETARY, phase=phase.uid, number="5/SDM", dated_on=TODAY)
    with pytest.raises(RoundRefused, match="answers proposal 5/SDM of"):
        decided(phase, "1", TODAY - DAY, p1=holders["P08.1"])
    assert decided(phase, "1", p1=holders["P08.1"]).decided_on == TODAY


def test_who_is_first_for_two_posts_is_named_with_both(phase: Phase, holders: Mapping[str, Person]) -> None:
    one, two, _three = placed(phase, holders)
    nominees_set(access=OFFICER, phase=phase.uid, nominated=[one])
    words = f"{holders['P08.1'].full_name} is named first for Kepala Bagian Perencanaan.* and for Kepala Bagian"
    with pytest.raises(RoundRefused, match=words):
        nominees_set(access=OFFICER, phase=phase.uid, nominated=[Nominated(two.post, one.candidates)])


def test_a_post_is_told_vacant_once_and_only_while_it_is_in_force(phase: Phase, holders: Mapping[str, Person]) -> None:
    filled(phase, {"P20B.1": holders["P08.1"]})
    mended(sworn(phase, "P20B.1"))
    filled(phase, {"P20B.1": holders["P08.1"]}, LATER)
    (again,) = [row for row in Appointment.objects.all() if not mended_in([row])]
    mended(again, number="100/2022")
    rows = appointments_of(phase)
    (title,) = vacated(rows, mended_in(rows), LATER)
    with clock.standing_at(make.noon(LATER)):
        link = "Write down the decree that fills it"
        for role, is_his in ((Role.SDM_OFFICER, True), (Role.AUDITOR, False)):
            client = signed_in(role, "76", username=role)
            with at_most():
                page = client.get(at(phase, "inauguration")).content.decode()
            assert f"was taken back: {title}." in page and (link in page) is is_his
    assert vacated(rows, mended_in(rows), TODAY) == [title]
    assert vacated(rows, mended_in(rows), BEFORE) == []


def test_a_day_has_one_plan(phase: Phase, holders: Mapping[str, Person]) -> None:
    decided(phase, "1", p1=holders["P08.1"])
    planned = inauguration_plan(access=OFFICER, phase=phase.uid, event=EVENT)
    client = signed_in(Role.SDM_OFFICER, "76")
    event = {"held_on": FIRST.isoformat(), "place": "Aula", "led_by": "Sekjen"}
    refused = client.post(at(phase, "inauguration"), event | {"witness_1": "Satu", "witness_2": "Dua"})
    page = refused.content.decode()
    assert refused.status_code == 422 and "is planned already" in page and 'value="Aula"' in page
    assert Inauguration.objects.get() == planned
    inauguration_cancel(access=OFFICER, inauguration=planned.uid)
    assert inauguration_plan(access=OFFICER, phase=phase.uid, event=EVENT).held_on == FIRST
