"""Plt and Plh by order: drafted here and issued, or received; and what an inauguration makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from malaqbiq.appointments.errors import ActingRefused
from malaqbiq.appointments.rules.rounds import Held
from malaqbiq.appointments.selectors.acting import choices_of, sheet_of
from malaqbiq.appointments.selectors.rounds import board_of
from malaqbiq.appointments.services import Order, Received, acting_draft, acting_end, acting_record, phase_open
from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.models import Decree, Register, Snapshot
from malaqbiq.decrees.rules.papers.pages import Look, decree_page
from malaqbiq.decrees.rules.papers.snapshot import DecreePaper, PaperRow
from malaqbiq.decrees.services import EntryDraft, decree_approve, decree_issue, decree_submit, opening_record
from malaqbiq.decrees.verification import projections_follow
from malaqbiq.home.story.figures import posts_held
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.progress import SILENT
from malaqbiq.organization.models import Post
from malaqbiq.people.models import Person
from malaqbiq.service.effects import Capacity, RankGivenV1
from malaqbiq.service.models import Acting, Holder
from malaqbiq.service.selectors.acting import acting_on
from tests import builders as make
from tests.appointments.test_changes import CODES, NEW, OFFICER, drafted, recorded
from tests.appointments.test_rounds import (
    FIRST,
    LAST,
    SECRETARY,
    TODAY,
    _january,
    begun,
    filled,
    holders,
    kabag,
    kasubag,
    phases,
    servant,
)

__all__ = ["_january", "holders"]

pytestmark = pytest.mark.django_db

END = date(2022, 4, 3)
"""The last day of three months from today."""


def post(code: str) -> Post:
    return Post.objects.get(regime=NEW, unit_code=code)


def order(code: str, who: Person, start: date = TODAY, last_day: date = END) -> Order:
    return Order(post(code).uid, who.uid, start, last_day)


def issued(decree: Decree) -> Decree:
    make.signed_for(decree.office)
    submitted = decree_submit(access=OFFICER, decree=decree.uid, version=decree.version)
    approved = decree_approve(access=SECRETARY, decree=decree.uid, digest=submitted.content_digest)
    return decree_issue(access=SECRETARY, decree=decree.uid, digest=approved.content_digest)


def plt(code: str, who: Person, start: date = TODAY, last_day: date = END) -> Decree:
    return issued(acting_draft(access=OFFICER, order=order(code, who, start, last_day)))


def running(day: date = TODAY) -> dict[str, tuple[str, date]]:
    return {one.name: (one.capacity.value, one.last_day) for one in acting_on(OFFICER, day, CODES)}


def test_an_order_is_drafted_approved_by_another_and_issued_in_a_series_of_its_own(
    holders: Mapping[str, Person],
) -> None:
    decree = plt("K20.1", holders["K08.2"])
    assert decree.number == "1/SDM.05.5-SPt/76/2022"
    assert Register.objects.get().kind == "surat-perintah"
    assert running() == {holders["K08.2"].full_name: ("plt", END)}
    head = Snapshot.objects.get(decree=decree, ordinal=0).content
    assert head["heading"] == ["SURAT PERINTAH"]
    assert head["gaps"] == []
    said = " ".join(head["dictums"])
    assert "Pelaksana Tugas (Plt.) Kepala Subbagian" in said
    assert "4 Januari 2022 sampai dengan tanggal 3 April 2022" in said
    row = Snapshot.objects.get(decree=decree, ordinal=1).content
    assert row["values"]["post"].startswith("Kepala Subbagian")
    assert projections_follow(SILENT).ok


def told_of(decree: Decree) -> list[list[str]]:
    """What the order says of whom it orders."""
    paper, row = (Snapshot.objects.get(decree=decree, ordinal=ordinal).content for ordinal in (0, 1))
    page = decree_page(DecreePaper.model_validate(paper), [PaperRow.model_validate(row)], Look())
    assert page["settling"][0]["label"] == "Kepada" and {one["label"] for one in page["settling"][1:]} == {""}
    return [one["fact"] for one in page["settling"]]


def test_an_order_names_the_rank_in_words_and_no_post_where_there_is_none(holders: Mapping[str, Person]) -> None:
    who, unit = servant("Staf Pelaksana"), make.unit("76.01")
    entries = [
        EntryDraft("service.rank_given", date(2018, 4, 1), unit.uid, RankGivenV1(grade="III/d"), person=one.uid)
        for one in (who, holders["K08.2"])
    ]
    opening_record(access=make.OFFICER, office=make.unit().uid, title="x", entries=entries)
    facts = told_of(plt("K20.1", holders["K08.2"]))
    assert [name for name, _value in facts] == ["Nama", "NIP", "Pangkat, golongan", "Jabatan", "Satuan kerja"]
    assert dict(facts)["Pangkat, golongan"] == "Penata Tingkat I (III/d)"
    assert "Jabatan" not in dict(told_of(plt("P20B.11", who)))


def test_a_term_is_three_months_and_lengthened_once(holders: Mapping[str, Person]) -> None:
    who = holders["K08.2"]
    with pytest.raises(Refused, match="lasts through"):
        acting_draft(access=OFFICER, order=order("K20.1", who, last_day=END + timedelta(1)))
    plt("K20.1", who)
    (first,) = acting_on(OFFICER, TODAY, CODES)
    assert (first.place, first.may_again) == (1, True)
    second = END + timedelta(1)
    plt("K20.1", who, second, date(2022, 7, 3))
    one, two = acting_on(OFFICER, TODAY, CODES)
    assert (one.may_again, two.place, two.may_again) == (False, 2, False)
    third = date(2022, 7, 4)
    with pytest.raises(ActingRefused, match="lengthened as often"):
        acting_draft(access=OFFICER, order=order("K20.1", who, third, third))
    plt("K20.1", holders["K08.3"], third, third)


def test_who_may_is_found_by_level_and_work_unit(holders: Mapping[str, Person]) -> None:
    plain = servant("Pelaksana Biasa")
    sheet = sheet_of(OFFICER, post("K20.1"), TODAY)
    assert (sheet.capacity, sheet.last_most, sheet.may_order) == (Capacity.PLT, END, True)
    assert sheet.issuer is not None
    assert sheet.issuer.office == "76"
    may = {one.who.name for one in choices_of(OFFICER, sheet)[0]}
    assert plain.full_name in may
    assert holders["K08.1"].full_name in may
    assert holders["P08.1"].full_name not in may
    named = choices_of(OFFICER, sheet, text=holders["P08.1"].full_name.casefold())[0]
    why_not = {one.who.person: [str(why) for why in one.why_not] for one in named}
    assert why_not[holders["P08.1"].uid] == ["holds a post of a higher level"]
    with pytest.raises(ActingRefused, match="higher level"):
        acting_draft(access=OFFICER, order=order("K20.1", holders["P08.1"]))


def test_the_post_that_leads_the_ordering_office_is_ordered_from_above(holders: Mapping[str, Person]) -> None:
    with pytest.raises(ActingRefused, match="from above"):
        acting_draft(access=OFFICER, order=order("P20B", holders["P08.1"]))
    came = Received("Sekretaris Jenderal KPU", "12/SDM.05.5-SPt/05/SJ/2022", TODAY)
    acting_record(access=OFFICER, order=order("P20B", holders["P08.1"], last_day=date(2022, 12, 31)), received=came)
    assert running() == {holders["P08.1"].full_name: ("plh", date(2022, 12, 31))}


def test_a_kabupaten_sees_nothing_of_others_and_orders_nothing(holders: Mapping[str, Person]) -> None:
    own = Access("system:kab", {Role.SDM_OFFICER: frozenset({"76.01"})})
    plt("P20B.11", holders["P08.12"])
    assert acting_on(own, TODAY, CODES) == []
    with pytest.raises(Post.DoesNotExist):
        acting_draft(access=own, order=order("P20B.12", holders["P08.11"]))
    with pytest.raises(Person.DoesNotExist):
        acting_draft(access=own, order=order("K20.1", holders["P08.11"]))
    assert not sheet_of(own, post("K20.1"), TODAY).may_order


def test_whoever_moved_meanwhile_holds_the_order_up(holders: Mapping[str, Person]) -> None:
    decree = acting_draft(access=OFFICER, order=order("K20.1", holders["K08.2"]))
    found = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=found.uid)
    filled(found, kabag(holders) | {"P20B.1": holders["K08.2"]}, TODAY)
    with pytest.raises(Refused):
        issued(decree)


def test_an_inauguration_ends_the_plt_of_that_post_on_the_day(holders: Mapping[str, Person]) -> None:
    begun_ = begun()
    first, second = phases(begun_).values()
    plt("P20B.1", holders["P08.11"])
    plt("K20.1", holders["K08.2"])
    board = [seat for one in board_of(OFFICER, begun_, TODAY) for seat in one.seats]
    assert [seat.held for seat in board].count(Held.ACTING) == 2
    phase_open(access=OFFICER, phase=first.uid)
    filled(first, kabag(holders))
    assert running(FIRST) == {holders["K08.2"].full_name: ("plt", END)}
    ended = Acting.objects.known().get(post=post("P20B.1"))
    assert ended.valid_until == FIRST
    with clock.standing_at(make.noon(date(2022, 1, 12))):
        phase_open(access=OFFICER, phase=second.uid)
    filled(second, kasubag(holders), LAST)
    assert running(LAST) == {}
    assert projections_follow(SILENT).ok


def test_a_late_inauguration_takes_a_plt_that_was_ordered_meanwhile_back(holders: Mapping[str, Person]) -> None:
    first = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=first.uid)
    with clock.standing_at(make.noon(date(2022, 1, 20))):
        plt("P20B.1", holders["P08.11"], date(2022, 1, 10), END)
        filled(first, kabag(holders))
    assert not Acting.objects.known().exists()
    assert Holder.objects.as_of(FIRST).get(post=post("P20B.1")).person == holders["P08.1"]
    assert projections_follow(SILENT).ok


def test_a_new_structure_ends_who_stands_in_for_posts_that_are_no_more(holders: Mapping[str, Person]) -> None:
    plt("K20.1", holders["K08.2"])
    since = date(2022, 2, 1)
    recorded(drafted("pkpu-21-2023", since))
    assert Acting.objects.known().get().valid_until == since
    assert projections_follow(SILENT).ok


def test_the_summary_counts_a_plt_as_acting_and_a_plh_as_definitive(holders: Mapping[str, Person]) -> None:
    plt("K20.1", holders["K08.2"])
    came = Received("Sekretaris Jenderal KPU", "12/SPt/2022", TODAY)
    acting_record(access=OFFICER, order=order("P20B", holders["P08.1"]), received=came)
    counted = posts_held(make.OFFICER, TODAY)
    assert (counted.total, counted.definitive, counted.demisioner, counted.acting, counted.vacant) == (15, 2, 12, 1, 0)


def test_a_term_is_ended_earlier_by_the_paper_that_says_so(holders: Mapping[str, Person]) -> None:
    plt("K20.1", holders["K08.2"])
    (term,) = acting_on(OFFICER, TODAY, CODES)
    paper = Received("Sekretaris KPU Provinsi", "4/ND/2022", TODAY)
    for wrong in (TODAY - timedelta(1), END):
        with pytest.raises(ActingRefused, match="within the term"):
            acting_end(access=OFFICER, entry=term.entry, last_day=wrong, received=paper)
    own = Access("system:kab", {Role.SDM_OFFICER: frozenset({"76.02"})})
    with pytest.raises(Acting.DoesNotExist):
        acting_end(access=own, entry=term.entry, last_day=TODAY, received=paper)
    acting_end(access=OFFICER, entry=term.entry, last_day=TODAY, received=paper)
    assert running() == {holders["K08.2"].full_name: ("plt", TODAY)}
    plt("K20.1", holders["K08.3"], TODAY + timedelta(1), TODAY + timedelta(30))
    assert projections_follow(SILENT).ok
