"""Standing in for a post: the terms, what must stand beside it, and how it ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

import pytest

from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.rules.timeline import Origin, Subject, Timelines, Written
from malaqbiq.decrees.services import EntryDraft
from malaqbiq.decrees.verification import projections_follow
from malaqbiq.kernel.progress import SILENT
from malaqbiq.organization.models import Post, WorkUnit
from malaqbiq.people.models import Person
from malaqbiq.regulations.rules.rows import ServiceRuleRow
from malaqbiq.regulations.rules.rows.base import Trust
from malaqbiq.regulations.rules.terms import Terms
from malaqbiq.service.effects import ACTING, HOLDER, Acting, Capacity, Holder, Holding, PostActing, PostActingV1
from malaqbiq.service.effects.acting import terms_before
from malaqbiq.service.models import Acting as ActingRow
from malaqbiq.service.models import Holder as HolderRow
from malaqbiq.service.rules.acting import ActingTerms, Covered, StandIn, hindrances, same_day_after
from malaqbiq.service.selectors.acting import acting_rows
from malaqbiq.service.selectors.chart import posts_held, seats_on, states_by_unit
from malaqbiq.service.services.acting import acting_ended
from tests import builders as make
from tests.service import test_effects as posts

START, LAST = date(2022, 2, 1), date(2022, 4, 30)


def stands_in(who: Person, seat: Post, start: date = START, last: date = LAST, how: str = "plt") -> EntryDraft:
    payload = PostActingV1(person=who.uid, post=seat.uid, capacity=Capacity(how), last_day=last)
    return EntryDraft(PostActing.name, start, seat.work_unit_id, payload, person=who.uid, post=seat.uid)


def opened(people: int = 2, seats: int = 1) -> tuple[WorkUnit, list[Person], list[Post]]:
    unit, crowd = posts.office(people)
    made = [posts.post(unit, f"P08.{number}") for number in range(1, seats + 1)]
    make.opened(unit, [posts.post_opened(seat) for seat in made])
    return unit, crowd, made


@pytest.mark.django_db
def test_a_plt_stands_in_through_the_last_day_and_then_it_is_vacant_again() -> None:
    unit, (who, _other), (seat,) = opened()
    make.opened(unit, [stands_in(who, seat)])
    found = {
        day: seats_on(make.OFFICER, day, ["76"])[0] for day in (START - timedelta(1), START, LAST, LAST + timedelta(1))
    }
    assert [one.state for one in found.values()] == ["vacant", "plt", "plt", "vacant"]
    shown = found[LAST]
    assert shown.acting is not None
    assert (shown.name, shown.holder, shown.acting.last_day) == (who.full_name, who.uid, LAST)
    assert states_by_unit(make.OFFICER, LAST, ["76"])["76"] == {"plt": 1}
    assert projections_follow(SILENT).ok


@pytest.mark.django_db
def test_a_plh_stands_beside_a_holder_who_stays_definitive() -> None:
    unit, (holder, who), (seat,) = opened()
    make.opened(unit, [posts.given(holder, seat)])
    make.opened(unit, [stands_in(who, seat, how="plh")])
    shown = seats_on(make.OFFICER, START, ["76"])[0]
    assert shown.acting is not None
    assert (shown.state, shown.name, shown.acting.name) == ("definitive", holder.full_name, who.full_name)
    assert HolderRow.objects.as_of(START).get().person_id == holder.uid
    assert states_by_unit(make.OFFICER, START, ["76"])["76"] == {"definitive": 1}


@pytest.mark.django_db
def test_nobody_is_plt_of_a_held_post_or_plh_of_one_that_is_not() -> None:
    unit, (holder, who), (seat, empty) = opened(seats=2)
    make.opened(unit, [posts.given(holder, seat)])
    assert "service.plt_of_a_holder" in posts.refused(unit, stands_in(who, seat))
    assert "service.plh_of_nobody" in posts.refused(unit, stands_in(who, empty, how="plh"))
    assert "service.acting_for_oneself" in posts.refused(unit, stands_in(holder, seat, how="plh"))


@pytest.mark.django_db
def test_a_demisioner_does_not_keep_a_plt_away() -> None:
    unit, (holder, who), (seat,) = opened()
    make.opened(unit, [posts.given(holder, seat), posts.kept(holder, seat, posts.DAY)])
    make.opened(unit, [stands_in(who, seat)])
    assert seats_on(make.OFFICER, START, ["76"])[0].name == who.full_name
    assert HolderRow.objects.as_of(START).get().state == Holding.DEMISIONER


@pytest.mark.django_db
def test_one_stands_in_for_a_post_and_for_one_post_in_a_way() -> None:
    unit, (one, two, holder), (seat, other, held) = opened(people=3, seats=3)
    make.opened(unit, [posts.given(holder, held), stands_in(one, seat)])
    assert "service.acting_twice" in posts.refused(unit, stands_in(two, seat, LAST, LAST + timedelta(9)))
    assert "service.acting_twice" in posts.refused(unit, stands_in(one, other, LAST, LAST + timedelta(9)))
    make.opened(unit, [stands_in(one, held, START, START + timedelta(2), "plh")])
    assert sorted(ActingRow.objects.as_of(START).values_list("capacity", flat=True)) == ["plh", "plt"]
    assert {item.state for item in posts_held(one.uid, START)} == {"plt", "plh"}


@pytest.mark.django_db
def test_a_definitive_holder_has_to_end_the_plt_in_the_same_decree() -> None:
    unit, (who, holder), (seat,) = opened()
    make.opened(unit, [stands_in(who, seat)])
    day = START + timedelta(20)
    assert "service.plt_of_a_holder" in posts.refused(unit, posts.given(holder, seat, day))
    ended = list(acting_ended(acting_rows(day, posts=[seat.uid]), day))
    make.opened(unit, [*ended, posts.given(holder, seat, day)])
    states = [seats_on(make.OFFICER, one, ["76"])[0].state for one in (day - timedelta(1), day)]
    assert states == ["plt", "definitive"]
    assert ActingRow.objects.known().get().valid_until == day
    assert projections_follow(SILENT).ok


@pytest.mark.django_db
def test_a_plt_that_begins_after_the_late_inauguration_is_gone_with_it() -> None:
    unit, (who, holder), (seat,) = opened()
    make.opened(unit, [stands_in(who, seat)])
    day = START - timedelta(5)
    make.opened(unit, [*acting_ended(acting_rows(day, posts=[seat.uid]), day), posts.given(holder, seat, day)])
    assert not ActingRow.objects.known().exists()


@pytest.mark.django_db
def test_revoking_the_holder_leaves_the_post_vacant_and_a_plt_can_be_named_anew() -> None:
    unit, (who, holder), (seat,) = opened()
    make.opened(unit, [stands_in(who, seat)])
    day = START + timedelta(20)
    ended = acting_ended(acting_rows(day, posts=[seat.uid]), day)
    decree = make.opened(unit, [*ended, posts.given(holder, seat, day)])
    given = decree.entries.get(effect="service.post_given")
    make.opened(unit, [make.mending(given, Mending.ANNULMENT, day)])
    assert seats_on(make.OFFICER, day, ["76"])[0].state == "vacant"
    make.opened(unit, [stands_in(who, seat, day, LAST)])
    assert [row.valid_from for row in ActingRow.objects.known().order_by("valid_from")] == [START, day]
    assert projections_follow(SILENT).ok


@pytest.mark.django_db
def test_service_does_not_end_while_one_stands_in_nor_a_post_while_it_is_stood_in_for() -> None:
    unit, (who, _other), (seat,) = opened()
    make.opened(unit, [stands_in(who, seat)])
    assert "service.acting_for_no_post" in posts.refused(unit, posts.closed(seat, START + timedelta(3)))
    last = date(2022, 3, 1)
    gone = posts.EndedV1(reason="retired")
    assert "service.acting_out_of_service" in posts.refused(
        unit, EntryDraft("service.ended", last, unit.uid, gone, person=who.uid)
    )


def test_three_months_end_on_the_day_before_the_same_day() -> None:
    assert same_day_after(date(2022, 2, 1), 3) == date(2022, 5, 1)
    assert same_day_after(date(2021, 11, 30), 3) == date(2022, 3, 1)
    assert same_day_after(date(2023, 11, 29), 3) == date(2024, 2, 29)
    assert same_day_after(date(2021, 10, 31), 14) == date(2022, 12, 31)


def said(*rows: tuple[str, str]) -> ActingTerms:
    made = [ServiceRuleRow(rule=rule, statement="x", figure=figure, trust=Trust.OWN_DEFAULT) for rule, figure in rows]
    return ActingTerms.of(Terms.of(made), START, "76")


FULL = said(("acting-plt-months", "3"), ("acting-plt-again", "1"), ("acting-levels-up", "1"), ("acting-units-up", "1"))
POST = Covered(UUID(int=7), "Pengawas", ("76.01", "76", "00"))


def who(level: str = "Pengawas", unit: str = "76.01", *, is_servant: bool = True) -> StandIn:
    return StandIn(UUID(int=8), "x", is_servant=is_servant, unit=unit, level=level)


@pytest.mark.parametrize(
    ("level", "unit", "of", "may"),
    [
        ("Pengawas", "76.01", "Pengawas", True),
        ("", "76.01", "Pengawas", True),
        ("Fungsional", "76.01", "Pengawas", True),
        ("Pengawas", "76.01", "Administrator", True),
        ("Pengawas", "76", "Pengawas", True),
        ("Pengawas", "76.02", "Pengawas", False),
        ("Pengawas", "00", "Pengawas", False),
        ("", "76.01", "Administrator", False),
        ("Administrator", "76.01", "Pengawas", False),
        ("Fungsional", "76.01", "Administrator", False),
        ("Pengawas", "76.01", "Fungsional", False),
    ],
)
def test_who_may_stand_in_by_level_and_work_unit(level: str, unit: str, of: str, *, may: bool) -> None:
    post = Covered(POST.post, of, POST.lineage)
    assert (not list(hindrances(FULL, who(level, unit), post))) == may


def test_what_is_not_said_is_not_asked() -> None:
    nothing = said()
    assert list(hindrances(nothing, who("", "76.02"), Covered(POST.post, "JPT Pratama", POST.lineage))) == []
    assert nothing.most(Capacity.PLT, START) is None
    assert FULL.most(Capacity.PLT, START) == date(2022, 5, 1)
    assert FULL.most(Capacity.PLH, START) is None
    assert list(hindrances(nothing, who(is_servant=False), POST)) != []


def line(*terms: tuple[date, date], held: Iterable[tuple[date, date | None]] = ()) -> Timelines:
    by = Written(POST.post, Origin.OWN)
    found = Timelines.empty(Subject("post", POST.post))
    for start, end in held:
        found = found.lay_over(HOLDER, start, end, Holder(by.entry, Holding.DEFINITIVE), by)
    for start, end in terms:
        found = found.lay_over(ACTING, start, end, Acting(by.entry, Capacity.PLT), by)
    return found


def test_terms_count_together_until_the_post_was_held_again() -> None:
    first, second = (date(2022, 1, 1), date(2022, 4, 1)), (date(2022, 5, 1), date(2022, 6, 1))
    assert len(terms_before(line(first, second), POST.post, date(2022, 7, 1))) == 2
    held = [(date(2022, 4, 10), date(2022, 4, 20))]
    assert len(terms_before(line(first, second, held=held), POST.post, date(2022, 7, 1))) == 1
