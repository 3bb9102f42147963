"""Contracts with their pay, ends and raises, composed for many people in few statements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.services import EntryDraft, decree_review
from malaqbiq.kernel.access import Forbidden, Role
from malaqbiq.kernel.speech import said
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.effects import TermSetV1
from malaqbiq.pay.errors import PayUnknown
from malaqbiq.pay.models import PayTerm
from malaqbiq.pay.rules.limits import PastTerm, former_pay
from malaqbiq.pay.services import (
    ContractOrder,
    EndOrder,
    PayOrder,
    contract_entries,
    end_entries,
    entries_by_unit,
    pay_entries,
)
from malaqbiq.people.models import Person
from malaqbiq.service.effects import Status
from malaqbiq.service.models import Employment
from malaqbiq.service.selectors import serving
from tests import builders as make
from tests.pay import payroll

pytestmark = pytest.mark.django_db

DECEMBER, NEW_YEAR, LAST_DAY = date(2021, 12, 31), date(2022, 1, 1), date(2022, 12, 31)
HIGH = 3_000_000


def extended(*people: Person, amount: int | None = None) -> list[EntryDraft]:
    contracts = [row for row in serving(make.OFFICER, DECEMBER) if row.person in {person.uid for person in people}]
    orders = [ContractOrder.extending(row, LAST_DAY, amount=amount) for row in contracts]
    return contract_entries(access=make.OFFICER, orders=orders)


def pay_of(entries: list[EntryDraft]) -> TermSetV1:
    payload = next(entry.payload for entry in entries if entry.effect == "pay.term_set")
    assert isinstance(payload, TermSetV1)
    return payload


def problems(office: WorkUnit, entries: list[EntryDraft]) -> set[str]:
    review = decree_review(access=make.OFFICER, decree=make.drafted(office, entries).uid)
    return {problem.code for problem in review.problems}


@pytest.mark.parametrize(("former", "paid"), [(payroll.LOW, make.FLOOR), (HIGH, HIGH), (make.FLOOR - 1, make.FLOOR)])
def test_pay_is_the_former_or_the_floor_where_that_is_higher(former: int, paid: int) -> None:
    office, who = make.unit(), make.person()
    payroll.opened_low(who, office, DECEMBER, former)
    entries = extended(who)
    pay = pay_of(entries)
    assert (pay.monthly_amount, pay.floor_amount, pay.floor_key, pay.floor_basis) == (
        paid, make.FLOOR, "ump:76:2022", "ump",
    )  # fmt: skip
    assert (pay.ceiling_amount, pay.ceiling_key) == (None, "sbm:kebersihan-pramubakti:76:2022")
    make.issued(office, entries, date(2022, 1, 11))
    assert PayTerm.objects.as_of(LAST_DAY).get().monthly_amount == paid


def test_a_given_amount_is_taken_and_held_to_the_floor_as_it_is_issued() -> None:
    office, who = make.unit(), make.person()
    payroll.opened_low(who, office, DECEMBER)
    assert pay_of(extended(who, amount=HIGH)).monthly_amount == HIGH
    assert problems(office, extended(who, amount=payroll.LOW)) == {"pay.below_floor"}


def test_lines_go_by_work_unit_and_name_two_entries_a_line() -> None:
    first, second = make.unit("76.01", "kabkota"), make.unit("76.02", "kabkota")
    people = {name: make.person(name) for name in ("Zainal", "Ani", "Budi")}
    for name, office in (("Ani", second), ("Zainal", first), ("Budi", second)):
        payroll.opened_low(people[name], office, DECEMBER)
    entries = extended(*people.values())
    lines = [(entry.row, entry.effect, entry.person) for entry in entries]
    assert lines == [
        (row, effect, people[name].uid)
        for row, name in ((1, "Zainal"), (2, "Ani"), (3, "Budi"))
        for effect in ("service.extended", "pay.term_set")
    ]
    split = entries_by_unit(entries=entries)
    assert [entry.row for entry in split[second.uid]] == [1, 1, 2, 2]
    assert {entry.work_unit for entry in split[first.uid]} == {first.uid}


def test_a_kabupatens_minimum_wage_is_the_floor_where_its_policy_says_so() -> None:
    office, who = make.unit("76.02", "kabkota"), make.person()
    payroll.opened_low(who, office, DECEMBER)
    payroll.profile(office, 2022, floor_policy="UMK")
    pay = pay_of(extended(who))
    assert (pay.monthly_amount, pay.floor_basis, pay.floor_key) == (2_715_637, "umk", "umk:76.02:2022")


def test_a_policy_holds_until_a_later_years_profile_says_otherwise() -> None:
    office, who = make.unit("76.02", "kabkota"), make.person()
    payroll.opened_low(who, office, DECEMBER)
    payroll.profile(office, 2021, floor_policy="UMK")
    assert pay_of(extended(who)).floor_basis == "umk"
    payroll.profile(office, 2022, floor_policy="UMP")
    assert pay_of(extended(who)).floor_basis == "ump"


def test_where_nothing_is_known_everybody_is_named() -> None:
    office = make.unit()
    people = [make.person(name) for name in ("Satu", "Dua")]
    orders = [
        ContractOrder(
            who.uid, office.uid, Status.PPNPN, "satpam", date(2031, 1, 1), date(2031, 12, 31), engages=True
        )
        for who in people
    ]  # fmt: skip
    with pytest.raises(PayUnknown) as refusal:
        contract_entries(access=make.OFFICER, orders=orders)
    assert len(refusal.value.problems) == 2
    assert "UMP Sulawesi Barat 2031" in said(refusal.value.problems[0].words)


def test_former_pay_may_be_the_floor_of_pppk_paruh_waktu() -> None:
    office, who = make.unit(), make.person()
    payroll.opened_low(who, office, date(2024, 12, 31))
    start, last_day = date(2025, 3, 1), date(2026, 2, 28)
    order = ContractOrder(
        who.uid, office.uid, Status.PPPK_PARUH_WAKTU, "satpam", start, last_day, basis="former_pay", engages=True
    )
    entries = contract_entries(access=make.OFFICER, orders=[order])
    pay = pay_of(entries)
    assert (pay.monthly_amount, pay.floor_amount, pay.floor_basis) == (payroll.LOW, payroll.LOW, "former_pay")
    make.issued(office, entries, date(2025, 2, 20))
    assert Employment.objects.as_of(start).get().status == "pppk_paruh_waktu"


def test_former_pay_is_not_brought_down_by_correcting_the_opening() -> None:
    office, who = make.unit(), make.person()
    ended = date(2024, 12, 31)
    opening = payroll.opened_low(who, office, ended)
    pay = make.entry_of(opening, who.uid, "pay.term_set")
    lower = TermSetV1(monthly_amount=1_000, last_day=ended)
    make.issued(office, [make.mending(pay, Mending.CORRECTION, payroll.LAST_YEAR, lower)], date(2025, 1, 10))
    start, last_day = date(2025, 3, 1), date(2026, 2, 28)
    status = Status.PPPK_PARUH_WAKTU
    order = ContractOrder(who.uid, office.uid, status, "satpam", start, last_day, basis="former_pay", engages=True)
    composed = pay_of(contract_entries(access=make.OFFICER, orders=[order]))
    assert (composed.monthly_amount, composed.floor_amount) == (payroll.LOW, payroll.LOW)


PPNPN, PPPK = Status.PPNPN, Status.PPPK_PARUH_WAKTU


@pytest.mark.parametrize(
    ("terms", "amount"),
    [
        ([], None),
        ([(PPPK, 9, 2024, 2025, False)], None),
        ([(PPNPN, 3, 2022, 2023, False), (PPNPN, 2, 2023, 2024, False), (PPPK, 9, 2024, 2025, False)], 2),
        ([(PPNPN, 1, 2023, 2024, False), (PPNPN, 3, 2023, 2024, True)], 3),
        ([(PPNPN, 4, 2023, 2024, False), (PPNPN, 3, 2023, 2024, True)], 4),
        ([(PPNPN, 1, 2024, 2025, False), (PPNPN, 3, 2022, 2024, False), (PPNPN, 2, 2020, 2021, True)], 3),
        ([(PPNPN, 1, 2024, 2025, False), (PPNPN, 5, 2020, 2021, True)], 1),
        ([(PPNPN, 3, 2023, 2024, True)], 3),
    ],
)
def test_former_pay_is_the_last_or_the_highest_of_a_year_where_it_was_mended(
    terms: list[tuple[Status, int, int, int, bool]], amount: int | None
) -> None:
    past = [
        PastTerm(status, paid, uuid4(), date(start, 1, 1), date(end, 1, 1), struck=struck)
        for status, paid, start, end, struck in terms
    ]
    found = former_pay(past)
    assert (found.amount if found else None) == amount


def test_an_extension_keeps_the_floor_that_the_decree_before_named() -> None:
    office, who = make.unit(), make.person()
    payroll.opened_low(who, office, date(2024, 12, 31))
    terms = {"status": Status.PPPK_PARUH_WAKTU, "job_family": "satpam", "work_unit": office.uid, "person": who.uid}
    first = ContractOrder(
        start=date(2025, 1, 1), last_day=date(2025, 12, 31), basis="former_pay", engages=True, **terms
    )
    make.issued(office, contract_entries(access=make.OFFICER, orders=[first]), date(2024, 12, 20))
    (contract,) = serving(make.OFFICER, date(2025, 12, 31))
    next_one = ContractOrder.extending(contract, date(2026, 12, 31))
    pay = pay_of(contract_entries(access=make.OFFICER, orders=[next_one]))
    assert (pay.monthly_amount, pay.floor_basis) == (payroll.LOW, "former_pay")
    pay = pay_of(contract_entries(access=make.OFFICER, orders=[replace(next_one, basis="ump")]))
    assert (pay.monthly_amount, pay.floor_basis) == (3_315_935, "ump")


def test_a_former_pay_that_never_was_is_not_confirmed() -> None:
    office, who = make.unit(), make.person()
    start, last_day = date(2025, 3, 1), date(2026, 2, 28)
    order = ContractOrder(who.uid, office.uid, Status.PPPK_PARUH_WAKTU, "", start, last_day, amount=1, engages=True)
    contract, pay = contract_entries(access=make.OFFICER, orders=[order])
    assert isinstance(pay.payload, TermSetV1)
    forged = pay.payload.model_copy(
        update={"floor_basis": "former_pay", "floor_amount": 1, "floor_key": "former-pay:x"}
    )
    claimed = EntryDraft("pay.term_set", start, office.uid, forged, person=who.uid)
    assert problems(office, [contract, claimed]) == {"pay.floor_not_confirmed"}


def test_an_end_stops_pay_only_where_it_would_go_on() -> None:
    office, who, other = make.unit(), make.person("Satu"), make.person("Dua")
    payroll.opened_low(who, office)
    payroll.opened_low(other, office, date(2022, 6, 30))
    orders = [EndOrder(person.uid, office.uid, date(2022, 7, 1), "resigned") for person in (who, other)]
    entries = end_entries(access=make.OFFICER, orders=orders)
    assert [(entry.effect, entry.person) for entry in entries] == [
        ("service.ended", other.uid),
        ("service.ended", who.uid),
        ("pay.term_ended", who.uid),
    ]
    assert problems(office, entries[1:]) == set()


def test_another_pay_lasts_to_the_contracts_end() -> None:
    office, who = make.unit(), make.person()
    payroll.opened_low(who, office)
    entries = pay_entries(access=make.OFFICER, orders=[PayOrder(who.uid, date(2022, 2, 15))])
    assert pay_of(entries).last_day == LAST_DAY
    make.issued(office, entries, date(2022, 2, 20))
    assert PayTerm.objects.as_of(date(2022, 2, 14)).get().monthly_amount == payroll.LOW
    assert PayTerm.objects.as_of(date(2022, 2, 15)).get().monthly_amount == make.FLOOR


def test_another_pay_for_somebody_who_does_not_serve_is_refused_by_name() -> None:
    office, who = make.unit(), make.person()
    payroll.opened_low(who, office)
    with pytest.raises(PayUnknown):
        pay_entries(access=make.OFFICER, orders=[PayOrder(who.uid, date(2023, 1, 1))])


def test_other_units_are_out_of_reach() -> None:
    office, who = make.unit(), make.person()
    payroll.opened_low(who, office)
    foreign = payroll.access("foreign", ["76.01"], Role.SDM_OFFICER)
    with pytest.raises(Forbidden):
        end_entries(access=foreign, orders=[EndOrder(who.uid, office.uid, LAST_DAY, "resigned")])
    with pytest.raises(PayUnknown):
        pay_entries(access=foreign, orders=[PayOrder(who.uid, date(2022, 2, 15))])


def test_statements_do_not_grow_with_people() -> None:
    office = make.unit()
    people = [make.person(f"Orang {number:03}") for number in range(60)]
    make.opened(office, [entry for who in people for entry in make.engaged(who, office, date(2021, 1, 1), DECEMBER)])
    counts = []
    for some in (people[:2], people):
        with CaptureQueriesContext(connection) as queries:
            extended(*some)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20
