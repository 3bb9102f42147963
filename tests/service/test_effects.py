"""What decrees may do to service and posts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.models import Entry
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.services import EntryDraft, decree_issue
from malaqbiq.organization.models import Post, WorkUnit
from malaqbiq.pay.effects import TermEndedV1
from malaqbiq.people.models import Person
from malaqbiq.service.effects import (
    DutyAssignedV1,
    EndedV1,
    EngagedV1,
    MovedV1,
    PostClosedV1,
    PostGivenV1,
    PostLeftV1,
    PostOpenedV1,
    RankGivenV1,
    Status,
    StructureOpenedV1,
)
from malaqbiq.service.models import DutyUnit, Employment, Holder, HomeUnit, PostHeld, Structure
from malaqbiq.service.selectors import posts_on
from tests import builders as make

pytestmark = pytest.mark.django_db

OPENED, LATER, DAY = date(2020, 1, 1), date(2021, 6, 1), date(2022, 1, 11)
REGIME = "pkpu-6-2008"


def employed(who: Person, where: WorkUnit) -> EntryDraft:
    payload = EngagedV1(status=Status.PNS, work_unit=where.uid)
    return EntryDraft("service.engaged", OPENED, where.uid, payload, person=who.uid)


def post(where: WorkUnit, code: str = "P08.1") -> Post:
    facts = {"position_name": f"Kepala {code}", "unit_name": code, "level": "Administrator", "eselon": "III.a"}
    return Post.objects.create(work_unit=where, regime=REGIME, unit_code=code, **facts)


def post_opened(seat: Post) -> EntryDraft:
    payload = PostOpenedV1(regime=REGIME)
    return EntryDraft("service.post_opened", OPENED, seat.work_unit_id, payload, post=seat.uid)


def given(who: Person, seat: Post, on: date = LATER) -> EntryDraft:
    payload = PostGivenV1(person=who.uid, post=seat.uid)
    return EntryDraft("service.post_given", on, seat.work_unit_id, payload, person=who.uid, post=seat.uid)


def left(who: Person, seat: Post, on: date) -> EntryDraft:
    payload = PostLeftV1(person=who.uid, post=seat.uid)
    return EntryDraft("service.post_left", on, seat.work_unit_id, payload, person=who.uid, post=seat.uid)


def kept(who: Person, seat: Post, on: date) -> EntryDraft:
    payload = PostLeftV1(person=who.uid, post=seat.uid)
    return EntryDraft("service.post_kept", on, seat.work_unit_id, payload, person=who.uid, post=seat.uid)


def closed(seat: Post, on: date) -> EntryDraft:
    return EntryDraft("service.post_closed", on, seat.work_unit_id, PostClosedV1(regime="new"), post=seat.uid)


def refused(where: WorkUnit, *entries: EntryDraft) -> set[str]:
    with pytest.raises(Refused) as refusal:
        make.opened(where, entries)
    return {problem.code for problem in refusal.value.problems}


def office(people: int = 1) -> tuple[WorkUnit, list[Person]]:
    unit = make.unit()
    crowd = [make.person(f"Orang {number}") for number in range(people)]
    make.opened(unit, [employed(who, unit) for who in crowd])
    return unit, crowd


def test_a_post_has_at_most_one_holder_and_a_person_at_most_one_post() -> None:
    unit, (one, two) = office(2)
    seat, other = post(unit), post(unit, "P08.2")
    make.opened(unit, [post_opened(seat), post_opened(other), given(one, seat)])
    assert "service.post_held" in refused(unit, given(two, seat, DAY))
    assert "service.holds_post" in refused(unit, given(one, other, DAY))
    make.opened(unit, [left(one, seat, DAY), given(two, seat, DAY), given(one, other, DAY)])
    assert {row.post_id: row.person_id for row in Holder.objects.as_of(DAY)} == {seat.uid: two.uid, other.uid: one.uid}
    assert PostHeld.objects.as_of(LATER).get().person_id == one.uid


def test_a_back_dated_appointment_is_refused_by_who_holds_the_post_later() -> None:
    unit, (one, two) = office(2)
    seat = post(unit)
    make.opened(unit, [post_opened(seat), given(one, seat, DAY)])
    assert refused(unit, given(two, seat, LATER)) == {"service.post_held"}


def test_a_post_not_in_force_can_not_be_held() -> None:
    unit, (one,) = office()
    assert "service.post_not_in_force" in refused(unit, given(one, post(unit)))


def test_service_does_not_end_before_the_post_is_left() -> None:
    unit, (one,) = office()
    seat = post(unit)
    make.opened(unit, [post_opened(seat), given(one, seat)])
    ended = EntryDraft("service.ended", DAY, unit.uid, EndedV1(reason="retired"), person=one.uid)
    assert refused(unit, ended) == {"service.post_out_of_service"}
    make.opened(unit, [left(one, seat, DAY), ended])
    assert not Employment.objects.as_of(DAY).exists()
    assert posts_on(make.OFFICER, DAY)[0].state == "vacant"


def test_a_post_is_closed_only_once_its_holder_has_left_it_or_is_demisioner() -> None:
    unit, (one, two) = office(2)
    seat = post(unit)
    make.opened(unit, [post_opened(seat), given(one, seat)])
    assert refused(unit, closed(seat, DAY)) == {"service.holder_of_no_post"}
    assert refused(unit, kept(two, seat, DAY)) == {"service.not_the_holder"}
    make.opened(unit, [kept(one, seat, DAY), closed(seat, DAY)])
    assert Holder.objects.as_of(DAY).get().state == "demisioner"
    assert Holder.objects.as_of(LATER).get().state == "definitive"
    assert PostHeld.objects.as_of(DAY).get(person=one).state == "demisioner"
    assert "service.post_not_in_force" in refused(unit, given(two, seat, date(2022, 2, 1)))
    assert refused(unit, closed(seat, date(2022, 2, 1))) == {"service.post_not_in_force"}


def test_a_demisioner_who_is_given_a_post_leaves_the_old_one_first() -> None:
    unit, (one,) = office()
    seat, new = post(unit), post(unit, "P20B.1")
    make.opened(unit, [post_opened(seat), given(one, seat), kept(one, seat, DAY), closed(seat, DAY), post_opened(new)])
    assert "service.holds_post" in refused(unit, given(one, new, date(2022, 1, 25)))
    day = date(2022, 1, 25)
    make.opened(unit, [left(one, seat, day), given(one, new, day)])
    assert PostHeld.objects.as_of(day).get().post_id == new.uid
    assert Holder.objects.as_of(day).get().post_id == new.uid


def test_a_surat_tugas_changes_only_the_duty_unit_and_for_its_time() -> None:
    unit, (one,) = office()
    kabupaten = make.unit("76.01", "kabkota")
    payload = DutyAssignedV1(work_unit=kabupaten.uid, last_day=date(2022, 2, 28))
    make.opened(unit, [EntryDraft("service.duty_assigned", DAY, unit.uid, payload, person=one.uid)])
    assert DutyUnit.objects.as_of(date(2022, 2, 28)).get().work_unit_id == kabupaten.uid
    assert not DutyUnit.objects.as_of(date(2022, 3, 1)).exists()
    assert HomeUnit.objects.as_of(DAY).get().work_unit_id == unit.uid


def test_after_a_shorter_surat_tugas_the_longer_one_stands_again() -> None:
    unit, (one,) = office()
    first, second = make.unit("76.01", "kabkota"), make.unit("76.02", "kabkota")

    def sent(where: WorkUnit, on: date, last_day: date) -> EntryDraft:
        payload = DutyAssignedV1(work_unit=where.uid, last_day=last_day)
        return EntryDraft("service.duty_assigned", on, unit.uid, payload, person=one.uid)

    make.opened(unit, [sent(first, DAY, date(2022, 12, 31)), sent(second, date(2022, 3, 1), date(2022, 3, 31))])
    days = [date(2022, 2, 1), date(2022, 3, 15), date(2022, 4, 1)]
    found = [DutyUnit.objects.as_of(day).get().work_unit_id for day in days]
    assert found == [first.uid, second.uid, first.uid]


def test_a_move_changes_the_home_unit_and_a_rank_is_held_only_in_service() -> None:
    unit, (one,) = office()
    kabupaten = make.unit("76.01", "kabkota")
    move = EntryDraft("service.moved", DAY, unit.uid, MovedV1(work_unit=kabupaten.uid), person=one.uid)
    make.opened(unit, [move])
    assert HomeUnit.objects.as_of(DAY).get().work_unit_id == kabupaten.uid
    stranger = make.person("Luar")
    rank = EntryDraft("service.rank_given", DAY, unit.uid, RankGivenV1(grade="III/c"), person=stranger.uid)
    assert refused(unit, rank) == {"service.not_in_service"}


def test_a_later_structure_takes_the_place_of_the_one_before() -> None:
    unit = make.unit()

    def structure(regime: str, on: date) -> EntryDraft:
        payload = StructureOpenedV1(regime=regime, typology="-")
        return EntryDraft("service.structure_opened", on, unit.uid, payload)

    make.opened(unit, [structure(REGIME, OPENED), structure("pkpu-14-2020", DAY)])
    found: list[Any] = [Structure.objects.as_of(day).get().regime for day in (LATER, DAY)]
    assert found == [REGIME, "pkpu-14-2020"]


def test_engaging_somebody_in_service_is_refused_and_annulling_makes_way() -> None:
    unit, (one,) = office()
    again = employed(one, unit)
    assert "service.in_service" in refused(unit, again)
    entry = Entry.objects.get(person=one, effect="service.engaged")
    make.opened(unit, [make.mending(entry, Mending.ANNULMENT, OPENED), employed(one, unit)])
    assert Employment.objects.as_of(DAY).get().entry_id != entry.uid


def test_an_appointment_names_the_same_person_and_post_as_its_entry() -> None:
    unit, (one, two) = office(2)
    seat = post(unit)
    make.opened(unit, [post_opened(seat)])
    good = given(one, seat)
    for bad in (replace(good, person=two.uid), replace(good, post=post(unit, "P08.2").uid)):
        assert refused(unit, bad) >= {"decrees.another_subject"}
    assert "decrees.subject_missing" in refused(unit, replace(good, post=None))


def test_a_contract_is_extended_from_a_day_by_one_own_decree_unless_the_first_is_annulled() -> None:
    unit, who, start = make.unit(), make.person(), date(2022, 1, 1)
    make.opened(unit, make.engaged(who, unit, OPENED, date(2021, 12, 31)))
    again = make.engaged(who, unit, start, date(2022, 12, 31), effect="extended")
    # What the opening tells of the same term is no decree: one is owed for it.
    make.opened(unit, again)
    first = make.issued(unit, again)
    second = make.approved(unit, again)
    with pytest.raises(Refused) as refusal:
        decree_issue(access=make.SECRETARY, decree=second.uid, digest=second.content_digest)
    assert "service.extended_already" in {problem.code for problem in refusal.value.problems}
    gone = [make.mending(entry, Mending.ANNULMENT, start) for entry in first.entries.order_by("ordinal")]
    make.issued(unit, [*gone, *again])


def test_what_an_own_decree_ended_is_not_extended_from_that_very_day_unless_the_end_is_taken_back() -> None:
    unit, who, start = make.unit(), make.person(), date(2022, 1, 1)
    make.opened(unit, make.engaged(who, unit, OPENED, date(2021, 12, 31)))
    gone_from: Any = {"effective_on": start, "work_unit": unit.uid, "person": who.uid}
    ends = EntryDraft(effect="service.ended", payload=EndedV1(reason="resigned"), **gone_from)
    ended = make.issued(unit, [ends, EntryDraft(effect="pay.term_ended", payload=TermEndedV1(), **gone_from)])
    again = make.engaged(who, unit, start, date(2022, 12, 31), effect="extended")
    draft = make.approved(unit, again)
    with pytest.raises(Refused) as refusal:
        decree_issue(access=make.SECRETARY, decree=draft.uid, digest=draft.content_digest)
    (problem,) = (problem for problem in refusal.value.problems if problem.code == "service.ended_already")
    assert problem.words.params == {"number": ended.number}
    gone = [make.mending(entry, Mending.ANNULMENT, start) for entry in ended.entries.order_by("ordinal")]
    make.issued(unit, [*gone, *again])
    assert Employment.objects.as_of(DAY).get().valid_until == date(2023, 1, 1)
