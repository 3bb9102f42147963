"""The register: every number accounted for."""

from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.decrees.models import Register, RegisterNumber
from malaqbiq.decrees.services import decree_issue
from malaqbiq.decrees.services.registers import TypedNumber, register_open
from malaqbiq.kernel.access import Role
from tests import builders as make
from tests.decrees import office
from tests.decrees.papers.issuing import DECREED, place
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _standing(db: None) -> None:
    office.standing()


@pytest.fixture
def register() -> Register:
    """A register whose decree has number 5: 1 to 4 are open."""
    decree = office.approved(["76.05"])
    from malaqbiq.kernel import clock

    with clock.standing_at(make.noon(DECREED)):
        decree_issue(access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest, number=TypedNumber(5))
    return Register.objects.get()


def address(register: Register, use: str) -> str:
    return f"/decrees/register/{register.pk}/{use}"


def test_open_numbers_are_shown_and_counted(register: Register) -> None:
    page = office.text_of(office.officer(), "/decrees/register")
    assert "1–5 of 5" in page
    assert page.count('<span class="badge bad">open</span>') == 4
    assert "1–4 of 4" in office.text_of(office.officer(), "/decrees/register", account="open")
    assert "1–1 of 1" in office.text_of(office.officer(), "/decrees/register", q="Perpanjangan")
    assert "1–1 of 1" in office.text_of(office.officer(), "/decrees/register", q="5")


def test_a_number_is_accounted_for_by_a_form(register: Register) -> None:
    client = office.officer()
    said = {"elsewhere-value": 1, "elsewhere-title": "Penetapan pengelola keuangan", "elsewhere-dated_on": "2022-01-03"}
    assert client.post(address(register, "elsewhere"), said).status_code == 302
    assert client.post(address(register, "void"), {"void-value": 2, "void-reason": "salah ketik"}).status_code == 302
    block = {"reserved-first": 3, "reserved-last": 4, "reserved-reason": "pelantikan"}
    assert client.post(address(register, "reserved"), block).status_code == 302
    uses = dict(register.numbers.order_by("value").values_list("value", "use"))
    assert uses == {1: "elsewhere", 2: "void", 3: "reserved", 4: "reserved", 5: "here"}
    assert RegisterNumber.objects.get(value=1).dated_on == date(2022, 1, 3)
    assert "pelantikan" in office.text_of(client, "/decrees/register")


def test_a_number_in_use_is_refused_and_what_was_typed_stays(register: Register) -> None:
    said = {"elsewhere-value": 5, "elsewhere-title": "Judul yang diketik", "elsewhere-dated_on": "2022-01-03"}
    response = office.officer().post(address(register, "elsewhere"), said)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Judul yang diketik" in page and "Number 5 is in use" in page
    for wrong in ({"void-value": "-1", "void-reason": "x"}, {"void-value": "99999999999999999999", "void-reason": "x"}):
        assert office.officer().post(address(register, "void"), wrong).status_code == 422
    assert register.numbers.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SDM_OFFICER])
def test_only_an_officer_accounts_for_numbers(register: Register, role: Role) -> None:
    client = signed_in(role, "76")
    assert client.post(address(register, "void"), {"void-value": 2, "void-reason": "x"}).status_code == 404
    assert register.numbers.count() == 1


def test_a_foreign_register_is_not_there(register: Register) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.05", username="majene")
    assert client.get("/decrees/register", {"register": register.pk}).status_code == 404
    assert client.post(address(register, "void"), {"void-value": 2, "void-reason": "x"}).status_code == 404
    assert "No register yet" in office.text_of(client, "/decrees/register")


def test_an_empty_register_leads_whoever_opens_it_to_its_first_number() -> None:
    page = office.text_of(office.officer(), "/decrees/register")
    assert "No register yet" in page
    link = '2022 · Sekretaris KPU Provinsi Sulawesi Barat: <a href="/decrees/register/first/76/sekretaris">'
    assert page.count("/decrees/register/first/") == 1 and link in page
    for reader in (office.secretary(), signed_in(Role.SDM_OFFICER, "76.05", username="majene")):
        assert "/decrees/register/first/" not in office.text_of(reader, "/decrees/register")
    past = office.text_of(office.officer(), "/decrees/register", as_of="2021-12-31")
    assert "/decrees/register/first/" not in past


def test_once_a_register_of_the_year_is_open_no_first_number_is_asked(register: Register) -> None:
    assert "/decrees/register/first/" not in office.text_of(office.officer(), "/decrees/register")


def test_the_register_exports_and_costs_few_statements(register: Register) -> None:
    client = office.officer()
    register_open(access=make.OFFICER, office=place("76.05").uid, authority="sekretaris", year=2021)
    response = client.get("/decrees/register?format=xlsx")
    assert response.content.startswith(b"PK")
    client.get("/decrees/register")
    with at_most():
        client.get("/decrees/register")
    for hostile in ("1 OR 1=1", "a\0b", "%", "';--"):
        assert client.get("/decrees/register", {"q": hostile, "sort": hostile, "account": hostile}).status_code == 200
        assert client.get("/decrees/register", {"register": hostile}).status_code == 404


def test_a_script_in_a_reason_is_shown_as_text(register: Register) -> None:
    client = office.officer()
    client.post(address(register, "void"), {"void-value": 2, "void-reason": "<script>alert(1)</script>"})
    page = office.text_of(client, "/decrees/register")
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page
