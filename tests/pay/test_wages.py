"""Everybody's pay against the floor of a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from malaqbiq.decrees.services import EntryDraft
from malaqbiq.kernel.access import Role
from malaqbiq.pay.effects import TermSetV1
from malaqbiq.pay.selectors import wage_check
from malaqbiq.people.models import Person
from malaqbiq.service.effects import EngagedV1, Status
from tests import builders as make
from tests.pay import payroll

pytestmark = pytest.mark.django_db

NEW_YEAR, LAST_DAY = date(2022, 1, 1), date(2022, 12, 31)
SULBAR = {
    2020: 2_678_863,
    2021: 2_678_863,
    2022: 2_678_864,  # 2,678,863.10
    2023: 2_871_795,
    2024: 2_914_959,  # 2,914,958.08
    2025: 3_104_430,
    2026: 3_315_935,  # 3,315,934.82
}


@pytest.mark.parametrize(("year", "floor"), SULBAR.items())
@pytest.mark.parametrize("less", [0, 1])
def test_the_floor_is_that_of_the_day_around_each_new_year(year: int, floor: int, less: int) -> None:
    office, who = make.unit(), make.person()
    make.opened(office, make.engaged(who, office, date(2019, 1, 1), date(2027, 1, 1), floor - less))
    for day in (date(year, 1, 1), date(year, 12, 31)):
        (row,) = wage_check(make.OFFICER, day).rows
        assert (row.floor.amount, row.floor.key, row.shortfall) == (floor, f"ump:76:{year}", less)
    if year > 2021:
        before = wage_check(make.OFFICER, date(year, 1, 1) - timedelta(days=1))
        assert before.rows[0].floor.amount == SULBAR[year - 1]


def test_the_day_after_the_known_years_has_no_floor_and_it_is_named() -> None:
    office, who = make.unit(), make.person()
    payroll.opened_low(who, office, date(2031, 12, 31))
    found = wage_check(make.OFFICER, date(2031, 1, 1))
    assert [missing.key for missing in found.missing_floors()] == ["ump:76:2031"]
    assert (found.rows[0].shortfall, found.below_floor, found.shortfall_total) == (None, 0, 0)


def test_all_contract_workers_in_service_that_day_have_a_row() -> None:
    office = make.unit()
    low, fine, gone, civil = (make.person(name) for name in ("Rendah", "Cukup", "Pergi", "Pegawai"))
    payroll.opened_low(low, office)
    make.opened(office, make.engaged(fine, office, NEW_YEAR, LAST_DAY, make.FLOOR))
    payroll.opened_low(gone, office, date(2021, 12, 31))
    servant = EngagedV1(status=Status.PNS, work_unit=office.uid)
    make.opened(office, [EntryDraft("service.engaged", NEW_YEAR, office.uid, servant, person=civil.uid)])
    found = wage_check(make.OFFICER, date(2022, 1, 11))
    assert [(row.name, row.shortfall) for row in found.rows] == [("Cukup", 0), ("Rendah", make.FLOOR - payroll.LOW)]
    assert (found.below_floor, found.lowest, found.shortfall_total, found.floor) == (
        1, payroll.LOW, make.FLOOR - payroll.LOW, make.FLOOR,
    )  # fmt: skip


def test_somebody_without_pay_is_named_not_taken_for_paid_nothing() -> None:
    office, who = make.unit(), make.person()
    make.opened(office, make.engaged(who, office, NEW_YEAR, LAST_DAY)[:1])
    found = wage_check(make.OFFICER, NEW_YEAR)
    assert [(row.monthly_amount, row.shortfall) for row in found.rows] == [(None, None)]
    assert ([row.person for row in found.unpaid], found.lowest, found.below_floor) == ([who.uid], None, 0)


def test_where_several_floors_apply_there_is_no_one_floor() -> None:
    first, second = make.unit("76.01", "kabkota"), make.unit("76.02", "kabkota")
    payroll.profile(second, 2022, floor_policy="UMK")
    for office, name in ((first, "Satu"), (second, "Dua")):
        payroll.opened_low(make.person(name), office)
    found = wage_check(make.OFFICER, NEW_YEAR)
    assert [row.floor.amount for row in found.rows] == [make.FLOOR, 2_715_637]
    assert found.floor is None


def test_the_province_is_that_of_the_day() -> None:
    """Until the end of 2022 the kabupaten of the new provinces of Papua stood under the old ones."""
    old, new, kabupaten = make.unit("91"), make.unit("93"), make.unit("93.01", "kabkota")
    kabupaten.parentages.update(valid_from=date(2023, 1, 1))
    kabupaten.parentages.create(parent=old, valid_until=date(2023, 1, 1))
    make.opened(new, make.engaged(make.person(), kabupaten, NEW_YEAR, date(2023, 12, 31)))
    assert wage_check(make.OFFICER, LAST_DAY).rows[0].floor.key == "ump:91:2022"
    assert wage_check(make.OFFICER, date(2023, 1, 1)).rows[0].floor.key == "ump:93:2023"


def pppk(who: Person, basis: str, floor: int | None, amount: int) -> Iterator[EntryDraft]:
    office = make.unit()
    contract = EngagedV1(status=Status.PPPK_PARUH_WAKTU, work_unit=office.uid, last_day=date(2026, 12, 31))
    pay = TermSetV1(
        monthly_amount=amount, floor_amount=floor, floor_basis=basis, floor_key="x", last_day=date(2026, 12, 31)
    )
    yield EntryDraft("service.engaged", date(2026, 1, 1), office.uid, contract, person=who.uid)
    yield EntryDraft("pay.term_set", date(2026, 1, 1), office.uid, pay, person=who.uid)


def test_the_floor_of_pppk_paruh_waktu_is_the_one_that_the_decree_names() -> None:
    office, by_former, by_wage = make.unit(), make.person("Lama"), make.person("Minimum")
    make.opened(office, list(pppk(by_former, "former_pay", 2_900_000, 2_900_000)))
    make.opened(office, list(pppk(by_wage, "ump", SULBAR[2026], 2_900_000)))
    rows = {row.name: row.shortfall for row in wage_check(make.OFFICER, date(2026, 6, 1)).rows}
    assert rows == {"Lama": 0, "Minimum": SULBAR[2026] - 2_900_000}


def test_a_kabupaten_sees_its_own_people_only() -> None:
    own, foreign = make.unit("76.01", "kabkota"), make.unit("76.02", "kabkota")
    for office, name in ((own, "Sendiri"), (foreign, "Lain")):
        payroll.opened_low(make.person(name), office)
    found = wage_check(payroll.access("officer", ["76.01"], Role.SDM_OFFICER), NEW_YEAR)
    assert [row.name for row in found.rows] == ["Sendiri"]
    assert (found.below_floor, found.lowest) == (1, payroll.LOW)


def test_what_was_known_then_is_answered_as_then() -> None:
    office, who = make.unit(), make.person()
    payroll.opened_low(who, office, date(2021, 12, 31))
    make.issued(office, make.engaged(who, office, NEW_YEAR, LAST_DAY, effect="extended"), date(2022, 1, 11))
    assert wage_check(make.OFFICER, NEW_YEAR, known=1).rows == ()
    assert wage_check(make.OFFICER, NEW_YEAR).below_floor == 0


def test_statements_do_not_grow_with_people() -> None:
    office, counts = make.unit(), []
    for more in (1, 40):
        people = [make.person(f"Orang {more} {number}") for number in range(more)]
        make.opened(office, [entry for who in people for entry in make.engaged(who, office, NEW_YEAR, LAST_DAY)])
        with CaptureQueriesContext(connection) as queries:
            wage_check(make.OFFICER, NEW_YEAR)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
