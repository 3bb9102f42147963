from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from malaqbiq.appraisal.errors import CycleOpen, NotPossible
from malaqbiq.appraisal.models import Cycle, Draft
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.selectors.asked import cycles_asking
from malaqbiq.appraisal.selectors.decidable import undrafted
from malaqbiq.appraisal.selectors.plan import EXTENDED_ALREADY
from malaqbiq.appraisal.services import (
    Drafted,
    cycle_close,
    cycle_draft_decrees,
    decision_make,
    decisions_take,
    objection_decide,
    objection_raise,
)
from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.services import EntryDraft, decree_approve, decree_discard, decree_issue, decree_submit
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.periods import Period
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.effects import TermEndedV1
from malaqbiq.pay.models import PayTerm
from malaqbiq.people.models import Person
from malaqbiq.regulations.models import Fact
from malaqbiq.service.effects import EndedV1
from malaqbiq.service.selectors import serving
from tests import builders
from tests.appraisal.cast import SYSTEM, YEAR, Cast, cast, engage, opened, scored, town
from tests.builders import FLOOR, noon

pytestmark = pytest.mark.django_db

NEXT = Period.through(date(2022, 1, 1), date(2022, 12, 31))
DECIDED = date(2022, 1, 11)


@pytest.fixture(name="people")
def _people() -> Cast:
    return cast()


def settled(people: Cast, poor: str = "", office: WorkUnit | None = None) -> Cycle:
    """A closed cycle in which everything is decided as recommended."""
    with clock.standing_at(noon(date(2021, 12, 30))):
        cycle = opened(people, **({"office": office.uid} if office else {}))
        uids = set(cycle.appraisees.values_list("person__uid", flat=True))
        scored(people, cycle, *(name for name, uid in people.people.items() if uid in uids and name != poor))
        if poor:
            scored(people, cycle, poor, value="20")
        cycle_close(access=SYSTEM, cycle=cycle.uid)
        decisions_take(access=SYSTEM, cycle=cycle.uid, decider=people["secretary"])
    return cycle


def drafted(cycle: Cycle, **parts: Any) -> Drafted:
    return cycle_draft_decrees(**{"access": SYSTEM, "cycle": cycle.uid, "term": NEXT, **parts})


def issued(decree: Decree) -> Decree:
    found = decree_submit(access=builders.OFFICER, decree=decree.uid, version=decree.version)
    found = decree_approve(access=builders.SECRETARY, decree=found.uid, digest=found.content_digest)
    with clock.standing_at(noon(DECIDED)):
        return decree_issue(access=builders.SECRETARY, decree=found.uid, digest=found.content_digest)


def test_each_work_unit_has_its_decree_by_the_provincial_sekretaris(people: Cast) -> None:
    found = drafted(settled(people))
    assert [(decree.office.code, decree.authority, decree.kind) for decree in found.decrees] == [
        ("76", "sekretaris", "contract-extension")
    ] * 3
    assert [decree.entries.count() for decree in found.decrees] == [2, 4, 4]
    assert (found.waiting, found.left, found.notes) == ({}, [], [])
    assert "Kabupaten" not in found.decrees[0].title
    assert found.decrees[1].title.endswith("Tahun Anggaran 2022")


def test_issued_they_extend_every_contract_and_pay_at_least_the_floor(people: Cast) -> None:
    engage(people, "new", amount=FLOOR + 500_000)
    cycle = settled(people)
    for decree in drafted(cycle).decrees:
        issued(decree)
    staff = serving(SYSTEM, DECIDED)
    assert {one.last_day for one in staff} == {date(2022, 12, 31)}
    assert len(staff) == 6
    pay = {row.person_id: (row.monthly_amount, row.floor_amount) for row in PayTerm.objects.as_of(DECIDED)}
    assert pay[people["anto"]] == (FLOOR, FLOOR)
    assert pay[people["new"]] == (FLOOR + 500_000, FLOOR)


def test_pay_below_the_floor_is_raised_to_it() -> None:
    people = town()
    engage(people, "anto", amount=1_500_000)
    (decree,) = drafted(settled(people)).decrees
    assert decree.entries.get(effect="pay.term_set").payload["monthly_amount"] == FLOOR


def test_together_one_decree_holds_all_units_in_order(people: Cast) -> None:
    (decree,) = drafted(settled(people), together=True).decrees
    rows = decree.entries.order_by("ordinal").values_list("row", "work_unit__code", "effect")
    assert [code for _row, code, _effect in rows][::2] == ["76", "76.01", "76.01", "76.02", "76.02"]
    assert sorted({row for row, _code, _effect in rows}) == [1, 2, 3, 4, 5]
    assert Draft.objects.count() == 3
    assert issued(decree).place is not None


def test_drafting_again_drafts_nothing_twice(people: Cast) -> None:
    cycle = settled(people)
    first = drafted(cycle)
    assert drafted(cycle).decrees == first.decrees
    assert drafted(cycle, together=True).decrees == first.decrees
    assert Decree.objects.filter(origin="own").count() == 3


def test_whom_a_decree_keeps_on_already_is_drafted_no_second_time_from_another_period(people: Cast) -> None:
    first, second = settled(people), settled(people, poor="dewi")
    for decree in drafted(first).decrees:
        issued(decree)
    asked = {one.uid: one.undrafted for one in cycles_asking(access=SYSTEM)}
    assert asked.get(second.uid, 0) == 0
    # One is to leave by what the second period decided: that was never decreed.
    assert undrafted(access=SYSTEM, cycle=second, on=DECIDED) == 1
    found = drafted(second)
    assert [(decree.kind, decree.entries.count()) for decree in found.decrees] == [("contract-end", 2)]
    assert len(found.left) == 4
    assert {str(one.why) for one in found.left} == {EXTENDED_ALREADY % {"day": "2022-01-01"}}
    assert not found.is_whole
    issued_again = Draft.objects.filter(cycle=first).count()
    assert (drafted(first).left, Draft.objects.filter(cycle=first).count()) == ([], issued_again)


def test_who_is_not_extended_is_in_a_decree_of_their_own_kind(people: Cast) -> None:
    found = drafted(settled(people, poor="dewi"))
    kinds = {(row.work_unit.code, row.kind) for row in Draft.objects.select_related("work_unit")}
    assert ("76.02", "contract-end") in kinds
    assert len(found.decrees) == 4
    ended = Decree.objects.get(kind="contract-end")
    entry = ended.entries.get()
    assert (entry.person_id, entry.effect, entry.effective_on) == (people["dewi"], "service.ended", NEXT.start)
    for decree in found.decrees:
        issued(decree)
    assert people["dewi"] not in {one.person for one in serving(SYSTEM, DECIDED)}


def test_a_unit_waits_until_everybody_in_it_is_settled(people: Cast) -> None:
    cycle = settled(people)
    with clock.standing_at(noon(date(2021, 12, 30))):
        objection = objection_raise(access=SYSTEM, cycle=cycle.uid, person=people["budi"], reason="keliru")
    found = drafted(cycle)
    assert {code: [one.person for one in those] for code, those in found.waiting.items()} == {"76.01": [people["budi"]]}
    assert len(found.decrees) == 2
    objection_decide(access=SYSTEM, objection=objection.uid, changes=[], reason="tidak", decider=people["chair"])
    assert len(drafted(cycle).decrees) == 3


def test_what_is_decided_anew_after_drafting_is_noted(people: Cast) -> None:
    cycle = settled(people)
    drafted(cycle)
    decision_make(
        access=SYSTEM,
        cycle=cycle.uid,
        person=people["anto"],
        outcome=Recommendation.DO_NOT_EXTEND,
        reason="mengundurkan diri",
        decider=people["secretary"],
    )
    found = drafted(cycle)
    assert [(note.person, str(note.why)[:12]) for note in found.notes] == [(people["anto"], "decided anew")]
    decree_discard(access=SYSTEM, decree=found.decrees[0].uid, version=found.decrees[0].version)
    anew = drafted(cycle)
    assert anew.notes == []
    assert [(decree.office.code, decree.kind) for decree in anew.decrees[:1]] == [("76", "contract-end")]
    assert len(anew.decrees) == 3


def test_a_discarded_decree_is_drafted_anew_and_nothing_else(people: Cast) -> None:
    cycle = settled(people, poor="dewi")
    first = drafted(cycle)
    extension = Draft.objects.get(work_unit__code="76.02", kind="contract-extension").decree
    decree_discard(access=SYSTEM, decree=extension.uid, version=extension.version)
    second = drafted(cycle)
    assert len(second.decrees) == len(first.decrees) == 4
    assert len(set(second.decrees) & set(first.decrees)) == 3
    anew = Draft.objects.get(work_unit__code="76.02", kind="contract-extension").decree
    assert {entry.person_id for entry in anew.entries.all()} == {people["eko"]}


def test_who_left_after_the_cycle_is_left_out(people: Cast) -> None:
    cycle = settled(people)
    gone = {"effective_on": date(2021, 12, 30), "work_unit": people.units["76"].uid, "person": people["anto"]}
    ended = EntryDraft(effect="service.ended", payload=EndedV1(reason="resigned"), **gone)
    builders.opened(people.units["76"], [ended, EntryDraft(effect="pay.term_ended", payload=TermEndedV1(), **gone)])
    found = drafted(cycle)
    assert [(one.person, str(one.why)[:20]) for one in found.left] == [(people["anto"], "no longer in service")]
    assert [decree.entries.count() for decree in found.decrees] == [4, 4]


def test_a_contract_that_runs_on_is_left_as_it_is() -> None:
    people = town()
    engage(people, "anto", last_day=date(2023, 5, 31))
    found = drafted(settled(people))
    assert (found.decrees, [str(one.why) for one in found.left]) == (
        (),
        ["the contract runs until 2023-05-31 already"],
    )


def test_an_unknown_floor_is_never_taken_as_nothing() -> None:
    people = town()
    engage(people, "anto", last_day=date(2030, 12, 31))
    found = drafted(settled(people), term=Period.through(date(2031, 1, 1), date(2031, 12, 31)))
    payload = found.decrees[0].entries.get(effect="pay.term_set").payload
    assert (payload["monthly_amount"], payload.get("floor_amount")) == (FLOOR, None)
    with pytest.raises(Refused, match="no floor UMP 76 2031 stands in the decree"):
        issued(found.decrees[0])


def test_without_floor_and_former_pay_the_unit_waits() -> None:
    people = town()
    engage(people, "anto", last_day=date(2030, 12, 31), paid=False)
    found = drafted(settled(people), term=Period.through(date(2031, 1, 1), date(2031, 12, 31)))
    assert found.decrees == ()
    assert str(found.waiting["76"][0].why).startswith("no former pay is known, and the floor UMP 76 2031 is not known")


def test_where_the_law_table_names_no_issuer_the_unit_waits() -> None:
    people = town()
    Fact.objects.filter(key__startswith="issuer:contract-extension:setjen").update(superseded_at=clock.now())
    root = builders.unit("00", "setjen")
    builders.opened(root, builders.engaged(Person.objects.get(uid=people["new"]), root, *YEAR))
    found = drafted(settled(people, office=root))
    assert "who issues contract-extension" in str(found.waiting["00"][0].why)


def test_drafting_needs_a_closed_cycle_an_end_and_the_role(people: Cast) -> None:
    cycle = settled(people)
    with pytest.raises(NotPossible, match="no end"):
        drafted(cycle, term=Period(NEXT.start))
    with pytest.raises(Forbidden):
        drafted(cycle, access=people.access("officer", Role.AUDITOR))
    with pytest.raises(Cycle.DoesNotExist):
        drafted(cycle, access=Access("user:nobody"))
    with pytest.raises(CycleOpen):
        drafted(opened(people))


def test_the_provinces_officer_drafts_and_a_kabupatens_does_not(people: Cast) -> None:
    cycle = settled(people)
    with pytest.raises(Forbidden):
        drafted(cycle, access=people.access("officer", Role.SDM_OFFICER, codes=("76.01",)))
    assert len(drafted(cycle, access=people.access("officer", Role.SDM_OFFICER)).decrees) == 3


def test_what_was_drafted_is_not_rewritten(people: Cast) -> None:
    drafted(settled(people))
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Draft.objects.update(last_decision=0)


def test_no_reason_and_no_name_is_in_a_payload(people: Cast) -> None:
    drafted(settled(people, poor="dewi"))
    texts = {key for entry in Entry.objects.filter(decree__origin="own") for key in entry.payload}
    assert texts <= {
        "status",
        "job_family",
        "work_unit",
        "last_day",
        "monthly_amount",
        "floor_amount",
        "floor_basis",
        "floor_key",
        "ceiling_amount",
        "ceiling_key",
        "exception_limit",
        "reason",
    }


def test_what_was_drafted_stays_written_down_once_its_decree_is_submitted(people: Cast) -> None:
    first, *_ = drafted(settled(people)).decrees
    decree_submit(access=SYSTEM, decree=first.uid, version=first.version)
    for statement in ("DELETE FROM appraisal_draft WHERE kind <> ''", "UPDATE appraisal_draft SET last_decision = 0"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Draft.objects.filter(decree=first.uid).exists()
