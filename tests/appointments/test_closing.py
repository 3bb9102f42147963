"""What closing does is told before it is pressed, and that somebody waits on his own page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from malaqbiq.appointments.selectors.closing import Outcome, appointed_of, outcomes
from malaqbiq.appointments.selectors.phases import appointments_waiting
from malaqbiq.appointments.services import DecisionDraft, decision_record, inauguration_plan, phase_open
from malaqbiq.kernel.access import Role
from malaqbiq.people.models import Person
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_papers import EVENT
from tests.appointments.test_rounds import FIRST, TODAY, _january, begun, holders, phases
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
    assert "holds no post any more" in client.get(address).content.decode()
    assert statements_of(client, address) <= MOST_STATEMENTS
    assert [row.person_id for row, _title in appointed_of(OFFICER, TODAY, holders["P08.2"].uid)] == [
        holders["P08.2"].uid
    ]
    assert appointed_of(OFFICER, date(2021, 12, 31), holders["P08.2"].uid) == []
    mine = f"/staff/{holders['P08.2'].uid}"
    assert "waits to be sworn in" in client.get(mine).content.decode()
    assert statements_of(client, mine) <= MOST_STATEMENTS
