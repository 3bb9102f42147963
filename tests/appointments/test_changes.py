"""A structure takes effect: old posts closed, new ones open, holders carried over or demisioner, by one decree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db.models import F

from malaqbiq.appointments.errors import ChangeRefused, ChangeStale
from malaqbiq.appointments.models import Change
from malaqbiq.appointments.rules.changing import Becoming, Pair
from malaqbiq.appointments.selectors.changes import change_plan, changes_seen
from malaqbiq.appointments.selectors.rounds import keepings
from malaqbiq.appointments.services import (
    ChangeDraft,
    change_discard,
    change_draft,
    change_pairs_set,
    change_record,
)
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.services import EntryDraft, opening_record
from malaqbiq.decrees.verification import projections_follow
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.progress import SILENT
from malaqbiq.organization.models import Post, Succession
from malaqbiq.people.models import Person
from malaqbiq.regulations.selectors import transition
from malaqbiq.service.effects import EngagedV1, PostGivenV1, Status
from malaqbiq.service.models import Holder, PostHeld, PostInForce
from malaqbiq.service.selectors.chart import seats_on, states_by_unit
from malaqbiq.service.selectors.structures import Choice
from malaqbiq.service.services import structure_open
from tests import builders as make

pytestmark = pytest.mark.django_db

OLD, NEW, NEWEST = "pkpu-6-2008", "pkpu-14-2020", "pkpu-21-2023"
SINCE, EFFECT, DAY = date(2014, 1, 1), date(2022, 1, 3), date(2022, 1, 11)
CODES = ("76", "76.01")
OFFICER = Access("system:officer", {Role.SDM_OFFICER: frozenset(CODES)})


def opened(*, filled: bool = True) -> dict[str, Person]:
    """A province and a kabupaten under PKPU 6/2008, every structural post held; who holds it by its unit's code."""
    make.unit("76.01", "kabkota")
    structure_open(access=OFFICER, choice=Choice(OLD, SINCE, CODES))
    entries, holders = [], {}
    for post in Post.objects.filter(regime=OLD) if filled else ():
        who = holders[post.unit_code] = make.person(f"Pemangku {post.unit_code}")
        where = post.work_unit_id
        engaged = EngagedV1(status=Status.PNS, work_unit=where)
        entries.append(EntryDraft("service.engaged", date(2010, 1, 1), where, engaged, person=who.uid))
        given = PostGivenV1(person=who.uid, post=post.uid)
        entries.append(EntryDraft("service.post_given", date(2018, 1, 1), where, given, person=who.uid, post=post.uid))
    if entries:
        opening_record(access=make.OFFICER, office=make.unit().uid, title="x", entries=entries)
    return holders


def drafted(regime: str = NEW, since: date = EFFECT, **facts: object) -> Change:
    said = {"office": "76", "units": CODES, "authority": "KPU RI", "number": "14 TAHUN 2020", **facts}
    draft = ChangeDraft(regime=regime, since=since, decided_on=date(2020, 10, 15), **said)  # type: ignore[arg-type]
    return change_draft(access=OFFICER, draft=draft)


def recorded(change: Change | None = None) -> Change:
    change = change or drafted()
    return change_record(access=OFFICER, change=change.uid, version=change.version)


def states(day: date, unit: str = "76.01") -> dict[str, tuple[str, str]]:
    return {seat.code: (seat.state, seat.name) for seat in seats_on(OFFICER, day, [unit])}


def test_what_becomes_of_every_unit_is_what_the_law_table_states() -> None:
    opened(filled=False)
    for old, new, since in ((OLD, NEW, EFFECT), (NEW, NEWEST, date(2024, 11, 7))):
        change = drafted(new, since)
        lines = [line for line in change_plan(OFFICER, change).lines if line.old and line.new]
        rows = transition(OFFICER, old_regime=old, new_regime=new)
        assert {(row.old_unit, row.new_unit): (row.fate, row.carries) for row in rows} == {
            (line.old, line.new): (line.becoming, line.carries) for line in lines
        }
        recorded(change)


def test_secretaries_go_on_and_all_other_holders_are_demisioner() -> None:
    holders = opened()
    change = recorded()
    assert states(DAY)["K20"] == ("definitive", "Pemangku K08")
    assert states(DAY)["K20.1"] == ("demisioner", "Pemangku K08.1")
    assert {state for code, (state, _name) in states(DAY).items() if code != "K20"} == {"demisioner"}
    assert PostHeld.objects.as_of(DAY).get(person=holders["K08.2"]).state == "demisioner"
    assert {row.regime for row in PostInForce.objects.as_of(DAY)} == {NEW}
    assert change.decree is not None
    assert (change.decree.origin, change.decree.number, change.decree.authority) == (
        "received",
        "14 TAHUN 2020",
        "KPU RI",
    )
    assert projections_follow(SILENT).ok


def test_before_its_first_day_all_stands_as_it_stood() -> None:
    opened()
    recorded()
    before = states(date(2022, 1, 2))
    assert set(before) == {"K08", "K08.1", "K08.2", "K08.3", "K08.4"}
    assert {state for state, _name in before.values()} == {"definitive"}


def test_a_split_unit_is_kept_by_one_and_a_merged_one_by_two() -> None:
    opened()
    recorded()
    seats = {seat.code: seat for seat in seats_on(OFFICER, DAY, ["76"])}
    assert seats["P20B.11"].name == seats["P20B.12"].name == "Pemangku P08.11"
    assert [one.name for one in seats["P20B.32"].keepers] == ["Pemangku P08.12", "Pemangku P08.31"]


def test_states_are_counted_as_the_chart_shows_them() -> None:
    opened()
    recorded()
    counted = states_by_unit(OFFICER, DAY, CODES)
    assert counted == {
        "76": {"definitive": 1, "demisioner": 9},
        "76.01": {"definitive": 1, "demisioner": 4},
    }


def test_a_vacant_post_stays_vacant() -> None:
    opened(filled=False)
    recorded()
    assert {state for state, _name in states(DAY).values()} == {"vacant"}
    assert not Holder.objects.known().exists()


def test_a_second_structure_before_anybody_is_inaugurated_keeps_the_same_demisioners() -> None:
    opened()
    recorded()
    recorded(drafted(NEWEST, date(2022, 6, 1)))
    assert states(date(2022, 7, 1))["K23.3"] == ("demisioner", "Pemangku K08.1")
    assert Succession.objects.filter(old__unit_code="K08.1", new__unit_code="K23.3").exists()
    assert projections_follow(SILENT).ok


def test_a_demisioner_waits_for_posts_in_force_alone() -> None:
    holders = opened()
    recorded()
    later = EFFECT + timedelta(days=30)
    newest = drafted(NEWEST, later, number="21 TAHUN 2023")
    change_record(access=OFFICER, change=newest.uid, version=newest.version)
    units = set(Post.objects.filter(regime=OLD).values_list("work_unit", flat=True))
    kept = {one.person: one.successors for one in keepings(units, later)}
    in_force = set(PostInForce.objects.as_of(later).values_list("post__uid", flat=True))
    who = holders["P08.2"].uid
    assert kept[who] and kept[who] <= in_force


def test_nothing_takes_effect_before_it_is_recorded() -> None:
    opened()
    drafted()
    assert Decree.objects.filter(origin="received").count() == 0
    assert set(states(DAY)) == {"K08", "K08.1", "K08.2", "K08.3", "K08.4"}


def test_the_office_edits_what_goes_on_from_what() -> None:
    opened()
    change = drafted()
    pairs = [Pair("K08", "K20", carries=True), Pair("K08.1", "K20.1", carries=True), Pair("K08.2", "K20.4")]
    change = change_pairs_set(access=OFFICER, change=change.uid, version=change.version, pairs=pairs)
    becoming = {line.old or line.new: line.becoming for line in change_plan(OFFICER, change).lines}
    assert becoming["K08.3"] == Becoming.ABOLISHED
    assert becoming["K20.2"] == Becoming.NEW
    recorded(change)
    assert states(DAY)["K20.1"] == ("definitive", "Pemangku K08.1")
    assert states(DAY)["K20.2"] == ("vacant", "")


@pytest.mark.parametrize("pairs", [[Pair("K08", "X20")], [Pair("K08", "K20"), Pair("K08", "K20", carries=True)]])
def test_a_unit_that_is_in_neither_structure_and_a_pair_twice_are_refused(pairs: list[Pair]) -> None:
    opened(filled=False)
    change = drafted()
    with pytest.raises(ChangeRefused):
        change_pairs_set(access=OFFICER, change=change.uid, version=change.version, pairs=pairs)


def test_it_is_recorded_once_and_not_from_a_stale_page() -> None:
    opened(filled=False)
    change = drafted()
    change_pairs_set(access=OFFICER, change=change.uid, version=change.version, pairs=[])
    with pytest.raises(ChangeStale):
        recorded(change)
    change.refresh_from_db()
    recorded(change)
    with pytest.raises(ChangeRefused):
        change_record(access=OFFICER, change=change.uid, version=change.version + 1)
    assert Decree.objects.filter(origin="received").count() == 1


def test_a_structure_that_is_in_force_already_or_follows_none_is_refused() -> None:
    make.unit("76.01", "kabkota")
    with pytest.raises(ChangeRefused) as without:
        recorded()
    assert "open the one that was" in str(without.value.words.params["problem"])
    structure_open(access=OFFICER, choice=Choice(NEW, SINCE, CODES))
    with pytest.raises(ChangeRefused) as again:
        recorded()
    assert "in force there already" in str(again.value.words.params["problem"])


def test_the_type_is_asked_for_where_the_law_table_does_not_know_it() -> None:
    make.unit("73")
    access = Access("officer", {Role.SDM_OFFICER: frozenset({"73"})})
    structure_open(access=access, choice=Choice(OLD, SINCE, ("73",)))
    facts = {"office": "73", "units": ("73",), "authority": "KPU RI", "number": "14 TAHUN 2020"}
    draft = ChangeDraft(regime=NEW, since=EFFECT, decided_on=EFFECT, **facts)  # type: ignore[arg-type]
    assert change_plan(access, change_draft(access=access, draft=draft)).problems
    typed = change_draft(access=access, draft=ChangeDraft(**(facts | vars_of(draft) | {"typology": "A"})))  # type: ignore[arg-type]
    plan = change_plan(access, typed)
    assert not plan.problems
    assert {line.becoming for line in plan.lines if line.new == "P20A.2"} == {Becoming.SAME}


def test_a_province_of_another_type_fills_the_posts_that_its_new_type_has() -> None:
    make.unit("73")
    make.unit("73.01", "kabkota")
    access = Access("officer", {Role.SDM_OFFICER: frozenset({"73", "73.01"})})
    structure_open(access=access, choice=Choice(NEW, SINCE, ("73", "73.01"), "B"))
    held = Post.objects.get(regime=NEW, unit_name="Subbagian Keuangan")
    who, where = make.person("Pemangku"), held.work_unit_id
    engaged = EngagedV1(status=Status.PNS, work_unit=where)
    given = PostGivenV1(person=who.uid, post=held.uid)
    entries = [
        EntryDraft("service.engaged", SINCE, where, engaged, person=who.uid),
        EntryDraft("service.post_given", SINCE, where, given, person=who.uid, post=held.uid),
    ]
    opening_record(access=make.OFFICER, office=where, title="x", entries=entries)
    received = {"office": "73", "units": ("73", "73.01"), "authority": "KPU RI", "number": "1", "type_number": "900"}
    draft = ChangeDraft(regime=NEW, since=EFFECT, decided_on=EFFECT, **received)  # type: ignore[arg-type]
    same = change_plan(access, of_type(access, draft, "B"))
    assert ["in force there already" in str(unit.problem) for unit in same.problems] == [True, True]
    change = of_type(access, draft, "A")
    assert [unit.unit.code for unit in change_plan(access, change).units] == ["73"]
    change_record(access=access, change=change.uid, version=change.version)
    open_now = PostInForce.objects.as_of(EFFECT).filter(post__work_unit=where).values_list("post__unit_code", flat=True)
    assert len(open_now) == 13
    assert {code[:4] for code in open_now} == {"P20A"}
    (holder,) = Holder.objects.as_of(EFFECT)
    assert (holder.post_id, holder.state) == (held.uid, "demisioner")
    assert Succession.objects.get(old=held).new.unit_name == "Subbagian Keuangan"
    assert projections_follow(SILENT).ok


def of_type(access: Access, draft: ChangeDraft, letter: str) -> Change:
    return change_draft(access=access, draft=replace(draft, typology=letter))


def vars_of(draft: ChangeDraft) -> dict[str, object]:
    return {"regime": draft.regime, "since": draft.since, "decided_on": draft.decided_on}


def test_only_the_officer_of_all_its_units_drafts_and_records() -> None:
    opened(filled=False)
    change = drafted()
    for access in (
        Access("kab", {Role.SDM_OFFICER: frozenset({"76.01"})}),
        Access("boss", {Role.SECRETARY: frozenset(CODES)}),
    ):
        with pytest.raises(Forbidden):
            change_record(access=access, change=change.uid, version=change.version)
        with pytest.raises(Forbidden):
            change_discard(access=access, change=change.uid, version=change.version)
    assert not changes_seen(Access("kab", {Role.SDM_OFFICER: frozenset({"76.01"})})).exists()
    with pytest.raises(Change.DoesNotExist):
        change_discard(access=OFFICER, change=uuid4(), version=1)


def test_a_recorded_plan_still_tells_what_it_did() -> None:
    opened()
    change = drafted()
    before = change_plan(OFFICER, change)
    after = change_plan(OFFICER, recorded(change))
    assert (after.closes, after.opens, after.counts, after.lines) == (
        before.closes,
        before.opens,
        before.counts,
        before.lines,
    )
    assert not after.problems


def test_a_structure_that_comes_back_goes_on_from_others_alone() -> None:
    opened()
    recorded()
    later = EFFECT + timedelta(days=30)
    back = drafted(OLD, later, number="6 TAHUN 2008", authority="KPU RI")
    change_record(access=OFFICER, change=back.uid, version=back.version)
    assert not Succession.objects.filter(old=F("new")).exists()
    assert PostInForce.objects.as_of(later).filter(regime=OLD).exists()
