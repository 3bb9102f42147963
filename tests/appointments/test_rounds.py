"""A round from its beginning to the last inauguration: phases in their order, posts filled, demisioners released."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Appointment, Inauguration, Phase, Round
from malaqbiq.appointments.rules.rounds import Held, Stage
from malaqbiq.appointments.selectors.rounds import board_of
from malaqbiq.appointments.services import (
    DecisionDraft,
    Event,
    appointments_waiting,
    decision_record,
    inauguration_close,
    inauguration_plan,
    phase_open,
    phase_release,
    round_begin,
)
from malaqbiq.decrees.services import EntryDraft, opening_record
from malaqbiq.decrees.verification import projections_follow
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.progress import SILENT
from malaqbiq.people.models import Person
from malaqbiq.service.effects import EndedV1, EngagedV1, Status
from malaqbiq.service.models import Holder, HomeUnit, PostHeld
from tests import builders as make
from tests.appointments.test_changes import CODES, OFFICER, opened, recorded

pytestmark = pytest.mark.django_db

SECRETARY = Access("system:boss", {Role.SECRETARY: frozenset(CODES)})
TODAY, FIRST, LAST = date(2022, 1, 4), date(2022, 1, 5), date(2022, 1, 25)
EVENT = Event(FIRST, "Aula KPU RI", "Sekretaris Jenderal", ("Saksi Satu", "Saksi Dua"), online=True)


@pytest.fixture
def holders() -> Mapping[str, Person]:
    """Who held the old posts, by their units' codes: the new structure took effect yesterday."""
    found = opened()
    recorded()
    return found


@pytest.fixture(autouse=True)
def _january() -> object:
    with clock.standing_at(make.noon(TODAY)):
        yield


def begun() -> Round:
    return round_begin(access=OFFICER, office="76", title="Pengisian jabatan menurut PKPU 14/2020")


def phases(found: Round) -> dict[str, Phase]:
    return {phase.level: phase for phase in found.phases.all()}


def filled(phase: Phase, people: Mapping[str, Person], day: date = FIRST, absent: tuple[str, ...] = ()) -> Inauguration:
    """The posts (by their units' codes) are decided on and filled, on the shortest way that there is."""
    posts = {seat.post.unit_code: seat.post for seat in phase.seats.select_related("post")}
    appointed = {posts[code].uid: who.uid for code, who in people.items()}
    draft = DecisionDraft("Sekretaris Jenderal", f"{phase.level}/{day:%d}", day, appointed)
    event = Event(day, "Mamuju", "Sekretaris", ("Saksi Satu", "Saksi Dua"))
    with clock.standing_at(make.noon(day)):
        decision_record(access=OFFICER, phase=phase.uid, draft=draft)
        planned = inauguration_plan(access=OFFICER, phase=phase.uid, event=event)
        present = [row.uid for row in appointments_waiting(phase) if row.seat.post.unit_code not in absent]
        return inauguration_close(access=OFFICER, inauguration=planned.uid, present=present)


def kabag(holders: Mapping[str, Person]) -> dict[str, Person]:
    return {"P20B.1": holders["P08.1"], "P20B.2": holders["P08.2"], "P20B.3": holders["P08.3"]}


def kasubag(holders: Mapping[str, Person]) -> dict[str, Person]:
    """Everybody of the old Kasubag, one of them in another work unit; six of the ten posts at most change hands."""
    return {
        "P20B.11": holders["P08.11"],
        "P20B.12": holders["P08.12"],
        "P20B.21": holders["P08.21"],
        "P20B.22": holders["P08.22"],
        "P20B.31": holders["K08.4"],
        "P20B.32": holders["P08.31"],
        "K20.1": holders["K08.1"],
        "K20.2": holders["P08.32"],
        "K20.3": holders["K08.3"],
        "K20.4": holders["K08.2"],
    }


def stages(found: Round, day: date) -> dict[str, dict[Stage, int]]:
    return {one.phase.level: dict(one.stages) for one in board_of(OFFICER, found, day)}


def test_a_round_has_a_phase_for_each_level_with_posts_nobody_holds_definitively(holders: object) -> None:
    found = begun()
    assert {level: phase.seats.count() for level, phase in phases(found).items()} == {
        "Administrator": 3,
        "Pengawas": 10,
    }
    board = board_of(OFFICER, found, TODAY)
    assert [one.waits for one in board] == [False, True]
    assert {seat.held for one in board for seat in one.seats} == {Held.DEMISIONER}
    assert {seat.days for one in board for seat in one.seats} == {1}
    assert stages(found, TODAY) == {
        "Administrator": {Stage.OPENING: 3},
        "Pengawas": {Stage.EARLIER_PHASE: 10},
    }


def test_a_second_round_finds_the_posts_taken(holders: object) -> None:
    begun()
    with pytest.raises(RoundRefused):
        begun()


def test_kasubag_wait_for_the_kabag_whatever_is_tried(holders: object) -> None:
    found = phases(begun())
    with pytest.raises(RoundRefused, match="not inaugurated"):
        phase_open(access=OFFICER, phase=found["Pengawas"].uid)
    with pytest.raises(IntegrityError), transaction.atomic():
        Phase.objects.filter(level="Pengawas").update(opened_on=TODAY)
    with pytest.raises(RoundRefused, match="not open"):
        decision_record(
            access=OFFICER,
            phase=found["Pengawas"].uid,
            draft=DecisionDraft("x", "1", TODAY, {found["Pengawas"].seats.first().post_id: make.person().uid}),
        )
    phase_open(access=OFFICER, phase=found["Administrator"].uid)
    with pytest.raises(RoundRefused, match="not inaugurated"):
        phase_open(access=OFFICER, phase=found["Pengawas"].uid)


def test_a_phase_is_released_by_the_secretary_with_a_reason(holders: object) -> None:
    found = phases(begun())
    first = found["Administrator"].uid
    with pytest.raises(Forbidden):
        phase_release(access=OFFICER, phase=first, reason="mendesak")
    with pytest.raises(RoundRefused):
        phase_release(access=SECRETARY, phase=first, reason=" ")
    phase_release(access=SECRETARY, phase=first, reason="tahapan mendesak")
    assert phase_open(access=OFFICER, phase=found["Pengawas"].uid).opened_on == TODAY


def test_kabag_first_then_kasubag_and_every_post_is_definitive(holders: Mapping[str, Person]) -> None:
    found = begun()
    first, second = phases(found).values()
    phase_open(access=OFFICER, phase=first.uid)
    filled(first, kabag(holders))
    first.refresh_from_db()
    assert first.inaugurated_on == FIRST
    eleventh = [seat for one in board_of(OFFICER, found, date(2022, 1, 11)) for seat in one.seats]
    assert [seat.held for seat in eleventh].count(Held.DEFINITIVE) == 3
    assert [seat.held for seat in eleventh].count(Held.DEMISIONER) == 10
    with clock.standing_at(make.noon(date(2022, 1, 12))):
        phase_open(access=OFFICER, phase=second.uid)
    filled(second, kasubag(holders), LAST)
    assert stages(found, LAST) == {"Administrator": {Stage.FILLED: 3}, "Pengawas": {Stage.FILLED: 10}}
    assert not Holder.objects.as_of(LAST).filter(state="demisioner").exists()
    assert PostHeld.objects.as_of(LAST).count() == Holder.objects.as_of(LAST).count() == 15
    assert HomeUnit.objects.as_of(LAST).get(person=holders["K08.4"]).work_unit.code == "76"
    assert HomeUnit.objects.as_of(LAST).get(person=holders["P08.32"]).work_unit.code == "76.01"
    assert projections_follow(SILENT).ok


def test_who_is_absent_stays_as_he_was_and_is_sworn_in_another_day(holders: Mapping[str, Person]) -> None:
    found = begun()
    first = phases(found)["Administrator"]
    phase_open(access=OFFICER, phase=first.uid)
    filled(first, kabag(holders), absent=("P20B.3",))
    first.refresh_from_db()
    assert first.inaugurated_on is None
    held = PostHeld.objects.as_of(FIRST).get(person=holders["P08.3"])
    assert (held.state, held.post.unit_code) == ("demisioner", "P08.3")
    seat = next(one for one in board_of(OFFICER, found, FIRST)[0].seats if one.chart.code == "P20B.3")
    assert (seat.held, seat.stage, seat.appointed) == (
        Held.DEMISIONER,
        Stage.INAUGURATION,
        holders["P08.3"].full_name,
    )
    later = date(2022, 1, 20)
    with clock.standing_at(make.noon(later)):
        event = Event(later, "Mamuju", "Sekretaris", ("Saksi Satu", "Saksi Dua"))
        planned = inauguration_plan(access=OFFICER, phase=first.uid, event=event)
        (left,) = appointments_waiting(first)
        inauguration_close(access=OFFICER, inauguration=planned.uid, present=[left.uid])
    first.refresh_from_db()
    assert first.inaugurated_on == later
    assert projections_follow(SILENT).ok


def test_a_demisioner_is_released_once_all_that_go_on_with_his_work_are_there(holders: Mapping[str, Person]) -> None:
    """P08.1 goes on in P20B.1 and P20B.3: whoever led it keeps the work of the one that is still vacant."""
    found = begun()
    first = phases(found)["Administrator"]
    phase_open(access=OFFICER, phase=first.uid)
    people = {"P20B.1": holders["K08.1"], "P20B.2": holders["P08.2"], "P20B.3": holders["P08.3"]}
    filled(first, people, absent=("P20B.3",))
    assert PostHeld.objects.as_of(FIRST).get(person=holders["P08.1"]).state == "demisioner"
    later = date(2022, 1, 20)
    with clock.standing_at(make.noon(later)):
        planned = inauguration_plan(access=OFFICER, phase=first.uid, event=replace(EVENT, held_on=later))
        inauguration_close(
            access=OFFICER, inauguration=planned.uid, present=[row.uid for row in appointments_waiting(first)]
        )
    assert not PostHeld.objects.as_of(later).filter(person=holders["P08.1"]).exists()
    assert not PostHeld.objects.as_of(later).filter(person=holders["P08.3"], state="demisioner").exists()


def test_nobody_is_appointed_to_two_posts_nor_to_one_of_another_phase(holders: Mapping[str, Person]) -> None:
    found = phases(begun())
    phase_open(access=OFFICER, phase=found["Administrator"].uid)
    one, two, *_ = (seat.post_id for seat in found["Administrator"].seats.all())
    other = found["Pengawas"].seats.first().post_id
    who = holders["P08.1"].uid
    for appointed in ({one: who, two: who}, {other: who}, {}):
        draft = DecisionDraft("Sekretaris Jenderal", "1", TODAY, appointed)
        with pytest.raises(RoundRefused):
            decision_record(access=OFFICER, phase=found["Administrator"].uid, draft=draft)


def test_an_inauguration_is_closed_on_its_day_with_somebody_present_and_once(holders: Mapping[str, Person]) -> None:
    first = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=first.uid)
    with pytest.raises(RoundRefused, match="record the decree"):
        inauguration_plan(access=OFFICER, phase=first.uid, event=EVENT)
    posts = {seat.post.unit_code: seat.post_id for seat in first.seats.select_related("post")}
    draft = DecisionDraft("Sekretaris Jenderal", "1", TODAY, {posts["P20B.1"]: holders["P08.1"].uid})
    decision_record(access=OFFICER, phase=first.uid, draft=draft)
    with pytest.raises(RoundRefused, match="two witnesses"):
        inauguration_plan(access=OFFICER, phase=first.uid, event=Event(FIRST, "x", "x", ("Satu",)))
    planned = inauguration_plan(access=OFFICER, phase=first.uid, event=EVENT)
    present = [Appointment.objects.get().uid]
    with pytest.raises(RoundRefused, match="held on"):
        inauguration_close(access=OFFICER, inauguration=planned.uid, present=present)
    with clock.standing_at(make.noon(FIRST)):
        with pytest.raises(RoundRefused, match="choose who"):
            inauguration_close(access=OFFICER, inauguration=planned.uid, present=[])
        inauguration_close(access=OFFICER, inauguration=planned.uid, present=present)
        with pytest.raises(RoundRefused, match="closed already"):
            inauguration_close(access=OFFICER, inauguration=planned.uid, present=present)
    assert Holder.objects.as_of(FIRST).get(person=holders["P08.1"]).state == "definitive"


def test_who_does_not_serve_is_not_appointed_and_who_left_meanwhile_not_sworn_in(holders: Mapping[str, Person]) -> None:
    first = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=first.uid)
    with pytest.raises(RoundRefused, match="PNS in service"):
        filled(first, {"P20B.1": make.person("Bukan Pegawai")})
    gone = servant("Segera Pergi")
    ended = EntryDraft("service.ended", FIRST, make.unit().uid, EndedV1(reason="retired"), person=gone.uid)
    opening_record(access=make.OFFICER, office=make.unit().uid, title="x", entries=[ended])
    (post,) = [seat.post_id for seat in first.seats.select_related("post") if seat.post.unit_code == "P20B.1"]
    draft = DecisionDraft("Sekretaris Jenderal", "1", TODAY, {post: gone.uid})
    decision_record(access=OFFICER, phase=first.uid, draft=draft)
    event = Event(FIRST, "Mamuju", "Sekretaris", ("Saksi Satu", "Saksi Dua"))
    planned = inauguration_plan(access=OFFICER, phase=first.uid, event=event)
    with clock.standing_at(make.noon(FIRST)), pytest.raises(RoundRefused, match=f"^{gone.full_name}: "):
        inauguration_close(
            access=OFFICER, inauguration=planned.uid, present=[row.uid for row in appointments_waiting(first)]
        )
    assert not Inauguration.objects.filter(closed_at__isnull=False).exists()


def test_of_several_decrees_the_one_recorded_last_counts_whatever_day_it_bears(holders: Mapping[str, Person]) -> None:
    found = begun()
    first = phases(found)["Administrator"]
    phase_open(access=OFFICER, phase=first.uid)
    posts = {seat.post.unit_code: seat.post_id for seat in first.seats.select_related("post")}
    one, two = holders["P08.1"], holders["P08.2"]

    def decided(number: str, day: date, **named: Person) -> None:
        appointed = {posts[f"P20B.{code[1:]}"]: who.uid for code, who in named.items()}
        decision_record(access=OFFICER, phase=first.uid, draft=DecisionDraft("Sekjen", number, day, appointed))

    with pytest.raises(UserError, match="after today"):
        decided("0", FIRST, p1=one)
    decided("1", TODAY, p1=one, p2=two)
    decided("2", TODAY - DAY, p1=two)
    # Two is moved to the first post: the second waits for a decree again, and one has none.
    assert [(row.seat.post.unit_code, row.person) for row in appointments_waiting(first)] == [("P20B.1", two)]
    board = {one.chart.code: one for one in board_of(OFFICER, found, TODAY)[0].seats}
    assert board["P20B.1"].appointed == two.full_name
    assert (board["P20B.1"].stage, board["P20B.2"].stage) == (Stage.INAUGURATION, Stage.CANDIDATES)
    with clock.standing_at(make.noon(FIRST)):
        decided("3", FIRST, p2=one)
    witnesses = ("Saksi Satu", "Saksi Dua")
    for event, why in (
        (Event(TODAY - DAY, "Mamuju", "Sekretaris", witnesses), "nobody is inaugurated before"),
        (Event(TODAY, "Mamuju", "Sekretaris", ("Saksi Satu", " saksi  satu")), "two people"),
    ):
        with pytest.raises(RoundRefused, match=why):
            inauguration_plan(access=OFFICER, phase=first.uid, event=event)
    event = Event(TODAY, "Mamuju", "Sekretaris", witnesses)
    early = inauguration_plan(access=OFFICER, phase=first.uid, event=event)
    waiting = {row.person: row.uid for row in appointments_waiting(first)}
    with pytest.raises(RoundRefused, match="after the inauguration"):
        inauguration_close(access=OFFICER, inauguration=early.uid, present=[waiting[one]])
    inauguration_close(access=OFFICER, inauguration=early.uid, present=[waiting[two]])
    assert [row.person for row in appointments_waiting(first)] == [one]


def servant(name: str, code: str = "76") -> Person:
    """A PNS in service at a province."""
    who, where = make.person(name), make.unit(code)
    engaged = EngagedV1(status=Status.PNS, work_unit=where.uid)
    entry = EntryDraft("service.engaged", date(2010, 1, 1), where.uid, engaged, person=who.uid)
    opening_record(access=make.OFFICER, office=where.uid, title="x", entries=[entry])
    return who
