"""One person of the opening, mended and added in an ordinary form, and who he is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from malaqbiq.decrees.models import Entry
from malaqbiq.intake.models import PriorDecree
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.pay.models import PayTerm
from malaqbiq.people.models import Person
from tests import builders
from tests.intake import office
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _standing(db: None, home: Path, tmp_path: Path) -> Any:
    office.founded()
    office.taken(tmp_path, office.row(), office.row("Ani Rewata", NIK=office.nik(2)))
    with clock.standing_at(builders.noon(office.DAY)):
        yield


def officer(*codes: str) -> Client:
    return signed_in(Role.SDM_OFFICER, *(codes or ("76",)))


def form_of(client: Client, address: str) -> dict[str, str]:
    """What the form at an address begins with, as a browser would send it."""
    form = client.get(address).context["form"]
    sent = {}
    for field in form:
        value = field.value()
        sent[field.html_name] = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
        if field.field.show_hidden_initial:
            sent[field.html_initial_name] = sent[field.html_name]
    return sent


def mend_of(person: Person) -> str:
    return f"/import/people/{person.uid}"


def pay(person: Person) -> int:
    return PayTerm.objects.as_of(office.DAY).get(person=person).monthly_amount


def test_it_is_shown_first_and_kept_then_as_a_correction_of_the_opening() -> None:
    client, who = officer(), office.somebody()
    sent = {**form_of(client, mend_of(who)), "amount": "2.700.000", "position": "Satpam", "decree_number": "7/2021"}
    before = Entry.objects.count()
    page = client.post(mend_of(who), sent).content.decode()
    assert "2.600.000" in page and "2.700.000" in page and "Satpam" in page
    assert (Entry.objects.count(), pay(who)) == (before, 2_600_000)
    response = client.post(mend_of(who), {**sent, "keep": "1"})
    assert response.status_code == 302
    assert pay(who) == 2_700_000
    assert office.serves(who).job_family == "satpam"
    assert PriorDecree.objects.get(person=who).number == "7/2021"
    made = Entry.objects.order_by("-pk")[: Entry.objects.count() - before]
    assert {(entry.mending, entry.person_id) for entry in made} == {("correction", who.uid)}
    assert pay(office.somebody("Ani Rewata")) == 2_600_000
    assert office.verified()


def test_the_days_and_the_unit_are_mended_together() -> None:
    client, who = officer(), office.somebody()
    sent = {
        **form_of(client, mend_of(who)),
        "start": "2021-02-01",
        "last_day": "2021-11-30",
        "unit": "76.03",
        "keep": "1",
    }
    assert client.post(mend_of(who), {**sent, "keep": "1"}).status_code == 302
    assert office.home_of(who, date(2021, 11, 30)) == "76.03"
    assert office.serves(who, date(2021, 2, 1)).valid_from == date(2021, 2, 1)
    assert office.verified()


def test_only_what_was_changed_is_told_so_two_officers_undo_nothing() -> None:
    client, who = officer(), office.somebody()
    early = form_of(client, mend_of(who))
    client.post(mend_of(who), {**early, "amount": "2.700.000", "keep": "1"})
    client.post(mend_of(who), {**early, "position": "Satpam", "keep": "1"})
    assert (pay(who), office.serves(who).job_family) == (2_700_000, "satpam")


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("amount", "sekian", "Is "),
        ("amount", "", "be emptied here"),
        ("start", "2023-02-30", "Enter a valid date"),
        ("last_day", "2020-01-01", "ends before it starts"),
        ("status", "raja", "valid choice"),
        ("unit", "73.01", "valid choice"),
        ("start", "2025-01-01", "ends before it starts"),
        ("position", "x" * 201, "at most 200"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(field: str, text: str, told: str) -> None:
    client, who = officer(), office.somebody()
    before = Entry.objects.count()
    sent = {**form_of(client, mend_of(who)), "decree_number": "diketik-tadi", field: text}
    for kept in ({}, {"keep": "1"}):
        response = client.post(mend_of(who), {**sent, **kept})
        page = response.content.decode().replace("&#x27;", "'")
        assert response.status_code == 422
        assert told in page and "diketik-tadi" in page
    assert Entry.objects.count() == before


def test_days_of_another_contract_are_no_correction() -> None:
    client, who = officer(), office.somebody()
    sent = {**form_of(client, mend_of(who)), "start": "2022-01-01", "last_day": "2022-12-31"}
    response = client.post(mend_of(who), sent)
    assert response.status_code == 422 and "another contract" in response.content.decode()


def test_once_the_opening_is_locked_the_same_place_leads_to_a_decree() -> None:
    client, who = officer(), office.somebody()
    sent = {**form_of(client, mend_of(who)), "amount": "2.700.000", "keep": "1"}
    office.lock()
    for response in (client.get(mend_of(who)), client.post(mend_of(who), sent)):
        page = response.content.decode()
        assert "Needs a decree" in page and f"/decrees/new?person={who.uid}" in page
    assert "Needs a decree" in client.get("/import/people/new").content.decode()
    assert "Needs a decree" in client.get(f"/staff/{who.uid}").content.decode()
    assert pay(who) == 2_600_000


def test_the_persons_page_leads_there_within_the_budget() -> None:
    client, who = officer(), office.somebody()
    with at_most():
        page = client.get(f"/staff/{who.uid}").content.decode()
    assert mend_of(who) in page
    with at_most():
        page = client.get(f"/staff/{who.uid}/about").content.decode()
    assert f"{mend_of(who)}/identity" in page


def test_somebody_forgotten_is_entered_with_an_opening_entry() -> None:
    client = officer()
    sent = {"name": "Budi Kanjoli, S.H.", "status": "ppnpn", "unit": "76.02", "position": "Satpam", "amount": "2400000"}
    sent |= {"start": "2021-01-01", "last_day": "2021-12-31", "nik": office.nik(3), "sex": "P"}
    assert "Budi" in client.post("/import/people/new", sent).content.decode()
    assert not Person.objects.filter(name="Budi Kanjoli").exists()
    response = client.post("/import/people/new", {**sent, "keep": "1"})
    who = office.somebody("Budi Kanjoli")
    assert response["Location"].endswith(str(who.uid))
    assert (pay(who), who.title_back) == (2_400_000, "S.H.")
    assert office.verified()


def test_somebody_who_is_known_is_not_entered_twice() -> None:
    client, who = officer(), office.somebody()
    before = Entry.objects.count()
    sent = {"name": who.name, "status": "ppnpn", "unit": "76.02", "amount": "9.000.000", "keep": "1"}
    response = client.post("/import/people/new", sent)
    assert response.status_code == 422
    assert f"/staff/{who.uid}" in response.content.decode()
    assert (Entry.objects.count(), pay(who)) == (before, 2_600_000)


def test_what_is_wrong_with_somebody_new_stands_beside_its_field() -> None:
    sent = {"name": "", "status": "ppnpn", "unit": "76.02", "amount": "sekian", "email": "bukan"}
    response = officer().post("/import/people/new", sent)
    form = response.context["form"]
    assert response.status_code == 422 and {"name", "amount", "email"} <= set(form.errors)
    assert 'value="bukan"' in response.content.decode()


def test_who_somebody_is_is_mended_with_its_source_and_secrets_are_not_shown() -> None:
    client, who = officer(), office.somebody()
    address = f"{mend_of(who)}/identity"
    page = client.get(address).content.decode()
    assert office.nik() not in page and "86012345621" not in page and "1990-08-17" not in page
    sent = {**form_of(client, address), "birth_place": "Majene", "source": "KTP"}
    assert client.post(address, sent).status_code == 302
    who.refresh_from_db()
    assert (who.birth_place, who.source, who.nik, who.birth_date) == ("Majene", "KTP", office.nik(), office.BORN)
    assert client.post(address, {**sent, "source": ""}).status_code == 422


@pytest.mark.parametrize(("field", "text"), [("nik", "12"), ("email", "x"), ("phone", "abc"), ("nik", office.nik(2))])
def test_a_number_that_is_wrong_or_anothers_is_refused_beside_it(field: str, text: str) -> None:
    client, who = officer(), office.somebody()
    address = f"{mend_of(who)}/identity"
    response = client.post(address, {**form_of(client, address), field: text, "source": "KTP"})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    who.refresh_from_db()
    assert who.nik == office.nik()


def test_a_foreign_officer_and_lower_roles_find_nothing() -> None:
    who = office.somebody()
    strangers = [officer("76.01")] + [signed_in(role, "76", username=role) for role in (Role.SECRETARY, Role.STAFF)]
    for client in strangers:
        for address in (mend_of(who), f"{mend_of(who)}/identity", f"/import/people/{UUID(int=5)}"):
            assert client.get(address).status_code == 404
            assert client.post(address, {"amount": "1", "keep": "1"}).status_code == 404
    assert pay(who) == 2_600_000


def test_nobody_is_moved_to_a_unit_outside_ones_own() -> None:
    client, who = officer("76.02"), office.somebody()
    sent = {**form_of(client, mend_of(who)), "unit": "76.03", "keep": "1"}
    assert client.post(mend_of(who), sent).status_code == 422
    assert office.home_of(who) == "76.02"


def test_somebody_new_is_registered_after_the_lock_and_then_engaged_by_a_decree() -> None:
    client = officer()
    office.lock()
    assert 'href="/import/people/register"' in client.get("/import/people/new").content.decode()
    typed = {"name": "Dewi Baru", "title_back": "S.E.", "unit": "76.02", "nik": office.nik(3), "source": "KTP"}
    response = client.post("/import/people/register", typed)
    who = Person.objects.get(name="Dewi Baru")
    assert (who.full_name, who.entered_unit, who.nik, who.source) == ("Dewi Baru, S.E.", "76.02", office.nik(3), "KTP")
    assert response["Location"] == f"/decrees/new?kind=contract-engagement&pick={who.uid}"
    page = client.get(response["Location"]).content.decode()
    assert "Dewi Baru, S.E." in page and f'name="pick" value="{who.uid}"' in page
    # A number that is somebody's already stands beside its field; what was typed stays.
    again = client.post("/import/people/register", {**typed, "name": "Orang Lain"})
    assert again.status_code == 422 and 'value="Orang Lain"' in again.content.decode()
    assert list(again.context["form"].errors) == ["nik"]
    assert Person.objects.filter(name="Orang Lain").count() == 0


@pytest.mark.parametrize("field", ["name", "unit", "source"])
def test_nobody_is_registered_without_name_unit_and_the_paper_that_tells_who_it_is(field: str) -> None:
    client = officer()
    for text in ("", "99.99" if field == "unit" else " "):
        typed = {"name": "Dewi Baru", "unit": "76.02", "source": "KTP", field: text}
        response = client.post("/import/people/register", typed)
        assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not Person.objects.filter(name="Dewi Baru").exists()


def test_who_enters_nobody_registers_nobody() -> None:
    for role in (Role.SECRETARY, Role.AUDITOR, Role.STAFF):
        client = signed_in(role, "76.02", username=role.value)
        assert client.get("/import/people/register").status_code == 404
    typed = {"name": "Dewi Baru", "unit": "76.01", "source": "KTP"}
    assert officer("76.02").post("/import/people/register", typed).status_code == 422
    assert not Person.objects.filter(name="Dewi Baru").exists()
