"""The month's changes: told once, never changed, never lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.services import EntryDraft, received_record
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Forbidden, Role
from malaqbiq.kernel.speech import said
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.effects import TermSetV1
from malaqbiq.pay.errors import MonthRefused
from malaqbiq.pay.models import PayLine, PayMonth
from malaqbiq.pay.rules.months import Change, Kind, month_of, month_pay, months_between
from malaqbiq.pay.selectors import month_view
from malaqbiq.pay.selectors.spans import spans_of
from malaqbiq.pay.services import month_close
from malaqbiq.people.models import Person
from tests import builders as make
from tests.pay import payroll

pytestmark = pytest.mark.django_db

JANUARY, FEBRUARY, MARCH, LAST_DAY = date(2022, 1, 1), date(2022, 2, 1), date(2022, 3, 1), date(2022, 12, 31)
RAISE = make.FLOOR + 310_000


@pytest.fixture(autouse=True)
def _late() -> Iterator[None]:
    with clock.standing_at(make.noon(date(2023, 6, 1))):
        yield


@pytest.fixture
def office() -> WorkUnit:
    found = make.unit()
    payroll.profile(found, 2022, thr_month=4, programmes=["kesehatan", "jkk-I", "jkm"])
    return found


@pytest.fixture
def who(office: WorkUnit) -> Person:
    found = make.person()
    make.issued(office, make.engaged(found, office, JANUARY, LAST_DAY), date(2022, 1, 11))
    return found


def closed(office: WorkUnit, month: date) -> list[tuple[date, int, list[str]]]:
    found = month_close(access=make.OFFICER, unit=office.code, month=month)
    return [(line.about, line.amount, line.changes) for line in found.lines.all()]


def test_a_month_is_told_with_its_changes_and_never_again(office: WorkUnit, who: Person) -> None:
    assert closed(office, JANUARY) == [(JANUARY, make.FLOOR, ["new"])]
    assert closed(office, FEBRUARY) == [(FEBRUARY, make.FLOOR, [])]
    view = month_view(make.OFFICER, unit="76", month=date(2022, 2, 14))
    assert view.changes() == ()
    assert view.lines[0].decree_number


def test_what_comes_late_is_in_the_next_months_changes(office: WorkUnit, who: Person) -> None:
    closed(office, JANUARY)
    make.issued(office, [payroll.term(who, office, date(2022, 1, 16), RAISE)], date(2022, 2, 3))
    delta = ceil(Fraction(make.FLOOR * 15 + RAISE * 16, 31)) - make.FLOOR
    assert closed(office, FEBRUARY) == [(JANUARY, delta, []), (FEBRUARY, RAISE, ["raised"])]
    assert closed(office, MARCH) == [(MARCH, RAISE, [])]


def test_a_closed_month_is_never_changed(office: WorkUnit, who: Person) -> None:
    before = closed(office, JANUARY)
    make.issued(office, [payroll.term(who, office, JANUARY, RAISE)], date(2022, 2, 3))
    assert closed(office, JANUARY) == before
    assert month_view(make.OFFICER, unit="76", month=JANUARY).gross == make.FLOOR
    for change in (
        lambda: PayLine.objects.update(amount=1),
        PayLine.objects.all().delete,
        PayMonth.objects.all().delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_somebody_who_left_stands_in_the_month_after_with_nothing(office: WorkUnit, who: Person) -> None:
    closed(office, JANUARY)
    make.issued(office, payroll.left(who, office, FEBRUARY), date(2022, 1, 31))
    assert closed(office, FEBRUARY) == [(FEBRUARY, 0, ["ended"])]
    assert closed(office, MARCH) == []


def test_a_contract_that_begins_and_ends_within_a_month_is_paid_by_its_days(office: WorkUnit) -> None:
    who = make.person()
    make.issued(office, make.engaged(who, office, date(2022, 1, 11), date(2022, 1, 20)), date(2022, 1, 5))
    assert closed(office, JANUARY) == [(JANUARY, ceil(Fraction(make.FLOOR * 10, 31)), ["new", "ended"])]


def test_somebody_who_moves_is_paid_by_each_unit_for_its_days(office: WorkUnit, who: Person) -> None:
    other = make.unit("76.01", "kabkota")
    payroll.profile(other, 2022, thr_month=4)
    make.issued(office, payroll.moved(who, other, date(2022, 2, 15)), date(2022, 2, 10))
    closed(office, JANUARY)
    closed(other, JANUARY)
    half = ceil(Fraction(make.FLOOR * 14, 28))
    assert closed(office, FEBRUARY) == [(FEBRUARY, half, ["moved_out"])]
    assert closed(other, FEBRUARY) == [(FEBRUARY, half, ["moved_in"])]


def test_the_unit_that_pays_last_in_a_month_pays_its_premiums(office: WorkUnit, who: Person) -> None:
    other = make.unit("76.01", "kabkota")
    payroll.profile(other, 2022, thr_month=4, programmes=["jkm"])
    make.issued(office, payroll.moved(who, other, date(2022, 2, 15)), date(2022, 2, 10))
    totals = [month_view(make.OFFICER, unit=code, month=FEBRUARY).premium_totals()["jkm"] for code in ("76", "76.01")]
    assert totals == [0, 8_037]


def test_one_persons_part_of_a_month_cuts_nobody_elses_pay(office: WorkUnit) -> None:
    for name, start in (("Ani", JANUARY), ("Budi", date(2022, 1, 20)), ("Cici", JANUARY)):
        make.issued(office, make.engaged(make.person(name), office, start, LAST_DAY), date(2022, 1, 11))
    part = ceil(Fraction(make.FLOOR * 12, 31))
    assert [amount for _, amount, _ in closed(office, JANUARY)] == [make.FLOOR, part, make.FLOOR]


def test_an_annulled_contract_takes_back_what_was_told(office: WorkUnit) -> None:
    who = make.person()
    decree = make.issued(office, make.engaged(who, office, JANUARY, LAST_DAY), date(2022, 1, 11))
    closed(office, JANUARY)
    mendings = [make.mending(entry, Mending.ANNULMENT, JANUARY) for entry in decree.entries.all()]
    make.issued(office, mendings, date(2022, 2, 3))
    assert closed(office, FEBRUARY) == [(JANUARY, -make.FLOOR, []), (FEBRUARY, 0, ["ended"])]


def test_the_thr_is_told_in_its_month(office: WorkUnit, who: Person) -> None:
    for month in (JANUARY, FEBRUARY, MARCH):
        closed(office, month)
    found = month_close(access=make.OFFICER, unit="76", month=date(2022, 4, 1))
    assert [(line.kind, line.amount) for line in found.lines.all()] == [("pay", make.FLOOR), ("thr", make.FLOOR)]


def test_the_thr_is_not_given_twice_to_somebody_who_moves(office: WorkUnit, who: Person) -> None:
    other = make.unit("76.01", "kabkota")
    payroll.profile(other, 2022, thr_month=5)
    april, may = date(2022, 4, 1), date(2022, 5, 1)
    make.issued(office, payroll.moved(who, other, may), date(2022, 4, 20))
    for month in months_between(month_of(JANUARY), month_of(april)):
        closed(office, month.start)
    closed(other, april)
    assert closed(other, may) == [(may, make.FLOOR, ["moved_in"])]


def test_a_thr_that_was_told_is_not_clawed_back_by_another_month(office: WorkUnit, who: Person) -> None:
    for month in months_between(month_of(JANUARY), month_of(date(2022, 4, 1))):
        closed(office, month.start)
    payroll.profile(office, 2022, thr_month=7)
    view = month_view(make.OFFICER, unit="76", month=date(2022, 5, 1))
    assert [line.line.kind for line in view.lines] == [Kind.PAY]
    assert "month 4" in str(view.questions[0])
    with pytest.raises(MonthRefused, match="set it back"):
        month_close(access=make.OFFICER, unit="76", month=date(2022, 5, 1))
    payroll.profile(office, 2022, thr_month=4)
    assert closed(office, date(2022, 5, 1)) == [(date(2022, 5, 1), make.FLOOR, [])]


def test_the_thrs_month_may_change_until_it_is_told(office: WorkUnit, who: Person) -> None:
    closed(office, JANUARY)
    payroll.profile(office, 2022, thr_month=3)
    closed(office, FEBRUARY)
    found = month_close(access=make.OFFICER, unit="76", month=MARCH)
    assert [line.kind for line in found.lines.all()] == ["pay", "thr"]


def test_the_thrs_month_is_asked_for_by_name(who: Person) -> None:
    other, colleague = make.unit("76.01", "kabkota"), make.person("Lain")
    make.opened(other, make.engaged(colleague, other, JANUARY, LAST_DAY))
    assert "76.01" in str(month_view(make.OFFICER, unit="76.01", month=JANUARY).questions[0])
    with pytest.raises(MonthRefused) as refusal:
        month_close(access=make.OFFICER, unit="76.01", month=JANUARY)
    assert "THR" in str(refusal.value) and "KPU Kabupaten" in said(refusal.value.words)
    assert not PayMonth.objects.exists()


def test_months_are_closed_one_after_the_other(office: WorkUnit, who: Person) -> None:
    closed(office, JANUARY)
    with pytest.raises(MonthRefused, match="2022-02"):
        closed(office, MARCH)
    with pytest.raises(MonthRefused, match="2022-02"):
        closed(office, date(2021, 12, 1))
    with pytest.raises(MonthRefused, match="has not begun"):
        closed(office, date(2023, 7, 1))


def test_premiums_go_by_the_units_programmes(office: WorkUnit, who: Person) -> None:
    view = month_view(make.OFFICER, unit="76", month=JANUARY)
    assert view.lines[0].premiums == {"kesehatan": 107_155, "jkk-I": 6_430, "jkm": 8_037}
    assert view.premium_totals() == view.lines[0].premiums
    assert view.unknown == ()


def test_what_premiums_are_counted_without_is_said(office: WorkUnit, who: Person) -> None:
    payroll.profile(office, 2022, programmes=["jp"])
    assert "JP" in str(month_view(make.OFFICER, unit="76", month=JANUARY).unknown[0])
    payroll.profile(office, 2022, programmes=None)
    view = month_view(make.OFFICER, unit="76", month=JANUARY)
    assert (view.lines[0].premiums, len(view.unknown)) == ({}, 1)
    closed(office, JANUARY)
    assert month_view(make.OFFICER, unit="76", month=JANUARY).unknown == view.unknown


def test_a_raise_that_came_late_brings_its_premiums_too(office: WorkUnit, who: Person) -> None:
    closed(office, JANUARY)
    make.issued(office, [payroll.term(who, office, JANUARY, make.FLOOR + 1_000_000)], date(2022, 2, 3))
    view = month_view(make.OFFICER, unit="76", month=FEBRUARY)
    arrears = next(item for item in view.lines if item.line.about == JANUARY)
    assert arrears.premiums["kesehatan"] == 40_000


def test_another_unit_is_out_of_reach(office: WorkUnit) -> None:
    foreign = payroll.access("foreign", ["76.01"], Role.SDM_OFFICER)
    with pytest.raises(WorkUnit.DoesNotExist):
        month_view(foreign, unit="76", month=JANUARY)
    with pytest.raises(Forbidden):
        month_close(access=foreign, unit="76", month=JANUARY)
    reader = payroll.access("reader", ["76"], Role.AUDITOR)
    assert month_view(reader, unit="76", month=JANUARY).lines == ()
    with pytest.raises(Forbidden):
        month_close(access=reader, unit="76", month=JANUARY)


def test_statements_do_not_grow_with_people(office: WorkUnit) -> None:
    counts = []
    for more in (1, 30):
        people = [make.person(f"Orang {more} {number}") for number in range(more)]
        make.opened(office, [entry for who in people for entry in make.engaged(who, office, JANUARY, LAST_DAY)])
        with CaptureQueriesContext(connection) as queries:
            month_view(make.OFFICER, unit="76", month=JANUARY)
        counts.append(len(queries))
    assert counts[0] == counts[1]


RECEIVED = {
    "kind": "appointment",
    "authority": "Sekretaris Jenderal",
    "number": "1",
    "decided_on": JANUARY,
    "title": "x",
}
DAYS = st.integers(-60, 300).map(lambda days: JANUARY + timedelta(days))


@st.composite
def acts(draw: st.DrawFn, people: list[Person], units: list[WorkUnit]) -> list[EntryDraft]:
    """A few entries about one person; some of them can't be."""
    who, where, start = draw(st.sampled_from(people)), draw(st.sampled_from(units)), draw(DAYS)
    last_day = draw(st.none() | DAYS)
    match draw(st.integers(0, 4)):
        case 0 | 1:
            return make.engaged(who, where, start, last_day, draw(st.integers(1, 9)) * 500_000)
        case 2:
            return payroll.left(who, where, start)
        case 3:
            return payroll.moved(who, where, start)[:1]
        case _:
            pay = TermSetV1(monthly_amount=draw(st.integers(1, 9)) * 700_001, last_day=last_day)
            return [EntryDraft("pay.term_set", start, where.uid, pay, person=who.uid)]


def test_what_closed_months_told_is_what_was_owed_by_what_was_known_at_the_last_closing(office: WorkUnit) -> None:
    """Whatever is decided, in whatever order: nothing is told twice, nothing is lost."""
    other = make.unit("76.01", "kabkota")
    people, units = [make.person(name) for name in ("Satu", "Dua")], [office, other]

    @given(st.data())
    @settings(max_examples=15, deadline=None)
    def check(data: st.DataObject) -> None:
        with transaction.atomic():
            for month in months_between(month_of(JANUARY), month_of(date(2022, 6, 1))):
                for entries in data.draw(st.lists(acts(people, units), max_size=3)):
                    try:
                        received_record(access=make.OFFICER, office=office.uid, entries=entries, **RECEIVED)
                    except Refused:
                        continue
                month_close(access=make.OFFICER, unit="76", month=month.start)
            _adds_up(office, month_of(date(2022, 6, 1)))
            transaction.set_rollback(True)

    check()


def _adds_up(office: WorkUnit, last: object) -> None:
    closings = list(PayMonth.objects.order_by("month"))
    now, base = (spans_of(office.uid, closing.place) for closing in (closings[-1], closings[0]))
    earlier = list(months_between(month_of(date(2021, 10, 1)), month_of(date(2021, 12, 1))))
    since = [month_of(closing.month) for closing in closings]

    def owed(spans: dict, who: object, months: list) -> int:
        found = (month_pay(spans.get(who, ()), office.uid, of) for of in months)
        return sum(item.gross for item in found if item)

    expected = sum(owed(now, who, [*earlier, *since]) - owed(base, who, earlier) for who in {**now, **base})
    assert sum(PayLine.objects.filter(kind=Kind.PAY).values_list("amount", flat=True)) == expected


def test_every_change_has_a_word() -> None:
    assert {change.value for change in Change} == {"new", "moved_in", "raised", "lowered", "moved_out", "ended"}
