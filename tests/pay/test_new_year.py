"""Own decrees around each New Year of 2020 to 2026: the floor of the day on which the term starts, and of each year
that has begun since as the decree is issued.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest

from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.services import EntryDraft, decree_review
from malaqbiq.kernel import clock
from malaqbiq.kernel.rupiah import round_up
from malaqbiq.kernel.speech import said
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.effects import TermSetV1
from malaqbiq.pay.models import PayTerm
from malaqbiq.pay.selectors import Asked, limits_of
from malaqbiq.pay.services import ContractOrder, PayOrder, contract_entries, pay_entries
from malaqbiq.people.models import Person
from malaqbiq.regulations.rules.rows import WageFloorRow
from malaqbiq.regulations.selectors import fact_rows
from malaqbiq.service.effects import Status
from tests import builders as make
from tests.pay import payroll

pytestmark = pytest.mark.django_db

SULBAR = {
    2020: 2_678_863,
    2021: 2_678_863,
    2022: 2_678_864,
    2023: 2_871_795,
    2024: 2_914_959,
    2025: 3_104_430,
    2026: 3_315_935,
}
YEARS = range(2021, 2027)


def order(who: Person, office: WorkUnit, start: date, amount: int | None = None) -> ContractOrder:
    last_day = start + timedelta(days=364)
    return ContractOrder(who.uid, office.uid, Status.PPNPN, "satpam", start, last_day, amount=amount, engages=True)


def composed(start: date, amount: int | None = None, on: date | None = None) -> tuple[list[EntryDraft], set[str]]:
    """A contract of a year, and what issuing it would meet on a day (its first if none is given)."""
    office, who = make.unit(), make.person()
    entries = contract_entries(access=make.OFFICER, orders=[order(who, office, start, amount)])
    return entries, problems(office, entries, on or start)


def problems(office: WorkUnit, entries: Sequence[EntryDraft], on: date) -> set[str]:
    with clock.standing_at(make.noon(on)):
        review = decree_review(access=make.OFFICER, decree=make.drafted(office, entries).uid)
    return {problem.code for problem in review.problems}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("eve", [True, False], ids=["31 December", "1 January"])
def test_a_term_is_held_to_the_floor_of_its_first_day(year: int, eve: bool) -> None:
    start = date(year - 1, 12, 31) if eve else date(year, 1, 1)
    floor = SULBAR[start.year]
    (_, pay), found = composed(start)
    assert isinstance(pay.payload, TermSetV1)
    assert (pay.payload.monthly_amount, pay.payload.floor_key) == (floor, f"ump:76:{start.year}")
    assert found == set()
    assert composed(start, floor - 1)[1] == {"pay.below_floor"}


@pytest.mark.parametrize("year", YEARS)
def test_last_years_floor_does_not_do_on_new_year(year: int) -> None:
    office, who = make.unit(), make.person()
    (contract, _), _ = composed(date(year, 1, 1))
    entries = contract_entries(access=make.OFFICER, orders=[order(who, office, date(year - 1, 12, 31))])
    stale = EntryDraft("pay.term_set", date(year, 1, 1), office.uid, entries[1].payload, person=contract.person)
    assert "pay.floor_not_confirmed" in problems(office, [contract, stale], date(year, 1, 1))


def contract(
    who: Person, office: WorkUnit, start: date, last_day: date, amount: int | None = None, *, engages: bool = True
) -> ContractOrder:
    return ContractOrder(who.uid, office.uid, Status.PPNPN, "satpam", start, last_day, amount=amount, engages=engages)


@pytest.mark.parametrize("year", range(2022, 2027))
def test_a_term_dated_back_is_held_to_the_floor_of_every_year_that_has_begun(year: int) -> None:
    """A floor that rises later makes a raise due; one that had risen before the decree is the decree's own affair."""
    start = date(year - 1, 7, 1)
    assert composed(start, on=date(year - 1, 12, 31))[1] == set()
    assert composed(start, on=date(year, 1, 1))[1] == {"pay.below_risen_floor"}
    assert composed(start, SULBAR[year], on=date(year, 1, 1))[1] == set()


def test_a_term_dated_back_over_several_new_years_is_named_from_each() -> None:
    office, who = make.unit(), make.person()
    start, last_day = date(2021, 7, 1), date(2024, 6, 30)
    entries = contract_entries(access=make.OFFICER, orders=[contract(who, office, start, last_day)])
    with clock.standing_at(make.noon(date(2024, 3, 1))):
        review = decree_review(access=make.OFFICER, decree=make.drafted(office, entries).uid)
    told = [said(problem.words) for problem in review.problems]
    assert [problem.code for problem in review.problems] == ["pay.below_risen_floor"] * 3
    for year, words in zip((2022, 2023, 2024), told, strict=True):
        assert f"1 January {year}" in words
        assert f"UMP Sulawesi Barat {year}" in words


def test_a_decree_may_set_the_pay_of_each_year() -> None:
    """A contract to the year's last day and its extension, in one decree."""
    office, who = make.unit(), make.person()
    eve, new_year = date(2021, 12, 31), date(2022, 1, 1)
    orders = [
        contract(who, office, date(2021, 7, 1), eve),
        contract(who, office, new_year, date(2022, 6, 30), engages=False),
    ]
    entries = [entry for item in orders for entry in contract_entries(access=make.OFFICER, orders=[item])]
    with clock.standing_at(make.noon(date(2022, 3, 1))):
        make.issued(office, entries)
    rows = PayTerm.objects.known().order_by("valid_from").values_list("valid_from", "monthly_amount")
    assert list(rows) == [(date(2021, 7, 1), SULBAR[2021]), (new_year, SULBAR[2022])]


def test_pay_dated_back_ends_where_a_raise_that_was_issued_begins() -> None:
    office, who = make.unit(), make.person()
    payroll.opened_low(who, office)
    back = PayOrder(who.uid, date(2021, 7, 1))
    with clock.standing_at(make.noon(date(2022, 3, 1))):
        assert problems(office, pay_entries(access=make.OFFICER, orders=[back]), date(2022, 3, 1)) == {
            "pay.below_risen_floor"
        }
        make.issued(office, pay_entries(access=make.OFFICER, orders=[PayOrder(who.uid, payroll.NEW_YEAR)]))
        assert problems(office, pay_entries(access=make.OFFICER, orders=[back]), date(2022, 3, 1)) == set()


def test_a_correction_does_not_lengthen_own_pay_into_a_year_whose_floor_has_risen() -> None:
    office, who = make.unit(), make.person()
    start, eve = date(2021, 7, 1), date(2021, 12, 31)
    with clock.standing_at(make.noon(start)):
        decree = make.issued(office, contract_entries(access=make.OFFICER, orders=[contract(who, office, start, eve)]))
    longer = contract_entries(access=make.OFFICER, orders=[contract(who, office, start, date(2022, 6, 30))])
    mendings = [
        make.mending(make.entry_of(decree, who.uid, entry.effect), Mending.CORRECTION, start, entry.payload)
        for entry in longer
    ]
    assert problems(office, mendings, eve) == set()
    assert problems(office, mendings, payroll.NEW_YEAR) == {"pay.below_risen_floor"}


def test_a_raise_decreed_for_the_new_year_is_not_corrected_into_the_old_one() -> None:
    office, who = make.unit(), make.person()
    start, eve, last_day = date(2021, 7, 1), date(2021, 12, 31), date(2022, 6, 30)
    with clock.standing_at(make.noon(start)):
        make.issued(office, contract_entries(access=make.OFFICER, orders=[contract(who, office, start, last_day)]))
        (earlier,) = pay_entries(access=make.OFFICER, orders=[PayOrder(who.uid, eve)])
        decree = make.issued(office, pay_entries(access=make.OFFICER, orders=[PayOrder(who.uid, payroll.NEW_YEAR)]))
    entry = make.entry_of(decree, who.uid, "pay.term_set")
    for mended in (
        [make.mending(entry, Mending.CORRECTION, eve, earlier.payload)],
        [make.mending(entry, Mending.ANNULMENT, payroll.NEW_YEAR), earlier],
        [make.mending(entry, Mending.ANNULMENT, payroll.NEW_YEAR)],
    ):
        assert problems(office, mended, eve) == {"pay.below_floor_again"}


def test_former_pay_does_not_rise() -> None:
    office, who = make.unit(), make.person()
    make.opened(office, make.engaged(who, office, date(2024, 1, 1), date(2025, 2, 28), 2_700_000))
    order = ContractOrder(
        who.uid, office.uid, Status.PPPK_PARUH_WAKTU, "", date(2025, 3, 1), date(2026, 2, 28),
        basis="former_pay", engages=True,
    )  # fmt: skip
    entries = contract_entries(access=make.OFFICER, orders=[order])
    assert problems(office, entries, date(2026, 1, 15)) == set()


def test_every_fractional_floor_is_met_only_from_the_next_whole_rupiah_on() -> None:
    fractional = [row for row in fact_rows(make.OFFICER, WageFloorRow) if "." in row.amount_exact]
    assert len(fractional) > 10
    for row in fractional:
        asked = Asked(make.OFFICER.person, row.region_code, Status.PPNPN, "satpam", date(row.year, 1, 1))  # type: ignore[arg-type]
        if row.level == "UMP":
            (limits,) = limits_of(make.OFFICER, [asked])
            assert limits.floor.amount == row.amount == round_up(row.amount_exact)
        assert row.amount is not None
        assert row.amount - 1 < Fraction(row.amount_exact) <= row.amount


def test_on_29_february_the_floor_is_that_of_the_leap_year() -> None:
    (_, pay), found = composed(date(2024, 2, 29))
    assert isinstance(pay.payload, TermSetV1)
    assert (pay.payload.monthly_amount, found) == (SULBAR[2024], set())


def told(office: WorkUnit, entries: Sequence[EntryDraft], on: date) -> list[str]:
    """What is told of floors that rise, to whoever decides on a day."""
    with clock.standing_at(make.noon(on)):
        review = decree_review(access=make.OFFICER, decree=make.drafted(office, entries).uid)
    assert review.problems == ()
    return [text for text in map(said, review.remarks) if "a raise will be due" in text]


def test_a_year_that_begins_on_new_years_eve_passes_and_the_raise_of_the_next_day_is_told() -> None:
    """By decision the floor of the first day holds, not that of the period's bigger part (pay/README.md)."""
    office, who, eve = make.unit(), make.person(), date(2022, 12, 31)
    entries = contract_entries(access=make.OFFICER, orders=[order(who, office, eve)])
    (words,) = told(office, entries, eve)
    assert "1 January 2023" in words and "Rp2.871.795 (UMP Sulawesi Barat 2023)" in words and "(people: 1)" in words
    ends = contract_entries(access=make.OFFICER, orders=[contract(who, office, date(2022, 1, 1), eve)])
    assert told(office, ends, date(2022, 1, 1)) == []
    enough = contract_entries(access=make.OFFICER, orders=[order(who, office, eve, SULBAR[2023])])
    assert told(office, enough, eve) == []


def test_pay_from_the_new_year_on_leaves_no_raise_to_tell() -> None:
    office, who, eve, new_year = make.unit(), make.person(), date(2022, 12, 31), date(2023, 1, 1)
    entries = contract_entries(access=make.OFFICER, orders=[order(who, office, eve)])
    with clock.standing_at(make.noon(eve)):
        make.issued(office, entries)
        (raised,) = pay_entries(access=make.OFFICER, orders=[PayOrder(who.uid, new_year)])
    assert told(office, [raised], eve) == []
    (again,) = pay_entries(access=make.OFFICER, orders=[PayOrder(who.uid, eve)])
    assert len(told(office, [again], eve)) == 1
    assert told(office, [again, raised], eve) == []
    with clock.standing_at(make.noon(eve)):
        make.issued(office, [raised])
    assert told(office, [again], eve) == []
