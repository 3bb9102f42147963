"""What papers would show as a dash or dots is told before a step, with who lacks it and where it is filled."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import override_settings

from malaqbiq.decrees.errors import Unsigned
from malaqbiq.decrees.models import Decree, Register
from malaqbiq.decrees.services import decree_issue
from malaqbiq.decrees.services.reviewing import Act, decrees_examine
from malaqbiq.kernel.installation import unreached_address
from malaqbiq.kernel.models import Installation
from malaqbiq.organization.models import Signer, UnitProfile
from malaqbiq.organization.rules.names import Authority
from malaqbiq.organization.rules.signing import Form
from malaqbiq.people.models import Person
from tests import builders as make
from tests.decrees import office
from tests.decrees.papers.issuing import DECREED, LAST_DAY, NEW_YEAR, place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _standing(db: None) -> None:
    office.standing()


def named(code: str, authority: Authority) -> None:
    """Somebody who signs for a work unit since 2020."""
    Signer.objects.create(
        unit=place(code),
        authority=authority.value,
        form=Form.DEFINITIVE.value,
        name="Hj. Suryani, S.H.",
        nip="197001011990032001",
        valid_from=date(2020, 1, 1),
        recorded_by="tests",
        recorded_at=make.noon(NEW_YEAR),
    )


def profiled(code: str) -> None:
    """A work unit with a letterhead in 2022."""
    UnitProfile.objects.create(
        unit=place(code), year=2022, letterhead=["Jalan Contoh 1"], changed_by="t", changed_at=make.noon(NEW_YEAR)
    )


def engaged(code: str, **facts: str) -> Decree:
    """A draft on one person of a work unit."""
    who = Person.objects.create(name="Jumriah", **facts)
    return make.drafted(place("76"), make.engaged(who, place(code), NEW_YEAR, LAST_DAY))


def review(decree: Decree) -> str:
    return office.text_of(office.secretary(), "/decrees/review", whole="1", act="approve", pick=decree.uid)


def test_who_has_no_nik_is_named_with_a_way_to_the_person() -> None:
    decree = engaged("76.05")
    page = review(decree)
    assert "NIK isn&#x27;t known (people: 1)" in page
    person = decree.entries.first().person  # type: ignore[union-attr]
    assert f'<a href="/staff/{person.uid}">Jumriah</a>' in page
    assert "column=nik" not in page
    officer = office.text_of(office.officer(), "/decrees/review", whole="1", act="submit", pick=decree.uid)
    assert "/staff/gaps?column=nik" in officer
    assert "NIK isn" not in review(engaged("76.05", nik="7605014101900001"))


def test_units_without_signers_and_letterhead_are_named_with_a_way_to_them() -> None:
    page = review(engaged("76.05"))
    assert "Nobody is named as Pejabat Pembuat Komitmen or KPA (work units: 1)" in page
    assert "No letterhead stands in the profile of 2022 (work units: 2)" in page
    assert 'href="/units/76.05"' in page and 'href="/units/76.05?year=2022"' in page


def test_nothing_is_told_of_what_is_there() -> None:
    named("76", Authority.SEKRETARIS)
    named("76.05", Authority.COMMITMENT_OFFICER)
    profiled("76")
    profiled("76.05")
    page = review(engaged("76.05"))
    assert "Nobody is named" not in page and "No letterhead" not in page


def test_holes_of_several_people_and_decrees_are_told_once_and_hold_nothing_up() -> None:
    decree = office.submitted(["76.05", "76.02"] * 3)
    page = office.text_of(office.secretary(), "/decrees/review", whole="1", pick=[decree.uid, engaged("76.05").uid])
    assert page.count("NIK isn&#x27;t known (people: 7)") == 1
    (found,) = decrees_examine(access=make.SECRETARY, decrees=[decree], act=Act.APPROVE)
    assert {hole.what for hole in found.holes} >= {"nik", "payer", "letterhead"}
    assert found.ready and not found.blockers
    nik = next(hole for hole in found.holes if hole.what == "nik")
    assert len(nik.people) == 6


@pytest.mark.parametrize(
    ("address", "kind", "is_told"),
    [
        ("http://127.0.0.1:8000", "live", True),
        ("http://localhost:8180", "live", True),
        ("http://[::1]:8000", "live", True),
        ("https://sdm.example.go.id", "live", False),
        ("http://127.0.0.1:8000", "demo", False),
    ],
)
def test_an_address_that_leads_nowhere_is_told_where_papers_count(address: str, kind: str, is_told: bool) -> None:
    clock_at = make.noon(DECREED) if kind == "demo" else None
    Installation.objects.update(kind=kind, clock_at=clock_at)
    with override_settings(BASE_URL=address):
        assert (f"{address}/verify/" in review(engaged("76.05"))) == is_told
        assert unreached_address() == (address if is_told else "")


def test_a_first_number_that_nobody_said_is_told_with_where_it_is_said() -> None:
    decree = engaged("76.05")
    client = office.officer()
    asked = {"whole": "1", "act": "submit", "pick": decree.uid}
    page = office.text_of(client, "/decrees/review", **asked)
    assert "First number 1 TAHUN 2022" in page and 'href="/decrees/register/first/76/sekretaris"' in page
    assert "/decrees/register/first/" not in review(decree)
    assert "2022 · Sekretaris KPU Provinsi" in office.text_of(client, "/decrees/register/first/76/sekretaris")
    answer = client.post("/decrees/register/first/76/sekretaris", {"first_number": 118})
    assert answer.status_code == 302 and "register=" in answer["Location"]
    page = office.text_of(client, "/decrees/review", **asked)
    assert "First number" not in page and "118 TAHUN 2022" in page
    assert client.post("/decrees/register/first/76/sekretaris", {"first_number": 5}).status_code == 422
    assert client.post("/decrees/register/first/76/sekretaris", {"first_number": 0}).status_code == 422


def test_the_first_number_of_another_office_or_of_nobody_is_not_there() -> None:
    client = office.officer("76.05")
    for address in ("76/sekretaris", "76.05/nobody", "99/sekretaris"):
        assert client.get(f"/decrees/register/first/{address}").status_code == 404
        assert client.post(f"/decrees/register/first/{address}", {"first_number": 9}).status_code == 404
    assert not Register.objects.exists()


def test_a_decree_that_nobody_signs_is_held_up_and_not_issued() -> None:
    decree = unsigned()
    page = office.text_of(office.secretary(), "/decrees/review", whole="1", act="issue", pick=decree.uid)
    assert "nobody is named who signs the decree" in page and '<a href="/units/76">Name who signs</a>' in page
    assert "Issue 1 decree" not in page
    answer = office.secretary().post("/decrees/issues", {"quote": office.quote(decree)})
    assert answer.status_code == 409 and "Nobody is named who signs as Sekretaris" in answer.content.decode()
    assert Decree.objects.get(pk=decree.pk).state == "approved"


def test_issuing_itself_refuses_a_decree_that_nobody_signs() -> None:
    decree = unsigned()
    with pytest.raises(Unsigned, match="nobody is named who signs as Sekretaris"):
        decree_issue(access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest)
    assert Decree.objects.get(pk=decree.pk).state == "approved"


def unsigned() -> Decree:
    """Ready to be issued, but for who signs it."""
    who = Person.objects.create(name="A")
    return make.approved(place("76"), make.engaged(who, place("76.05"), NEW_YEAR, LAST_DAY), signed=False)
