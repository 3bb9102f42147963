"""What the database itself refuses, whoever asks it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from malaqbiq.kernel import clock
from malaqbiq.pay.models import PayTerm
from malaqbiq.pay.services import exception_approve, exception_propose
from malaqbiq.people.models import Person
from tests import builders as make
from tests.pay import payroll

pytestmark = pytest.mark.django_db

COLUMNS = (
    "person_id, entry_id, origin, valid_from, valid_until, known_from, floor_basis, floor_key, ceiling_key, "
    "monthly_amount, floor_amount, ceiling_amount, exception_id"
)


@pytest.fixture
def who() -> Person:
    office, found = make.unit(), make.person()
    make.issued(office, make.engaged(found, office, payroll.NEW_YEAR, payroll.LAST_DAY))
    return found


def insert(
    origin: str = "own", amount: str = "1", floor: str = "NULL", ceiling: str = "NULL", exception: str = "NULL"
) -> None:
    """A term beside the one that stands, in plain SQL."""
    values = f"{amount}, {floor}, {ceiling}, {exception}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO pay_payterm ({COLUMNS}) SELECT person_id, entry_id, '{origin}', '2023-01-01', '2023-04-01', "
            f"2, 'ump', 'x', '', {values} FROM pay_payterm WHERE valid_from = '2022-01-01'"
        )


@pytest.mark.parametrize("origin", ["OWN", "zzz", ""])
def test_a_term_of_no_known_origin_is_refused_in_plain_sql(who: Person, origin: str) -> None:
    with pytest.raises(IntegrityError):
        insert(origin, "2678864", "2678864")


@pytest.mark.parametrize(
    ("amount", "floor", "ceiling"),
    [
        ("2678863", "2678864", "NULL"),
        ("2678864", "NULL", "NULL"),
        ("2678864", "0", "NULL"),
        ("2678864", "2678864", "2678863"),
        ("2678864", "2678864", "0"),
    ],
)
def test_an_own_term_outside_its_limits_is_refused_in_plain_sql(
    who: Person, amount: str, floor: str, ceiling: str
) -> None:
    with pytest.raises(IntegrityError):
        insert("own", amount, floor, ceiling)


@pytest.mark.parametrize("origin", ["opening", "received"])
def test_an_opening_or_received_term_tells_what_was_so(who: Person, origin: str) -> None:
    insert(origin, "1", "2678864")
    assert PayTerm.objects.get(origin=origin).monthly_amount == 1


def test_pay_of_nothing_is_refused(who: Person) -> None:
    with pytest.raises(IntegrityError):
        insert("opening", "0")


def exception_of(who: Person, limit: str, last_day: date, *, approved: bool = True) -> str:
    with clock.standing_at(make.noon(date(2022, 1, 11))):
        found = exception_propose(access=make.OFFICER, person=who.uid, limit=limit, reason="x", last_day=last_day)
        if approved:
            exception_approve(access=make.SECRETARY, exception=found.uid)
    return f"(SELECT uid FROM pay_payexception WHERE id = {found.pk})"


def test_an_own_term_below_the_floor_needs_an_exception_that_holds(who: Person) -> None:
    insert("own", "1", "2678864", "NULL", exception_of(who, "floor", date(2023, 3, 31)))
    assert PayTerm.objects.filter(monthly_amount=1).exists()


def test_a_missing_floor_needs_an_exception_from_the_floor(who: Person) -> None:
    with pytest.raises(IntegrityError):
        insert("own", "1", "NULL", "NULL", exception_of(who, "ceiling", date(2023, 3, 31)))
    insert("own", "1", "NULL", "NULL", exception_of(who, "floor", date(2023, 3, 31)))


def test_no_other_exception_will_do(who: Person) -> None:
    office, other = make.unit(), make.person("Lain")
    payroll.opened_low(other, office)
    for exception in (
        exception_of(who, "floor", date(2023, 3, 31), approved=False),
        exception_of(other, "floor", date(2023, 3, 31)),
        exception_of(who, "ceiling", date(2023, 3, 31)),
        exception_of(who, "floor", date(2023, 3, 30)),
    ):
        with pytest.raises(IntegrityError):
            insert("own", "1", "2678864", "NULL", exception)
    with pytest.raises(IntegrityError):
        insert("own", "9", "5", "8", exception_of(who, "floor", date(2023, 3, 31)))


@pytest.mark.parametrize(
    "change",
    [
        "monthly_amount = floor_amount - 1",
        "monthly_amount = 0",
        "floor_amount = NULL",
        "floor_amount = 0",
        "floor_amount = monthly_amount + 1",
        "ceiling_amount = monthly_amount - 1",
    ],
)
def test_a_term_that_stands_is_not_brought_below_its_floor(who: Person, change: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE pay_payterm SET {change}")


def test_a_term_that_stands_is_not_given_just_any_exception(who: Person) -> None:
    exception = exception_of(who, "floor", date(2022, 3, 31))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE pay_payterm SET exception_id = {exception}, monthly_amount = 1")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE pay_payterm SET origin = 'opening'",
        "UPDATE pay_payterm SET monthly_amount = monthly_amount + 1",
        "UPDATE pay_payterm SET monthly_amount = 1, floor_amount = 1",
        "UPDATE pay_payterm SET floor_amount = floor_amount - 1",
        "UPDATE pay_payterm SET floor_basis = 'former_pay'",
        "UPDATE pay_payterm SET floor_key = 'x'",
        "UPDATE pay_payterm SET ceiling_amount = 9000000",
        "UPDATE pay_payterm SET ceiling_key = 'x'",
        "UPDATE pay_payterm SET valid_until = NULL",
        "UPDATE pay_payterm SET known_from = known_from - 1",
        "UPDATE pay_payterm SET known_until = 9, origin = 'opening'",
        "DELETE FROM pay_payterm",
    ],
)
def test_a_term_stays_as_it_was_issued(who: Person, change: str) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_term_may_cease_to_be_known(who: Person) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pay_payterm SET known_until = known_from + 1")
    assert not PayTerm.objects.known().exists()


@pytest.mark.parametrize("again", ["NULL", "known_until + 1"])
def test_a_term_that_ceased_to_be_known_stays_so(who: Person, again: str) -> None:
    test_a_term_may_cease_to_be_known(who)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE pay_payterm SET known_until = {again}")
