"""Days and numbers that nobody can mean are told, whatever door they come by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest

from malaqbiq.accounts.models import User
from malaqbiq.accounts.services import grant_give
from malaqbiq.appraisal.services import cycle_open
from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.selectors.ledger import place_at
from malaqbiq.decrees.services import number_elsewhere, opening_record, register_open
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.periods import Period
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.rules.names import Authority
from malaqbiq.organization.rules.signing import Form
from malaqbiq.organization.services import SignerFields, signer_record, unit_profile_set
from malaqbiq.pay.effects import TermSetV1
from malaqbiq.pay.selectors.months import month_view
from malaqbiq.pay.services import contract_entries, end_entries, exception_propose, month_close, pay_entries
from malaqbiq.pay.services.composing import ContractOrder, EndOrder, PayOrder
from malaqbiq.people.models import Person
from malaqbiq.service.effects import EngagedV1, Status
from tests import builders as make

pytestmark = pytest.mark.django_db

SYSTEM = Access.system("test")
DAY = date(2022, 1, 1)
FAR = [date.max, date.min, date(2200, 1, 1)]


def _contract(start: date, last: date) -> ContractOrder:
    office, who = make.unit(), make.person()
    return ContractOrder(who.uid, office.uid, Status.PPNPN, "satpam", start, last, engages=True)


def _signer(first: date, last: date | None) -> None:
    make.unit()
    fields = SignerFields(Authority.SEKRETARIS, Form.DEFINITIVE, "Anto Uji", first, last)
    signer_record(access=SYSTEM, unit="76", fields=fields)


def _grant(first: date, last: date | None) -> None:
    user = User.objects.create(username="u", uid=uuid4())
    grant_give(access=SYSTEM, user=user, work_unit=make.unit(), role=Role.STAFF, valid_from=first, last_day=last)


def _cycle(day: date) -> None:
    cycle_open(access=SYSTEM, office=make.unit().uid, title="x", period=Period(DAY, date(2022, 2, 1)), service_on=day)


def _drafted_until(last: date) -> None:
    office, who = make.unit(), make.person()
    contract, _ = make.engaged(who, office, DAY, date(2022, 12, 31))
    payload = EngagedV1(status=Status.PPNPN, job_family="satpam", work_unit=office.uid, last_day=last)
    make.drafted(office, [type(contract)(contract.effect, DAY, office.uid, payload, person=who.uid)])


def _opened_from(day: date) -> None:
    office, who = make.unit(), make.person()
    opening_record(access=SYSTEM, office=office.uid, title="x", entries=make.engaged(who, office, day, None))


def _elsewhere(day: date) -> None:
    register = register_open(access=SYSTEM, office=make.unit().uid, authority="sekretaris", year=2022)
    number_elsewhere(access=SYSTEM, register=register.pk, value=1, title="x", dated_on=day)


def _excepted(last: date) -> None:
    exception_propose(access=SYSTEM, person=make.person().uid, limit="floor", reason="x", last_day=last)


DOORS: list[Callable[[date], object]] = [
    lambda day: contract_entries(access=SYSTEM, orders=[_contract(day, day)]),
    lambda day: contract_entries(access=SYSTEM, orders=[_contract(DAY, day)]),
    lambda day: end_entries(access=SYSTEM, orders=[EndOrder(make.person().uid, make.unit().uid, day, "term")]),
    lambda day: pay_entries(access=SYSTEM, orders=[PayOrder(make.person().uid, day)]),
    _drafted_until,
    _opened_from,
    _elsewhere,
    _cycle,
    _excepted,
    lambda day: _signer(day, None),
    lambda day: _signer(DAY, day),
    lambda day: _grant(day, None),
    lambda day: _grant(DAY, day),
    lambda day: month_close(access=SYSTEM, unit=make.unit().code, month=day),
    lambda day: month_view(SYSTEM, unit=make.unit().code, month=day),
]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("day", FAR)
def test_a_day_that_nobody_can_mean_is_told(door: Callable[[date], object], day: date) -> None:
    with pytest.raises(UserError):
        door(day)


@pytest.mark.parametrize(("first", "year"), [(-5, 2022), (0, 2022), (10**12, 2022), (1, 0), (1, 99_999)])
def test_a_register_that_can_not_be_is_told(first: int, year: int) -> None:
    office = make.unit()
    with pytest.raises(UserError):
        register_open(access=SYSTEM, office=office.uid, authority="sekretaris", year=year, first_number=first)


@pytest.mark.parametrize("value", [-5, 0, 10**12])
def test_a_number_that_can_not_be_is_told(value: int) -> None:
    register = register_open(access=SYSTEM, office=make.unit().uid, authority="sekretaris", year=2022)
    with pytest.raises(UserError):
        number_elsewhere(access=SYSTEM, register=register.pk, value=value, title="x", dated_on=DAY)


def test_pay_that_nobody_is_paid_is_told() -> None:
    office, who = make.unit(), make.person()
    contract, term = make.engaged(who, office, DAY, None)
    pay = type(term)(term.effect, DAY, office.uid, TermSetV1(monthly_amount=10**30), person=who.uid)
    with pytest.raises(Refused) as refusal:
        opening_record(access=SYSTEM, office=office.uid, title="x", entries=[contract, pay])
    assert [problem.code for problem in refusal.value.problems] == ["pay.too_much"]


@pytest.mark.parametrize(("year", "budget"), [(0, 1), (99_999, 1), (2022, 10**30)])
def test_a_profile_that_can_not_be_is_told(year: int, budget: int) -> None:
    make.unit()
    with pytest.raises(UserError):
        unit_profile_set(access=SYSTEM, unit="76", year=year, fields={"honorarium_budget": budget})


def test_the_last_day_of_all_knows_every_place() -> None:
    office: WorkUnit = make.unit()
    who: Person = make.person()
    make.issued(office, make.engaged(who, office, DAY, date(2022, 12, 31)))
    assert place_at(date.max, office.zone) == 1
