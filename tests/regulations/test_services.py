from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError
from pytest_django import DjangoAssertNumQueries, Settings

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.periods import month
from malaqbiq.regulations.loader import BrokenLaw
from malaqbiq.regulations.loader.law import PACKAGED
from malaqbiq.regulations.models import Fact
from malaqbiq.regulations.rules.floors import Floor
from malaqbiq.regulations.rules.rows import FloorLevel, WageFloorRow
from malaqbiq.regulations.selectors import fact_history, holidays_between, wage_floor
from malaqbiq.regulations.services import Loaded, fact_state, fact_withdraw, law_load

pytestmark = pytest.mark.django_db

DAY = date(2022, 6, 1)
README = PACKAGED.parent / "README.md"
OWN = {
    "level": "UMP", "region_code": "76", "region_name": "Sulawesi Barat", "year": 2022, "amount": 2700000,
    "source": "SK Gubernur, as read in the office",
}  # fmt: skip
PROVINCE = Access(actor="user", roles={Role.ADMINISTRATOR: frozenset({"76", "76.01"})})
KABUPATEN = Access(actor="user", roles={Role.ADMINISTRATOR: frozenset({"76.01"})})
ELSEWHERE = Access(actor="user", roles={Role.ADMINISTRATOR: frozenset({"73", "73.01"})})
LATER = datetime(2030, 1, 1, tzinfo=UTC)


def ump(access: Access, region: str = "76") -> int | None:
    found = wage_floor(access, level=FloorLevel.UMP, region=region, day=DAY)
    return found.amount if isinstance(found, Floor) else None


def correct(files: Path) -> None:
    path = files / "wage_floors" / "2022.csv"
    path.write_text(path.read_text().replace("2678863.10,2678864", "2678864.20,2678865"))


def test_a_second_loading_changes_nothing(law: Access, files: Path) -> None:
    before = list(Fact.objects.order_by("pk").values())
    assert law_load(access=law, folders=[files]) == Loaded(0, 0, 0, len(before))
    assert list(Fact.objects.order_by("pk").values()) == before


def test_statements_of_loading_grow_with_batches(
    law: Access, files: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Fact.objects.all().delete()
    with django_assert_max_num_queries(40):
        law_load(access=law, folders=[files])


def test_a_corrected_fact_is_superseded_and_stays_explainable(law: Access, files: Path) -> None:
    correct(files)
    with clock.standing_at(LATER):
        assert law_load(access=law, folders=[files]).corrected == 1
    assert ump(law) == 2678865
    old, new = fact_history(law, "ump:76:2022")
    assert isinstance(old.row, WageFloorRow)
    assert isinstance(new.row, WageFloorRow)
    assert (old.row.amount, new.row.amount) == (2678864, 2678865)
    assert (old.superseded_at, new.loaded_at, new.superseded_at) == (LATER, LATER, None)


@pytest.mark.parametrize("change", [{"value": {}}, {"valid_from": None}, {"key": "ump:76:2023"}])
def test_the_database_refuses_to_change_what_was_said(law: Access, change: dict[str, object]) -> None:
    with pytest.raises(DatabaseError, match="never changed"):
        Fact.objects.filter(key="ump:76:2022").update(**change)


def test_a_vanished_fact_is_withdrawn_but_kept(law: Access, files: Path) -> None:
    (files / "wage_floors" / "2022.csv").unlink()
    assert law_load(access=law, folders=[files]).withdrawn == 35
    assert ump(law) is None
    assert len(fact_history(law, "ump:76:2022")) == 1


def test_nothing_of_a_broken_law_is_loaded(law: Access, files: Path) -> None:
    correct(files)
    (files / "ranks" / "ranks.csv").write_text("ladder\nPNS\n")
    with pytest.raises(BrokenLaw, match=r"data/ranks/ranks\.csv:2"):
        law_load(access=law, folders=[files])
    assert ump(law) == 2678864


def test_files_of_the_installation_are_loaded_too(db: None, settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "regulations" / "wage_floors"
    folder.mkdir(parents=True)
    (folder / "2027.csv").write_text(
        "level,region_code,region_name,year,amount_exact,amount,source,trust\n"
        "UMP,76,Sulawesi Barat,2027,3400000.50,3400001,SK Gubernur,one-source\n"
    )
    settings.HOME = tmp_path
    law_load(access=Access.system("tests"))
    found = wage_floor(Access.system("tests"), level=FloorLevel.UMP, region="76", day=date(2027, 1, 1))
    assert isinstance(found, Floor)
    assert (found.amount, found.exact) == (3400001, "3400000.50")


def test_the_example_in_the_readme_loads(db: None, tmp_path: Path) -> None:
    example = README.read_text().partition("```csv\n")[2].partition("```")[0]
    folder = tmp_path / "regulations" / "wage_floors"
    folder.mkdir(parents=True)
    (folder / "2027.csv").write_text(example)
    law_load(access=Access.system("tests"), folders=[PACKAGED, tmp_path / "regulations"])
    assert len(fact_history(Access.system("tests"), "ump:76:2027")) == 1


def test_an_office_takes_a_day_off_away_and_adds_another(law: Access) -> None:
    values = {"date": "2022-04-29", "kind": "collective", "name": "Cuti Bersama", "cancelled": True, "source": "SKB"}
    fact_state(access=PROVINCE, office="76", table="holidays", values=values)
    added = {"date": "2022-04-28", "kind": "collective", "name": "Cuti Bersama", "source": "SKB"}
    fact_state(access=PROVINCE, office="76", table="holidays", values=added)
    april = month(2022, 4)
    assert [row.date.day for row in holidays_between(law, period=april, office="76.02")] == [15, 28]
    assert [row.date.day for row in holidays_between(law, period=april)] == [15, 29]


def test_only_the_root_administrator_loads(law: Access, files: Path) -> None:
    with pytest.raises(Forbidden):
        law_load(access=PROVINCE, folders=[files])


def test_an_offices_own_fact_counts_for_it_and_below_and_for_nobody_else(law: Access) -> None:
    fact_state(access=PROVINCE, office="76", table="wage_floors", values=OWN)
    assert ump(PROVINCE) == ump(KABUPATEN) == ump(law) == 2700000
    assert ump(ELSEWHERE) == 2678864


def test_an_offices_own_fact_survives_a_reload(law: Access, files: Path) -> None:
    fact_state(access=PROVINCE, office="76", table="wage_floors", values=OWN)
    correct(files)
    law_load(access=law, folders=[files])
    assert ump(PROVINCE) == 2700000


def test_an_own_fact_stated_again_supersedes_the_first(law: Access) -> None:
    fact_state(access=PROVINCE, office="76", table="wage_floors", values=OWN)
    fact_state(access=PROVINCE, office="76", table="wage_floors", values=OWN | {"amount": 2710000})
    assert ump(PROVINCE) == 2710000
    assert len(fact_history(PROVINCE, "ump:76:2022")) == 3
    assert len(fact_history(ELSEWHERE, "ump:76:2022")) == 1


def test_a_withdrawn_own_fact_gives_way_to_the_national_one(law: Access) -> None:
    fact_state(access=PROVINCE, office="76", table="wage_floors", values=OWN)
    fact_withdraw(access=PROVINCE, office="76", table="wage_floors", key="ump:76:2022")
    assert ump(PROVINCE) == 2678864
    with pytest.raises(UserError, match="stated no fact"):
        fact_withdraw(access=PROVINCE, office="76", table="wage_floors", key="ump:76:2022")


def test_two_own_facts_of_a_slot_may_not_hold_on_one_day(law: Access) -> None:
    fact_state(access=PROVINCE, office="76", table="wage_floors", values=OWN)
    with pytest.raises(UserError, match="ump:76:2022 holds on the same days"):
        fact_state(access=PROVINCE, office="76", table="wage_floors", values=OWN | {"valid_from": "2022-07-01"})
    assert ump(PROVINCE) == 2700000


def test_a_wrong_own_fact_is_refused_with_its_column(law: Access) -> None:
    with pytest.raises(BrokenLaw, match="amount: x is not a whole number"):
        fact_state(access=PROVINCE, office="76", table="wage_floors", values=OWN | {"amount": "x"})
    with pytest.raises(UserError, match="no table"):
        fact_state(access=PROVINCE, office="76", table="auth_user", values=OWN)


def test_who_may_not_edit_an_office_may_not_state_its_facts(law: Access) -> None:
    with pytest.raises(Forbidden):
        fact_state(access=KABUPATEN, office="76", table="wage_floors", values=OWN)


def test_all_floors_of_a_day_take_one_query(law: Access, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    from malaqbiq.regulations.selectors import wage_floors

    with django_assert_num_queries(1):
        floors = wage_floors(law, day=DAY)
        assert [floors.of(FloorLevel.UMP, region) for region in ("11", "76", "92")]
