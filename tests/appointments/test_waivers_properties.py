"""Whatever is tried, by whomever, in whatever order: no candidate who isn't eligible without a waiver by two."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Phase, Waiver
from malaqbiq.appointments.selectors.candidates import Marks, kinds_of, looked_at
from malaqbiq.appointments.services import (
    candidates_name,
    candidates_remove,
    phase_open,
    phase_release,
    waiver_withdraw,
    waivers_decide,
    waivers_propose,
)
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.people.models import Person
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_rounds import SECRETARY, TODAY, _january, begun, holders, phases
from tests.appointments.test_waivers import TIME, stated

__all__ = ["_january", "holders"]

pytestmark = pytest.mark.django_db

UNITS = frozenset({"76", "76.01"})
WHO = (
    Access("system:one", {Role.SDM_OFFICER: UNITS}),
    Access("system:two", {Role.SECRETARY: UNITS}),
    Access("system:both", {Role.SDM_OFFICER: UNITS, Role.SECRETARY: UNITS}),
)
STEPS = ("propose", "propose", "grant", "grant", "refuse", "withdraw", "name", "name", "name", "remove")
CRITERIA = (TIME, "education", "rank", "experience")
steps = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 2), st.integers(0, 2), st.integers(0, 3), st.integers(0, 5)),
    min_size=8,
    max_size=24,
)


@given(steps)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_path_makes_a_candidate_who_is_not_eligible_without_a_waiver_by_a_second(
    holders: Mapping[str, Person], steps: list[tuple[str, int, int, int, int]]
) -> None:
    people = [holders[code] for code in ("P08.11", "P08.12", "K08.1")]
    with transaction.atomic():
        found = phases(begun())
        phase_release(access=SECRETARY, phase=found["Administrator"].uid, reason="mendesak")
        phase = phase_open(access=OFFICER, phase=found["Pengawas"].uid)
        stated("time-in-post", value="9", beside="10", waiver="allowed")
        named = 0
        for kind, asker, who, criterion, waiver in steps:
            before = set(phase.participants.values_list("person__uid", flat=True))
            tried(kind, phase, WHO[asker], people[who], CRITERIA[criterion], waiver)
            for uid in set(phase.participants.values_list("person__uid", flat=True)) - before:
                named += 1
                lawful(phase, uid)
        for row in Waiver.objects.exclude(decided_by=""):
            assert row.decided_by != row.proposed_by and row.criterion == TIME
        event(f"named {min(named, 3)}")
        transaction.set_rollback(True)


def tried(kind: str, phase: Phase, access: Access, who: Person, criterion: str, waiver: int) -> None:
    """Take one step, or be refused."""
    rows = list(Waiver.objects.order_by("pk").values_list("uid", flat=True))
    chosen = [rows[waiver % len(rows)]] if rows else []
    try:
        with transaction.atomic():
            match kind:
                case "propose":
                    about = {"people": [who.uid], "criteria": [criterion], "reason": "x"}
                    waivers_propose(access=access, phase=phase.uid, **about)  # type: ignore[arg-type]
                case "grant" | "refuse":
                    granted = kind == "grant"
                    waivers_decide(access=access, phase=phase.uid, waivers=chosen, is_granted=granted)
                case "withdraw":
                    for uid in chosen:
                        waiver_withdraw(access=access, waiver=uid)
                case "name":
                    candidates_name(access=access, phase=phase.uid, people=[who.uid])
                case _:
                    candidates_remove(access=access, phase=phase.uid, people=[who.uid])
    except (RoundRefused, Forbidden, Waiver.DoesNotExist):
        return


def lawful(phase: Phase, uid: object) -> None:
    """Who was named just now is eligible without a waiver, or another than proposed it granted what he lacks."""
    kinds = kinds_of(phase.seats.select_related("post"))
    chance = looked_at(OFFICER, TODAY, phase, [uid], kinds, Marks()).chances[uid]  # type: ignore[list-item,index]
    counting = [row for row in Waiver.objects.filter(person__uid=uid) if row.counts]
    let = {row.criterion for row in counting if row.decided_by != row.proposed_by}
    assert set(chance.lack.missing) <= let
