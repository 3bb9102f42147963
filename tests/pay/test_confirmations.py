"""What an own decree says of floors, ceilings and exceptions is looked up anew as it is issued."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.services import EntryDraft, decree_review
from malaqbiq.kernel import clock
from malaqbiq.kernel.speech import said
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.effects import TermEndedV1, TermSetV1
from malaqbiq.pay.models import PayTerm
from malaqbiq.pay.services import ContractOrder, contract_entries, exception_approve, exception_propose
from malaqbiq.people.models import Person
from malaqbiq.regulations.services import fact_state
from malaqbiq.service.effects import EndedV1, EngagedV1, MovedV1, Status
from tests import builders as make

pytestmark = pytest.mark.django_db

LAST_YEAR, NEW_YEAR, LAST_DAY, JULY = date(2021, 1, 1), date(2022, 1, 1), date(2022, 12, 31), date(2022, 7, 1)
LOW = 2_000_000


def term(
    who: Person, where: WorkUnit, start: date, amount: int, floor: int | None, key: str, last_day: date = LAST_DAY
) -> EntryDraft:
    payload = TermSetV1(monthly_amount=amount, floor_amount=floor, floor_basis="ump", floor_key=key, last_day=last_day)
    return EntryDraft("pay.term_set", start, where.uid, payload, person=who.uid)


def codes(office: WorkUnit, entries: list[EntryDraft]) -> set[str]:
    review = decree_review(access=make.OFFICER, decree=make.drafted(office, entries).uid)
    return {problem.code for problem in review.problems}


def opened_low(who: Person, office: WorkUnit, last_day: date = LAST_DAY) -> Decree:
    return make.opened(office, make.engaged(who, office, LAST_YEAR, last_day, LOW))


def test_a_floor_that_is_not_the_laws_is_refused() -> None:
    office, who = make.unit(), make.person()
    contract, _ = make.engaged(who, office, NEW_YEAR, LAST_DAY)
    assert codes(office, [contract, term(who, office, NEW_YEAR, LOW, LOW, "ump:76:2022")]) == {
        "pay.floor_not_confirmed"
    }


def test_a_floor_of_another_year_is_refused() -> None:
    office, who = make.unit(), make.person()
    contract, _ = make.engaged(who, office, NEW_YEAR, LAST_DAY)
    stale = term(who, office, NEW_YEAR, 2_678_863, 2_678_863, "ump:76:2021")
    assert codes(office, [contract, stale]) == {"pay.floor_not_confirmed"}


def test_an_entry_stands_in_the_part_of_the_persons_own_unit() -> None:
    office, elsewhere, who = make.unit(), make.unit("36"), make.person()
    contract = EntryDraft(
        "service.engaged",
        NEW_YEAR,
        office.uid,
        EngagedV1(status=Status.PPNPN, job_family="pramubakti", work_unit=elsewhere.uid, last_day=LAST_DAY),
        person=who.uid,
    )
    _, pay = make.engaged(who, office, NEW_YEAR, LAST_DAY)
    assert codes(office, [contract, pay]) == {"pay.floor_not_confirmed", "service.not_the_units_person"}


def test_a_ceiling_that_is_left_out_is_refused() -> None:
    office, who = make.unit("74"), make.person()
    contract, _ = make.engaged(who, office, date(2024, 1, 1), date(2024, 12, 31))
    floor = 2_885_964
    pay = term(who, office, date(2024, 1, 1), 9_000_000, floor, "ump:74:2024", date(2024, 12, 31))
    assert codes(office, [contract, pay]) == {"pay.ceiling_not_confirmed"}


def test_a_law_table_corrected_after_drafting_is_refused_by_name() -> None:
    office, who = make.unit(), make.person()
    decree = make.approved(office, make.engaged(who, office, NEW_YEAR, LAST_DAY))
    make.unit("00", "setjen")
    values = {
        "level": "UMP", "region_code": "76", "region_name": "Sulawesi Barat", "year": 2022, "amount": 2_700_000,
        "source": "SK Gubernur",
    }  # fmt: skip
    fact_state(access=make.OFFICER, office="76", table="wage_floors", values=values)
    review = decree_review(access=make.OFFICER, decree=decree.uid)
    assert [problem.code for problem in review.problems] == ["pay.floor_not_confirmed"]
    assert "Rp2.700.000" in str(review.problems[0].words)


def test_an_unknown_ceiling_is_said_and_holds_nobody_up() -> None:
    office, who = make.unit(), make.person()
    orders = [ContractOrder(who.uid, office.uid, Status.PPNPN, "satpam", NEW_YEAR, LAST_DAY, engages=True)]
    entries = contract_entries(access=make.OFFICER, orders=orders)
    review = decree_review(access=make.OFFICER, decree=make.drafted(office, entries).uid)
    assert review.problems == ()
    assert [
        "SBM of Pengemudi, Satpam (Jagat Saksana), Sulawesi Barat 2022" in said(words) for words in review.remarks
    ] == [True]


def test_pay_with_a_digit_too_many_is_doubted_before_it_is_decreed() -> None:
    office = make.unit()
    people = [make.person(name) for name in ("Anto", "Budi", "Cici")]
    pays = [10 * make.FLOOR, 10 * make.FLOOR, make.FLOOR]
    rows = [make.engaged(who, office, NEW_YEAR, LAST_DAY, amount) for who, amount in zip(people, pays, strict=True)]
    decree = make.drafted(office, [entry for row in rows for entry in row])
    told = [said(words) for words in decree_review(access=make.OFFICER, decree=decree.uid).remarks]
    doubts = [text for text in told if "check the digits" in text]
    assert len(doubts) == 1 and doubts[0].startswith("Rp26.788.640 a month") and doubts[0].endswith("(people: 2)")


def test_an_unknown_floor_is_named_and_refused() -> None:
    office, who = make.unit(), make.person()
    start, last_day = date(2031, 1, 1), date(2031, 12, 31)
    contract, _ = make.engaged(who, office, start, last_day)
    decree = make.drafted(office, [contract, term(who, office, start, 9_000_000, None, "ump:76:2031", last_day)])
    review = decree_review(access=make.OFFICER, decree=decree.uid)
    assert [problem.code for problem in review.problems] == ["pay.floor_unknown"]
    assert "UMP Sulawesi Barat 2031" in said(review.problems[0].words)


def test_moving_under_a_higher_floor_needs_pay_in_the_same_decree() -> None:
    office, higher, who = make.unit(), make.unit("31"), make.person()
    make.issued(office, make.engaged(who, office, NEW_YEAR, LAST_DAY))
    make.issued(office, [term(who, office, JULY, make.FLOOR, make.FLOOR, "ump:76:2022")])
    move = EntryDraft("service.moved", JULY, office.uid, MovedV1(work_unit=higher.uid), person=who.uid)
    assert codes(office, [move]) == {"pay.not_set_anew"}


def test_an_exception_from_the_ceiling_excuses_no_low_pay_in_a_new_place() -> None:
    office, higher, who = make.unit(), make.unit("31"), make.person()
    make.issued(office, make.engaged(who, office, NEW_YEAR, LAST_DAY))
    move = EntryDraft("service.moved", JULY, office.uid, MovedV1(work_unit=higher.uid), person=who.uid)
    with clock.standing_at(make.noon(NEW_YEAR)):
        make.issued(office, [excepted(who, office, "ceiling")])
        assert codes(office, [move]) == {"pay.not_set_anew"}
        make.issued(office, [excepted(who, office, "floor")])
        assert codes(office, [move]) == set()


def excepted(who: Person, office: WorkUnit, limit: str) -> EntryDraft:
    """Pay at the floor of the office with an approved exception, whether it is needed or not."""
    held = exception_propose(access=make.OFFICER, person=who.uid, limit=limit, reason="DIPA", last_day=LAST_DAY)
    exception_approve(access=make.SECRETARY, exception=held.uid)
    pay = term(who, office, JULY, make.FLOOR, make.FLOOR, "ump:76:2022")
    assert isinstance(pay.payload, TermSetV1)
    facts = {"exception": held.uid, "exception_limit": limit, "exception_last_day": LAST_DAY}
    return replace(pay, payload=pay.payload.model_copy(update=facts))


def test_revoking_a_raise_does_not_bring_back_pay_below_the_floor() -> None:
    office, who = make.unit(), make.person()
    opened_low(who, office)
    raise_ = make.issued(office, [term(who, office, NEW_YEAR, make.FLOOR, make.FLOOR, "ump:76:2022")])
    entry = make.entry_of(raise_, who.uid, "pay.term_set")
    assert codes(office, [make.mending(entry, Mending.REVOCATION, JULY)]) == {"pay.below_floor_again"}
    assert codes(office, [make.mending(entry, Mending.ANNULMENT, NEW_YEAR)]) == {"pay.below_floor_again"}
    both = [
        make.mending(entry, Mending.REVOCATION, JULY),
        term(who, office, JULY, make.FLOOR, make.FLOOR, "ump:76:2022"),
    ]
    assert codes(office, both) == set()


def test_a_correction_tells_an_opening_anew_but_does_not_lengthen_it() -> None:
    office, who = make.unit(), make.person()
    opening = opened_low(who, office, date(2021, 12, 31))
    contract, pay = (make.entry_of(opening, who.uid, name) for name in ("service.engaged", "pay.term_set"))
    lower = make.engaged(who, office, LAST_YEAR, date(2021, 12, 31), 1_500_000)[1].payload
    assert codes(office, [make.mending(pay, Mending.CORRECTION, LAST_YEAR, lower)]) == set()
    longer = make.engaged(who, office, LAST_YEAR, LAST_DAY, 1_500_000)
    mendings = [
        make.mending(contract, Mending.CORRECTION, LAST_YEAR, longer[0].payload),
        make.mending(pay, Mending.CORRECTION, LAST_YEAR, longer[1].payload),
    ]
    assert codes(office, mendings) == {"pay.below_floor_again"}


def test_a_correction_of_a_correction_keeps_the_openings_origin() -> None:
    office, who = make.unit(), make.person()
    opening = opened_low(who, office)
    pay = make.entry_of(opening, who.uid, "pay.term_set")
    lower = make.engaged(who, office, LAST_YEAR, LAST_DAY, 1_900_000)[1].payload
    first = make.issued(office, [make.mending(pay, Mending.CORRECTION, LAST_YEAR, lower)])
    again = make.entry_of(first, who.uid, "pay.term_set")
    lowest = make.engaged(who, office, LAST_YEAR, LAST_DAY, 1_800_000)[1].payload
    make.issued(office, [make.mending(again, Mending.CORRECTION, LAST_YEAR, lowest)])
    row = PayTerm.objects.known().get()
    assert (row.monthly_amount, row.origin) == (1_800_000, "opening")


def test_a_correction_does_not_lower_an_opening_below_the_floor_for_days_to_come() -> None:
    office, who = make.unit(), make.person()
    opening = make.opened(office, make.engaged(who, office, LAST_YEAR, LAST_DAY, 3_000_000))
    pay = make.entry_of(opening, who.uid, "pay.term_set")
    told = [
        make.mending(pay, Mending.CORRECTION, LAST_YEAR, make.engaged(who, office, LAST_YEAR, LAST_DAY, 1)[1].payload)
    ]
    with clock.standing_at(make.noon(JULY)):
        assert codes(office, told) == {"pay.lowers_opening"}
        assert codes(office, [*told, term(who, office, JULY, make.FLOOR, make.FLOOR, "ump:76:2022")]) == set()
        late = term(who, office, date(2022, 8, 1), make.FLOOR, make.FLOOR, "ump:76:2022")
        assert codes(office, [*told, late]) == {"pay.lowers_opening"}
        higher = make.engaged(who, office, LAST_YEAR, LAST_DAY, make.FLOOR)[1].payload
        assert codes(office, [make.mending(pay, Mending.CORRECTION, LAST_YEAR, higher)]) == set()
    with clock.standing_at(make.noon(date(2023, 1, 1))):
        assert codes(office, told) == set(), "what was so is told anew"


def test_taking_an_opening_back_does_not_lower_pay_to_the_one_before() -> None:
    office, who = make.unit(), make.person()
    raised = make.engaged(who, office, LAST_YEAR, LAST_DAY, 3_000_000)[1]
    opening = make.opened(
        office, [*make.engaged(who, office, LAST_YEAR, LAST_DAY, LOW), replace(raised, effective_on=NEW_YEAR)]
    )
    entry = opening.entries.get(effect="pay.term_set", effective_on=NEW_YEAR)
    with clock.standing_at(make.noon(JULY)):
        assert codes(office, [make.mending(entry, Mending.REVOCATION, JULY)]) == {"pay.lowers_opening"}


def test_a_correction_does_not_put_an_opening_under_a_higher_floor_for_days_to_come() -> None:
    office, higher, who = make.unit(), make.unit("31"), make.person()
    opening = make.opened(office, make.engaged(who, office, LAST_YEAR, LAST_DAY, make.FLOOR))
    contract, pay = (make.entry_of(opening, who.uid, name) for name in ("service.engaged", "pay.term_set"))
    told = [elsewhere(contract, higher)]
    floor = 4_641_854
    raised = term(who, office, JULY, floor, floor, "ump:31:2022")
    more = make.engaged(who, office, LAST_YEAR, LAST_DAY, 3_000_000)[1].payload
    with clock.standing_at(make.noon(JULY)):
        assert codes(office, told) == {"pay.lowers_opening"}
        assert codes(office, [*told, make.mending(pay, Mending.CORRECTION, LAST_YEAR, more)]) == {"pay.lowers_opening"}
        assert codes(office, [*told, raised]) == set()
    with clock.standing_at(make.noon(date(2023, 1, 1))):
        assert codes(office, told) == set(), "what was so is told anew"


def test_a_correction_may_tell_that_low_pay_was_paid_elsewhere_under_no_higher_floor() -> None:
    office, near, who = make.unit(), make.unit("76.01", "kabkota"), make.person()
    contract = make.entry_of(opened_low(who, office), who.uid, "service.engaged")
    with clock.standing_at(make.noon(JULY)):
        for where in (near, make.unit("74")):
            assert codes(office, [elsewhere(contract, where)]) == set()
        assert codes(office, [elsewhere(contract, make.unit("75"))]) == {"pay.lowers_opening"}


def elsewhere(contract: Entry, where: WorkUnit) -> EntryDraft:
    """The same contract, corrected to another unit."""
    payload = EngagedV1(status=Status.PPNPN, job_family="pramubakti", work_unit=where.uid, last_day=LAST_DAY)
    return make.mending(contract, Mending.CORRECTION, contract.effective_on, payload)


def test_a_correction_of_own_pay_is_held_to_the_floor() -> None:
    office, who = make.unit(), make.person()
    decree = make.issued(office, make.engaged(who, office, NEW_YEAR, LAST_DAY))
    pay = make.entry_of(decree, who.uid, "pay.term_set")
    payload = TermSetV1(
        monthly_amount=LOW, floor_amount=LOW, floor_basis="ump", floor_key="ump:76:2022", last_day=LAST_DAY
    )
    assert codes(office, [make.mending(pay, Mending.CORRECTION, NEW_YEAR, payload)]) == {"pay.floor_not_confirmed"}


def test_pay_is_not_taken_from_somebody_who_goes_on_working() -> None:
    office, who = make.unit(), make.person()
    opened_low(who, office)
    end = EntryDraft("pay.term_ended", JULY, office.uid, TermEndedV1(), person=who.uid)
    assert codes(office, [end]) == {"pay.ended_in_service"}
    leave = EntryDraft("service.ended", JULY, office.uid, EndedV1(reason="resigned"), person=who.uid)
    assert codes(office, [leave, end]) == set()
    short = term(who, office, JULY, make.FLOOR, make.FLOOR, "ump:76:2022", date(2022, 7, 31))
    assert codes(office, [short]) == {"pay.gap_in_service"}


def test_revoking_pay_alone_is_refused() -> None:
    office, who = make.unit(), make.person()
    make.opened(office, make.engaged(who, office, LAST_YEAR, LAST_DAY, LOW)[:1])
    raise_ = make.issued(office, [term(who, office, NEW_YEAR, make.FLOOR, make.FLOOR, "ump:76:2022")])
    entry = make.entry_of(raise_, who.uid, "pay.term_set")
    assert "pay.taken_away" in codes(office, [make.mending(entry, Mending.REVOCATION, JULY)])


def test_a_limit_named_without_an_exception_opens_nothing() -> None:
    office, who = make.unit(), make.person()
    contract, _ = make.engaged(who, office, NEW_YEAR, LAST_DAY)
    payload = TermSetV1(
        monthly_amount=LOW, floor_amount=make.FLOOR, floor_basis="ump", floor_key="ump:76:2022",
        exception_limit="floor", last_day=LAST_DAY,
    )  # fmt: skip
    pay = EntryDraft("pay.term_set", NEW_YEAR, office.uid, payload, person=who.uid)
    assert codes(office, [contract, pay]) == {"pay.below_floor"}


def test_former_pay_is_no_floor_for_ppnpn() -> None:
    office, who = make.unit(), make.person()
    opened_low(who, office, date(2021, 12, 31))
    contract, _ = make.engaged(who, office, NEW_YEAR, LAST_DAY, effect="extended")
    payload = TermSetV1(
        monthly_amount=LOW, floor_amount=LOW, floor_basis="former_pay", floor_key="former-pay:x", last_day=LAST_DAY
    )
    pay = EntryDraft("pay.term_set", NEW_YEAR, office.uid, payload, person=who.uid)
    assert codes(office, [contract, pay]) == {"pay.floor_not_confirmed", "pay.former_pay_not_allowed"}


def test_issuing_refuses_what_a_review_names() -> None:
    office, who = make.unit(), make.person()
    contract, _ = make.engaged(who, office, NEW_YEAR, LAST_DAY)
    with pytest.raises(Refused) as refusal:
        make.issued(office, [contract, term(who, office, NEW_YEAR, LOW, LOW, "ump:76:2022")])
    assert {problem.code for problem in refusal.value.problems} == {"pay.floor_not_confirmed"}
    assert not PayTerm.objects.exists()
