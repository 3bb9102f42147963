"""Rules and sources: found, explained, and stated anew by who may."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.html import escape

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.regulations.labels import HINTS, LABELS
from malaqbiq.regulations.models import Fact
from malaqbiq.regulations.rules.rows import TABLES
from malaqbiq.regulations.rules.telling import TELLINGS
from malaqbiq.regulations.services import fact_state
from tests import builders
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db

DAY = date(2022, 1, 11)
UMP = "ump:76:2022"
OWN = {
    "office": "76.01",
    "level": "UMK",
    "region_code": "76.01",
    "region_name": "Kabupaten Pasangkayu",
    "year": "2022",
    "amount_exact": "2700000",
    "amount": "2700000",
    "valid_from": "2022-01-01",
    "valid_through": "2022-12-31",
    "source": "Keputusan Gubernur",
}


def test_every_table_of_the_law_is_told() -> None:
    assert set(TELLINGS) == set(TABLES)
    for name, telling in TELLINGS.items():
        assert {*telling.about, *telling.says} <= set(TABLES[name].model_fields), name


def test_every_table_opens_within_the_budget() -> None:
    client = signed_in(Role.STAFF, builders.unit().code)
    with clock.standing_at(builders.noon(DAY)):
        assert client.get("/law/").status_code == 200
        for name in TABLES:
            with at_most():
                assert client.get(f"/law/{name}?all=1").status_code == 200


def test_a_minimum_wage_is_found_and_explained() -> None:
    client = signed_in(Role.SDM_OFFICER, builders.unit().code)
    with clock.standing_at(builders.noon(DAY)):
        listed = client.get("/law/wage_floors?q=Sulawesi+Barat").content.decode()
        told = client.get(f"/law/wage_floors/facts/{UMP}").content.decode()
        before = client.get("/law/wage_floors?q=Sulawesi+Barat&as_of=2021-12-31").content.decode()
    assert "Rp2.678.864" in listed and "UMP · Aceh" not in listed
    assert "Rp2.678.863,10" in told and "2678863.10" not in told and "two sources" in told and UMP in told
    assert "Rp2.678.864" not in before


def test_what_was_not_found_says_so_instead_of_zero() -> None:
    client = signed_in(Role.SDM_OFFICER, builders.unit().code)
    with clock.standing_at(builders.noon(DAY)):
        page = client.get("/law/pay_ceilings?all=1").content.decode()
    assert "not found" in page
    assert "Rp0" not in page


def test_a_table_or_a_fact_that_there_is_not_is_not_found() -> None:
    client = signed_in(Role.ADMINISTRATOR, builders.unit().code)
    for address in ("/law/users", "/law/wage_floors/facts/ump:99:2022", "/law/users/state"):
        assert client.get(address).status_code == 404


def test_an_administrator_states_a_fact_of_his_own_and_takes_it_back() -> None:
    builders.unit("76.01", "kabkota")
    client = signed_in(Role.ADMINISTRATOR, "76.01")
    with clock.standing_at(builders.noon(DAY)):
        done = client.post("/law/wage_floors/state", OWN, follow=True)
        assert "Rp2.700.000" in done.content.decode()
        stated = Fact.objects.current().get(office_code="76.01")
        assert stated.edited_by
        client.post(f"/law/wage_floors/withdrawals/{stated.key}", {"office": "76.01"})
    assert not Fact.objects.current().filter(office_code="76.01").exists()


def test_a_faulty_fact_says_why_beside_the_field_and_keeps_what_was_typed() -> None:
    builders.unit("76.01", "kabkota")
    client = signed_in(Role.ADMINISTRATOR, "76.01")
    wrong = {**OWN, "region_code": "tujuh", "source": "Keputusan <b>Gubernur</b>"}
    page = client.post("/law/wage_floors/state", wrong).content.decode()
    assert 'class="field invalid"' in page
    assert 'value="tujuh"' in page
    assert "Keputusan &lt;b&gt;Gubernur&lt;/b&gt;" in page
    assert not Fact.objects.filter(office_code="76.01").exists()


def test_what_to_fill_in_is_said_with_its_unit_an_example_and_what_stands_now() -> None:
    builders.unit("76.01", "kabkota")
    client = signed_in(Role.ADMINISTRATOR, "76.01")
    with clock.standing_at(builders.noon(DAY)):
        new = client.get("/law/wage_floors/state").content.decode()
        like = client.get(f"/law/wage_floors/state?like={UMP}").content.decode()
    for page in (new, like):
        assert "The minimum wage of one month in whole rupiah, such as 2678864" in page
        assert "Keputusan Gubernur" in page and "Rupiah a month as the decree writes it" in page
    assert "Such a line is, for example</strong>" in new
    assert f'What stands now</strong>: <a href="/law/wage_floors/facts/{UMP}">UMP · Sulawesi Barat · 2022' in like


@pytest.mark.parametrize(
    ("exact", "amount", "stated"),
    [("", "Rp2.700.000", 2_700_000), ("2678863.10", "", 2_678_864), ("2700000", "2700000", 2_700_000)],
)
def test_an_amount_is_typed_as_people_write_it_or_counted_from_the_exact_one(
    exact: str, amount: str, stated: int
) -> None:
    builders.unit("76.01", "kabkota")
    client = signed_in(Role.ADMINISTRATOR, "76.01")
    assert client.post("/law/wage_floors/state", OWN | {"amount_exact": exact, "amount": amount}).status_code == 302
    assert Fact.objects.current().get(office_code="76.01").value["amount"] == stated


@pytest.mark.parametrize("exact", ["9" * 14, "9" * 30, "9" * 5000])
def test_an_exact_amount_with_digits_too_many_is_refused(exact: str) -> None:
    builders.unit("76.01", "kabkota")
    client = signed_in(Role.ADMINISTRATOR, "76.01")
    answer = client.post("/law/wage_floors/state", OWN | {"amount_exact": exact, "amount": ""})
    assert answer.status_code == 422
    assert exact in answer.content.decode()
    assert not Fact.objects.filter(office_code="76.01").exists()


@pytest.mark.parametrize("typed", ["[" * 100_000, "9" * 5000, '["\\ud800"]', '["a\\u0000"]', "[NaN]", "{"])
def test_parts_that_no_reader_takes_come_back_as_they_were_typed(typed: str) -> None:
    builders.unit("76.01", "kabkota")
    client = signed_in(Role.ADMINISTRATOR, "76.01")
    answer = client.post("/law/instruments/state", {"office": "76.01", "components": typed, "source": "buku"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert escape(typed) in page and 'id="id_components_error"' in page
    assert not Fact.objects.filter(office_code="76.01").exists()


def test_a_fact_without_its_amount_is_asked_for_it_beside_the_field() -> None:
    builders.unit("76.01", "kabkota")
    client = signed_in(Role.ADMINISTRATOR, "76.01")
    answer = client.post("/law/wage_floors/state", OWN | {"amount_exact": "", "amount": ""})
    assert answer.status_code == 422
    assert '<p class="error" id="id_amount_error">Fill in the amount' in answer.content.decode()


def test_labels_and_hints_are_of_fields_that_there_are() -> None:
    fields = {(table, name) for table, row in TABLES.items() for name in row.model_fields}
    names = {name for _table, name in fields}
    assert set(LABELS) <= names
    assert {key for key in HINTS if "." not in key} <= names
    assert {tuple(key.split(".")) for key in HINTS if "." in key} <= fields


def test_nobody_states_for_a_work_unit_that_he_does_not_administer() -> None:
    for code in ("76.01", "76.02"):
        builders.unit(code, "kabkota")
    client = signed_in(Role.ADMINISTRATOR, "76.01")
    page = client.post("/law/wage_floors/state", {**OWN, "office": "76.02"})
    assert page.status_code == 422 and 'class="field invalid"' in page.content.decode()
    fact_state(access=Access.system("tests"), office="76.02", table="wage_floors", values=_values())
    key = Fact.objects.get(office_code="76.02").key
    assert client.get(f"/law/wage_floors/facts/{key}").status_code == 404
    assert client.post(f"/law/wage_floors/withdrawals/{key}", {"office": "76.02"}).status_code == 404
    assert signed_in(Role.SDM_OFFICER, "76.01", username="petugas").get("/law/wage_floors/state").status_code == 404
    assert Fact.objects.current().filter(office_code="76.02").exists()


def test_another_offices_own_fact_is_not_seen() -> None:
    for code in ("76.01", "76.02"):
        builders.unit(code, "kabkota")
    fact_state(
        access=Access.system("tests"), office="76.02", table="wage_floors", values={**_values(), "source": "rahasia 02"}
    )
    address = "/law/wage_floors?all=1&q=rahasia"
    told = "UMK · Kabupaten Pasangkayu"
    assert told in signed_in(Role.SDM_OFFICER, "76.02", username="sendiri").get(address).content.decode()
    assert told not in signed_in(Role.SDM_OFFICER, "76.01").get(address).content.decode()


def _values() -> dict[str, object]:
    return {
        name: int(value) if name in {"year", "amount"} else value for name, value in OWN.items() if name != "office"
    }
