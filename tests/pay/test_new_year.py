"""Own decrees around each New Year of 2020 to 2026: the floor of the day on which the term starts."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from malaqbiq.decrees.services import EntryDraft, decree_review
from malaqbiq.kernel.rupiah import round_up
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.effects import TermSetV1
from malaqbiq.pay.selectors import Asked, limits_of
from malaqbiq.pay.services import ContractOrder, contract_entries
from malaqbiq.people.models import Person
from malaqbiq.regulations.rules.rows import WageFloorRow
from malaqbiq.regulations.selectors import fact_rows
from malaqbiq.service.effects import Status
from tests import builders as make

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


def composed(start: date, amount: int | None = None) -> tuple[list[EntryDraft], set[str]]:
    office, who = make.unit(), make.person()
    entries = contract_entries(access=make.OFFICER, orders=[order(who, office, start, amount)])
    review = decree_review(access=make.OFFICER, decree=make.drafted(office, entries).uid)
    return entries, {problem.code for problem in review.problems}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("eve", [True, False], ids=["31 December", "1 January"])
def test_a_term_is_held_to_the_floor_of_its_first_day(year: int, eve: bool) -> None:
    start = date(year - 1, 12, 31) if eve else date(year, 1, 1)
    floor = SULBAR[start.year]
    (_, pay), problems = composed(start)
    assert isinstance(pay.payload, TermSetV1)
    assert (pay.payload.monthly_amount, pay.payload.floor_key) == (floor, f"ump:76:{start.year}")
    assert problems == set()
    assert composed(start, floor - 1)[1] == {"pay.below_floor"}


@pytest.mark.parametrize("year", YEARS)
def test_last_years_floor_does_not_do_on_new_year(year: int) -> None:
    office, who = make.unit(), make.person()
    (contract, _), _ = composed(date(year, 1, 1))
    entries = contract_entries(access=make.OFFICER, orders=[order(who, office, date(year - 1, 12, 31))])
    stale = EntryDraft("pay.term_set", date(year, 1, 1), office.uid, entries[1].payload, person=contract.person)
    review = decree_review(access=make.OFFICER, decree=make.drafted(office, [contract, stale]).uid)
    assert "pay.floor_not_confirmed" in {problem.code for problem in review.problems}


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
    (_, pay), problems = composed(date(2024, 2, 29))
    assert isinstance(pay.payload, TermSetV1)
    assert (pay.payload.monthly_amount, problems) == (SULBAR[2024], set())
