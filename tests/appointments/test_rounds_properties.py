"""Whatever is tried in a round, in whatever order: one holder a post, one post a person, no phase before its time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from malaqbiq.appointments.errors import ActingRefused, RoundRefused
from malaqbiq.appointments.models import Participant, Phase
from malaqbiq.appointments.services import (
    DecisionDraft,
    Event,
    Order,
    Received,
    acting_record,
    appointments_waiting,
    candidates_name,
    decision_record,
    inauguration_close,
    inauguration_plan,
    member_name,
    phase_open,
    phase_release,
)
from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.verification import projections_follow
from malaqbiq.kernel import clock
from malaqbiq.kernel.progress import SILENT
from malaqbiq.people.models import Person
from malaqbiq.service.models import Holder, PostHeld
from tests import builders as make
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_rounds import SECRETARY, TODAY, _january, begun, holders, phases
from tests.service.test_posts_properties import stands_in_as_it_may

__all__ = ["_january", "holders"]

pytestmark = pytest.mark.django_db

STEPS = (
    *("open", "release", "member", "candidate", "decide", "decide", "decide", "swear", "swear", "swear"),
    *("plt", "plt", "plh"),
)
steps = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 1), st.integers(0, 14), st.integers(0, 9), st.integers(0, 5)),
    min_size=14,
    max_size=32,
)


@given(steps)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_path_leads_to_two_holders_two_posts_or_a_phase_before_its_time(
    holders: Mapping[str, Person], steps: list[tuple[str, int, int, int, int]]
) -> None:
    people = [holders[code] for code in sorted(holders)]
    with transaction.atomic():
        levels = list(phases(begun()).values())
        phase_open(access=OFFICER, phase=levels[0].uid)
        done: Counter[str] = Counter()
        day = TODAY
        for kind, level, who, seat, later in steps:
            day += timedelta(later)
            with clock.standing_at(make.noon(day)):
                done[kind] += tried(kind, levels[level], people[who % len(people)], seat, day)
            in_order(levels)
        event(f"sworn in at {done['swear']}, stood in {done['plt']}, opened {done['open']}")
        agrees(day)
        stands_in_as_it_may()
        assert projections_follow(SILENT).ok
        transaction.set_rollback(True)


def tried(kind: str, phase: Phase, who: Person, seat: int, day: date) -> bool:
    """Take one step; False if it was refused."""
    try:
        with transaction.atomic():
            taken(kind, phase, who, seat, day)
    except (RoundRefused, ActingRefused, Refused):
        return False
    return True


def taken(kind: str, phase: Phase, who: Person, seat: int, day: date) -> None:
    match kind:
        case "open":
            phase_open(access=OFFICER, phase=phase.uid)
        case "release":
            phase_release(access=SECRETARY, phase=phase.uid, reason="mendesak")
        case "member":
            member_name(access=OFFICER, phase=phase.uid, person=who.uid, seating="member")
        case "candidate":
            candidates_name(access=OFFICER, phase=phase.uid, people=[who.uid])
        case "decide":
            seats = list(phase.seats.order_by("pk"))
            post = seats[seat % len(seats)].post_id
            draft = DecisionDraft("Sekretaris Jenderal", f"{phase.decisions.count() + 1}", day, {post: who.uid})
            decision_record(access=OFFICER, phase=phase.uid, draft=draft)
        case "plt" | "plh":
            seats = list(phase.seats.order_by("pk"))
            post = seats[seat % len(seats)].post_id
            if kind == "plh":
                own = PostHeld.objects.as_of(day).filter(person=who).first()
                post = own.post_id if own else post
                who = Person.objects.exclude(pk=who.pk).order_by("pk")[seat]
            ordered = Order(post, who.uid, day - timedelta(seat), day + timedelta(20 + seat))
            acting_record(access=OFFICER, order=ordered, received=Received("Sekjen", f"{day}", day))
        case _:
            planned = Event(day, "Mamuju", "Sekretaris", ("Saksi Satu", "Saksi Dua"))
            made = inauguration_plan(access=OFFICER, phase=phase.uid, event=planned)
            waiting = appointments_waiting(phase)
            present = [row.uid for row in waiting[: 1 + seat % len(waiting)]]
            inauguration_close(access=OFFICER, inauguration=made.uid, present=present)


def in_order(levels: list[Phase]) -> None:
    """A later phase is open only where the earlier ones are inaugurated or released; nobody judges himself."""
    for phase in levels:
        phase.refresh_from_db()
    first, second = levels
    assert second.opened_on is None or first.inaugurated_on or first.released_on
    for phase in levels:
        parts = Counter(Participant.objects.filter(phase=phase).values_list("person", flat=True))
        assert all(many == 1 for many in parts.values())


def agrees(day: date) -> None:
    """Posts and people know the same of each other, and nobody and nothing is there twice on any day."""
    held = PostHeld.objects.known().values_list("person", "post", "state", "valid_from", "valid_until")
    told = Holder.objects.known().values_list("person", "post", "state", "valid_from", "valid_until")
    assert set(held) == set(told)
    for one in (TODAY, day, day + timedelta(1)):
        posts = Counter(Holder.objects.as_of(one).values_list("post", flat=True))
        people = Counter(PostHeld.objects.as_of(one).values_list("person", flat=True))
        assert all(many == 1 for many in (*posts.values(), *people.values()))
