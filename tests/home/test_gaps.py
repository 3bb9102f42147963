"""Data belum lengkap: what is missing of whom, and filling it in."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.people.models import Education, Person
from tests import builders as make
from tests.intake.office import DAY, bare, founded, lock, nik, row, somebody, taken
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def town(tmp_path: Path) -> None:
    """Of Sitti all is known; of Baco in her unit nothing, as of Nur in another."""
    founded()
    taken(tmp_path, row(), bare("Baco Kurang"), bare("Nur Jauh", unit="76.03"))


def got(client: Client, address: str) -> str:
    with clock.standing_at(make.noon(DAY)):
        response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def put(client: Client, column: str, person: Person, value: str, **headers: str) -> tuple[int, str]:
    with clock.standing_at(make.noon(DAY)):
        response = client.post(f"/staff/gaps/{column}/{person.uid}", {"value": value}, headers=headers)
    return response.status_code, response.content.decode()


def test_people_who_lack_a_column_are_told_in_covered_units_only(town: None) -> None:
    page = got(signed_in(Role.SDM_OFFICER, "76.02"), "/staff/gaps?column=phone")
    assert "Baco Kurang" in page
    assert "Nur Jauh" not in page and "Sitti Bulangmapia" not in page
    assert "Nur Jauh" not in got(signed_in(Role.SDM_OFFICER, "76.02"), "/staff/gaps?column=phone&unit=76.03")
    whole = got(signed_in(Role.SDM_OFFICER, "76", username="provinsi"), "/staff/gaps?column=phone")
    assert "Baco Kurang" in whole and "Nur Jauh" in whole


def test_what_is_counted_is_said_and_a_unit_can_be_counted_alone(town: None) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    whole = got(client, "/staff/gaps?unit=76&column=phone")
    assert "of 2 people in service in KPU Provinsi Sulawesi Barat and all below it" in whole
    alone = got(client, "/staff/gaps?unit=76&column=phone&only=1")
    assert "of 0 people in service in KPU Provinsi Sulawesi Barat." in alone and "Baco Kurang" not in alone
    below = got(client, "/staff/gaps?unit=76.02&column=phone")
    assert "of 1 person in service in KPU Kabupaten Mamuju." in below and 'name="only"' not in below


def test_the_text_to_remind_with_names_those_who_are_listed(town: None) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    assert "Baco Kurang" in got(client, "/remind/gaps?unit=76&column=phone")
    assert "nothing to remind of" in got(client, "/remind/gaps?unit=76&column=phone&only=1")


def test_once_the_opening_is_locked_what_works_then_is_offered(town: None, tmp_path: Path) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    before = got(client, "/staff/gaps?unit=76")
    assert "Bring in a list" in before and "Until the opening is locked" in before
    lock()
    after = got(client, "/staff/gaps?unit=76")
    assert "Bring in a list" not in after and "change by a decree alone" in after
    assert 'href="/decrees/new"' in after and "Bring in old numbers" in after
    outcome = taken(tmp_path, bare("Baco Kurang", Nomor_SK="9/2021", Tanggal_SK="4-1-2021"))
    assert (outcome.accepted, outcome.faults) == (1, ())
    taken(tmp_path, bare("Nur Jauh", unit="76.03", Nomor_SK="8/2021", Tanggal_SK="4-1-2021"))
    assert "Bring in old numbers" not in got(client, "/staff/gaps?unit=76")


@pytest.mark.parametrize(
    ("column", "typed", "field", "stored"),
    [
        ("phone", "0860 1234 5699", "phone", "+6286012345699"),
        ("nik", nik(7), "nik", nik(7)),
        ("sex", "p", "sex", "f"),
        ("birth", "17 Agustus 1990", "birth_date", "1990-08-17"),
        ("email", "baco@Contoh.example", "email", "baco@contoh.example"),
        ("address", "Jalan Contoh 2,  Mamuju", "address", "Jalan Contoh 2, Mamuju"),
    ],
)
def test_a_field_is_saved_by_itself_and_read_as_a_list_would_be(
    town: None, column: str, typed: str, field: str, stored: str
) -> None:
    client, baco = signed_in(Role.SDM_OFFICER, "76.02"), somebody("Baco Kurang")
    status, part = put(client, column, baco, typed, **HTMX)
    assert status == 200 and "Saved" in part and "<html" not in part
    baco.refresh_from_db()
    assert str(getattr(baco, field)) == stored


def test_schooling_is_recorded_with_its_source(town: None) -> None:
    client, baco = signed_in(Role.SDM_OFFICER, "76.02"), somebody("Baco Kurang")
    put(client, "education", baco, "S1 Hukum", **HTMX)
    school = Education.objects.get(person=baco)
    assert (school.get_level_display(), school.field, bool(school.source)) == ("S1", "Hukum", True)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_cannot_be_taken_comes_back_as_it_was_typed_with_the_reason(town: None, headers: dict[str, str]) -> None:
    client, baco = signed_in(Role.SDM_OFFICER, "76.02"), somebody("Baco Kurang")
    for column, typed in (
        ("nik", "123<4"),
        ("nik", nik()),
        ("phone", "tidak ada"),
        ("education", "rajin"),
        ("sex", ""),
    ):
        status, page = put(client, column, baco, typed, **headers)
        assert status == (200 if headers else 422)
        assert 'aria-invalid="true"' in page and f'value="{typed.replace("<", "&lt;")}"' in page
    baco.refresh_from_db()
    assert (baco.nik, baco.phone, Education.objects.filter(person=baco).exists()) == (None, "", False)


def test_a_plain_form_leads_back_to_the_list(town: None) -> None:
    client, baco = signed_in(Role.SDM_OFFICER, "76.02"), somebody("Baco Kurang")
    status, _ = put(client, "sex", baco, "L")
    assert status == 302
    assert "Saved." in got(client, "/staff/gaps?column=sex")


def test_nobody_fills_in_elsewhere_or_what_only_a_decree_says(town: None) -> None:
    client, nur, baco = signed_in(Role.SDM_OFFICER, "76.02"), somebody("Nur Jauh"), somebody("Baco Kurang")
    for typed, headers in (("0860 1234 5699", {}), ("tidak ada", {}), ("tidak ada", HTMX)):
        assert put(client, "phone", nur, typed, **headers)[0] == 404
    for column in ("amount", "status", "position", "name", "erased_at"):
        assert put(client, column, baco, "1000000")[0] == 404
    auditor = signed_in(Role.AUDITOR, "76.02", username="auditor")
    assert put(auditor, "phone", baco, "0860 1234 5699")[0] == 404
    assert auditor.get("/staff/gaps").status_code == 404
    nur.refresh_from_db()
    assert nur.phone == ""


def test_on_another_day_there_is_nothing_to_fill_in(town: None) -> None:
    page = got(signed_in(Role.SDM_OFFICER, "76.02"), "/staff/gaps?column=phone&as_of=2021-12-02")
    assert "Baco Kurang" in page and 'name="value"' not in page


def test_the_way_to_what_a_decree_says_is_told(town: None) -> None:
    page = got(signed_in(Role.SDM_OFFICER, "76.02"), "/staff/gaps?column=amount")
    assert "Baco Kurang" in page and "without a decree" in page and 'name="value"' not in page


def test_the_page_costs_few_statements(town: None) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    with clock.standing_at(make.noon(DAY)), at_most():
        assert client.get("/staff/gaps?column=phone").status_code == 200
