"""What closing does is told before it is pressed, and that somebody waits on his own page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

import pytest

from malaqbiq.appointments.selectors.closing import Outcome, appointed_of, outcomes
from malaqbiq.appointments.selectors.phases import appointments_waiting
from malaqbiq.appointments.selectors.rounds import keepings
from malaqbiq.appointments.services import DecisionDraft, decision_record, inauguration_plan, phase_open
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.organization.models import Post
from malaqbiq.people.models import Person
from tests import builders as make
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_papers import EVENT
from tests.appointments.test_rounds import FIRST, TODAY, _january, begun, filled, holders, kabag, phases
from tests.pages import MOST_STATEMENTS, signed_in, statements_of

__all__ = ["_january", "holders"]

pytestmark = pytest.mark.django_db


def test_who_would_hold_no_post_is_told_before_closing(holders: Mapping[str, Person]) -> None:
    """P08.2 and P08.3 change places: each loses his work to the other if he alone is absent."""
    phase = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=phase.uid)
    posts = {seat.post.unit_code: seat.post.uid for seat in phase.seats.select_related("post")}
    people = {"P20B.1": "P08.1", "P20B.2": "P08.3", "P20B.3": "P08.2"}
    appointed = {posts[code]: holders[who].uid for code, who in people.items()}
    decision_record(access=OFFICER, phase=phase.uid, draft=DecisionDraft("Sekjen", "1", TODAY, appointed))
    inauguration_plan(access=OFFICER, phase=phase.uid, event=EVENT)
    waiting = appointments_waiting(phase)
    after, _others = outcomes(phase, waiting, FIRST)
    losing = {row.person_id for row in waiting if after[row.uid] != Outcome()}
    assert holders["P08.2"].uid in losing and holders["P08.1"].uid not in losing
    client, address = signed_in(Role.SECRETARY, "76"), f"/structure/filling/phases/{phase.uid}/inauguration"
    page = client.get(address).content.decode()
    assert "holds no post any more" in page
    assert page.count(" checked>") == len(waiting) and "<summary>Plan another inauguration</summary>" in page
    alone = next(row for row in waiting if row.person_id == holders["P08.2"].uid)
    after, _others = outcomes(phase, waiting, FIRST, {alone.uid})
    assert {row.person_id for row in waiting if after[row.uid].loses} == {holders["P08.3"].uid}
    closing = address.replace("inauguration", f"inaugurations/{phase.inaugurations.get().uid}")
    reckoned = client.post(closing, {"do": "reckon", "present": [str(alone.uid)]})
    assert reckoned.status_code == 200 and reckoned.content.decode().count(" checked>") == 1
    assert reckoned.content.decode().count("holds no post any more") == 1
    assert phase.inaugurations.get().closed_at is None
    assert statements_of(client, address) <= MOST_STATEMENTS
    assert [row.person_id for row, _title in appointed_of(OFFICER, TODAY, holders["P08.2"].uid)] == [
        holders["P08.2"].uid
    ]
    assert appointed_of(OFFICER, date(2021, 12, 31), holders["P08.2"].uid) == []
    mine = f"/staff/{holders['P08.2'].uid}"
    assert "waits to be sworn in" in client.get(mine).content.decode()
    assert statements_of(client, mine) <= MOST_STATEMENTS


def test_a_post_that_becomes_vacant_and_who_else_loses_his_work_are_told(holders: Mapping[str, Person]) -> None:
    """Who leads a Bagian goes to a Subbagian, and its old keeper isn't appointed anywhere."""
    found = phases(begun())
    phase_open(access=OFFICER, phase=found["Administrator"].uid)
    filled(found["Administrator"], kabag(holders))
    phase = found["Pengawas"]
    with clock.standing_at(make.noon(FIRST)):
        phase_open(access=OFFICER, phase=phase.uid)
        kept = keepings({make.unit().uid}, FIRST)
        shares = Counter(post for one in kept for post in one.successors)
        going, staying = [one for one in kept if [shares[post] for post in one.successors] == [1]][:2]
        leading = holders["P08.1"]
        appointed = {next(iter(going.successors)): leading.uid, next(iter(staying.successors)): going.person}
        decision_record(access=OFFICER, phase=phase.uid, draft=DecisionDraft("Sekjen", "2", FIRST, appointed))
        inauguration_plan(access=OFFICER, phase=phase.uid, event=EVENT)
        after, others = outcomes(phase, waiting := appointments_waiting(phase), FIRST)
        told = {row.person_id: after[row.uid] for row in waiting}
        called = dict(Post.objects.values_list("uid", "position_name"))
        assert told[leading.uid].vacates.startswith("Kepala Bagian Perencanaan") and not told[leading.uid].loses
        assert told[going.person].loses.startswith(called[going.post]) and not told[going.person].vacates
        left = Person.objects.get(uid=staying.person).full_name
        assert [name.partition(" Sekretariat")[0] for name in others] == [f"{left} ({called[staying.post]}"]
        client, address = signed_in(Role.SECRETARY, "76"), f"/structure/filling/phases/{phase.uid}/inauguration"
        page = client.get(address).content.decode()
        assert left in page and "becomes vacant" in page
        assert statements_of(client, address) <= MOST_STATEMENTS
