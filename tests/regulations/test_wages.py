from __future__ import annotations

from datetime import date, timedelta

import pytest

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import Period
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.ceilings import Ceiling
from malaqbiq.regulations.rules.floors import Floor
from malaqbiq.regulations.rules.rows import FloorLevel, Trust
from malaqbiq.regulations.selectors import (
    contribution_ceiling,
    contribution_rates,
    pay_ceiling,
    pay_ceilings,
    pay_rule,
    wage_floor,
    wage_floor_steps,
    wage_floors,
)

pytestmark = pytest.mark.django_db

UMP, UMK = FloorLevel.UMP, FloorLevel.UMK
SULBAR = {
    2020: (2678863, "2678863"),
    2021: (2678863, "2678863"),
    2022: (2678864, "2678863.10"),
    2023: (2871795, "2871795"),
    2024: (2914959, "2914958.08"),
    2025: (3104430, "3104430"),
    2026: (3315935, "3315934.82"),
}


def floor(law: Access, level: FloorLevel, region: str, day: date) -> Floor:
    found = wage_floor(law, level=level, region=region, day=day)
    assert isinstance(found, Floor), str(found)
    return found


@pytest.mark.parametrize("year", SULBAR)
def test_the_floor_of_sulawesi_barat_around_new_year(law: Access, year: int) -> None:
    first = floor(law, UMP, "76", date(year, 1, 1))
    last = floor(law, UMP, "76", date(year, 12, 31))
    assert first == last
    assert (first.amount, first.exact, first.key) == (*SULBAR[year], f"ump:76:{year}")
    assert first.source
    before = wage_floor(law, level=UMP, region="76", day=date(year, 1, 1) - timedelta(1))
    assert isinstance(before, Floor if year > 2020 else Missing)


@pytest.mark.parametrize(
    ("region", "year", "exact", "amount"),
    [
        ("12", 2022, "2522609.94", 2522610),
        ("14", 2022, "2938564.01", 2938565),
        ("17", 2022, "2238094.31", 2238095),
        ("36", 2022, "2501203.11", 2501204),
        ("32", 2024, "2057495.17", 2057496),
        ("35", 2024, "2165244.30", 2165245),
        ("76.02", 2022, "2715636.97", 2715637),
        ("76.02", 2023, "2904645.30", 2904646),
        ("76.02", 2024, "2932094.20", 2932095),
    ],
)
def test_a_fractional_floor_is_kept_and_rounded_up(
    law: Access, region: str, year: int, exact: str, amount: int
) -> None:
    found = floor(law, UMK if "." in region else UMP, region, date(year, 6, 1))
    assert (found.exact, found.amount) == (exact, amount)


@pytest.mark.parametrize(
    ("level", "region", "year", "what", "why"),
    [
        (UMK, "76.02", 2020, "the minimum wage UMK of Kabupaten Mamuju for 2020", "its figure was not found"),
        (UMK, "76.02", 2021, "the minimum wage UMK of Kabupaten Mamuju for 2021", "its figure was not found"),
        (UMP, "96", 2024, "the minimum wage UMP of Papua Barat Daya for 2024", "conflict: Rp4.024.270"),
        (UMP, "93", 2023, "the minimum wage UMP of Papua Selatan for 2023", "not found"),
    ],
)
def test_an_empty_floor_answers_missing_by_name(
    law: Access, level: FloorLevel, region: str, year: int, what: str, why: str
) -> None:
    found = wage_floor(law, level=level, region=region, day=date(year, 6, 1))
    assert isinstance(found, Missing)
    assert (str(found.what), found.stated) == (what, True)
    assert why in str(found.why)


@pytest.mark.parametrize(
    ("level", "region", "day"),
    [(UMK, "76.03", date(2022, 1, 1)), (UMP, "93", date(2022, 1, 1)), (UMP, "76", date(2019, 12, 31))],
)
def test_a_floor_of_which_nothing_is_stated_is_missing_too(
    law: Access, level: FloorLevel, region: str, day: date
) -> None:
    found = wage_floor(law, level=level, region=region, day=day)
    assert isinstance(found, Missing)
    assert not found.stated
    assert found.key == f"{level.lower()}:{region}:{day.year}"


@pytest.mark.parametrize(
    ("policy", "region", "day", "key"),
    [
        (UMP, "76.02", date(2022, 6, 1), "ump:76:2022"),
        (UMK, "76.02", date(2022, 6, 1), "umk:76.02:2022"),
        (UMK, "76.03", date(2022, 6, 1), "ump:76:2022"),
        (UMK, "76", date(2022, 6, 1), "ump:76:2022"),
        (UMK, "76.02", date(2021, 6, 1), "umk:76.02:2021"),
    ],
)
def test_the_floor_that_a_policy_asks_for(law: Access, policy: FloorLevel, region: str, day: date, key: str) -> None:
    found = wage_floors(law, day=day).under(policy, region=region, province="76")
    assert found.key == key
    assert isinstance(found, Floor) is (day.year == 2022)


def test_all_provinces_of_the_day_have_a_floor_or_are_named(law: Access) -> None:
    for year, known in ((2020, 34), (2021, 34), (2022, 34), (2023, 34), (2024, 37), (2025, 38), (2026, 38)):
        floors = wage_floors(law, day=date(year, 1, 1))
        provinces = [f"{number:02}" for number in range(11, 97)]
        assert sum(isinstance(floors.of(UMP, code), Floor) for code in provinces) == known, year


def test_a_floor_from_memory_says_so(law: Access) -> None:
    assert floor(law, UMP, "96", date(2025, 1, 1)).trust == Trust.MEMORY


def test_the_steps_of_a_floor_over_some_years(law: Access) -> None:
    period = Period(date(2021, 7, 1), date(2023, 2, 1))
    steps = wage_floor_steps(law, level=UMP, region="76", period=period)
    assert [(days.start, days.end, found.key) for days, found in steps] == [
        (date(2021, 7, 1), date(2022, 1, 1), "ump:76:2021"),
        (date(2022, 1, 1), date(2023, 1, 1), "ump:76:2022"),
        (date(2023, 1, 1), date(2023, 2, 1), "ump:76:2023"),
    ]


@pytest.mark.parametrize(
    ("family", "province", "year", "amount"),
    [("satpam", "33", 2022, 2177000), ("pengemudi", "31", 2022, 5344000), ("pramubakti", "74", 2024, 3170000)],
)
def test_a_ceiling_that_is_known(law: Access, family: str, province: str, year: int, amount: int) -> None:
    found = pay_ceiling(law, family=family, province=province, day=date(year, 6, 1))
    assert isinstance(found, Ceiling)
    assert (found.amount, found.by_floor) == (amount, "")


@pytest.mark.parametrize(
    ("family", "province", "why"),
    [
        ("satpam", "76", "Sulawesi Barat's own figures were not found"),
        ("pramubakti", "31", "nothing is stated"),
        ("tenaga-administrasi", "33", "not known to cover tenaga-administrasi"),
        ("astronaut", "33", "not known to cover astronaut"),
    ],
)
def test_a_ceiling_that_is_not_known_is_named(law: Access, family: str, province: str, why: str) -> None:
    found = pay_ceiling(law, family=family, province=province, day=date(2022, 6, 1))
    assert isinstance(found, Missing)
    assert why in str(found.why)


def test_a_minimum_wage_above_the_standard_lifts_the_ceiling(law: Access) -> None:
    day = date(2022, 6, 1)
    higher = floor(law, UMP, "31", day)
    found = pay_ceilings(law, day=day).of("satpam", "33", higher)
    assert isinstance(found, Ceiling)
    assert (found.amount, found.sbm, found.by_floor) == (higher.amount, 2177000, "ump:31:2022")


def test_no_rule_lifts_a_ceiling_before_2022(law: Access) -> None:
    assert not pay_ceilings(law, day=date(2021, 12, 31)).wage_lifts
    assert pay_ceilings(law, day=date(2022, 1, 1)).wage_lifts


def test_rules_of_pay_have_their_figures(law: Access) -> None:
    months = pay_rule(law, rule="months-budgeted", day=date(2022, 1, 1))
    assert not isinstance(months, Missing)
    assert months.figure == "13"
    assert isinstance(pay_rule(law, rule="pppk-paruh-waktu-upah", day=date(2024, 12, 31)), Missing)


def test_contribution_rates(law: Access) -> None:
    rates = contribution_rates(law, day=date(2022, 1, 1))
    assert {name: (row.employer, row.worker) for name, row in rates.items()} == {
        "kesehatan": ("4", "1"), "jkk-I": ("0.24", "0"), "jkk-II": ("0.54", "0"), "jkk-III": ("0.89", "0"),
        "jkk-IV": ("1.27", "0"), "jkk-V": ("1.74", "0"), "jkm": ("0.30", "0"), "jht": ("3.7", "2"), "jp": ("2", "1"),
    }  # fmt: skip


def test_a_contribution_ceiling_is_known_or_missing_by_name(law: Access) -> None:
    assert contribution_ceiling(law, programme="jp", day=date(2024, 3, 1)) == 10042300
    assert isinstance(contribution_ceiling(law, programme="jp", day=date(2024, 2, 29)), Missing)
    assert contribution_ceiling(law, programme="kesehatan", day=date(2022, 1, 1)) == 12000000
