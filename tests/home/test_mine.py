"""SAYA: what a member of staff finds of himself, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from malaqbiq.appraisal.models import Appraisee
from malaqbiq.decrees.models import Document
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.files import file_store
from malaqbiq.people.models import Person
from tests import builders as make
from tests.appraisal.office import told
from tests.home.test_staff import TODAY, Town
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db

UNLINKED = "No person is linked to your account"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.standing_at(make.noon(TODAY)):
        yield


@pytest.fixture
def town() -> Town:
    return Town()


def staff(who: Person) -> Client:
    return signed_in(Role.STAFF, "76.01", person=who.uid, username=who.name.split()[0].lower())


def got(client: Client, address: str = "/mine") -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def paper(kind: str, who: Person, ordinal: int = 1) -> Document:
    decree = make.Decree.objects.get(origin="own")
    file = file_store(
        access=make.OFFICER, content=b"%PDF-1.7\n%%EOF\n", name="naskah.pdf", unit_code="76.01", subject_uid=who.uid
    )
    return Document.objects.create(decree=decree, kind=kind, ordinal=ordinal, unit_code="76.01", person=who, file=file)


def test_ones_decrees_lead_the_latest_first_with_the_papers_made_out_to_one(town: Town) -> None:
    contract, extract = paper("contract", town.fine), paper("extract", town.fine)
    foreign = paper("extract", town.low, ordinal=2)
    page = got(staff(town.fine))
    decree = make.Decree.objects.get(origin="own")
    assert page.index(f'id="{decree.uid}"') < page.index("Before this application was in use") < page.index('id="slip"')
    assert page.index(f"/papers/{extract.uid}") < page.index(f"/papers/{contract.uid}")
    assert str(foreign.uid) not in page
    assert "Contract extended" in page and "contract until 31 December 2022" in page
    assert staff(town.fine).get(f"/papers/{extract.uid}").status_code == 200


def test_what_is_no_decree_of_ones_own_is_not_there(town: Town) -> None:
    page = got(staff(town.low))
    assert str(make.Decree.objects.get(origin="own").uid) not in page
    assert "Sitti" not in page and "Rp2.000.000" in page


def test_who_holds_no_decree_is_told_what_to_do() -> None:
    make.unit("76.01", "kabkota")
    assert "No decree about you is here yet" in got(staff(Person.objects.create(name="Baru", entered_unit="76.01")))


def test_an_account_that_is_nobody_is_told_so(town: Town) -> None:
    assert UNLINKED in got(signed_in(Role.STAFF, "76.01", username="nobody"))


def test_hari_ini_leads_a_member_of_staff_there_and_nobody_else(town: Town) -> None:
    assert 'class="own-ways"' in got(staff(town.fine), "/today")
    assert 'class="own-ways"' not in got(signed_in(Role.SDM_OFFICER, "76.01", username="sdm"), "/today")


def test_what_is_not_recorded_is_said_and_a_text_asks_for_it(town: Town) -> None:
    client = staff(town.fine)
    Person.objects.filter(uid=town.fine.uid).update(phone="081234567890")
    page = got(client)
    assert "Email, Address" in page and "Phone" not in page.partition('id="data"')[2]
    assert "/remind/correction" in page and "/remind/correction" in got(client, f"/staff/{town.fine.uid}/about")
    text = got(client, "/remind/correction?language=en")
    assert "<h1>Ask for a correction</h1>" in text and "Remind" not in text.partition("<main")[2]
    assert "To the personnel section of KPU 76.01" in text and "Email: not recorded" in text
    assert signed_in(Role.SDM_OFFICER, "76.01", username="sdm").get("/remind/correction").status_code == 404


@pytest.mark.parametrize(
    ("day", "says", "offers"),
    [
        (date(2022, 1, 6), "until <strong>6 January 2022", True),
        (date(2022, 1, 7), "objection was 6 January 2022", False),
    ],
)
def test_an_objection_is_offered_until_its_last_day(day: date, says: str, offers: bool) -> None:
    office = told("anto")
    Appraisee.objects.update(told_on=date(2022, 1, 3))
    with clock.standing_at(make.noon(day)):
        page = got(office.client("anto"))
    assert says in page
    assert ("#object" in page) is offers


def test_before_the_result_is_told_no_score_stands_there() -> None:
    office = told("anto")
    Appraisee.objects.update(told_on=None)
    page = got(office.client("anto"))
    assert "The result was not told to you yet" in page and "See my score" not in page


def test_the_page_costs_what_a_page_may(town: Town) -> None:
    paper("extract", town.fine)
    client = staff(town.fine)
    got(client)
    with at_most():
        got(client)
    office = told("anto")
    client = office.client("anto")
    got(client)
    with at_most():
        got(client)
