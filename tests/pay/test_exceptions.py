"""Exceptions from a limit: two people, a reason, an end; shown as what they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from malaqbiq.decrees.services import EntryDraft, decree_review
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.effects import TermSetV1
from malaqbiq.pay.errors import ExceptionRefused, OwnCase
from malaqbiq.pay.models import PayException, PayTerm
from malaqbiq.pay.selectors import raise_plan
from malaqbiq.pay.services import exception_approve, exception_propose
from malaqbiq.people.models import Person
from malaqbiq.people.rules import Relation
from malaqbiq.people.services import family_tie_record
from tests import builders as make
from tests.pay import payroll

pytestmark = pytest.mark.django_db

TODAY, MARCH = date(2022, 1, 11), date(2022, 3, 31)


@pytest.fixture(autouse=True)
def _january() -> Iterator[None]:
    with clock.standing_at(make.noon(TODAY)):
        yield


@pytest.fixture
def office() -> WorkUnit:
    return make.unit()


@pytest.fixture
def who(office: WorkUnit) -> Person:
    found = make.person()
    payroll.opened_low(found, office)
    return found


def proposed(who: Person, last_day: date = MARCH, limit: str = "floor") -> PayException:
    reason = "DIPA belum direvisi"
    return exception_propose(access=make.OFFICER, person=who.uid, limit=limit, reason=reason, last_day=last_day)


def pay(
    who: Person, where: WorkUnit, exception: PayException, last_day: date = MARCH, limit: str = "floor"
) -> list[EntryDraft]:
    """Below the floor to the exception's end, at the floor from then on."""
    payload = TermSetV1(
        monthly_amount=payroll.LOW,
        floor_amount=make.FLOOR,
        floor_basis="ump",
        floor_key="ump:76:2022",
        exception=exception.uid,
        exception_limit=limit,
        exception_last_day=exception.last_day,
        last_day=last_day,
    )
    low = EntryDraft("pay.term_set", payroll.NEW_YEAR, where.uid, payload, person=who.uid)
    return [low, payroll.term(who, where, date(2022, 4, 1))]


def codes(office: WorkUnit, entries: list[EntryDraft]) -> set[str]:
    review = decree_review(access=make.OFFICER, decree=make.drafted(office, entries).uid)
    return {problem.code for problem in review.problems}


def test_an_approved_exception_lets_pay_stand_below_the_floor_until_it_ends(office: WorkUnit, who: Person) -> None:
    exception = proposed(who)
    exception_approve(access=make.SECRETARY, exception=exception.uid)
    make.issued(office, pay(who, office, exception), TODAY)
    assert PayTerm.objects.as_of(TODAY).get().exception_id == exception.uid
    assert PayTerm.objects.as_of(date(2022, 4, 1)).get().monthly_amount == make.FLOOR


def test_an_exception_opens_nothing_before_it_is_approved(office: WorkUnit, who: Person) -> None:
    assert codes(office, pay(who, office, proposed(who))) == {"pay.exception_not_approved"}


def test_who_proposes_does_not_approve(who: Person) -> None:
    exception = proposed(who)
    with pytest.raises(OwnCase):
        exception_approve(access=make.OFFICER, exception=exception.uid)
    with pytest.raises(IntegrityError), transaction.atomic():
        PayException.objects.update(approved_by=exception.proposed_by, approved_at=clock.now())


def test_a_proposal_that_is_pressed_twice_is_one(who: Person) -> None:
    first = proposed(who)
    assert proposed(who) == first
    exception_approve(access=make.SECRETARY, exception=first.uid)
    assert proposed(who) != first


def test_nobody_decides_on_himself_or_close_family(who: Person) -> None:
    wife = make.person("Istri")
    family_tie_record(
        access=make.OFFICER, day=TODAY, person=who.uid, relation=Relation.SPOUSE, kin=wife.uid, source="KK"
    )
    for related in (who, wife):
        asker = payroll.access("asker", ["76"], Role.SDM_OFFICER, Role.SECRETARY, person=related.uid)
        with pytest.raises(OwnCase):
            exception_propose(access=asker, person=who.uid, limit="floor", reason="-", last_day=MARCH)
        with pytest.raises(OwnCase):
            exception_approve(access=asker, exception=proposed(who).uid)


def test_somebody_of_another_unit_is_not_found(who: Person) -> None:
    make.unit("76.01", "kabkota")
    foreign = payroll.access("foreign", ["76.01"], Role.SDM_OFFICER, Role.SECRETARY)
    with pytest.raises(Person.DoesNotExist):
        exception_propose(access=foreign, person=who.uid, limit="floor", reason="-", last_day=MARCH)
    with pytest.raises(Person.DoesNotExist):
        exception_approve(access=foreign, exception=proposed(who).uid)


@pytest.mark.parametrize(
    ("limit", "reason", "last_day"),
    [("floor", " ", MARCH), ("pay", "x", MARCH), ("floor", "x", date(2022, 1, 10))],
)
def test_an_exception_needs_a_reason_a_limit_and_an_end_to_come(
    who: Person, limit: str, reason: str, last_day: date
) -> None:
    with pytest.raises(ExceptionRefused):
        exception_propose(access=make.OFFICER, person=who.uid, limit=limit, reason=reason, last_day=last_day)


def test_anothers_exception_is_no_exception(office: WorkUnit, who: Person) -> None:
    other = make.person("Lain")
    payroll.opened_low(other, office)
    exception = exception_approve(access=make.SECRETARY, exception=proposed(other).uid)
    assert codes(office, pay(who, office, exception)) == {"pay.exception_of_another"}


def test_an_exception_from_the_other_limit_is_no_exception(office: WorkUnit, who: Person) -> None:
    exception = exception_approve(access=make.SECRETARY, exception=proposed(who, limit="ceiling").uid)
    assert codes(office, pay(who, office, exception)) == {"pay.exception_of_another_limit"}
    assert "pay.below_floor" in codes(office, pay(who, office, exception, limit="ceiling"))


@pytest.mark.parametrize("limit", ["floor", "ceiling"])
def test_only_an_exception_from_the_floor_holds_a_raise_back(office: WorkUnit, limit: str) -> None:
    other, last_day = make.person("Lain"), date(2023, 6, 30)
    make.opened(office, make.engaged(other, office, payroll.LAST_YEAR, last_day))
    exception = exception_approve(access=make.SECRETARY, exception=proposed(other, last_day, limit).uid)
    low, _ = pay(other, office, exception, last_day, limit)
    assert isinstance(low.payload, TermSetV1)
    make.issued(office, [replace(low, payload=low.payload.model_copy(update={"monthly_amount": make.FLOOR}))], TODAY)
    (unit,) = raise_plan(make.OFFICER, date(2023, 1, 15)).units
    excepted, due = (unit.excepted, unit.due) if limit == "floor" else (unit.due, unit.excepted)
    assert [item.person for item in excepted] == [other.uid]
    assert due == ()


def test_pay_does_not_outlast_its_exception(office: WorkUnit, who: Person) -> None:
    exception = exception_approve(access=make.SECRETARY, exception=proposed(who).uid)
    assert codes(office, pay(who, office, exception, date(2022, 6, 30))) == {"pay.longer_than_exception"}


def test_an_exception_that_is_over_is_no_exception(office: WorkUnit, who: Person) -> None:
    exception = exception_approve(access=make.SECRETARY, exception=proposed(who).uid)
    with clock.standing_at(make.noon(date(2022, 4, 1))):
        assert codes(office, pay(who, office, exception)) == {"pay.exception_over"}
        with pytest.raises(ExceptionRefused):
            exception_approve(access=make.SECRETARY, exception=proposed_in_january(who).uid)


def proposed_in_january(who: Person) -> PayException:
    with clock.standing_at(make.noon(TODAY)):
        return proposed(who)


def test_an_approved_exception_never_changes(who: Person) -> None:
    exception = exception_approve(access=make.SECRETARY, exception=proposed(who).uid)
    with pytest.raises(ExceptionRefused):
        exception_approve(access=make.SECRETARY, exception=exception.uid)
    with pytest.raises(DatabaseError), transaction.atomic():
        PayException.objects.update(last_day=date(2030, 1, 1))
    with pytest.raises(DatabaseError), transaction.atomic():
        PayException.objects.all().delete()
