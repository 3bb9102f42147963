"""Satker & DIPA: what a work unit is in a year and who signs for it, written by who keeps it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.organization.models import Signer, UnitProfile
from tests import builders
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db

DAY = date(2022, 1, 11)
PROFILE = {
    "kode_satker": "656789",
    "dipa_number": "SP DIPA-076.01.2.656789/2022",
    "dipa_date": "2021-11-17",
    "honorarium_budget": "350000000",
    "kpa_name": "Made Up, S.E.",
    "kpa_nip": "19700101 199503 1 001",
    "commitment_officer_name": "Made Up Too",
    "letterhead": "Jalan Rekaan 1\n\nMamuju",
    "floor_policy": "UMP",
    "thr_month": "4",
}
SIGNER = {"authority": "sekretaris", "form": "definitive", "name": "Made Up, S.H.", "valid_from": "2021-01-01"}


@pytest.fixture
def keeper() -> Client:
    for code in ("76.01", "76.02"):
        builders.unit(code, "kabkota")
    return signed_in(Role.SDM_OFFICER, "76.01")


def test_a_profile_is_written_for_its_year_and_kept_for_the_next(keeper: Client) -> None:
    with clock.standing_at(builders.noon(DAY)):
        assert keeper.post("/units/76.01?year=2022", PROFILE).status_code == 302
        shown = keeper.get("/units/76.01?year=2022").content.decode()
        other = keeper.get("/units/76.01?year=2023").content.decode()
    profile = UnitProfile.objects.get()
    assert (profile.year, profile.kpa_nip, profile.letterhead) == (
        2022,
        "197001011995031001",
        ["Jalan Rekaan 1", "Mamuju"],
    )
    assert "complete" in shown and 'value="656789"' in shown
    assert "5 missing" in other and 'value="656789"' not in other


def test_the_budget_is_shown_with_full_stops_and_taken_with_or_without(keeper: Client) -> None:
    with clock.standing_at(builders.noon(DAY)):
        for typed in ("Rp350.000.000", "350000000"):
            assert keeper.post("/units/76.01?year=2022", {**PROFILE, "honorarium_budget": typed}).status_code == 302
            assert UnitProfile.objects.get().honorarium_budget == 350_000_000
        assert 'value="350.000.000"' in keeper.get("/units/76.01?year=2022").content.decode()
        wrong = keeper.post("/units/76.01?year=2022", {**PROFILE, "honorarium_budget": "tiga ratus juta"})
    assert 'value="tiga ratus juta"' in wrong.content.decode()


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(keeper: Client) -> None:
    wrong = {**PROFILE, "kode_satker": "12", "kpa_nip": "1970", "kpa_name": "<b>Made Up</b>"}
    page = keeper.post("/units/76.01?year=2022", wrong).content.decode()
    assert page.count('class="field invalid"') == 2
    assert 'value="12"' in page and "&lt;b&gt;Made Up&lt;/b&gt;" in page
    assert not UnitProfile.objects.exists()


def test_who_signs_is_named_and_a_second_holder_is_refused(keeper: Client) -> None:
    with clock.standing_at(builders.noon(DAY)):
        assert keeper.post("/units/76.01/signers", SIGNER).status_code == 302
        again = keeper.post("/units/76.01/signers", {**SIGNER, "name": "Another"}).content.decode()
        assert "Made Up, S.H. signs for" in again and 'value="Another"' in again
        hand = Signer.objects.get()
        keeper.post(f"/units/76.01/signers/{hand.uid}/ending", {"last_day": "2021-12-31"})
        assert keeper.post("/units/76.01/signers", {**SIGNER, "valid_from": "2022-01-01"}).status_code == 302
        shown = keeper.get("/units/76.01").content.decode()
    assert "through 31 December 2021" in shown
    assert Signer.objects.count() == 2


def test_another_work_unit_is_not_there(keeper: Client) -> None:
    builders_signer = {"last_day": "2022-01-01"}
    officer = signed_in(Role.SDM_OFFICER, "76.02", username="lain")
    officer.post("/units/76.02/signers", SIGNER)
    hand = Signer.objects.get()
    assert keeper.get("/units/76.02").status_code == 404
    assert keeper.post("/units/76.02?year=2022", PROFILE).status_code == 404
    assert keeper.post("/units/76.02/signers", SIGNER).status_code == 404
    assert keeper.post(f"/units/76.01/signers/{hand.uid}/ending", builders_signer).status_code == 404
    assert keeper.post(f"/units/76.02/signers/{hand.uid}/ending", builders_signer).status_code == 404
    assert "KPU 76.02" not in keeper.get("/units").content.decode()
    assert not UnitProfile.objects.exists()


def test_who_only_reads_sees_no_form_and_can_write_nothing(keeper: Client) -> None:
    auditor = signed_in(Role.AUDITOR, "76.01", username="auditor")
    assert "<textarea" not in auditor.get("/units/76.01").content.decode()
    assert auditor.post("/units/76.01?year=2022", PROFILE).status_code == 404
    assert auditor.get("/units/76.01/signers").status_code == 404
    assert signed_in(Role.STAFF, "76.01", username="staf").get("/units").status_code == 404


def test_the_list_stays_within_its_budget_and_says_what_is_missing(keeper: Client) -> None:
    with clock.standing_at(builders.noon(DAY)), at_most():
        page = keeper.get("/units").content.decode()
    assert "5 of 5 missing" in page and "nobody named" in page
    assert keeper.get("/units?format=xlsx").status_code == 200


@pytest.mark.parametrize(
    ("marked", "kept"),
    [([], None), (["none"], []), (["jkk-I", "jkm"], ["jkk-I", "jkm"])],
    ids=["not said", "none", "two"],
)
def test_which_bpjs_programmes_a_unit_buys_is_said_none_or_not_yet(
    keeper: Client, marked: list[str], kept: list[str] | None
) -> None:
    with clock.standing_at(builders.noon(DAY)):
        assert keeper.post("/units/76.01?year=2022", {**PROFILE, "programmes": marked}).status_code == 302
        shown = keeper.get("/units/76.01?year=2022").content.decode()
    assert UnitProfile.objects.get().programmes == kept
    assert shown.count('name="programmes" value="jkm" id="id_programmes_6" checked') == ("jkm" in marked)


@pytest.mark.parametrize("marked", [["none", "jkm"], ["jkk-I", "jkk-II"], ["asing"]])
def test_programmes_that_exclude_each_other_are_refused(keeper: Client, marked: list[str]) -> None:
    page = keeper.post("/units/76.01?year=2022", {**PROFILE, "programmes": marked})
    assert page.status_code == 200 and "programmes" in page.context["form"].errors
    assert not UnitProfile.objects.exists()
