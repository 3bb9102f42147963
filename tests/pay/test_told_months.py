"""A correction of what the opening told, once months are closed: the office's past is told anew, its payroll is not."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Sum

from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.services import EntryDraft, decree_review
from malaqbiq.kernel.speech import said
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.effects import TermSetV1
from malaqbiq.pay.models import PayLine
from malaqbiq.pay.services import month_close
from malaqbiq.people.models import Person
from malaqbiq.service.effects import EngagedV1, Status
from tests import builders as make
from tests.pay import payroll
from tests.pay.payroll import LAST_DAY, LAST_YEAR

pytestmark = pytest.mark.django_db

APRIL, MAY, JUNE = date(2022, 4, 1), date(2022, 5, 1), date(2022, 6, 1)
HIGH, LESS = 3_000_000, 1_500_000
CLOSED = {APRIL: HIGH, MAY: HIGH}


@pytest.fixture
def office() -> WorkUnit:
    found = make.unit()
    payroll.profile(found, 2022, thr_month=12)
    return found


@pytest.fixture
def who() -> Person:
    return make.person()


@pytest.fixture
def opening(office: WorkUnit, who: Person) -> Decree:
    """An opening from 2021 of which April and May 2022 are closed."""
    decree = make.opened(office, make.engaged(who, office, LAST_YEAR, LAST_DAY, HIGH))
    close(office, APRIL, MAY)
    return decree


def close(office: WorkUnit, *months: date) -> None:
    for month in months:
        with payroll.on(month):
            month_close(access=make.OFFICER, unit=office.code, month=month)


def corrected(opening: Decree, amount: int, last_day: date, start: date = LAST_YEAR) -> EntryDraft:
    entry = opening.entries.get(effect="pay.term_set")
    payload = TermSetV1(
        monthly_amount=amount,
        floor_amount=make.FLOOR,
        floor_basis="ump",
        floor_key="ump:76:2022",
        last_day=last_day,
    )
    return make.mending(entry, Mending.CORRECTION, start, payload)


def told() -> dict[date, int]:
    """What all closed months told together for each month."""
    sums = PayLine.objects.filter(kind="pay").values("about").annotate(sum=Sum("amount")).order_by("about")
    return {row["about"]: row["sum"] for row in sums}


def problems(office: WorkUnit, entries: list[EntryDraft], day: date = JUNE) -> list[tuple[str, str]]:
    with payroll.on(day):
        review = decree_review(access=make.OFFICER, decree=make.drafted(office, entries).uid)
    return [(problem.code, str(said(problem.words))) for problem in review.problems]


@pytest.mark.parametrize("amount", [HIGH + 500_000, make.FLOOR])
def test_a_correction_of_the_opening_owes_nothing_for_months_before_the_first_closed_one(
    office: WorkUnit, who: Person, opening: Decree, amount: int
) -> None:
    make.issued(office, [corrected(opening, amount, LAST_DAY)], JUNE)
    close(office, JUNE)
    assert told() == {APRIL: amount, MAY: amount, JUNE: amount}


def test_an_opening_that_began_earlier_or_later_owes_nothing_for_those_months(
    office: WorkUnit, opening: Decree
) -> None:
    entry = opening.entries.get(effect="service.engaged")
    for start, on in ((date(2020, 7, 1), JUNE), (date(2021, 7, 1), date(2022, 7, 1))):
        payload = EngagedV1(status=Status.PPNPN, job_family="pramubakti", work_unit=office.uid, last_day=LAST_DAY)
        again = [
            make.mending(entry, Mending.CORRECTION, start, payload),
            corrected(opening, HIGH, LAST_DAY, start),
        ]
        decree = make.issued(office, again, on)
        close(office, on)
        assert told() == CLOSED | dict.fromkeys((JUNE, on), HIGH)
        entry, opening = decree.entries.get(effect="service.engaged"), decree


def test_somebody_whom_the_opening_forgot_is_owed_nothing_before_the_first_closed_month(
    office: WorkUnit, opening: Decree
) -> None:
    make.opened(office, make.engaged(make.person("Lupa Uji"), office, LAST_YEAR, LAST_DAY, LESS))
    close(office, JUNE)
    assert told() == {APRIL: HIGH + LESS, MAY: HIGH + LESS, JUNE: HIGH + LESS}


def test_what_an_own_decree_changes_before_the_first_closed_month_is_owed(
    office: WorkUnit, who: Person, opening: Decree
) -> None:
    march = date(2022, 3, 1)
    raised = make.issued(office, [payroll.term(who, office, march, HIGH + 100_000)], JUNE)
    close(office, JUNE)
    more = dict.fromkeys((APRIL, MAY, JUNE), HIGH + 100_000)
    assert told() == more | {march: 100_000}
    entry = make.entry_of(raised, who.uid, "pay.term_set")
    july = date(2022, 7, 1)
    make.issued(office, [make.mending(entry, Mending.ANNULMENT, march)], july)
    close(office, july)
    assert told() == dict.fromkeys((APRIL, MAY, JUNE, july), HIGH) | {march: 0}


def test_who_left_by_an_own_decree_before_the_first_closed_month_was_paid_too_much(
    office: WorkUnit, who: Person, opening: Decree
) -> None:
    make.issued(office, payroll.left(who, office, date(2022, 3, 1)), JUNE)
    close(office, JUNE)
    assert told() == {date(2022, 3, 1): -HIGH, APRIL: 0, MAY: 0, JUNE: 0}


def test_a_correction_does_not_lower_closed_months_below_the_floor(
    office: WorkUnit, who: Person, opening: Decree
) -> None:
    lower, rest = corrected(opening, LESS, date(2022, 5, 31)), payroll.term(who, office, JUNE)
    ((code, words),) = problems(office, [lower, rest])
    assert code == "pay.lowers_told"
    assert "April 2022" in words
    assert "2.678.864" in words
    assert problems(office, [corrected(opening, LESS, date(2022, 3, 31)), payroll.term(who, office, APRIL)]) == []


def test_a_month_told_in_part_is_held_too(office: WorkUnit, who: Person, opening: Decree) -> None:
    lower, rest = corrected(opening, LESS, date(2022, 4, 1)), payroll.term(who, office, date(2022, 4, 2))
    assert [code for code, _ in problems(office, [lower, rest])] == ["pay.lowers_told"]


def test_low_pay_of_the_opening_may_be_raised_in_closed_months_but_not_lowered(office: WorkUnit, who: Person) -> None:
    opening = payroll.opened_low(who, office)
    close(office, APRIL, MAY)
    rest = payroll.term(who, office, JUNE)
    less = corrected(opening, payroll.LOW - 1, date(2022, 5, 31))
    assert [code for code, _ in problems(office, [less, rest])] == ["pay.lowers_told"]
    more = corrected(opening, payroll.LOW + 1, date(2022, 5, 31))
    make.issued(office, [more, rest], JUNE)
    close(office, JUNE)
    assert told() == {APRIL: payroll.LOW + 1, MAY: payroll.LOW + 1, JUNE: make.FLOOR}


def test_months_that_only_another_unit_closed_hold_nothing(office: WorkUnit, who: Person) -> None:
    other = make.unit("76.01", "kabkota")
    payroll.profile(other, 2022, thr_month=12)
    opening = make.opened(office, make.engaged(who, office, LAST_YEAR, LAST_DAY, HIGH))
    close(other, APRIL, MAY)
    assert problems(office, [corrected(opening, LESS, date(2022, 5, 31)), payroll.term(who, office, JUNE)]) == []


def test_a_move_of_an_own_decree_before_the_first_closed_month_is_owed(
    office: WorkUnit, who: Person, opening: Decree
) -> None:
    other, march = make.unit("76.01", "kabkota"), date(2022, 3, 1)
    make.issued(office, payroll.moved(who, other, march), JUNE)
    close(office, JUNE)
    assert told() == {march: -HIGH, APRIL: 0, MAY: 0, JUNE: 0}
