from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from malaqbiq.kernel.access import Access, Forbidden
from malaqbiq.kernel.errors import UserError
from malaqbiq.organization.models import Parentage, WorkUnit
from malaqbiq.organization.selectors import province_of, unit_tree, units_below, units_on, work_unit
from malaqbiq.organization.services import Seeded, work_unit_state, work_units_seed
from malaqbiq.regulations.services import law_load

pytestmark = pytest.mark.django_db

BEFORE, AFTER = date(2022, 12, 31), date(2023, 1, 1)
NEW_PROVINCES = {"93": ("91", 4), "94": ("91", 8), "95": ("91", 8), "96": ("92", 6)}


@pytest.mark.parametrize(("day", "total", "provinces"), [(BEFORE, 549, 34), (AFTER, 553, 38)])
def test_work_units_of_a_day(country: Access, day: date, total: int, provinces: int) -> None:
    levels = Counter(unit.level for unit in units_on(country, day=day))
    assert levels == {"setjen": 1, "provinsi": provinces, "kabkota": 514}
    assert len(unit_tree(country, day=day).below("00")) == total
    assert units_on(country, day=day, level="provinsi").count() == provinces


@pytest.mark.parametrize(("province", "mother", "count"), [(new, *old) for new, old in NEW_PROVINCES.items()])
def test_the_new_papua_provinces_take_their_kabupaten_over(
    country: Access, province: str, mother: str, count: int
) -> None:
    before, after = unit_tree(country, day=BEFORE), unit_tree(country, day=AFTER)
    own = {code for code in after.parents if code.startswith(f"{province}.")}
    assert len(own) == count
    assert own <= before.below(mother)
    assert province not in before
    assert after.below(province) == own | {province}
    assert not own & after.below(mother)


def test_the_province_of_a_unit_depends_on_the_day(country: Access) -> None:
    assert province_of(country, code="93.01", day=BEFORE) == "91"
    assert province_of(country, code="93.01", day=AFTER) == "93"
    assert province_of(country, code="93", day=BEFORE) is None
    assert province_of(country, code="00", day=AFTER) is None


def test_sulawesi_barat_is_seven_work_units(country: Access) -> None:
    units = list(units_below(country, code="76", day=date(2022, 1, 11)))
    assert [(unit.code, unit.name, unit.seat) for unit in units] == [
        ("76", "KPU Provinsi Sulawesi Barat", "Mamuju"),
        ("76.01", "KPU Kabupaten Pasangkayu", "Pasangkayu"),
        ("76.02", "KPU Kabupaten Mamuju", "Mamuju"),
        ("76.03", "KPU Kabupaten Mamasa", "Mamasa"),
        ("76.04", "KPU Kabupaten Polewali Mandar", "Polewali"),
        ("76.05", "KPU Kabupaten Majene", "Majene"),
        ("76.06", "KPU Kabupaten Mamuju Tengah", "Tobadak"),
    ]
    assert {unit.zone for unit in units} == {"Asia/Makassar"}
    assert [unit.number_code for unit in units][1] == "7601"
    tree = unit_tree(country, day=date(2022, 1, 11))
    assert {tree.lineage(unit.code)[:2] for unit in units} == {("00", "76")}


@pytest.mark.parametrize(
    ("code", "zone", "name"),
    [
        ("11", "Asia/Jakarta", "KIP Aceh"),
        ("61", "Asia/Pontianak", "KPU Provinsi Kalimantan Barat"),
        ("91", "Asia/Jayapura", "KPU Provinsi Papua"),
        ("73.71", "Asia/Makassar", "KPU Kota Makassar"),
        ("00", "Asia/Jakarta", "Sekretariat Jenderal KPU"),
    ],
)
def test_a_unit_has_the_zone_of_its_province(country: Access, code: str, zone: str, name: str) -> None:
    unit = work_unit(country, code=code)
    assert (unit.zone, unit.name) == (zone, name)


def test_a_second_seeding_changes_nothing(country: Access) -> None:
    before = (list(WorkUnit.objects.values()), list(Parentage.objects.values()))
    assert work_units_seed(access=country) == Seeded(0, 0, 0)
    assert (list(WorkUnit.objects.values()), list(Parentage.objects.values())) == before


def test_seeding_takes_few_statements(country: Access, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(8):
        work_units_seed(access=country)
    Parentage.objects.all().delete()
    WorkUnit.objects.all().delete()
    with django_assert_max_num_queries(25):
        assert work_units_seed(access=country).added == 553


def test_what_an_office_states_of_itself_survives_a_reload_and_anothers_edit(country: Access, mamuju: Access) -> None:
    uid = work_unit(country, code="76.02").uid
    unit = work_unit_state(access=mamuju, code="76.02", values={"seat": "Simboro"})
    assert (unit.seat, unit.uid, unit.name) == ("Simboro", uid, "KPU Kabupaten Mamuju")
    work_unit_state(access=country, code="73.71", values={"seat": "Makassar"})
    law_load(access=country)
    work_units_seed(access=country)
    assert work_unit(country, code="76.02").seat == "Simboro"
    assert work_unit(country, code="73.71").seat == "Makassar"


def test_a_wrong_statement_of_a_unit_is_refused(country: Access, mamuju: Access) -> None:
    with pytest.raises(UserError, match="not a time zone"):
        work_unit_state(access=mamuju, code="76.02", values={"zone": "Mars"})
    with pytest.raises(Forbidden):
        work_unit_state(access=mamuju, code="76.01", values={"seat": "Mamuju"})


def test_units_are_narrowed_to_the_askers_grants(country: Access, sulbar: Access, mamuju: Access) -> None:
    day = date(2022, 1, 11)
    assert units_on(sulbar, day=day).count() == 7
    assert [unit.code for unit in units_below(mamuju, code="76", day=day)] == ["76.02"]
    assert not units_below(mamuju, code="73", day=day).exists()
    with pytest.raises(WorkUnit.DoesNotExist):
        work_unit(mamuju, code="76.01")


def test_only_the_root_administrator_seeds(sulbar: Access, db: None) -> None:
    with pytest.raises(Forbidden):
        work_units_seed(access=sulbar)
