"""Posts and their holders agree, whatever sequence of appointments and mendings is issued."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.models import Entry
from malaqbiq.decrees.registry import book
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.selectors.verify import verify
from malaqbiq.organization.models import Post, WorkUnit
from malaqbiq.people.models import Person
from malaqbiq.service.effects import Capacity, Holding
from malaqbiq.service.models import Acting, Holder, PlhFor, PltFor, PostHeld, PostInForce
from malaqbiq.service.selectors.acting import acting_rows
from malaqbiq.service.services.acting import acting_ended
from tests import builders as make
from tests.service import test_acting as acting
from tests.service import test_effects as posts

pytestmark = pytest.mark.django_db

steps = st.lists(
    st.tuples(
        st.sampled_from([*["given", "left", "kept", "plt", "plh", "ended"] * 2, "given", "plt", "closed", *Mending]),
        st.integers(0, 2),
        st.integers(0, 1),
        st.integers(0, 300),
        st.integers(0, 30),
    ),
    min_size=6,
    max_size=20,
)


@given(steps)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_who_holds_a_post_and_which_post_one_holds_are_the_same(steps: list) -> None:
    with transaction.atomic():
        unit, crowd = posts.office(3)
        seats = [posts.post(unit), posts.post(unit, "P08.2")]
        make.opened(unit, [posts.post_opened(seat) for seat in seats])
        issued = sum(tried(unit, crowd[who], seats[seat], kind, day, pick) for kind, who, seat, day, pick in steps)
        event(f"{issued // 3 * 3}+ issued")
        held = PostHeld.objects.known().values_list("person", "post", "state", "valid_from", "valid_until")
        holders = Holder.objects.known().values_list("person", "post", "state", "valid_from", "valid_until")
        assert set(held) == set(holders)
        assert len(held) == len(holders)
        stands_in_as_it_may()
        definitive = Holder.objects.known().filter(state=Holding.DEFINITIVE)
        assert [row for row in definitive if not in_force(row.post_id, row.valid_from, row.valid_until)] == []
        assert [check for check in verify() if not check.ok] == []
        transaction.set_rollback(True)


def tried(unit: WorkUnit, who: Person, seat: Post, kind: str, day: int, pick: int) -> bool:
    """Issue one step; False if it was refused or there was nothing to mend."""
    on = posts.LATER + timedelta(day)
    try:
        with transaction.atomic():
            if kind == "given":
                make.opened(unit, [posts.given(who, seat, on)])
            elif kind == "left":
                make.opened(unit, [posts.left(who, seat, on)])
            elif kind == "kept":
                make.opened(unit, [posts.kept(who, seat, on)])
            elif kind in {"plt", "plh"}:
                make.opened(unit, [acting.stands_in(who, seat, on, on + timedelta(pick * 3), kind)])
            elif kind == "ended":
                make.opened(unit, [*acting_ended(acting_rows(on, posts=[seat.uid]), on), posts.given(who, seat, on)])
            elif kind == "closed":
                make.opened(unit, [posts.closed(seat, on)])
            else:
                return mended(unit, Mending(kind), on, pick)
    except Refused:
        return False
    return True


def stands_in_as_it_may() -> None:
    """Posts and people know the same of who stands in; a Plt where nobody holds definitively, a Plh where somebody
    else does, and nobody twice in a way.
    """
    rows = Acting.objects.known()
    told = rows.values_list("person", "post", "capacity", "valid_from", "valid_until")
    known = [
        (*row[:2], how, *row[2:])
        for how, model in ((Capacity.PLT.value, PltFor), (Capacity.PLH.value, PlhFor))
        for row in model.objects.known().values_list("person", "post", "valid_from", "valid_until")
    ]
    assert sorted(told) == sorted(known)
    for row in rows:
        day = row.valid_from
        while day < row.valid_until:
            held = Holder.objects.as_of(day).filter(post=row.post_id, state=Holding.DEFINITIVE).first()
            assert (held is not None) == (row.capacity == Capacity.PLH)
            assert held is None or held.person_id != row.person_id or day != row.valid_from
            assert PostInForce.objects.as_of(day).filter(post=row.post_id).exists()
            day += timedelta(7)
    for day in {row.valid_from for row in rows}:
        for each in (Acting.objects.as_of(day).values_list("post"), PltFor.objects.as_of(day).values_list("person")):
            assert len(set(each)) == len(each)


def in_force(post: UUID, start: date, end: date | None) -> bool:
    """Whether one row says that a post is in force from a day up to another."""
    rows = PostInForce.objects.known().filter(post__uid=post, valid_from__lte=start)
    return any(row.valid_until is None or (end is not None and row.valid_until >= end) for row in rows)


def mended(unit: WorkUnit, kind: Mending, on: date, pick: int) -> bool:
    effects = ["service.post_given", "service.post_left", "service.post_kept", "service.post_closed"]
    entries = list(Entry.objects.filter(effect__in=effects, mending__in=["", Mending.CORRECTION]).order_by("id"))
    if not entries:
        return False
    target = entries[pick % len(entries)]
    payload = None
    if kind is Mending.CORRECTION:
        payload = book().effect(target.effect).read(target.effect_version, target.payload)
    make.opened(unit, [make.mending(target, kind, max(on, target.effective_on), payload)])
    return True
